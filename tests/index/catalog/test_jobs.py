"""Jobs: one row an indexing run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.catalog import jobs, leases, lookup
from index.catalog.engine import Catalog
from index.errors import NotFoundError
from index.progress import Step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

_ASKED: list[tuple[jobs.Kind, list[str]]] = [
    ("index", ["a"]),
    ("index", ["a"]),
    ("full", ["a"]),
    ("index", ["b"]),
    ("index", ["a"]),
]


@pytest.fixture
def connection(either: Path | str) -> Iterator[Connection]:
    """A transaction in a new catalog."""
    catalog = Catalog.open(either)
    with catalog.write() as opened:
        yield opened
    catalog.close()


def test_jobs_are_claimed_oldest_first(connection: Connection) -> None:
    """Each once; an empty queue gives nothing."""
    first = jobs.enqueue(connection, "index", ["news"])
    second = jobs.enqueue(connection, "full")

    claimed = [leases.claim(connection), leases.claim(connection)]

    assert [(job.id, job.kind, job.locations) for job in claimed if job] == [
        (first, "index", ("news",)),
        (second, "full", ()),
    ]
    assert all(job.state == "running" and job.started_at for job in claimed if job)
    assert leases.claim(connection) is None


def test_progress_is_recorded(connection: Connection) -> None:
    """Phase and numbers are in the row; nobody has asked to cancel."""
    number = jobs.enqueue(connection, "index")
    leases.claim(connection)

    cancel = leases.report(connection, number, Step("indexing", 3, 9, 1.5, 4.0))

    job = jobs.get(connection, number)
    assert (cancel, job.phase, job.done, job.total, job.ended) == (False, "indexing", 3, 9, False)
    assert (job.rate, job.left, job.result) == (1.5, 4.0, None)


def test_an_ended_job_keeps_its_result_and_forgets_its_locations(connection: Connection) -> None:
    """They may be absolute paths, and the home names none."""
    number = jobs.enqueue(connection, "index", ["news"])
    leases.claim(connection)

    jobs.finish(connection, number, "done", result={"passages": 7})

    job = jobs.get(connection, number)
    assert (job.state, job.ended, job.result, job.locations) == ("done", True, {"passages": 7}, ())


def test_a_queued_job_is_cancelled_at_once(connection: Connection) -> None:
    """Nobody will claim it."""
    number = jobs.enqueue(connection, "index", ["news"])

    jobs.ask_to_cancel(connection, number)

    job = jobs.get(connection, number)
    assert (job.state, job.locations, leases.claim(connection)) == ("cancelled", (), None)


def test_a_running_job_learns_of_a_cancel_when_it_reports(connection: Connection) -> None:
    """It is the owner who ends it."""
    number = jobs.enqueue(connection, "index")
    leases.claim(connection)

    jobs.ask_to_cancel(connection, number)

    assert jobs.get(connection, number).state == "running"
    assert leases.report(connection, number, Step("reading", 1, 2))


def test_an_interrupted_job_goes_back_into_the_queue(connection: Connection) -> None:
    """Its place in the order and its locations are kept; ended jobs stay ended."""
    ended, interrupted, queued = (jobs.enqueue(connection, "index", [name]) for name in "abc")
    leases.claim(connection)
    jobs.finish(connection, ended, "done")
    leases.claim(connection)

    assert leases.requeue_interrupted(connection) == 1

    assert [job.id for job in jobs.unfinished(connection)] == [interrupted, queued]
    again = leases.claim(connection)
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
    assert lookup.status(connection) | {"last_reading": None} == lookup.EMPTY_STATUS


def test_a_run_over_the_archive_waits_once(connection: Connection) -> None:
    """A run over named files is another thing, and so is one that has begun."""
    jobs.enqueue(connection, "index", ["news"])
    first, _ = jobs.join(connection, "index", ["news"], configured=True)

    assert jobs.join(connection, "index", ["news"], configured=True) == (first, False)
    assert jobs.join(connection, "index", ["other"], configured=True)[1]
    assert jobs.join(connection, "repair")[1]
    leases.claim(connection)
    leases.claim(connection)
    assert first is not None
    assert jobs.get(connection, first).state == "running"
    assert jobs.join(connection, "index", ["news"], configured=True)[1]


def test_twins_ask_for_the_very_same_thing(connection: Connection) -> None:
    """The same kind and the same files, and not begun yet."""
    numbers = [jobs.enqueue(connection, kind, locations) for kind, locations in _ASKED]
    job = leases.claim(connection)

    assert job is not None
    assert jobs.waiting(connection, job.asked) == [numbers[1], numbers[4]]


def test_a_cancelled_run_does_not_hide_the_failure_before_it(connection: Connection) -> None:
    """Nor does one that only waits."""
    failed, cancelled, _ = (jobs.enqueue(connection, "index") for _ in range(3))
    jobs.finish(connection, failed, "failed", error="the disk is full")
    jobs.ask_to_cancel(connection, cancelled)

    assert lookup.status(connection)["healthy"] is False


def test_the_verdict_of_a_check_holds_until_something_is_built_anew(
    connection: Connection,
) -> None:
    """Or until the next check."""
    assert jobs.verdict(connection) is None
    jobs.finish(connection, jobs.enqueue(connection, "doctor"), "done", result={"healthy": False})
    jobs.finish(connection, jobs.enqueue(connection, "index"), "done")
    assert jobs.verdict(connection) is False
    assert lookup.status(connection)["healthy"] is False

    jobs.finish(connection, jobs.enqueue(connection, "repair"), "done")

    assert jobs.verdict(connection) is None
    jobs.finish(connection, jobs.enqueue(connection, "doctor"), "done", result={"healthy": True})
    assert jobs.verdict(connection) is True
    assert lookup.status(connection)["healthy"] is True


def test_the_last_reading_is_known_by_number_and_end(connection: Connection) -> None:
    """So that a schedule knows where it stands after a start."""
    assert lookup.last_reading(connection) is None
    number = jobs.enqueue(connection, "index")
    jobs.finish(connection, number, "done")
    lookup.set_meta(connection, "last_reading", str(number))

    assert lookup.last_reading(connection) == (number, jobs.get(connection, number).finished_at)


def test_a_run_that_owners_die_over_fails_at_the_third(connection: Connection) -> None:
    """With a sentence, and without its locations; the one behind it waits on."""
    poison, other = (jobs.enqueue(connection, "index", [name]) for name in "ab")
    for _ in range(2):
        leases.claim(connection)
        leases.report(connection, poison, Step("reading", 3, 0, None, None))
        assert leases.requeue_interrupted(connection) == 1
    leases.claim(connection)

    assert leases.requeue_interrupted(connection) == 0

    job = jobs.get(connection, poison)
    assert (job.state, job.locations) == ("failed", ())
    assert job.error == (
        "the program ended 3 times in the middle of this run (reading), so it is not tried again "
        "by itself; see the log and the memory of the machine, leave out the newest files, then "
        "run `pressmark index` again."
    )
    assert [each.id for each in jobs.unfinished(connection)] == [other]


def test_an_owner_that_leaves_in_good_order_is_no_crash(connection: Connection) -> None:
    """However often the bot is restarted, a long run goes on."""
    number = jobs.enqueue(connection, "index", ["a"])
    for _ in range(5):
        leases.claim(connection)
        assert leases.put_back(connection) == 1
        assert leases.requeue_interrupted(connection) == 0

    assert [job.id for job in jobs.unfinished(connection)] == [number]


def test_readings_are_the_runs_that_read(connection: Connection) -> None:
    """What only brings the index up to date must not swallow a wish to read."""
    kinds: list[jobs.Kind] = ["sync", "index", "repair", "full", "doctor"]
    numbers = [jobs.enqueue(connection, kind) for kind in kinds]

    assert [job.id for job in jobs.readings(connection)] == [numbers[1], numbers[3]]
