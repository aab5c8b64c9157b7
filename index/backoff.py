"""The one way to do something again: after pauses that grow, or that somebody asks for.

tenacity counts the tries and knows when they end; here is what is said of each error.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from tenacity import AsyncRetrying, Retrying, retry_if_exception, wait_exponential

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tenacity import RetryCallState

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Backoff:
    """When the same is tried again.

    ``passing``: whether an error may be over the next time. ``pause``: the seconds to wait after
    an error, given those that have grown from ``first`` to at most ``longest``. ``fits``: whether
    there is time for such a pause, given the error, the seconds since the first try, and the pause.
    ``say`` is told each error after which it is tried again, the pause, and how many tries failed.
    """

    first: float
    longest: float
    passing: Callable[[BaseException], bool]
    growth: float = 2.0
    pause: Callable[[BaseException, float], float] = lambda _, grown: grown
    fits: Callable[[BaseException, float, float], bool] = lambda *_: True
    say: Callable[[BaseException, float, int], object] = lambda *_: None

    def run(
        self, work: Callable[[], _Result], *, sleep: Callable[[float], None] = time.sleep
    ) -> _Result:
        """What ``work`` gives in the end; the last error is raised as it is."""
        return Retrying(sleep=sleep, **self._rules())(work)

    async def run_async(self, work: Callable[[], Awaitable[_Result]]) -> _Result:
        """The same of what is awaited; a cancel ends the pause."""

        async def once() -> _Result:
            """Await it; a coroutine function, as tenacity wants to see one."""
            return await work()

        return await AsyncRetrying(sleep=asyncio.sleep, **self._rules())(once)

    def _rules(self) -> dict[str, Any]:
        growing = wait_exponential(self.first, self.longest, self.growth)
        return {
            "retry": retry_if_exception(self.passing),
            "wait": lambda state: self.pause(_error(state), growing(state)),
            "stop": lambda state: (
                not self.fits(_error(state), state.seconds_since_start or 0.0, state.upcoming_sleep)
            ),
            "before_sleep": lambda state: self.say(
                _error(state), state.upcoming_sleep, state.attempt_number
            ),
            "reraise": True,
        }


def _error(state: RetryCallState) -> BaseException:
    """What the last try ended with: only after errors it is tried again."""
    return cast("BaseException", state.outcome and state.outcome.exception())
