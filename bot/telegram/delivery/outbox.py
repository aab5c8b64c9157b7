"""The durable outbox: an answer is written here before it is sent, and marked when it arrived.

A question whose answer is owed is not asked again: what is here is delivered, before and after
a kill, until Telegram has it or refuses it for good.
"""

from __future__ import annotations

import hashlib
import logging
import time
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from telegram import InlineKeyboardMarkup, MessageEntity, ReplyParameters

from bot.custody import charges
from bot.custody.custodian import Custodian
from bot.store import deliveries
from bot.telegram.delivery.formatted_text import Enclosure, Part, Rich
from bot.telegram.delivery.send_once import Place
from bot.telegram.updates.turns import thread_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from telegram import MaybeInaccessibleMessage, Message, Update

    from index.catalog.engine import Catalog

_log = logging.getLogger(__name__)
_TOO_OLD_SECONDS = 24 * 3600.0
_FORGOTTEN_SECONDS = 3 * 24 * 3600.0
"""People may change what they wrote for two days (Telegram clients)."""

_NEAR_SECONDS = 3600.0
"""Ids of messages that are older are far from those that are looked for."""

State = Literal["open", "due", "done", "refused"]


@dataclass(frozen=True, slots=True)
class Obligation:
    """What is owed for a question, and what of it arrived.

    ``parts`` are messages as Telegram takes them, ``sent`` the ids of those that stand in the chat,
    in order: a part with an id is an edit, which may be repeated, one without is a new message.
    ``after`` is the newest known id when the message that is on its way was sent. ``digest`` tells
    whether the question was changed; without one it is not answered anew. ``spoken`` is the
    language of what is put into words later.
    """

    id: str
    chat: int
    question: int
    thread: int | None = None
    reply: bool = False
    digest: str = ""
    state: State = "open"
    parts: tuple[dict[str, Any], ...] = ()
    done: int = 0
    sent: tuple[int, ...] = ()
    after: int | None = None
    spoken: str = ""

    @classmethod
    def of(cls, update: Update, message: Message, *, reply: bool) -> Obligation:
        """What ``message``, new or changed by ``update``, is owed: nothing yet."""
        digest = digest_of(message.text or message.caption or "")
        name, thread = name_of(update, message), thread_of(message)
        return cls(name, message.chat.id, message.message_id, thread, reply, digest=digest)

    @classmethod
    def at(cls, name: str, place: Place, *, spoken: str = "") -> Obligation:
        """What is owed at a place under that name, whether or not somebody asked there."""
        question = place.reply_to.message_id if place.reply_to else 0
        reply = place.reply_to is not None
        return cls(name, place.chat, question, place.thread, reply, spoken=spoken)

    @classmethod
    def below(cls, name: str, message: MaybeInaccessibleMessage) -> Obligation:
        """What is owed as a reply to a message of the bot."""
        return cls(name, message.chat.id, message.message_id, thread_of(message), reply=True)

    def renewed(self, name: str) -> Obligation:
        """What is owed, under that name, in place of what arrived."""
        return replace(self, id=name, state="open", parts=(), done=0, after=None)

    @property
    def place(self) -> Place:
        """Where the answer goes, and how it refers to the question."""
        replying = ReplyParameters(self.question, allow_sending_without_reply=True)
        return Place(self.chat, self.thread, replying if self.reply else None)

    def is_outdated(self, said: str) -> bool:
        """Whether the question, which is ``said`` so by now, is to be answered anew."""
        return self.digest not in {"", digest_of(said)}

    def owing(self, parts: Sequence[Part]) -> Obligation:
        """The same with its answer."""
        return replace(self, state="due", parts=tuple(_packed(part) for part in parts), done=0)

    def part(self, n: int) -> Part:
        """The ``n``-th message, from 0."""
        return _unpacked(self.parts[n])


class Outbox:
    """The table of obligations. Synchronous; safe to use from several threads."""

    def __init__(
        self,
        catalog: Catalog,
        custodian: Custodian | None = None,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._catalog = catalog
        self._custodian = custodian or Custodian()
        self._clock = clock

    def put(self, owed: Obligation, *, mine: bool | None = None) -> None:
        """Write an obligation down, as that of whoever has charge of its chat.

        ``mine``: whether this bot has, where the caller acts on that as well.

        Raises:
            BusyError: this bot had charge of the chat, and has not any more.
        """
        holds = self._custodian.holds(owed.chat) if mine is None else mine
        bot = self._custodian.name if holds else ""
        self._catalog.change(charges.put, owed.id, values_of(owed), bot=bot)

    def advance(self, owed: Obligation) -> None:
        """Write down how far an obligation is.

        Raises:
            BusyError: another bot delivers it by now.
        """
        bot, keeps = self._custodian.name, self._custodian.holds(owed.chat)
        self._catalog.change(charges.advance, owed.id, values_of(owed), bot=bot, keeps=keeps)

    def find(self, name: str) -> Obligation | None:
        """The obligation with this name."""
        row = self._catalog.query(deliveries.find, name)
        return None if row is None else _obligation(row)

    def of_question(self, chat: int, question: int) -> Obligation | None:
        """The newest obligation for a message."""
        row = self._catalog.query(deliveries.of_question, chat, question)
        return None if row is None else _obligation(row)

    def begun(self, prefix: str) -> list[Obligation]:
        """What goes by such names and is not put into words yet, oldest first."""
        return [_obligation(row) for row in self._catalog.query(deliveries.begun, prefix)]

    def due(self) -> list[Obligation]:
        """What is owed, oldest first; what nobody waits for any more is given up."""
        self.forget_old()
        return self.worth_it(self._catalog.query(deliveries.due))

    def forget_old(self) -> None:
        """Delete what nobody asks about any more."""
        before = self._clock() - _FORGOTTEN_SECONDS
        with self._catalog.write() as connection:
            deliveries.forget(connection, before=before)

    def worth_it(self, rows: Sequence[Any]) -> list[Obligation]:
        """Which of these rows are delivered; the rest is given up."""
        late = [row for row in rows if row.created_at < self._clock() - _TOO_OLD_SECONDS]
        for row in late:
            _log.error("the answer to %s is a day late; given up.", row.id)
            self.advance(replace(_obligation(row), state="refused", parts=()))
        return [_obligation(row) for row in rows if row not in late]

    def of_message(self, chat: int, message: int) -> Obligation | None:
        """The newest obligation of which this message is a part."""
        rows = self._catalog.query(deliveries.of_chat, chat)
        found = [row for row in rows if message in row.content["sent"]]
        return _obligation(max(found, key=lambda row: row.created_at)) if found else None

    def sent_in(self, chat: int) -> set[int]:
        """The ids in the numbering of a chat that are known to be those of other messages."""
        rows = self._catalog.query(deliveries.of_chat, chat)
        found = {number for row in rows for number in row.content["sent"]}
        if self._custodian.alone or chat < 0:
            return found
        since = self._clock() - _NEAR_SECONDS  # private chats are numbered together
        others = self._catalog.query(deliveries.in_private, since=since)
        return found | {number for row in others for number in (row.question, *row.content["sent"])}

    def open_as(self, row: Any) -> Obligation:
        """What a row that is open says."""
        return _obligation(row)


def name_of(update: Update, message: MaybeInaccessibleMessage) -> str:
    """What is owed for an update about a message goes by this name."""
    return f"{update.update_id}:{message.chat.id}:{message.message_id}"


def digest_of(text: str) -> str:
    """What tells whether a question was really changed."""
    return hashlib.blake2b(" ".join(text.split()).encode(), digest_size=16).hexdigest()


_COLUMNS = ("chat", "question", "state")
_CONTENT = ("thread", "reply", "digest", "parts", "done", "sent", "after", "spoken")
"""What of an obligation stands in columns of its own, and what in one as JSON."""


def values_of(owed: Obligation) -> dict[str, Any]:
    """The row of an obligation, for `bot.store.deliveries`; JSON makes lists of tuples."""
    values = {name: getattr(owed, name) for name in _COLUMNS}
    return values | {"content": {name: getattr(owed, name) for name in _CONTENT}}


def _obligation(row: Any) -> Obligation:
    content = {**row.content}
    for name in ("parts", "sent"):
        content[name] = tuple(content[name])
    return Obligation(row.id, row.chat, row.question, state=row.state, **content)


def _packed(part: Part) -> dict[str, Any]:
    return {
        "text": part.content.text,
        "entities": [entity.to_dict() for entity in part.content.entities],
        "keyboard": part.keyboard.to_dict() if part.keyboard else None,
        "enclosure": _as_text(part.enclosure) if part.enclosure else None,
    }


def _as_text(enclosure: Enclosure) -> dict[str, Any]:
    """An enclosure as JSON can have it."""
    return {**asdict(enclosure), "content": b64encode(enclosure.content).decode()}


def _unpacked(packed: dict[str, Any]) -> Part:
    content = Rich().add(packed["text"])
    content.entities = list(MessageEntity.de_list(packed["entities"], None))
    keyboard = packed["keyboard"]
    enclosed = packed.get("enclosure")  # of an earlier state nothing carried any
    if enclosed:
        enclosed = Enclosure(**{**enclosed, "content": b64decode(enclosed["content"])})
    return Part(
        content,
        InlineKeyboardMarkup.de_json(keyboard, None) if keyboard else None,
        enclosed or None,
    )
