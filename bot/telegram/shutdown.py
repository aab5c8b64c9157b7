"""The end of the bot: everything within the ten seconds that ``docker stop`` allows.

Each stage has a moment, counted from the signal, at which the next one begins. Should all of them
fail, a timer ends the process and says what it was waiting for; and should native code hold the
interpreter, so that no timer can, the watchdog of `faulthandler` needs none and names the lines.
"""

from __future__ import annotations

import asyncio
import contextlib
import faulthandler
import logging
import os
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from telegram.error import TelegramError

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from concurrent.futures import ThreadPoolExecutor

_log = logging.getLogger(__name__)
_EXIT_SECONDS, _LAST_SECONDS = 9.0, 9.6


class Ending:
    """The time since the bot was told to end, and what it is waiting for."""

    def __init__(self) -> None:
        self.wanted = asyncio.Event()
        self._begun: float | None = None
        self._stage = "polls"
        self._guard = threading.Timer(_EXIT_SECONDS, self._give_up)
        self._guard.daemon = True

    def begin(self) -> None:
        """Count from now on; told again it changes nothing."""
        if self._begun is None:
            self._begun = time.monotonic()
            self._guard.start()
            faulthandler.dump_traceback_later(_LAST_SECONDS, exit=True)
        self.wanted.set()

    def left(self, until: float) -> float:
        """Seconds from now to ``until`` seconds after the beginning."""
        begun = time.monotonic() if self._begun is None else self._begun
        return max(begun + until - time.monotonic(), 0.0)

    async def stage(self, name: str, until: float, work: Coroutine[Any, Any, Any]) -> bool:
        """Whether the work was done until so many seconds after the beginning.

        Work that fails at Telegram is done; work that goes on too long is cancelled and left.
        """
        self._stage = name
        task = asyncio.ensure_future(work)
        await asyncio.wait({task}, timeout=self.left(until))
        if not task.done():
            task.cancel()
            _log.warning("%s did not end in time", name)
            return False
        if not task.cancelled() and (error := task.exception()) is not None:
            if not isinstance(error, (TelegramError, RuntimeError)):
                raise error
            _log.info("%s: %s", name, error)
        return True

    async def idle(self, until: float, *pools: ThreadPoolExecutor) -> bool:
        """Whether no thread of the pools works any more; what waits in them is not begun."""
        self._stage = "threads"
        waiting = [asyncio.create_task(_shut_down(pool).wait()) for pool in pools]
        await asyncio.wait(waiting, timeout=self.left(until))
        return all(each.done() for each in waiting)

    def over(self) -> None:
        """All stages are over: only the end of the interpreter is watched."""
        self._guard.cancel()

    def _give_up(self) -> None:
        _log.warning("not ended in time, waiting for: %s; ending at once.", self._stage)
        faulthandler.dump_traceback(file=sys.stderr)
        logging.shutdown()
        os._exit(0)


def _shut_down(pool: ThreadPoolExecutor) -> asyncio.Event:
    """Set when all threads of the pool have ended."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()

    def wait() -> None:
        """Runs in a thread that nobody waits for, perhaps for longer than the loop."""
        pool.shutdown(wait=True, cancel_futures=True)
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=wait, daemon=True).start()
    return ended
