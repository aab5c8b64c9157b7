"""Getting messages to Telegram: formatted, in the right topic, tried again where that helps."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar

from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError

from bot.errors import DeliveryError
from bot.telegram.delivery.decorations import simplified
from bot.telegram.delivery.formatted_text import Part
from bot.telegram.delivery.send_once import (
    change,
    find_lost,
    in_reach,
    is_passing,
    may_have_arrived,
    newest_in,
    post,
    silence_after,
    stand_in,
)
from bot.telegram.transport.message_ids import gather
from index.backoff import Backoff

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from telegram import (
        Bot,
        CallbackQuery,
        InlineKeyboardMarkup,
        Message,
    )

    from bot.telegram.delivery.formatted_text import Rich
    from bot.telegram.delivery.send_once import Place

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")

_TYPING_SECONDS = 4.5
"""Telegram shows an action for five seconds (Bot API, sendChatAction)."""
_MOST_TYPING = 40
_NETWORK_SECONDS = 60.0
_FLOOD_SECONDS = 600.0
"""How long a message is tried while the network fails, and while Telegram says to wait."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 16.0
_answered: ContextVar[str] = ContextVar("answered", default="")
"""The tap whose spinner the task that handles it has ended."""


async def persist(call: Callable[[], Awaitable[_Result]]) -> _Result:
    """The result of a call to Telegram, waiting as told and trying again while the network fails.

    Raises:
        DeliveryError: it did not work for too long.
        TelegramError: Telegram refuses, and would again.
    """
    try:
        return await _BACKOFF.run_async(call)
    except TelegramError as exc:
        if is_passing(exc):
            raise DeliveryError("Telegram took a message for too long; it is given up.") from exc
        raise


def _fits(error: BaseException, passed: float, pause: float) -> bool:
    most = _FLOOD_SECONDS if isinstance(error, RetryAfter) else _NETWORK_SECONDS
    return passed + pause <= most


def _say(error: BaseException, pause: float, _failures: int) -> None:
    if isinstance(error, RetryAfter):
        _log.warning("Telegram wants %.0f s of silence", pause)
    else:
        _log.warning("Telegram could not be reached, trying again: %s", error)


_BACKOFF = Backoff(
    _FIRST_PAUSE, _LONGEST_PAUSE, is_passing, pause=silence_after, fits=_fits, say=_say
)


async def send(
    bot: Bot, place: Place, content: Rich, keyboard: InlineKeyboardMarkup | None = None
) -> Message:
    """Send a message for certain and once; the message as Telegram has it.

    It follows a group that moved, leaves a topic that is closed or gone, and becomes simpler where
    some of it is refused.

    Raises:
        DeliveryError, TelegramError: see `persist`.
    """
    part = Part(content, keyboard)
    sent = await in_reach(place, lambda there: simplified(part, _Sending(bot, there).persist))
    gather(sent.chat.id, sent.message_id)
    return sent


class _Sending:
    """A message on its way to a place; ``persist`` may be called again with a simpler one."""

    def __init__(self, bot: Bot, place: Place) -> None:
        self._bot = bot
        self._place = place
        self._after: int | None = None

    async def persist(self, part: Part) -> Message:
        """Send it, unless the attempt before turns out to have worked."""
        return await persist(lambda: self._attempt(part))

    async def _attempt(self, part: Part) -> Message:
        bot, place = self._bot, self._place
        if self._after is not None:
            found = await find_lost(bot, place.chat, part, after=self._after)
            self._after = None
            if found is not None:
                return stand_in(place.chat, found)
        newest = newest_in(bot, place.chat)
        try:
            return await post(bot, place, part)
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
        """Put ``part`` in its place."""
        await persist(lambda: change(bot, *message, part))

    try:
        await simplified(Part(content, keyboard), become)
    except (BadRequest, ChatMigrated) as exc:
        _log.info("message %s cannot be edited: %s", message, exc)
        return False
    return True


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
