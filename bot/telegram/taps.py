"""Opening citations: taps on numbers, deep links, ``/cite``."""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram import Chat, Message, ReplyParameters
from telegram.error import BadRequest

from bot.telegram import texts
from bot.telegram.cards import card_keyboard, is_card, render_card
from bot.telegram.delivery import Place, edit, send, toast
from bot.telegram.links import CALLBACK, DEEP_LINK, parse
from bot.telegram.rendering import deep_link
from bot.telegram.rich import Rich, units
from bot.telegram.turns import Turns, thread_of
from index.catalog import answers
from index.errors import NotFoundError

if TYPE_CHECKING:
    from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, Update
    from telegram.ext import ContextTypes

    from index.catalog.answers import CitedPassage
    from index.library import Library

    Context = ContextTypes.DEFAULT_TYPE

_LONGEST_QUOTE = 1024
"""UTF-16 units of a reply's quote (Bot API, ReplyParameters)."""
_MOST_CARDS = 2000


@dataclass(frozen=True, slots=True)
class _Opened:
    """Citation ``n`` of an answer, looked up."""

    answer: str
    n: int
    count: int
    claim: str
    cited: CitedPassage

    @property
    def content(self) -> Rich:
        """The text of the card; of a withdrawn article it quotes nothing."""
        return render_card(self.cited)

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        """Buttons to the article and to the answer's other citations, where there are any."""
        return card_keyboard(self.cited, answer=self.answer, n=self.n, count=self.count)


class Taps:
    """Handlers that end in a card: one for each answer and private chat, changed by later taps."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._cards: OrderedDict[tuple[int, str], int] = OrderedDict()
        self._turns = Turns()

    async def tap(self, update: Update, context: Context) -> None:
        """A tap on a number or on ◀ ▶."""
        query = update.callback_query
        if query is None:
            return
        opened = await self._look_up(parse(CALLBACK, query.data))
        if opened is None:
            await toast(query, texts.ANSWER_GONE)
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
            await send(context.bot, place, Rich().add(texts.ANSWER_GONE))
            return
        sent = await send(context.bot, place, opened.content, opened.keyboard)
        self._remember((message.chat.id, opened.answer), sent.message_id)

    async def cite(self, update: Update, context: Context) -> None:
        """``/cite ID``: the card of any citation."""
        if update.message is None:
            return
        place, given = Place.beside(update.message), " ".join(context.args or ())
        if not given:
            await send(context.bot, place, Rich().add(texts.CITE_USAGE))
            return
        try:
            cited = await asyncio.to_thread(self._cited, given)
        except NotFoundError:
            await send(context.bot, place, Rich().add(texts.NO_CITATION))
            return
        await send(context.bot, place, render_card(cited), card_keyboard(cited))

    async def _show(self, bot: Bot, query: CallbackQuery, opened: _Opened) -> None:
        """Change the card of this answer, or send it below the answer."""
        message = query.message
        if message is None:
            return
        key = (message.chat.id, opened.answer)
        async with self._turns.of(key):
            if isinstance(message, Message) and is_card(message.reply_markup):
                self._remember(key, message.message_id)
            card = self._cards.get(key)
            if card and await edit(bot, (key[0], card), opened.content, opened.keyboard):
                return
            sent = await _send_below(bot, message, opened)
            self._remember(key, sent.message_id)

    async def _look_up(self, named: tuple[str, int] | None) -> _Opened | None:
        """The citation, or ``None`` where the answer or the number does not exist."""
        if named is None:
            return None
        try:
            return await asyncio.to_thread(self._open, *named)
        except NotFoundError:
            return None

    def _open(self, answer: str, n: int) -> _Opened:
        with self._library.catalog.read() as connection:
            found = answers.find_answer(connection, answer)
            ids = {each["n"]: each["id"] for each in found["citations"]}
            if n not in ids:
                raise NotFoundError(f"{answer}: there is no citation {n}.")
            cited = answers.cited(connection, ids[n])
        return _Opened(answer, n, len(ids), _claim(found, n), cited)

    def _cited(self, citation: str) -> CitedPassage:
        with self._library.catalog.read() as connection:
            return answers.cited(connection, citation)

    def _remember(self, key: tuple[int, str], message: int) -> None:
        self._cards[key] = message
        self._cards.move_to_end(key)
        if len(self._cards) > _MOST_CARDS:
            self._cards.popitem(last=False)


async def _send_below(bot: Bot, message: Any, opened: _Opened) -> Message:
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


def _claim(answer: dict[str, Any], n: int) -> str:
    """The first claim that citation ``n`` carries, as the message shows it."""
    said = (claim["text"] for claim in answer["claims"] if n in claim["citations"])
    return next((" ".join(text.split()) for text in said), "")
