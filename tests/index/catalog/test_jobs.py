"""Jobs: one row an indexing run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.catalog import jobs, lookup
from index.catalog.engine import Catalog
from index.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A transaction in a new catalog."""
    catalog = Catalog.open(tmp_path / "catalog.sqlite")
    with catalog.write() as opened:
        yield opened
    catalog.close()


def test_jobs_are_claimed_oldest_first(connection: Connection) -> None:
    """Each once; an empty queue gives nothing."""
    first = jobs.enqueue(connection, "index", ["news"])
    second = jobs.enqueue(connection, "full")

    claimed = [jobs.claim(connection), jobs.claim(connection)]

    assert [(job.id, job.kind, job.locations) for job in claimed if job] == [
        (first, "index", ("news",)),
        (second, "full", ()),
    ]
    assert all(job.state == "running" and job.started_at for job in claimed if job)
    assert jobs.claim(connection) is None


def test_progress_is_recorded(connection: Connection) -> None:
    """Phase and numbers are in the row; nobody has asked to cancel."""
    number = jobs.enqueue(connection, "index")
    jobs.claim(connection)

    cancel = jobs.report(connection, number, phase="indexing", done=3, total=9)

    job = jobs.get(connection, number)
    assert (cancel, job.phase, job.done, job.total, job.ended) == (False, "indexing", 3, 9, False)


def test_an_ended_job_keeps_its_result_and_forgets_its_locations(connection: Connection) -> None:
    """They may be absolute paths, and the home names none."""
    number = jobs.enqueue(connection, "index", ["news"])
    jobs.claim(connection)

    jobs.finish(connection, number, "done", result={"passages": 7})

    job = jobs.get(connection, number)
    assert (job.state, job.ended, job.result, job.locations) == ("done", True, {"passages": 7}, ())


def test_a_queued_job_is_cancelled_at_once(connection: Connection) -> None:
    """Nobody will claim it."""
    number = jobs.enqueue(connection, "index", ["news"])

    jobs.ask_to_cancel(connection, number)

    job = jobs.get(connection, number)
    assert (job.state, job.locations, jobs.claim(connection)) == ("cancelled", (), None)


def test_a_running_job_learns_of_a_cancel_when_it_reports(connection: Connection) -> None:
    """It is the owner who ends it."""
    number = jobs.enqueue(connection, "index")
    jobs.claim(connection)

    jobs.ask_to_cancel(connection, number)

    assert jobs.get(connection, number).state == "running"
    assert jobs.report(connection, number, phase="reading", done=1, total=2)


def test_an_interrupted_job_goes_back_into_the_queue(connection: Connection) -> None:
    """Its place in the order and its locations are kept; ended jobs stay ended."""
    ended, interrupted, queued = (jobs.enqueue(connection, "index", [name]) for name in "abc")
    jobs.claim(connection)
    jobs.finish(connection, ended, "done")
    jobs.claim(connection)

    assert jobs.requeue_interrupted(connection) == 1

    assert [job.id for job in jobs.unfinished(connection)] == [interrupted, queued]
    again = jobs.claim(connection)
    assert again is not None
    assert (again.id, again.locations) == (interrupted, ("b",))


def test_a_job_that_is_not_there_is_not_found(connection: Connection) -> None:
    """The sentence has its number."""
    with pytest.raises(NotFoundError, match=r"^there is no job 7\.$"):
        jobs.get(connection, 7)


def test_only_the_newest_failure_is_told(connection: Connection) -> None:
    """A run that succeeds after it makes the index healthy again."""
    failed = jobs.enqueue(connection, "index")
    jobs.finish(connection, failed, "failed", error="the disk is full")

    assert lookup.status(connection)["healthy"] is False
    assert lookup.status(connection)["jobs"] == [
        {"id": failed, "kind": "index", "state": "failed", "done": 0, "total": 0}
    ]

    jobs.finish(connection, jobs.enqueue(connection, "index"), "done")

    assert jobs.last_failed(connection) is None
    assert lookup.status(connection) == lookup.EMPTY_STATUS
