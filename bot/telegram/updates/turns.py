"""Whose turn it is: one question after the other for each person in a chat, all chats at once."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import logging
from collections import Counter
from typing import TYPE_CHECKING, Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.telegram.transport.message_ids import gathered
from bot.telegram.transport.speakers import speaker
from index.errors import PressmarkError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Sequence

    from bot.telegram.transport.threads import Threads

    Finish = Callable[[int, Sequence[tuple[int, int]]], None]

_log = logging.getLogger(__name__)
_AT_ONCE = 4096
"""Updates in hand, also those that wait for the one before: one person's do not stop the others."""


class Turns:
    """A lock for each key, forgotten when nobody wants it. First come, first served."""

    def __init__(self) -> None:
        self._locks: dict[Hashable, asyncio.Lock] = {}
        self._wanted: Counter[Hashable] = Counter()

    @contextlib.asynccontextmanager
    async def of(self, key: Hashable) -> AsyncIterator[None]:
        """Hold the turn of ``key``."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        self._wanted[key] += 1
        try:
            async with lock:
                yield
        finally:
            self._wanted[key] -= 1
            if not self._wanted[key]:
                del self._wanted[key], self._locks[key]


class Processor(BaseUpdateProcessor):
    """Runs updates side by side, those of one person in one chat in order; taps never wait.

    ``finish`` is called in one of ``threads`` with the id of each update that was dealt with, and
    with the chats and ids of the messages that were sent for it without being owed.
    """

    def __init__(self, finish: Finish, threads: Threads) -> None:
        super().__init__(_AT_ONCE)
        self._finish = finish
        self._threads = threads
        self._turns = Turns()
        self._running: set[asyncio.Task[Any]] = set()
        self.begun: set[int] = set()
        """Updates whose turn it is; the others that are in hand wait for it."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await the coroutine when it is the update's turn."""
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        number = update.update_id if isinstance(update, Update) else None
        try:
            with gathered() as sent:
                await self._work(update, number, coroutine)
            if number is not None:
                await self._finished(number, sent)
        finally:
            self.begun.discard(number or 0)
            if inspect.iscoroutine(coroutine):
                coroutine.close()  # its turn may never have come

    async def _work(self, update: object, number: int | None, coroutine: Awaitable[Any]) -> None:
        if not isinstance(update, Update) or not (update.message or update.edited_message):
            self.begun.add(number or 0)
            await coroutine  # a tap, or a stop
        else:
            async with self._turns.of(turn(update)):
                self.begun.add(update.update_id)
                await coroutine

    async def _finished(self, number: int, sent: Sequence[tuple[int, int]]) -> None:
        try:
            await self._threads.store(self._finish, number, sent)
        except PressmarkError as exc:
            _log.warning("update %s will be processed again after a start: %s", number, exc)

    async def abandon(self) -> None:
        """Stop whatever still runs; it is processed again after the next start."""
        running = [task for task in self._running if not task.done()]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""


def turn(update: Update) -> tuple[int, int, int]:
    """Chat, topic and speaker: what keeps its order, and what a conversation belongs to."""
    chat, person, message = update.effective_chat, speaker(update), update.effective_message
    thread = thread_of(message)
    return (chat.id if chat else 0, thread or 0, person.id if person else 0)


def thread_of(message: Any) -> int | None:
    """The topic of a message; ``None`` outside topics and in General, which has no id."""
    if message is None or not getattr(message, "is_topic_message", None):
        return None
    number = message.message_thread_id
    return int(number) if number else None


def conversation(update: Update) -> str:
    """The key under which follow-up questions find each other."""
    chat, thread, person = turn(update)
    return f"tg:{chat}:{thread}:{person}"
