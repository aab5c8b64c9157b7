"""Who may write the index and work on the runs: one process a home, and one a database.

What lies in a home is kept by a lock of its file system, what is in a database that machines share
by a lock of that: both are given back when their holder is gone. Where Chroma is on a server too,
nobody owns anything: all that are there work on the runs (`index.jobs.attendance`).
"""

from __future__ import annotations

import contextlib
import secrets
from typing import TYPE_CHECKING

from index.catalog import leases
from index.catalog.crew import workers
from index.errors import PressmarkError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.catalog.databases.session_locks import SessionLock
    from index.catalog.engine import Catalog
    from index.home import Home

_INDEX = "index"


class Ownership:
    """The locks of one home and its database, as this process has them, or another one."""

    def __init__(self, home: Home, catalog: Callable[[], Catalog], *, shared: bool = False) -> None:
        """``shared``: runs are worked on by all that are there."""
        self.name = secrets.token_hex(8)
        """What runs know this process by."""
        self._home = home
        self._catalog = catalog
        self._shared = shared
        self._lock: SessionLock | None = None

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep others from the index, and from the runs.

        Raises:
            BusyError: another process has them.
        """
        with self._home.owned(), self._catalog().owned(_INDEX) as lock:
            if lock is not None:
                self._home.identity(new=True)
            self._lock = lock
            try:
                yield
            finally:
                self._lock = None

    def confirm(self) -> None:
        """Hold on to what is held, also where the server was restarted and has forgotten it.

        Raises:
            BusyError: another process has it by now.
        """
        if self._lock is not None and not self._lock.take():
            raise self._catalog().busy()

    @contextlib.contextmanager
    def begun(self) -> Iterator[None]:
        """The same, to work on the runs: those that were interrupted are queued again.

        Raises:
            BusyError: another process has them.
        """
        with self.held():
            self._catalog().change(leases.requeue_interrupted)
            try:
                yield
            finally:
                self.put_back()

    def is_held(self) -> bool:
        """Whether some process has them now, or is there to work on runs that are shared."""
        catalog = self._catalog()
        if self._shared:
            return bool(catalog.query(workers.alive))
        return catalog.is_locked(_INDEX) if catalog.shared else self._home.is_owned()

    def put_back(self) -> None:
        """Leave the run that is going on here to the next owner, or to the others."""
        with contextlib.suppress(PressmarkError):
            if self._shared:
                self._catalog().change(workers.leave, self.name)
            else:
                self._catalog().change(leases.put_back, owner=self.name)
