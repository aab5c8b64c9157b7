"""That this process is there to work on the runs that machines share, as the others see it."""

from __future__ import annotations

import contextlib
import logging
import os
import platform
import threading
import time
from typing import TYPE_CHECKING

from index.catalog.crew import workers
from index.errors import PressmarkError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.catalog.crew.workers import Kind
    from index.catalog.databases.session_locks import SessionLock
    from index.catalog.engine import Catalog

_log = logging.getLogger(__name__)
_BEAT_SECONDS = 1.0


class Attendance:
    """A row and a lock, renewed by a thread, which also looks whether others are gone."""

    def __init__(self, catalog: Catalog, name: str, *, kind: Kind) -> None:
        """``name``: what runs know this process by."""
        self._catalog = catalog
        self._name = name
        self._kind = kind
        self._place = f"{platform.node() or 'unknown'}:{os.getpid()}"
        self._steady = float("inf")
        self._said = False

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """Be there; what is in hand at the end is left to the others.

        Raises:
            CatalogError: the database does not answer.
        """
        lock, ended = self._catalog.lock(workers.lock_of(self._name)), threading.Event()
        self._enter(lock)
        beat = threading.Thread(target=self._beat, args=(lock, ended), name="crew", daemon=True)
        beat.start()
        try:
            yield
        finally:
            ended.set()
            beat.join()
            with contextlib.suppress(PressmarkError):  # the others see that the lock is free
                self._catalog.change(workers.leave, self._name)
            lock.release()

    def _enter(self, lock: SessionLock) -> None:
        lock.take()
        self._catalog.change(workers.enrol, self._name, kind=self._kind, place=self._place)
        self._steady = time.monotonic()

    def _beat(self, lock: SessionLock, ended: threading.Event) -> None:
        while not ended.wait(_BEAT_SECONDS):
            try:
                self._renew(lock)
                self._said = False
            except PressmarkError as exc:
                self._steady = time.monotonic()
                if not self._said:
                    _log.warning("others cannot be told that this process is there: %s", exc)
                self._said = True

    def _renew(self, lock: SessionLock) -> None:
        """Say it again, and have the work of those that are gone done by others.

        Where the server was restarted, all have lost their locks: nobody is taken for gone before
        they had time to take them again.
        """
        if not lock.held:
            self._steady = time.monotonic()
            lock.take()
        if not self._catalog.change(workers.beat, self._name):
            self._catalog.change(workers.enrol, self._name, kind=self._kind, place=self._place)
        if time.monotonic() - self._steady > workers.GRACE_SECONDS:
            for place in self._catalog.change(workers.bury):
                _log.warning("%s is gone; others do what it had in hand.", place)
