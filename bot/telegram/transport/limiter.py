"""Every call to Telegram waits here until it may be made, what is urgent first.

A preview frame or "typing…" never waits: where there is no room it is left out. A chat that
Telegram wants to hear nothing from delays nobody else.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from telegram.error import ChatMigrated, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.custody.custodian import Custodian
from bot.telegram.transport.group_moves import Moves
from bot.telegram.transport.limits import Budgets, Priority, Request
from bot.telegram.transport.message_ids import Marks

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

Told: TypeAlias = "Callable[[str, float, Exception | None], object]"
_SLACK_SECONDS = 0.5
_urgency: ContextVar[Priority | None] = ContextVar("urgency", default=None)
_looking: ContextVar[bool] = ContextVar("looking", default=False)


class SkippedError(TelegramError):
    """A preview frame that there was no room for."""


@contextlib.contextmanager
def urgency(priority: Priority) -> Iterator[None]:
    """Give what is sent inside the block this priority."""
    token = _urgency.set(priority)
    try:
        yield
    finally:
        _urgency.reset(token)


@contextlib.contextmanager
def looking() -> Iterator[None]:
    """Edits inside the block look for a message; most find none."""
    token = _looking.set(True)
    try:
        yield
    finally:
        _looking.reset(token)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram says to wait; a number or a timedelta, as the library likes it."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


@dataclass(eq=False, slots=True)
class _Waiting:
    """A call that waits; calls of equal priority go in the order they came."""

    request: Request
    number: int
    free: asyncio.Future[None]

    @property
    def order(self) -> tuple[int, int]:
        """Smaller goes first."""
        return (self.request.priority, self.number)


class Limiter(BaseRateLimiter[None]):
    """Makes calls when their turn comes. ``marks`` are the message ids that went by.

    ``told`` hears of each call its method, the seconds that it took, and its error if it failed.

    A call to a group that is known to have moved is refused as Telegram would refuse it.
    Where several bots share a database none is made while another may have taken over our chats.
    New messages of a chat go one at a time: so whoever was not told whether a message arrived
    can tell it from the others.
    """

    def __init__(
        self,
        *,
        moves: Moves | None = None,
        clock: Callable[[], float] = time.monotonic,
        told: Told = lambda *_: None,
        custodian: Custodian | None = None,
    ) -> None:
        self.marks = Marks()
        self._custodian = custodian or Custodian()
        self._told = told
        self._moves = moves or Moves()
        self._clock = clock
        self._budgets = Budgets()
        self._waiting: list[_Waiting] = []
        self._sending: set[int] = set()
        self._count = 0
        self._timer: asyncio.TimerHandle | None = None

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Stop looking at the clock."""
        if self._timer is not None:
            self._timer.cancel()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002 - `urgency` says more than one call
    ) -> Any:
        """See `telegram.ext.BaseRateLimiter.process_request`.

        Raises:
            SkippedError: a frame found no room.
            RetryAfter: Telegram wants silence; this chat's next calls wait for its end.
            ChatMigrated: the group has another id now.
        """
        call, chat = self._timed(endpoint, partial(callback, *args, **kwargs)), data.get("chat_id")
        request = Request.of(endpoint, data, _urgency.get(), looking=_looking.get())
        if not isinstance(chat, int):
            return await self._make(call, request)
        if (new := self._moves.newest(chat)) != chat:
            raise ChatMigrated(new)
        try:
            return await self._make(call, request)
        except ChatMigrated as exc:
            await self._moves.learn(chat, exc.new_chat_id)
            raise

    def _timed(
        self, method: str, call: Callable[[], Coroutine[Any, Any, Any]]
    ) -> Callable[[], Coroutine[Any, Any, Any]]:
        """The same call, of which is told how long it took from now on."""
        begun = self._clock()

        async def timed() -> Any:
            """Make it."""
            try:
                result = await call()
            except TelegramError as exc:
                self._told(method, self._clock() - begun, exc)
                raise
            self._told(method, self._clock() - begun, None)
            return result

        return timed

    async def _make(
        self, call: Callable[[], Coroutine[Any, Any, Any]], request: Request | None
    ) -> Any:
        """Make a call when its turn comes; at once where it does not count."""
        if request is None:
            return await call()
        await self._admit(request)
        try:
            await self._custodian.sure()
            result = await call()
        except RetryAfter as exc:
            now = self._clock()
            self._budgets.silence(request, now + seconds_of(exc) + _SLACK_SECONDS, now)
            raise
        else:
            self.marks.note(result)
            return result
        finally:
            if request.alone:
                self._sending.discard(request.chat)
                self._go_on()

    async def _admit(self, request: Request) -> None:
        """Wait until the call may be made, and count it."""
        if request.priority is Priority.FRAME:
            if self._wait(request) > 0:
                raise SkippedError("no room for a preview frame")
            self._take(request)
            return
        self._count += 1
        waiting = _Waiting(request, self._count, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._go_on()
        try:
            await waiting.free
        except asyncio.CancelledError:
            if waiting in self._waiting:
                self._waiting.remove(waiting)
            elif request.alone:  # it was let go and will not be made
                self._sending.discard(request.chat)
                self._go_on()
            raise

    def _go_on(self) -> None:
        """Let go whoever may; look again when the next one may."""
        soonest = float("inf")
        for waiting in sorted(self._waiting, key=lambda each: each.order):
            wait = self._wait(waiting.request)
            if wait > 0:
                soonest = min(soonest, wait)
                continue
            self._waiting.remove(waiting)
            self._take(waiting.request)
            if not waiting.free.done():
                waiting.free.set_result(None)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if soonest < float("inf"):
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(soonest, self._go_on)

    def _wait(self, request: Request) -> float:
        """Seconds; infinitely many while the chat's message before is on its way."""
        if request.alone and request.chat in self._sending:
            return float("inf")
        self._budgets.bots = self._custodian.bots
        return self._budgets.wait(request, self._clock())

    def _take(self, request: Request) -> None:
        self._budgets.take(request, self._clock())
        if request.alone:
            self._sending.add(request.chat)
