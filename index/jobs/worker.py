"""`pressmark worker`: leads runs, and does parcels of those that others lead, until it is told."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from index.catalog.crew.leadership import other_embedder, refusal
from index.errors import CatalogError, SettingsError
from index.indexing.priority import give_way
from index.jobs.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.catalog.jobs import Job
    from index.library import Library

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 0.2
"""How often somebody who has nothing to do looks for something."""
_RETRY_SECONDS = 3.0
"""How long a database that does not answer is left alone."""


class _StoppedError(BaseException):
    """Ends work in the middle; not an `Exception`, so that others take it up."""


class Worker:
    """One process of many. ``say`` is told what it does, a line each time."""

    def __init__(self, library: Library, *, say: Callable[[str], None]) -> None:
        """Do nothing yet.

        Raises:
            SettingsError: runs are not shared with these settings.
        """
        if not library.settings.shared:
            raise SettingsError(
                "a worker shares runs with others, which needs the catalog and the vectors on "
                "servers: set PRESSMARK_DATABASE to a PostgreSQL address and PRESSMARK_CHROMA to "
                "that of a Chroma server. Without them `pressmark run` or `pressmark index` does "
                "the work."
            )
        self._library = library
        self._say = say
        self._stop = threading.Event()
        self._told = (0, "")
        self.failed = False
        """Whether a run that was led here failed."""

    def stop(self) -> None:
        """End at the next step; what is in hand is left to the others."""
        self._stop.set()

    def work(self, *, once: bool) -> None:
        """Work until it is stopped, or ``once`` until no run is queued or going on.

        Raises:
            PressmarkError: it cannot even begin.
        """
        give_way()
        self._library.embedder.counts(["ready"])  # a model that is missing is told now
        begun = False
        while not self._stop.is_set():
            try:
                with Runner.owning(self._library, kind="worker") as runner:
                    if not begun:
                        self._say("ready; waiting for runs." if not once else "ready.")
                    begun = True
                    self._work(runner, once=once)
            except _StoppedError:
                self._say("stopped; what was in hand is left to the others.")
            except CatalogError as exc:
                if not begun or once:
                    raise
                _log.warning("%s", exc)
                self._stop.wait(_RETRY_SECONDS)

    def _work(self, runner: Runner, *, once: bool) -> None:
        while not self._stop.is_set():
            self._refuse_other_embedder()
            if (job := runner.run_next(progress=self._progress)) is not None:
                self.failed |= job.state == "failed"
                self._say(_ended(job))
            elif runner.help(progress=self._progress):
                self._tell(runner)
            elif once and not self._library.unfinished():
                self._stop.set()
                self._say("nothing is left to do.")
                return
            else:
                self._stop.wait(_LOOK_SECONDS)
        raise _StoppedError

    def _refuse_other_embedder(self) -> None:
        """Lead no run that would build anew what all the others answer from.

        Raises:
            OtherEmbedderError: that of the settings made neither what answers nor what is made.
        """
        library = self._library
        made = library.catalog.query(other_embedder, library.embedder.made)
        if made is not None:
            raise refusal(made, library.settings.embedder)

    def _tell(self, runner: Runner) -> None:
        """Say for which run and in which phase it works, once each."""
        job, phase = runner.helped
        if (job, phase) != self._told:
            self._told = job, phase
            self._say(f"job {job}: working along ({phase}).")

    def _progress(self, phase: str, done: int, total: int) -> None:  # noqa: ARG002 - a Progress
        if self._stop.is_set():
            raise _StoppedError


def _ended(job: Job) -> str:
    seconds = (job.result or {}).get("seconds")
    took = f" after {seconds:.0f} s" if isinstance(seconds, float) else ""
    return f"job {job.id} ({job.kind}): {job.state}{took}." + (f" {job.error}" if job.error else "")
