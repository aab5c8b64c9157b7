"""How long an indexing run waits for a server that is away, and how it is told to stop."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, TypeVar

from index.backoff import Backoff
from index.errors import EmbedderError, StoreAwayError

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_LOOK_SECONDS = 0.2
"""How often a run that waits looks whether it is to stop."""
_AWAY = (EmbedderError, StoreAwayError)


class Patience:
    """Tries again, in longer and longer pauses or those that a server asks for."""

    def __init__(
        self, seconds: float, *, waiting: Callable[[], None], longest: float = _LONGEST_PAUSE
    ) -> None:
        """Wait for ``seconds`` in all for one piece of work, calling ``waiting`` all the time.

        No pause is longer than ``longest``, unless a server asks for it.
        """
        self._seconds = seconds
        self._waiting = waiting
        self._longest = longest

    def __call__(self, work: Callable[[], _T]) -> _T:
        """What ``work`` gives.

        Raises:
            EmbedderError, StoreAwayError: it failed for good, or for longer than is waited.
        """
        begun = time.monotonic()

        def say(exc: BaseException, _pause: float, failures: int) -> None:
            """Tell the first failure."""
            if failures == 1:
                left = begun + self._seconds - time.monotonic()
                _log.warning("%s Trying again for %.0f s.", exc, left)

        backoff = Backoff(
            _FIRST_PAUSE,
            self._longest,
            lambda exc: isinstance(exc, _AWAY) and exc.retryable,
            pause=lambda exc, grown: max(grown, getattr(exc, "pause", None) or 0.0),
            fits=lambda _, passed, pause: passed + pause <= self._seconds,
            say=say,
        )
        try:
            return backoff.run(work, sleep=self._rest)
        except _AWAY as exc:
            raise type(exc)(
                f"{exc} What was done is kept; the same "
                "`pressmark index` command goes on from there."
            ) from exc

    def _rest(self, seconds: float) -> None:
        """Wait, and hear a cancel meanwhile."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._waiting()
            time.sleep(min(left, _LOOK_SECONDS))
