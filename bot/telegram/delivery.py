"""Getting messages to Telegram: formatted, in the right topic, tried again where that helps."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from telegram import Chat, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter, TelegramError

from bot.errors import DeliveryError
from bot.telegram.turns import thread_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, Message

    from bot.telegram.rich import Rich

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")

_TYPING_SECONDS = 4.5
"""Telegram shows an action for five seconds (Bot API, sendChatAction)."""
_MOST_TYPING = 40
_NETWORK_SECONDS = 60.0
_FLOOD_SECONDS = 600.0
"""How long a message is tried while the network fails, and while Telegram says to wait."""
_SLACK_SECONDS = 0.5
_LONGEST_PAUSE = 16.0


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
    begun, pause = time.monotonic(), 1.0
    while True:
        try:
            return await call()
        except RetryAfter as exc:
            wait, deadline = seconds_of(exc) + _SLACK_SECONDS, begun + _FLOOD_SECONDS
            _log.warning("Telegram wants %.0f s of silence", wait)
        except BadRequest:  # a NetworkError to the library, but for ever
            raise
        except NetworkError as exc:
            wait, deadline = pause, begun + _NETWORK_SECONDS
            pause = min(2 * pause, _LONGEST_PAUSE)
            _log.warning("Telegram could not be reached, trying again: %s", exc)
        if time.monotonic() + wait > deadline:
            raise DeliveryError("Telegram took a message for too long; it is given up.")
        await asyncio.sleep(wait)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram says to wait; a number or a timedelta, as the library likes it."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


async def send(
    bot: Bot, place: Place, content: Rich, keyboard: InlineKeyboardMarkup | None = None
) -> Message:
    """Send a message for certain; the message as Telegram has it.

    Raises:
        DeliveryError, TelegramError: see `persist`.
    """
    chat = place.chat

    async def call() -> Message:
        """One attempt, in the chat that the group is by now."""
        return await bot.send_message(
            chat,
            content.text,
            entities=content.entities or None,
            reply_markup=keyboard,
            message_thread_id=place.thread,
            reply_parameters=place.reply_to,
        )

    try:
        return await persist(call)
    except ChatMigrated as moved:
        chat = moved.new_chat_id
        return await persist(call)


async def edit(
    bot: Bot, message: tuple[int, int], content: Rich, keyboard: InlineKeyboardMarkup | None = None
) -> bool:
    """Change a message (chat and message id) for certain; whether it is still there.

    Raises:
        DeliveryError, TelegramError: see `persist`.
    """

    async def call() -> None:
        """One attempt to change text, entities and keyboard together."""
        await bot.edit_message_text(
            content.text,
            message[0],
            message[1],
            entities=content.entities or None,
            reply_markup=keyboard,
        )

    try:
        await persist(call)
    except BadRequest as exc:
        if "not modified" in exc.message.lower():
            return True
        _log.info("message %s cannot be edited: %s", message, exc)
        return False
    return True


async def toast(query: CallbackQuery, text: str | None = None, url: str | None = None) -> None:
    """End the spinner on the button; too late is no harm."""
    with contextlib.suppress(BadRequest):
        await query.answer(text, url=url)


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
