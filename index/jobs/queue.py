"""The queue of runs as a command sees it: work it off, wait for its owner, give runs up."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.catalog import jobs, leases
from index.catalog.crew import workers
from index.errors import BusyError, NotFoundError, OtherEmbedderError
from index.jobs.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.catalog.jobs import Job
    from index.library import Library
    from index.progress import Progress

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 0.2


def cancel_unfinished(library: Library, number: int | None = None) -> list[Job]:
    """Cancel the run with this number, or all; each as it stands afterwards.

    Where another process owns the index, a run that is going on is asked to stop at its next
    batch border; where none does, it has ended.

    Raises:
        NotFoundError: there is no such run, or it has ended.
    """
    if number is not None and (not library.exists or library.job(number).ended):
        raise NotFoundError(f"job {number} is neither queued nor running; nothing was changed.")
    chosen = [job for job in library.unfinished() if number in {None, job.id}]
    if library.settings.shared:
        library.catalog.change(workers.bury)  # so that a run that nobody leads has ended
        for job in chosen:
            library.catalog.change(jobs.ask_to_cancel, job.id)
        return [library.job(job.id) for job in chosen]
    with contextlib.ExitStack() as stack:
        free = True
        try:
            stack.enter_context(library.ownership.held())
        except BusyError:
            free = False
        with library.catalog.write() as connection:
            if free:
                leases.put_back(connection)  # nobody works on it
            for job in chosen:
                jobs.ask_to_cancel(connection, job.id)
    return [library.job(job.id) for job in chosen]


def settle(library: Library) -> None:
    """Bring the index in line with the catalog, if no other process is there to do it.

    Nothing is read: runs that wait in the queue go on waiting; so do all while a server is away.
    """
    server = library.vector_indexes.server()
    if server and not server["answers"]:
        return
    with contextlib.suppress(BusyError, OtherEmbedderError), Runner.owning(library) as runner:
        while job := runner.run_next(kinds=jobs.TIDYING):
            if job.error:
                _log.warning("job %s (%s) failed: %s", job.id, job.kind, job.error)


def work_off(
    library: Library,
    number: int,
    *,
    progress: Progress,
    wait: float = 0.2,
    patience: float = float("inf"),
    say: Callable[[str], None] = lambda _: None,
) -> Job:
    """Run the queue here until job ``number`` has ended, or wait for the process that owns it.

    Where runs are shared, this process works along with who leads it.
    Given back unfinished where the other process has not begun it within ``patience`` seconds.
    ``say`` is told, once, for whom it waits, and what becomes of the run when it is interrupted.
    """
    pause, waiting = threading.Event(), _Waiting(number, say)
    deadline = time.monotonic() + patience
    if library.settings.shared:
        return _work_along(library, number, progress, deadline, say)
    try:
        while not (job := library.job(number)).ended:
            try:
                with Runner.owning(library) as runner:
                    waiting.ends()
                    _say_what_comes_first(library, job, say)
                    runner.run_until(number, progress=progress)
            except BusyError as exc:
                waiting.begins(exc)
                if job.state == "queued" and time.monotonic() > deadline:
                    break
                progress(job.phase or "waiting for the owner of the index", job.done, job.total)
                pause.wait(wait)
    except KeyboardInterrupt:
        waiting.tell_interrupted()
        raise
    return job


def _work_along(
    library: Library,
    number: int,
    progress: Progress,
    deadline: float,
    say: Callable[[str], None],
) -> Job:
    """Lead what nobody leads, and do parcels of what others lead, until the run has ended."""
    pause, told = threading.Event(), False
    try:
        with Runner.owning(library) as runner:
            while not (job := library.job(number)).ended:
                if runner.run_next(progress=progress, asked=number):
                    continue
                if not told:
                    say(f"job {number} is shared with other processes.")
                told = True
                progress(job.phase or "waiting", job.done, job.total)
                if runner.help():
                    continue
                if job.state == "queued" and time.monotonic() > deadline:
                    break
                pause.wait(_LOOK_SECONDS)
    except KeyboardInterrupt:
        say(f"job {number} goes on where other processes share it; `pressmark status` shows it.")
        raise
    return job


@dataclass(slots=True)
class _Waiting:
    """Whether a run is in another process's hands, and what is said of that."""

    number: int
    say: Callable[[str], None]
    _elsewhere: bool = False
    _said: bool = False

    def ends(self) -> None:
        """The run is in the hands of this process."""
        self._elsewhere = False

    def begins(self, busy: BusyError) -> None:
        """The run waits for the process that ``busy`` names, which is said once."""
        if not self._said:
            self.say(f"{busy}; job {self.number} waits in its queue.")
        self._elsewhere = self._said = True

    def tell_interrupted(self) -> None:
        """Say what becomes of the run now that its command ends."""
        self.say(
            f"job {self.number} goes on without this command; `pressmark status` shows it."
            if self._elsewhere
            else f"job {self.number} was interrupted; the next run goes on where it stopped."
        )


def _say_what_comes_first(library: Library, job: Job, say: Callable[[str], None]) -> None:
    for older in library.unfinished():
        if older.id < job.id and older.asked == job.asked:
            say(f"going on with job {older.id}, which asks for the same.")
        elif older.id < job.id:
            say(f"finishing job {older.id} ({older.words}) first.")
