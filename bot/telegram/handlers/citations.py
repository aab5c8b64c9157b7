"""Opening citations: taps on numbers, deep links, ``/cite``."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from telegram import Message, MessageEntity, ReplyParameters
from telegram.error import BadRequest

from bot.models import Short
from bot.store import answers, chats
from bot.telegram.delivery.calls import edit, send
from bot.telegram.delivery.formatted_text import Rich, units
from bot.telegram.transport.callback_data import DEEP_LINK, parse
from bot.telegram.updates.turns import Turns
from bot.telegram.views.answer import deep_link
from bot.telegram.views.card import render_card
from bot.telegram.views.card_buttons import Position, card_keyboard, is_card
from index.errors import NotFoundError

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup, MaybeInaccessibleMessage

    from bot.store.answers import CitedPassage
    from bot.telegram.delivery.occasions import Incoming, Tap
    from index.library import Library

_LONGEST_QUOTE = 1024
"""UTF-16 units of a reply's quote (Bot API, ReplyParameters)."""
_WIDE = 1500
"""Characters of context on either side; a card has room for little more."""


class Taps:
    """Handlers that end in a card: one for each answer and private chat, changed by later taps."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._turns = Turns()

    async def tap(self, tap: Tap) -> None:
        """A tap on a number or on ◀ ▶."""
        opened = await self._look_up((tap.found[1], int(tap.found[2])))
        if opened is None:
            await tap.say("answer-gone")
        elif not tap.private:
            await tap.end(url=deep_link(tap.bot.username, opened.answer, opened.n))
        else:
            await tap.end()
            await self._show(tap, opened)

    async def link(self, came: Incoming, payload: str) -> None:
        """``/start c_<answer>_<n>``: the card, in a new message."""
        opened = await self._look_up(parse(DEEP_LINK, payload))
        if opened is None:
            await came.say("answer-gone")
            return
        sent = await came.reply(opened.content, opened.keyboard)
        await self._remember((came.message.chat.id, opened.answer), sent.message_id)

    async def cite(self, came: Incoming) -> None:
        """``/cite ID``: the card of any citation."""
        if not came.words:
            await came.say("cite-usage")
            return
        try:
            opened = await asyncio.to_thread(by_id, self._library, " ".join(came.words))
        except NotFoundError:
            await came.say("no-citation")
            return
        await came.reply(opened.content, opened.keyboard)

    async def wider(self, tap: Tap) -> None:
        """A tap on more or less context: the same card, with more or less around its passage."""
        named = (tap.found[2], int(tap.found[3]))
        await self._change(tap, await self._look_up(named, wide=tap.found[1] == "m"))

    async def wider_by_id(self, tap: Tap) -> None:
        """The same below the card of ``/cite``."""
        try:
            wide = tap.found[1] == "w"
            opened = await asyncio.to_thread(by_id, self._library, tap.found[2], wide=wide)
        except NotFoundError:
            opened = None
        await self._change(tap, opened)

    async def _change(self, tap: Tap, opened: Opened | None) -> None:
        """Make the message the card that was opened."""
        if opened is None:
            await tap.say("answer-gone")
            return
        await tap.end()
        await tap.show(opened.content, opened.keyboard)

    async def _show(self, tap: Tap, opened: Opened) -> None:
        """Change the card of this answer, or send it below the answer."""
        message = tap.message
        key = (message.chat.id, opened.answer)
        async with self._turns.of(key):
            card = await asyncio.to_thread(
                self._library.catalog.query, chats.find_card, key[0], key[1]
            )
            tapped = isinstance(message, Message) and is_card(message.reply_markup)
            if tapped and card != message.message_id:
                card = message.message_id
                await self._remember(key, card)
            if card and await edit(tap.bot, (key[0], card), opened.content, opened.keyboard):
                return
            sent = await _send_below(tap, opened)
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
        chat, answer = key
        await asyncio.to_thread(
            self._library.catalog.change, chats.keep_card, chat, answer, message
        )


async def _send_below(tap: Tap, opened: Opened) -> Message:
    """The card as a reply that quotes the claim, or without the quote where that is refused."""
    place, said = tap.place, getattr(tap.message, "text", None) or ""
    reply = ReplyParameters(tap.message.message_id, allow_sending_without_reply=True)
    if opened.claim and opened.claim in said and units(opened.claim) <= _LONGEST_QUOTE:
        quoting = ReplyParameters(
            tap.message.message_id,
            allow_sending_without_reply=True,
            quote=opened.claim,
            quote_entities=_bold_in(tap.message, opened.claim),
        )
        with contextlib.suppress(BadRequest):
            quoted = replace(place, reply_to=quoting)
            return await send(tap.bot, quoted, opened.content, opened.keyboard)
    return await send(tap.bot, replace(place, reply_to=reply), opened.content, opened.keyboard)


def _bold_in(message: MaybeInaccessibleMessage, claim: str) -> list[MessageEntity]:
    """What is bold in a claim of a message: a quote must repeat it (Bot API, ReplyParameters)."""
    begin = units((getattr(message, "text", None) or "").partition(claim)[0])
    return [
        MessageEntity(each.type, each.offset - begin, each.length)
        for each in getattr(message, "entities", ())
        if each.type == MessageEntity.BOLD
        and begin <= each.offset
        and each.offset + each.length <= begin + units(claim)
    ]


@dataclass(frozen=True, slots=True)
class Opened:
    """A citation, looked up: of an answer and with the claim that it supports, or by its id."""

    cited: CitedPassage
    position: Position
    claim: str = ""
    short: Short | None = None

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
        return render_card(self.cited, self.short)

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
    return Opened(
        cited, Position(answer, n, len(ids), wide=wide), _claim(found, n), _short(found, n)
    )


def by_id(library: Library, citation: str, *, wide: bool = False) -> Opened:
    """The citation with this id, of whatever answer.

    Raises:
        NotFoundError: there is none.
    """
    cited = library.catalog.query(answers.cited, citation, around=_WIDE if wide else 0)
    return Opened(cited, Position(wide=wide))


def _short(answer: dict[str, Any], n: int) -> Short | None:
    """The short answer, where citation ``n`` carries the claim that says it."""
    said = answer.get("short")
    if not said or n not in answer["claims"][said["claim"]]["citations"]:
        return None
    return Short(said["text"], said["claim"])


def _claim(answer: dict[str, Any], n: int) -> str:
    """The first claim that citation ``n`` carries, as the message shows it."""
    said = (claim["text"] for claim in answer["claims"] if n in claim["citations"])
    return next((" ".join(text.split()) for text in said), "")
