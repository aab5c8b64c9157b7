"""The bot's process owns the index, or shares it: a thread works off the jobs of whoever asks."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from index.errors import BusyError, OtherEmbedderError, PressmarkError
from index.indexing.priority import give_way
from index.jobs.runner import Runner
from index.jobs.schedule import Schedule
from index.models import Query

if TYPE_CHECKING:
    from index.catalog.jobs import Job
    from index.library import Library
    from index.replicas.attendant import Attendant

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 0.5
_RETRY_SECONDS = 3.0
"""How often the queue is looked at, and the lock where another process holds it."""


class _StoppedError(BaseException):
    """Ends a run in the middle; not an `Exception`, so that the job stays to be taken up again."""


class IndexKeeper:
    """Holds the index and runs queued jobs until it is stopped."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._stop = threading.Event()
        self._said: set[str] = set()
        self._thread = threading.Thread(target=self._keep, name="index", daemon=True)
        self._attendant = _attendant(library)

    def start(self) -> None:
        """Begin."""
        if self._attendant is not None:
            self._attendant.start()
        self._thread.start()

    def stop(self, *, seconds: float) -> bool:
        """Stop at the next batch border; whether that was reached in time.

        An unfinished job is taken up again by the next owner, and so is what the replica lacks.
        """
        self._stop.set()
        until = time.monotonic() + seconds
        followed = self._attendant is None or self._attendant.stop(seconds=seconds)
        if self._thread.ident is None:
            return followed
        self._thread.join(max(0.0, until - time.monotonic()))
        if not self._thread.is_alive():
            return followed
        self._library.ownership.put_back()  # we end in good order, though in the middle of it
        return False

    def _keep(self) -> None:
        _warm_up(self._library)
        give_way()  # behind the threads that answer, and what they have just loaded
        while not self._stop.is_set():
            try:
                beside = Runner.owning(self._library, kind="bot")
                with beside as runner, Schedule(self._library).running():
                    self._said.clear()
                    self._work(runner)
            except _StoppedError:
                return
            except BusyError as exc:
                self._say_once("%s; jobs are left to it until it ends.", exc)
            except PressmarkError as exc:
                self._say_once("the index cannot be kept: %s", exc)
            except Exception:  # noqa: BLE001 - the edge of the thread: it must outlive every job
                _log.exception("the index cannot be kept")
            self._stop.wait(_RETRY_SECONDS)

    def _work(self, runner: Runner) -> None:
        while not self._stop.is_set():
            spared = runner.is_spared()
            job = None if spared else self._led(runner)
            if job is None:
                if spared or not runner.help(progress=self._progress):
                    self._stop.wait(_LOOK_SECONDS)
            else:
                _report(job)
                _warm_up(self._library)

    def _led(self, runner: Runner) -> Job | None:
        """The run that was led here, if one was to be and this bot may."""
        try:
            return runner.run_next(progress=self._progress)
        except OtherEmbedderError as exc:
            self._say_once("%s", exc)
            return None

    def _progress(self, phase: str, done: int, total: int) -> None:  # noqa: ARG002 - a Progress
        if self._stop.is_set():
            raise _StoppedError

    def _say_once(self, message: str, exc: PressmarkError) -> None:
        if message not in self._said:
            _log.warning(message, exc)
        self._said.add(message)


def _attendant(library: Library) -> Attendant | None:
    """What keeps the replica up, where machines share the index."""
    if library.replica is None:
        return None
    from index.replicas.attendant import Attendant  # noqa: PLC0415 - only where it is set

    return Attendant(library.replica, lambda: library.embedder, shown=lambda: _warm_up(library))


def _warm_up(library: Library) -> None:
    """Load the model and the index, so that the next question does not wait for them."""
    try:
        library.retriever.search(Query("news", k=1))
        library.readers.load()
    except PressmarkError as exc:
        _log.debug("the index is not loaded: %s", exc)


def _report(job: Job) -> None:
    _log.info("job %s (%s): %s", job.id, job.kind, job.state)
    if job.error:
        _log.warning("job %s failed: %s", job.id, job.error)
    result = job.result or {}
    for sentence in [*result.get("failed", ()), *result.get("warnings", ())]:
        _log.warning("job %s: %s", job.id, sentence)
