"""One message, sent exactly once as far as Telegram's API lets anybody know.

A send whose response was lost may have arrived. Telegram takes no keys that would make repeating
it safe, but it numbers messages in order and changes them by number: so the numbers that the
message can have are tried with an edit, which makes the message that is found there what was to
be sent. Only where none is found it is sent again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import httpx
from telegram import Chat, InputFile, Message, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter, TelegramError

from bot.telegram.transport.limiter import Limiter, looking, seconds_of
from bot.telegram.updates.turns import thread_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from telegram import Bot

    from bot.telegram.delivery.formatted_text import Enclosure, Part
    from bot.telegram.transport.message_ids import Marks

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_GARBLED = "invalid server response"
"""How python-telegram-bot calls a response that is no JSON."""
_SAME = "message is not modified"
_NOT_THERE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_OF_ANOTHER_KIND = ("there is no text in the message", "there is no caption in the message")
"""A file, where a text is looked for, or the other way round."""
_NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted")
_SLACK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: chat, topic, and what it replies to."""

    chat: int
    thread: int | None = None
    reply_to: ReplyParameters | None = None

    @classmethod
    def beside(cls, message: Message) -> Place:
        """The chat and topic of ``message``; in groups as a reply to it."""
        reply = None
        if message.chat.type != Chat.PRIVATE:
            reply = ReplyParameters(message.message_id, allow_sending_without_reply=True)
        return cls(message.chat.id, thread_of(message), reply)


async def in_reach(place: Place, deliver: Callable[[Place], Awaitable[_Result]]) -> _Result:
    """The result of delivering to a place: in the group it moved to, beside a topic that is gone.

    A reply would stand in the topic of what it replies to.

    Raises:
        TelegramError: Telegram refuses for another reason, or could not be reached.
    """
    while True:
        try:
            return await deliver(place)
        except ChatMigrated as moved:
            place = Place(moved.new_chat_id)
        except BadRequest as exc:
            if place.thread is None or not lacks_topic(exc):
                raise
            place = Place(place.chat)


def marks_of(bot: Bot) -> Marks | None:
    """The message ids that went through this bot, where somebody keeps them."""
    limiter = getattr(bot, "rate_limiter", None)
    return limiter.marks if isinstance(limiter, Limiter) else None


def failed_on_the_way(error: TelegramError) -> bool:
    """Whether the same call may work the next time: the network or the server failed."""
    if isinstance(error, BadRequest):  # a NetworkError to the library
        return False
    return isinstance(error, NetworkError) or _GARBLED in error.message.lower()


def may_have_arrived(error: TelegramError) -> bool:
    """Whether the call may have been carried out although it failed."""
    return failed_on_the_way(error) and not isinstance(error.__cause__, _NEVER_SENT)


def is_gone(error: TelegramError) -> bool:
    """Whether there is no such message of ours any more."""
    return isinstance(error, BadRequest) and any(
        said in error.message.lower() for said in (*_NOT_THERE, *_OF_ANOTHER_KIND)
    )


def is_same(error: TelegramError) -> bool:
    """Whether the message already is what it was to become."""
    return isinstance(error, BadRequest) and _SAME in error.message.lower()


def lacks_topic(error: TelegramError) -> bool:
    """Whether the topic was deleted, or closed for all but admins."""
    return isinstance(error, BadRequest) and any(
        said in error.message.lower() for said in _NO_TOPIC
    )


def is_passing(error: BaseException) -> bool:
    """Whether the same call may work later: Telegram wants silence, or cannot be reached."""
    return isinstance(error, RetryAfter) or (
        isinstance(error, TelegramError) and failed_on_the_way(error)
    )


def silence_after(error: BaseException, pause: float) -> float:
    """Seconds to wait after an error: as Telegram says, else the usual ``pause``."""
    return seconds_of(error) + _SLACK_SECONDS if isinstance(error, RetryAfter) else pause


def newest_in(bot: Bot, chat: int) -> int:
    """The newest known message id in the numbering of a chat, 0 where none is."""
    marks = marks_of(bot)
    return marks.newest(chat) if marks else 0


async def post(bot: Bot, place: Place, part: Part) -> Message:
    """Send a new message, a text or a file: nobody else does.

    Raises:
        TelegramError: Telegram refuses, or could not be reached; see `may_have_arrived`.
    """
    if part.enclosure is not None:
        return await _post_file(bot, place, part, part.enclosure)
    return await bot.send_message(
        place.chat,
        part.content.text,
        entities=part.content.entities or None,
        reply_markup=part.keyboard,
        message_thread_id=place.thread,
        reply_parameters=place.reply_to,
    )


async def _post_file(bot: Bot, place: Place, part: Part, enclosure: Enclosure) -> Message:
    method: Callable[..., Awaitable[Message]]
    method = bot.send_photo if enclosure.shown else bot.send_document
    return await method(
        place.chat,
        InputFile(enclosure.content, filename=enclosure.name),
        caption=part.content.text or None,
        caption_entities=part.content.entities or None,
        reply_markup=part.keyboard,
        message_thread_id=place.thread,
        reply_parameters=place.reply_to,
    )


async def change(bot: Bot, chat: int, message: int, part: Part) -> None:
    """Make a message what ``part`` is; one that is so already stays, and the file of any does.

    Raises:
        TelegramError: Telegram refuses, or could not be reached.
    """
    text, entities = part.content.text, part.content.entities or None
    try:
        if part.enclosure is None:
            await bot.edit_message_text(
                text, chat, message, entities=entities, reply_markup=part.keyboard
            )
        else:
            await bot.edit_message_caption(
                chat,
                message,
                caption=text or None,
                caption_entities=entities,
                reply_markup=part.keyboard,
            )
    except BadRequest as exc:
        if not is_same(exc):
            raise


async def find_lost(
    bot: Bot,
    chat: int,
    part: Part,
    *,
    after: int,
    known: Iterable[int] = (),
    own: int | None = None,
) -> int | None:
    """The id of the message that is ``part`` now and was sent when ``after`` was the newest id.

    ``known`` are ids that belong to other messages; ``own`` is the one that this process knows it
    sent. ``None``: it did not arrive.

    Raises:
        TelegramError: Telegram cannot be reached, or wants silence.
    """
    marks = marks_of(bot)
    if marks is None:
        return None
    others = set(known)
    for number in [own, *marks.unknown(chat, after)]:
        if number is None or number in others:
            continue
        try:
            with looking():
                await change(bot, chat, number, part)
        except BadRequest as exc:
            if not is_gone(exc):
                raise
            continue
        marks.add(chat, number)
        _log.info("message %s in %s had arrived, though nobody said so", number, chat)
        return number
    return None


def stand_in(chat: int, message: int) -> Message:
    """The message with this id, as far as it is known."""
    kind = Chat.PRIVATE if chat > 0 else Chat.SUPERGROUP
    return Message(message, datetime.now(UTC), Chat(chat, kind))
