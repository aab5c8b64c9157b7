"""Works off the queue of jobs; lives in the process that owns the index."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from index.catalog import jobs, lookup
from index.errors import PressmarkError
from index.generations import Builder
from index.ingestion import Ingestion, Report
from index.progress import CancelledError, silent

if TYPE_CHECKING:
    from index.catalog.jobs import Job
    from index.library import Library
    from index.progress import Progress

_log = logging.getLogger(__name__)
_REPORT_SECONDS = 0.5
"""How often a run writes its progress to the catalog and looks whether it is to stop."""


class Runner:
    """One job after the other, oldest first."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def run_next(self, *, progress: Progress = silent) -> Job | None:
        """Run the oldest queued job to its end; the job, or ``None`` where the queue is empty."""
        with self._library.catalog.write() as connection:
            job = jobs.claim(connection)
        if job is None:
            return None
        self._run(job, progress)
        return self._library.job(job.id)

    def run_until(self, number: int, *, progress: Progress = silent) -> None:
        """Run jobs until the one with this number has ended."""
        while not self._library.job(number).ended and self.run_next(progress=progress):
            pass

    def _run(self, job: Job, progress: Progress) -> None:
        started = time.monotonic()
        listener = _Listener(self._library, job.id, progress)
        try:
            report = self._work(job, listener)
        except CancelledError:
            self._end(job, "cancelled")
        except PressmarkError as exc:
            _log.warning("job %s failed: %s", job.id, exc)
            self._end(job, "failed", error=str(exc))
        except Exception as exc:
            _log.exception("job %s failed", job.id)
            self._end(job, "failed", error=f"an unexpected {type(exc).__name__}; see the log.")
            raise
        else:
            result = self._result(report, time.monotonic() - started)
            self._end(job, "done", result=result)

    def _work(self, job: Job, progress: Progress) -> Report:
        library = self._library
        report = Report()
        if job.kind != "sync":
            locations = list(job.locations) or library.archive()
            report = Ingestion(library.catalog, progress=progress, named=bool(job.locations)).read(
                locations
            )
        builder = Builder(library.home, library.catalog, library.embedder, progress=progress)
        builder.bring_up_to_date(full=job.kind == "full")
        if job.kind != "sync" and not job.locations and not report.failed:
            with library.catalog.write() as connection:
                lookup.set_meta(connection, "archive", library.archive_digest())
        return report

    def _result(self, report: Report, seconds: float) -> dict[str, Any]:
        with self._library.catalog.read() as connection:
            passages = lookup.status(connection)["passages"]
        return {
            "articles": report.as_json(),
            "passages": passages,
            "seconds": round(seconds, 3),
            "rejected": report.rejected,
            "warnings": report.warnings,
            "failed": report.failed,
        }

    def _end(self, job: Job, state: jobs.State, **outcome: Any) -> None:
        with self._library.catalog.write() as connection:
            jobs.finish(connection, job.id, state, **outcome)


class _Listener:
    """Passes progress on, writes it to the job's row, and stops the run where that asks for it."""

    def __init__(self, library: Library, job: int, progress: Progress) -> None:
        self._library = library
        self._job = job
        self._progress = progress
        self._reported = 0.0

    def __call__(self, phase: str, done: int, total: int) -> None:
        self._progress(phase, done, total)
        if time.monotonic() - self._reported < _REPORT_SECONDS:
            return
        self._reported = time.monotonic()
        with self._library.catalog.write() as connection:
            if jobs.report(connection, self._job, phase=phase, done=done, total=total):
                raise CancelledError
