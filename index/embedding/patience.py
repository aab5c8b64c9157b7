"""How long an indexing run waits for an embedder that is away, and how it is told to stop."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, TypeVar

from index.backoff import Backoff
from index.errors import EmbedderError

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_LOOK_SECONDS = 0.2
"""How often a run that waits looks whether it is to stop."""


class Patience:
    """Tries again, in longer and longer pauses or those that a server asks for."""

    def __init__(self, seconds: float, *, waiting: Callable[[], None]) -> None:
        """Wait for ``seconds`` in all for one piece of work, calling ``waiting`` all the time."""
        self._seconds = seconds
        self._waiting = waiting

    def __call__(self, work: Callable[[], _T]) -> _T:
        """What ``work`` gives.

        Raises:
            EmbedderError: it failed for good, or for longer than is waited.
        """
        begun = time.monotonic()

        def say(exc: BaseException, _pause: float, failures: int) -> None:
            """Tell the first failure."""
            if failures == 1:
                left = begun + self._seconds - time.monotonic()
                _log.warning("%s Trying again for %.0f s.", exc, left)

        backoff = Backoff(
            _FIRST_PAUSE,
            _LONGEST_PAUSE,
            lambda exc: isinstance(exc, EmbedderError) and exc.retryable,
            pause=lambda exc, grown: max(grown, getattr(exc, "pause", None) or 0.0),
            fits=lambda _, passed, pause: passed + pause <= self._seconds,
            say=say,
        )
        try:
            return backoff.run(work, sleep=self._rest)
        except EmbedderError as exc:
            raise EmbedderError(
                f"{exc} What was done is kept; the same "
                "`pressmark index` command goes on from there."
            ) from exc

    def _rest(self, seconds: float) -> None:
        """Wait, and hear a cancel meanwhile."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._waiting()
            time.sleep(min(left, _LOOK_SECONDS))
