"""Getting messages to Telegram: formatted, in the right topic, tried again where that helps."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from telegram import Chat, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError

from bot.errors import DeliveryError
from bot.telegram.delivery.decorations import simplified
from bot.telegram.delivery.formatted_text import Part
from bot.telegram.delivery.send_once import (
    change,
    failed_on_the_way,
    find_lost,
    marks_of,
    may_have_arrived,
    stand_in,
)
from bot.telegram.transport.limiter import seconds_of
from bot.telegram.updates.turns import thread_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from telegram import (
        Bot,
        CallbackQuery,
        InlineKeyboardMarkup,
        MaybeInaccessibleMessage,
        Message,
    )

    from bot.telegram.delivery.formatted_text import Rich

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")

_TYPING_SECONDS = 4.5
"""Telegram shows an action for five seconds (Bot API, sendChatAction)."""
_MOST_TYPING = 40
_NETWORK_SECONDS = 60.0
_FLOOD_SECONDS = 600.0
"""How long a message is tried while the network fails, and while Telegram says to wait."""
_SLACK_SECONDS = 0.5
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 16.0
_answered: ContextVar[str] = ContextVar("answered", default="")
"""The tap whose spinner the task that handles it has ended."""


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


async def persist(call: Callable[[], Awaitable[_Result]]) -> _Result:
    """The result of a call to Telegram, waiting as told and trying again while the network fails.

    Raises:
        DeliveryError: it did not work for too long.
        TelegramError: Telegram refuses, and would again.
    """
    begun, pause = time.monotonic(), _FIRST_PAUSE
    while True:
        try:
            return await call()
        except RetryAfter as exc:
            wait, deadline = seconds_of(exc) + _SLACK_SECONDS, begun + _FLOOD_SECONDS
            _log.warning("Telegram wants %.0f s of silence", wait)
        except TelegramError as exc:
            if not failed_on_the_way(exc):
                raise
            wait, deadline = pause, begun + _NETWORK_SECONDS
            pause = min(2 * pause, _LONGEST_PAUSE)
            _log.warning("Telegram could not be reached, trying again: %s", exc)
        if time.monotonic() + wait > deadline:
            raise DeliveryError("Telegram took a message for too long; it is given up.")
        await asyncio.sleep(wait)


async def send(
    bot: Bot, place: Place, content: Rich, keyboard: InlineKeyboardMarkup | None = None
) -> Message:
    """Send a message for certain and once; the message as Telegram has it.

    Raises:
        DeliveryError, TelegramError: see `persist`.
    """
    sending = _Sending(bot, place, Part(content, keyboard))
    try:
        return await persist(sending.attempt)
    except ChatMigrated as moved:
        sending = _Sending(bot, Place(moved.new_chat_id), Part(content, keyboard))
        return await persist(sending.attempt)


class _Sending:
    """A message on its way."""

    def __init__(self, bot: Bot, place: Place, part: Part) -> None:
        self._bot = bot
        self._place = place
        self._part = part
        self._after: int | None = None

    async def attempt(self) -> Message:
        """Send it, unless the attempt before turns out to have worked."""
        return await simplified(self._part, self._send)

    async def _send(self, part: Part) -> Message:
        self._part = part
        if self._after is not None:
            found = await find_lost(self._bot, self._place.chat, self._part, after=self._after)
            self._after = None
            if found is not None:
                return stand_in(self._place.chat, found)
        marks = marks_of(self._bot)
        newest = marks.newest(self._place.chat) if marks else 0
        try:
            return await self._bot.send_message(
                self._place.chat,
                self._part.content.text,
                entities=self._part.content.entities or None,
                reply_markup=self._part.keyboard,
                message_thread_id=self._place.thread,
                reply_parameters=self._place.reply_to,
            )
        except TelegramError as exc:
            self._after = newest if may_have_arrived(exc) else None
            raise


async def edit(
    bot: Bot, message: tuple[int, int], content: Rich, keyboard: InlineKeyboardMarkup | None = None
) -> bool:
    """Change a message (chat and message id) for certain; whether it is still there.

    Raises:
        DeliveryError, TelegramError: see `persist`.
    """

    async def become(part: Part) -> None:
        await persist(lambda: change(bot, *message, part))

    try:
        await simplified(Part(content, keyboard), become)
    except (BadRequest, ChatMigrated) as exc:
        _log.info("message %s cannot be edited: %s", message, exc)
        return False
    return True


async def show(
    bot: Bot,
    message: MaybeInaccessibleMessage,
    content: Rich,
    keyboard: InlineKeyboardMarkup | None = None,
) -> None:
    """Change a message of ours, or send a new one below it where that does not work.

    Raises:
        DeliveryError, TelegramError: see `persist`.
    """
    if not await edit(bot, (message.chat.id, message.message_id), content, keyboard):
        await send(bot, Place(message.chat.id, thread_of(message)), content, keyboard)


async def toast(
    query: CallbackQuery, text: str | None = None, url: str | None = None, *, alert: bool = False
) -> None:
    """End the spinner on the button; too late is no harm."""
    with contextlib.suppress(BadRequest):
        await query.answer(text, url=url, show_alert=alert or None)
    _answered.set(query.id)


def is_answered(query: CallbackQuery) -> bool:
    """Whether the spinner was ended, as far as this task knows: it can be ended once."""
    return _answered.get() == query.id


@contextlib.asynccontextmanager
async def typing(bot: Bot, place: Place) -> AsyncIterator[None]:
    """Show "typing…" as long as the block takes."""
    task = asyncio.create_task(_type(bot, place))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _type(bot: Bot, place: Place) -> None:
    for _ in range(_MOST_TYPING):
        with contextlib.suppress(TelegramError):
            await bot.send_chat_action(
                place.chat, ChatAction.TYPING, message_thread_id=place.thread
            )
        await asyncio.sleep(_TYPING_SECONDS)
