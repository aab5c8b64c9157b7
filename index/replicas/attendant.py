"""The thread that keeps a replica up with the catalog while questions are answered."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from index.errors import BusyError, PressmarkError
from index.indexing.priority import give_way

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.embedding.interface import Embedder
    from index.replicas.follower import Follower
    from index.replicas.replica import Replica
    from index.stores.columns import Standing

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 1.0
_RETRY_SECONDS = 3.0
"""How often the log is looked at, and a server that does not answer, or a lock that is held."""
_CHECK_SECONDS = 60.0
"""How often it is looked whether what questions read is still there."""


class Attendant:
    """Follows until it is stopped; one of the processes that use a home does."""

    def __init__(
        self,
        replica: Replica,
        embedder: Callable[[], Embedder],
        *,
        shown: Callable[[], None] = lambda: None,
    ) -> None:
        """``shown`` is called when questions are to see more."""
        self._replica = replica
        self._embedder = embedder
        self._shown = shown
        self._seen: Standing | None = None
        self._checked = time.monotonic()
        self._said = ""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._attend, name="replica", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, *, seconds: float) -> bool:
        """Stop at the end of a step; whether that was reached in time."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def _attend(self) -> None:
        give_way()
        while not self._stop.is_set():
            try:
                with self._replica.follower(self._embedder).begun() as follower:
                    self._follow(follower)
            except BusyError as exc:
                self._say_once(f"{exc}; that one follows.")
            except PressmarkError as exc:
                self._say_once(f"the replica is not brought up now: {exc}")
            except Exception:  # noqa: BLE001 - the edge of the thread: it must outlive every fault
                _log.exception("the replica is not brought up now")
            self._look_whether_shown()
            self._stop.wait(_RETRY_SECONDS)

    def _follow(self, follower: Follower) -> None:
        while not self._stop.is_set():
            more = follower.step()
            self._look_whether_shown()
            if not more:
                self._say_again()
                self._check()
                self._stop.wait(_LOOK_SECONDS)

    def _look_whether_shown(self) -> None:
        here = self._replica.shown()
        if here is not None and here != self._seen:
            self._seen = here
            self._shown()

    def _check(self) -> None:
        if time.monotonic() - self._checked >= _CHECK_SECONDS:
            self._checked = time.monotonic()
            self._replica.check()

    def _say_once(self, what: str) -> None:
        if what != self._said:
            _log.warning("%s", what)
        self._said = what

    def _say_again(self) -> None:
        if self._said:
            _log.info("the replica is followed again.")
        self._said = ""
