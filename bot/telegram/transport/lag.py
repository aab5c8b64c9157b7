"""How late the event loop is: whether anything blocks it that belongs into a thread."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)
_EVERY_SECONDS = 0.05
_SLOW_SECONDS = 1.0


class Lag:
    """Wakes up twenty times a second and counts, by milliseconds, how late that was.

    ``told`` hears each delay in seconds.
    """

    def __init__(self, told: Callable[[float], object] = lambda _: None) -> None:
        self._told = told
        self._late: Counter[int] = Counter()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._measure())

    def stop(self) -> None:
        """End, and write down what was measured."""
        if self._task is not None:
            self._task.cancel()
        if self._late:
            _log.info(
                "event loop: %d samples, p50 %d ms, p99 %d ms, worst %d ms late",
                self._late.total(),
                self.percentile(0.5),
                self.percentile(0.99),
                max(self._late),
            )

    def add(self, seconds: float) -> None:
        """Count one delay; a long one is said at once."""
        self._late[min(round(seconds * 1000), 100_000)] += 1
        self._told(seconds)
        if seconds >= _SLOW_SECONDS:
            _log.warning("the event loop was blocked for %.1f s", seconds)

    def percentile(self, share: float) -> int:
        """The delay, in milliseconds, that this share of the samples does not exceed."""
        wanted, seen = share * self._late.total(), 0
        for milliseconds in sorted(self._late):
            seen += self._late[milliseconds]
            if seen >= wanted:
                return milliseconds
        return 0

    async def _measure(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + _EVERY_SECONDS
            await asyncio.sleep(_EVERY_SECONDS)
            self.add(max(loop.time() - due, 0.0))
