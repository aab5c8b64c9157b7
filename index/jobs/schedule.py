"""What the owner of the index asks of itself: to read the archive again, and to mend the index."""

from __future__ import annotations

import contextlib
import functools
import logging
import threading
import time
from typing import TYPE_CHECKING

from index.catalog import jobs, lookup
from index.errors import PressmarkError
from index.jobs import watcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.catalog.jobs import Kind
    from index.library import Library

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 0.5
_QUIET_SECONDS = 2.0
_LONGEST_NOISE = 30.0
"""Files are read once they are left alone, or after so long of changes without a pause."""
_MEND_SECONDS = 5.0
"""A look counts rows: some hundredths of a second where there are 300,000 passages."""
_FIRST_REST, _LONGEST_REST = 60.0, 3600.0
"""Between two repairs that nobody asked for; doubled every time."""


class Schedule:
    """Queues a run when one is due; at most one waits. For the owner of the index, or one of many.

    Times are monotonic: a clock that is set does not matter. Only at the beginning is the time
    since the last reading taken from the clock, and never for longer than the interval.
    """

    def __init__(
        self,
        library: Library,
        *,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._library = library
        self._clock = clock
        self._wall = wall
        every = library.settings.refresh
        self._refresh = _Refresh(None if every is None else every.total_seconds())
        self._watches = library.settings.watch == "on"
        self._noise: tuple[float, float] | None = None
        self._mended: set[str] = set()
        self._next_mend = self._next_look = float("-inf")
        self._rest = self._build_rest = _FIRST_REST
        self._next_build = float("-inf")
        self._said = False

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Look after the archive and the index in the background."""
        stop = threading.Event()
        work: list[Callable[[], None]] = [functools.partial(self._keep, stop)]
        if self._watches:
            self.changed()  # what happened while nobody watched
            work += [functools.partial(self._watch, stop, deep=deep) for deep in (True, False)]
        threads = [threading.Thread(target=each, name="schedule", daemon=True) for each in work]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join(timeout=5)

    def changed(self) -> None:
        """Files of the archive have just changed."""
        now = self._clock()
        self._noise = (self._noise[0] if self._noise else now, now)

    def look(self) -> None:
        """Queue what is due."""
        self._look_for_damage()
        self._look_at_embedder()
        self._look_at_files()
        self._look_at_clock()

    def _keep(self, stop: threading.Event) -> None:
        """Look again and again; where many are there that could, one of them does."""
        library = self._library
        turn = library.catalog.lock("schedule") if library.settings.shared else None
        while not stop.is_set():
            try:
                if turn is None or turn.take():
                    self.look()
                self._said = False
            except PressmarkError as exc:
                if not self._said:
                    _log.warning("no run can be scheduled: %s", exc)
                self._said = True
            stop.wait(_LOOK_SECONDS)
        if turn is not None:
            turn.release()

    def _watch(self, stop: threading.Event, *, deep: bool) -> None:
        library = self._library
        watcher.follow(
            library.settings.locations,
            deep=deep,
            without=library.home.root,
            changed=self.changed,
            stop=stop,
        )

    def _look_at_files(self) -> None:
        noise, now = self._noise, self._clock()
        if noise is None:
            return
        if now - noise[1] >= _QUIET_SECONDS or now - noise[0] >= _LONGEST_NOISE:
            self._noise = None
            self._submit("index", "files of the archive may have changed")

    def _look_at_clock(self) -> None:
        if self._refresh.every is None:
            return
        with self._library.catalog.read() as connection:
            going_on = any(job.whole_archive for job in jobs.unfinished(connection))
            last = lookup.last_reading(connection)
        if self._refresh.is_due(last, going_on=going_on, now=self._clock(), wall=self._wall()):
            self._submit("index", "PRESSMARK_REFRESH")

    def _look_for_damage(self) -> None:
        """Have a damaged generation built anew, once."""
        now = self._clock()
        if now < max(self._next_mend, self._next_look):
            return
        self._next_look = now + _MEND_SECONDS
        found = self._library.damage()
        if found is None or found[0] in self._mended:
            return
        self._mended.add(found[0])
        self._next_mend, self._rest = now + self._rest, min(2 * self._rest, _LONGEST_REST)
        self._submit("repair", found[1])

    def _look_at_embedder(self) -> None:
        """Have the index built with the embedder of the settings; again where that was away.

        One that machines share is built with another one where somebody says so alone.
        """
        now = self._clock()
        if now < self._next_build or self._library.settings.shared:
            return
        self._next_build = now + self._build_rest
        if self._library.outdated():
            self._build_rest = min(2 * self._build_rest, _LONGEST_REST)
            self._submit("sync", "the settings name another embedder")

    def _submit(self, kind: Kind, why: str) -> None:
        number = self._library.submit_once(kind)
        if number is not None:
            _log.info("job %s (%s) is queued: %s", number, kind, why)


class _Refresh:
    """When the archive is to be read again: so long after the end of the last reading."""

    def __init__(self, every: float | None) -> None:
        self.every = every
        self._due: float | None = None
        self._last: int | None = None

    def is_due(
        self, last: tuple[int, float] | None, *, going_on: bool, now: float, wall: float
    ) -> bool:
        """Whether to read now; ``last`` is the newest ended reading and when that was."""
        every = self.every or 0.0
        number = last[0] if last else None
        if self._due is None:
            passed = wall - last[1] if last else 0.0
            self._due, self._last = now + every - min(max(passed, 0.0), every), number
        if going_on or number != self._last:
            self._due, self._last = now + every, number
            return False
        if now < self._due:
            return False
        self._due = now + every
        return True
