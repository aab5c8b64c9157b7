"""The loop that polls: what came is taken, update by update, and only then confirmed.

It stands in place of the library's own, which parses a poll as a whole: one update that it cannot
parse is polled again and again, without a pause, and nothing behind it is ever seen.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from functools import partial
from typing import TYPE_CHECKING

from telegram.error import InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.telegram.transport.limiter import seconds_of
from bot.telegram.updates.polls import POLL_SECONDS
from index.backoff import Backoff

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from telegram import Bot

    from bot.telegram.updates.polls import PollRequest, PollWatch

_log = logging.getLogger(__name__)
_SHORTEST_PAUSE, _LONGEST_PAUSE, _GROWTH = 1.0, 30.0, 1.5
_NOTHING_NEW_SECONDS = 2.0
_SLACK_SECONDS = 0.5


class Intake:
    """Polls with ``request`` and hands the text of each update to ``take``, in order.

    ``take`` returns the update's id, ``None`` where it has none, and raises where it could not be
    kept: then nothing of the poll is confirmed, and it is repeated after a pause.
    """

    def __init__(
        self,
        request: PollRequest,
        watch: PollWatch,
        take: Callable[[str], Awaitable[int | None]],
    ) -> None:
        self._request = request
        self._watch = watch
        self._take = take
        self._url = ""
        self._kinds: Sequence[str] = ()
        self._offset = 0
        self._task: asyncio.Task[None] | None = None

    def start(self, bot: Bot, kinds: Sequence[str]) -> None:
        """Begin to poll for updates of these kinds, until Telegram does not know the token."""
        self.aim(bot, kinds)
        self._task = asyncio.create_task(self._run(bot))

    def aim(self, bot: Bot, kinds: Sequence[str]) -> None:
        """Poll as this bot, for updates of these kinds."""
        self._url, self._kinds = bot.base_url, kinds

    async def stop(self) -> None:
        """End, and confirm what was taken, so that nobody gets it again."""
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.wait({self._task})
        if self._offset and not self._watch.revoked.is_set():
            with contextlib.suppress(TelegramError):
                await self._updates(0)

    async def poll(self, seconds: int = POLL_SECONDS) -> bool:
        """Poll once and have taken what came; whether that led on.

        It did not where updates came and none has an id by which it could be confirmed, or where
        they are the same as before.
        """
        found = await self._updates(seconds)
        numbers = [number for raw in found if (number := await self._take(raw)) is not None]
        before, self._offset = self._offset, self._next(numbers, len(found))
        led_on = not found or (bool(numbers) and self._offset != before)
        if led_on:
            self._watch.taken(len(found))
        return led_on

    async def _updates(self, seconds: int) -> list[str]:
        return await self._request.updates(
            self._url, offset=self._offset, seconds=seconds, kinds=self._kinds
        )

    def _next(self, numbers: list[int], found: int) -> int:
        """The offset of the next poll.

        Where no update has an id, the first has at least the one that was asked for: the offset
        goes on by one, and loses none.
        """
        if numbers:
            return max(numbers) + 1
        return self._offset + (1 if found and self._offset else 0)

    async def _run(self, bot: Bot) -> None:
        """Poll until Telegram does not know the token."""
        backoff = Backoff(
            _SHORTEST_PAUSE,
            _LONGEST_PAUSE,
            lambda exc: isinstance(exc, Exception) and not isinstance(exc, _WITH_A_PAUSE),
            growth=_GROWTH,
            say=lambda exc, _pause, _failures: self._watch.failed(exc),
        )
        work: Callable[[], Awaitable[bool]] = bot.delete_webhook  # while one is set polls fail
        while True:
            try:
                led_on = await backoff.run_async(work)
            except InvalidToken:
                self._watch.revoked.set()
                return
            except (RetryAfter, TimedOut) as exc:
                self._watch.failed(exc)
                await asyncio.sleep(_pause_of(exc))
            else:
                heard = self._watch.heard is not None
                work = self.poll if heard else partial(self.poll, 0)  # soon known to be ready
                await asyncio.sleep(0.0 if led_on else _NOTHING_NEW_SECONDS)


_WITH_A_PAUSE = (InvalidToken, RetryAfter, TimedOut)
"""After these no pause grows: there is none, Telegram says how long, or the wait was one itself."""


def _pause_of(error: RetryAfter | TimedOut) -> float:
    """Seconds to wait after an error that says how long, or that came late."""
    if isinstance(error, RetryAfter):
        return seconds_of(error) + _SLACK_SECONDS
    return _SHORTEST_PAUSE
