"""Opening citations: taps on numbers, deep links, ``/cite``."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram import Chat, Message, ReplyParameters
from telegram.error import BadRequest

from bot.store import answers, chats
from bot.telegram.delivery.calls import Place, edit, send, show, toast
from bot.telegram.delivery.formatted_text import Rich, units
from bot.telegram.transport.callback_data import CALLBACK, CITED, DEEP_LINK, WIDER, parse
from bot.telegram.updates.turns import Turns, thread_of
from bot.telegram.views import chat_texts
from bot.telegram.views.answer import deep_link
from bot.telegram.views.card import render_card
from bot.telegram.views.card_buttons import Position, card_keyboard, is_card
from index.errors import NotFoundError

if TYPE_CHECKING:
    from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, Update
    from telegram.ext import ContextTypes

    from bot.store.answers import CitedPassage
    from index.library import Library

    Context = ContextTypes.DEFAULT_TYPE

_LONGEST_QUOTE = 1024
"""UTF-16 units of a reply's quote (Bot API, ReplyParameters)."""
_WIDE = 1500
"""Characters of context on either side; a card has room for little more."""


class Taps:
    """Handlers that end in a card: one for each answer and private chat, changed by later taps."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._turns = Turns()

    async def tap(self, update: Update, context: Context) -> None:
        """A tap on a number or on ◀ ▶."""
        query = update.callback_query
        if query is None:
            return
        opened = await self._look_up(parse(CALLBACK, query.data))
        if opened is None:
            await toast(query, chat_texts.say("answer-gone"))
        elif query.message and query.message.chat.type != Chat.PRIVATE:
            await toast(query, url=deep_link(context.bot.username, opened.answer, opened.n))
        else:
            await toast(query)
            await self._show(context.bot, query, opened)

    async def link(self, update: Update, context: Context, payload: str) -> None:
        """``/start c_<answer>_<n>``: the card, in a new message."""
        message = update.message
        if message is None:
            return
        place = Place.beside(message)
        opened = await self._look_up(parse(DEEP_LINK, payload))
        if opened is None:
            await send(context.bot, place, Rich().add(chat_texts.say("answer-gone")))
            return
        sent = await send(context.bot, place, opened.content, opened.keyboard)
        await self._remember((message.chat.id, opened.answer), sent.message_id)

    async def cite(self, update: Update, context: Context) -> None:
        """``/cite ID``: the card of any citation."""
        if update.message is None:
            return
        place, given = Place.beside(update.message), " ".join(context.args or ())
        if not given:
            await send(context.bot, place, Rich().add(chat_texts.say("cite-usage")))
            return
        try:
            opened = await asyncio.to_thread(by_id, self._library, given)
        except NotFoundError:
            await send(context.bot, place, Rich().add(chat_texts.say("no-citation")))
            return
        await send(context.bot, place, opened.content, opened.keyboard)

    async def wider(self, update: Update, context: Context) -> None:
        """A tap on more or less context: the same card, with more or less around its passage."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        if found := WIDER.fullmatch(query.data or ""):
            opened = await self._look_up((found[2], int(found[3])), wide=found[1] == "m")
        else:
            opened = await self._by_id(query.data or "")
        if opened is None:
            await toast(query, chat_texts.say("answer-gone"))
            return
        await toast(query)
        await show(context.bot, query.message, opened.content, opened.keyboard)

    async def _by_id(self, data: str) -> Opened | None:
        found = CITED.fullmatch(data)
        if found is None:
            return None
        wide = found[1] == "w"
        try:
            return await asyncio.to_thread(by_id, self._library, found[2], wide=wide)
        except NotFoundError:
            return None

    async def _show(self, bot: Bot, query: CallbackQuery, opened: Opened) -> None:
        """Change the card of this answer, or send it below the answer."""
        message = query.message
        if message is None:
            return
        key = (message.chat.id, opened.answer)
        async with self._turns.of(key):
            card = await asyncio.to_thread(self._card, *key)
            tapped = isinstance(message, Message) and is_card(message.reply_markup)
            if tapped and card != message.message_id:
                card = message.message_id
                await self._remember(key, card)
            if card and await edit(bot, (key[0], card), opened.content, opened.keyboard):
                return
            sent = await _send_below(bot, message, opened)
            await self._remember(key, sent.message_id)

    async def _look_up(self, named: tuple[str, int] | None, *, wide: bool = False) -> Opened | None:
        """The citation, or ``None`` where the answer or the number does not exist."""
        if named is None:
            return None
        try:
            return await asyncio.to_thread(of_answer, self._library, *named, wide=wide)
        except NotFoundError:
            return None

    async def _remember(self, key: tuple[int, str], message: int) -> None:
        """Later taps change this message, those after a start too."""
        await asyncio.to_thread(self._keep, *key, message)

    def _keep(self, chat: int, answer: str, message: int) -> None:
        with self._library.catalog.write() as connection:
            chats.keep_card(connection, chat, answer, message)

    def _card(self, chat: int, answer: str) -> int | None:
        with self._library.catalog.read() as connection:
            return chats.find_card(connection, chat, answer)


async def _send_below(bot: Bot, message: Any, opened: Opened) -> Message:
    """The card as a reply that quotes the claim, or without the quote where that is refused."""
    thread = thread_of(message)
    quote = opened.claim if opened.claim in (getattr(message, "text", None) or "") else ""
    if quote and units(quote) <= _LONGEST_QUOTE:
        reply = ReplyParameters(message.message_id, allow_sending_without_reply=True, quote=quote)
        place = Place(message.chat.id, thread, reply)
        with contextlib.suppress(BadRequest):
            return await send(bot, place, opened.content, opened.keyboard)
    reply = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    place = Place(message.chat.id, thread, reply)
    return await send(bot, place, opened.content, opened.keyboard)


@dataclass(frozen=True, slots=True)
class Opened:
    """A citation, looked up: of an answer and with the claim that it supports, or by its id."""

    cited: CitedPassage
    position: Position
    claim: str = ""

    @property
    def answer(self) -> str:
        """The id of the answer."""
        return self.position.answer or ""

    @property
    def n(self) -> int:
        """The number of the citation in its answer."""
        return self.position.n

    @property
    def content(self) -> Rich:
        """The text of the card; of a withdrawn article it quotes nothing."""
        return render_card(self.cited)

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        """Buttons to the article, to more of it, and to the answer's other citations."""
        return card_keyboard(self.cited, self.position)


def of_answer(library: Library, answer: str, n: int, *, wide: bool = False) -> Opened:
    """Citation ``n`` of an answer.

    Raises:
        NotFoundError: there is no such answer, or it has no such citation.
    """
    with library.catalog.read() as connection:
        found = answers.find_answer(connection, answer)
        ids = {each["n"]: each["id"] for each in found["citations"]}
        if n not in ids:
            raise NotFoundError(f"{answer}: there is no citation {n}.")
        cited = answers.cited(connection, ids[n], around=_WIDE if wide else 0)
    return Opened(cited, Position(answer, n, len(ids), wide=wide), _claim(found, n))


def by_id(library: Library, citation: str, *, wide: bool = False) -> Opened:
    """The citation with this id, of whatever answer.

    Raises:
        NotFoundError: there is none.
    """
    with library.catalog.read() as connection:
        cited = answers.cited(connection, citation, around=_WIDE if wide else 0)
    return Opened(cited, Position(wide=wide))


def _claim(answer: dict[str, Any], n: int) -> str:
    """The first claim that citation ``n`` carries, as the message shows it."""
    said = (claim["text"] for claim in answer["claims"] if n in claim["citations"])
    return next((" ".join(text.split()) for text in said), "")
