"""Works off the queue of jobs, in the process that owns the index, or in all that share it."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from typing import TYPE_CHECKING, Any, cast

from index.catalog import jobs, leases, lookup
from index.catalog.articles import locations
from index.catalog.crew import leadership, parcels, workers
from index.digests import digest
from index.errors import BusyError, PressmarkError
from index.indexing.builder import Builder
from index.indexing.crawler import Visits
from index.indexing.ingestion import Ingestion
from index.indexing.report import Report
from index.jobs.attendance import Attendance
from index.jobs.doctor import Doctor
from index.jobs.shared_doctor import SharedDoctor
from index.progress import CancelledError, Meter, silent
from index.shared_runs.leader import Leader
from index.shared_runs.parcel_work import Equipment, ParcelWork

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from index.catalog.crew.workers import Kind as Member
    from index.catalog.jobs import Job
    from index.library import Library
    from index.progress import Progress
    from index.stores.chroma_server import ChromaServer

_log = logging.getLogger(__name__)
_REPORT_SECONDS = 0.5
"""How often a run writes its progress to the catalog and looks whether it is to stop."""
_REST_SECONDS = 5.0
"""After what could not be done here."""


class Runner:
    """One job after the other, oldest first."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._helping: ParcelWork | None = None
        self._rest = float("-inf")

    @classmethod
    @contextlib.contextmanager
    def owning(cls, library: Library, *, kind: Member = "command") -> Iterator[Runner]:
        """A runner for as long as this process owns the index, or is there with the others.

        Raises:
            BusyError: another process owns it.
        """
        with library.owned() if not library.settings.shared else _beside(library, kind):
            yield cls(library)

    def run_next(
        self,
        *,
        progress: Progress = silent,
        kinds: Collection[jobs.Kind] = jobs.KINDS,
        asked: int | None = None,
    ) -> Job | None:
        """Run the oldest queued job of these kinds to its end; ``None`` where there is none.

        Where runs are shared, one is led at a time: whoever comes meanwhile gets ``None`` too.
        ``asked`` is the run that this process has asked for itself.

        Raises:
            BusyError: another process owns the index by now.
            OtherEmbedderError: this process may not lead what is queued.
        """
        self._library.ownership.confirm()
        library, owner = self._library, self._library.ownership.name
        with library.catalog.write() as connection:
            job = (
                leadership.claim(
                    connection,
                    kinds,
                    ours=library.embedder.made,
                    named=library.settings.embedder,
                    owner=owner,
                    asked=asked,
                )
                if library.settings.shared
                else leases.claim(connection, kinds, owner=owner)
            )
            twins = jobs.waiting(connection, job.asked) if job else []
        if job is None:
            return None
        self._run(job, twins, progress)
        return self._library.job(job.id)

    def help(self, *, progress: Progress = silent) -> bool:
        """Do a parcel of a run that another process leads; whether there was one.

        One that cannot be done here is left to the others, and so are all for some seconds.
        """
        if not self._library.settings.shared or time.monotonic() < self._rest:
            return False
        if self._helping is None:
            self._helping = ParcelWork(_means(self._library), progress)
        self._helping.progress = progress
        try:
            return self._helping.next()
        except PressmarkError as exc:
            _log.warning("%s It is left to others.", exc)
            self._rest = time.monotonic() + _REST_SECONDS
            return False

    @property
    def helped(self) -> tuple[int, str]:
        """The run of which a parcel was done here last, and its phase."""
        return self._helping.last if self._helping else (0, "")

    def is_spared(self) -> bool:
        """Whether there are workers for what is to do, so that who answers need not."""
        if not self._library.settings.shared:
            return False
        return self._library.catalog.query(workers.count, "worker") > 0

    def run_until(self, number: int, *, progress: Progress = silent) -> None:
        """Run jobs until the one with this number has ended."""
        while not self._library.job(number).ended and self.run_next(progress=progress):
            pass

    def _run(self, job: Job, twins: list[int], progress: Progress) -> None:
        started = time.monotonic()
        listener = _Listener(self._library, job.id, progress)
        try:
            with _renewed(self._library, job):
                result = self._work(job, listener)
        except CancelledError:
            self._end(job, "cancelled")
        except BusyError as exc:
            _log.warning("%s.", exc)
        except PressmarkError as exc:
            _log.info("job %s failed: %s", job.id, exc)
            self._end(job, "failed", error=str(exc))
        except Exception as exc:
            _log.exception("job %s failed", job.id)
            self._end(job, "failed", error=f"an unexpected {type(exc).__name__}; see the log.")
            raise
        else:
            result |= {"seconds": round(time.monotonic() - started, 3)}
            self._end(job, "done", twins=twins, result=result)

    def _work(self, job: Job, progress: Progress) -> dict[str, Any]:
        library = self._library
        leader = Leader(_means(library), job.id, progress) if library.settings.shared else None
        if job.kind == "doctor":
            return self._examine(leader, progress)
        report = self._read(job, leader, progress) if job.kind in jobs.READING else Report()
        full = job.kind in {"full", "repair"}
        (leader or _builder(library, progress)).bring_up_to_date(full=full)
        if job.whole_archive and not report.failed:
            library.catalog.change(lookup.set_meta, "archive", digest(*job.locations))
        return self._result(report)

    def _examine(self, leader: Leader | None, progress: Progress) -> dict[str, Any]:
        if leader is not None:
            return SharedDoctor(self._library.catalog, leader).examine().as_json()
        return Doctor(_builder(self._library, progress), owner=True).examine().as_json()

    def _read(self, job: Job, leader: Leader | None, progress: Progress) -> Report:
        library = self._library
        visits = Visits(
            library.catalog,
            progress=progress,
            allow_private=library.settings.private_urls == "on",
            fresh=job.kind == "full",
        )
        ingestion = Ingestion(
            library.catalog,
            progress=progress,
            named=not job.configured and len(job.locations) == 1,
            visits=visits,
        )
        if leader is not None:
            ingestion.files = leader.files()
        report = ingestion.read(job.locations)
        if job.kind != "add":  # what was uploaded is deleted when it was read
            with library.catalog.write() as connection:
                locations.remember(connection, report.read_from, home=library.home.root)
        return report

    def _result(self, report: Report) -> dict[str, Any]:
        passages = self._library.catalog.query(lookup.status)["passages"]
        return {
            "articles": report.as_json(),
            "passages": passages,
            "rejected": report.rejected,
            "warnings": report.warnings,
            "remarks": [group.as_json() for group in report.groups.values()],
            "lacking": report.lacking,
            "failed": report.failed,
            "notes": report.notes,
        }

    def _end(
        self, job: Job, state: jobs.State, *, twins: Sequence[int] = (), **outcome: Any
    ) -> None:
        """End a run, and those that asked for the same before it began."""
        with self._library.catalog.write() as connection:
            if not leases.is_held(connection, job.id, owner=self._library.ownership.name):
                return
            for number in (job.id, *twins):
                if not jobs.get(connection, number).ended:
                    jobs.finish(connection, number, state, **outcome)
            parcels.clear(connection, job.id)
            if job.whole_archive:
                lookup.set_meta(connection, "last_reading", str(job.id))


@contextlib.contextmanager
def _beside(library: Library, kind: Member) -> Iterator[None]:
    with Attendance(library.catalog, library.ownership.name, kind=kind).kept():
        yield


def _means(library: Library) -> Equipment:
    return Equipment(
        library.catalog,
        library.embedder,
        cast("ChromaServer", library.vector_indexes),
        library.ownership.name,
        patience=library.settings.embedder_patience.total_seconds(),
        server_patience=library.settings.chroma_patience.total_seconds(),
    )


def _builder(library: Library, progress: Progress) -> Builder:
    return Builder(
        library.home,
        library.catalog,
        library.embedder,
        answering=library.answering,
        patience=library.settings.embedder_patience.total_seconds(),
        server_patience=library.settings.chroma_patience.total_seconds(),
        progress=progress,
        indexes=library.vector_indexes,
    )


@contextlib.contextmanager
def _renewed(library: Library, job: Job) -> Iterator[None]:
    """Have others know that we work on a run, however long a step of it takes."""
    if not library.catalog.shared:
        yield
        return
    ended = threading.Event()
    beat = threading.Thread(target=_renew, args=(library, job, ended), name="lease", daemon=True)
    beat.start()
    try:
        yield
    finally:
        ended.set()
        beat.join()


def _renew(library: Library, job: Job, ended: threading.Event) -> None:
    while not ended.wait(leases.LEASE_SECONDS / 3):
        try:
            library.catalog.change(leases.renew, job.id, owner=library.ownership.name)
        except BusyError:
            return  # the run is told so at its next step
        except PressmarkError as exc:
            _log.warning("the lease of job %s cannot be renewed: %s", job.id, exc)


class _Listener:
    """Passes progress on, writes it to the job's row, and stops the run where that asks for it."""

    def __init__(self, library: Library, job: int, progress: Progress) -> None:
        self._library = library
        self._job = job
        self._progress = progress
        self._meter = Meter()
        self._reported = 0.0
        self._phase = ""

    def __call__(self, phase: str, done: int, total: int) -> None:
        step = self._meter(phase, done, total)
        self._progress(phase, done, total)
        if phase == self._phase and time.monotonic() - self._reported < _REPORT_SECONDS:
            return
        self._phase, self._reported = phase, time.monotonic()
        owner = self._library.ownership.name
        if self._library.catalog.change(leases.report, self._job, step, owner=owner):
            raise CancelledError
