"""Who works on the runs that machines share, and what each of them has in hand."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, update

from index.catalog import jobs, leases, schema
from index.catalog.crew import parcels, workers
from index.catalog.engine import Catalog
from index.errors import BusyError, PressmarkError
from index.jobs.attendance import Attendance
from tests.faults.running import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.postgresql import Server


@pytest.fixture
def catalog(database: str) -> Iterator[Catalog]:
    """Empty, on a server."""
    opened = Catalog.open(database)
    yield opened
    opened.close()


@pytest.fixture
def job(catalog: Catalog) -> int:
    """A run that the leader has begun."""
    number = catalog.change(jobs.enqueue, "index")
    catalog.change(workers.enrol, "leader", kind="worker", place="m:1")
    catalog.change(leases.claim, owner="leader")
    return number


def cut(catalog: Catalog, job: int, count: int, *, needs: str = "") -> list[int]:
    """So many parcels of one thing each."""
    parts = [(1, [str(each)]) for each in range(count)]
    return catalog.change(parcels.cut, job, "splitting", parts, needs=needs)


def claim(catalog: Catalog, owner: str, able: Any = lambda *_: True) -> int | None:
    """The number of a parcel that is the owner's now."""
    found = catalog.change(parcels.claim, owner=owner, able=able)
    return None if found is None else found.id


def silence(catalog: Catalog, name: str, seconds: float) -> None:
    """Have somebody have said nothing for so long."""
    with catalog.write() as connection:
        table = schema.workers
        before = update(table).where(table.c.name == name)
        connection.execute(before.values(seen=table.c.seen - seconds))


def test_a_parcel_has_one_owner_however_many_ask(catalog: Catalog, job: int) -> None:
    """Who comes at the same time gets the next one, and waits for nobody."""
    numbers = cut(catalog, job, 12)
    with ThreadPoolExecutor(6) as pool:
        claimed = list(pool.map(lambda each: claim(catalog, str(each)), range(14)))

    assert sorted(each for each in claimed if each) == numbers
    assert claimed.count(None) == 2


def test_the_oldest_parcel_comes_first_and_only_what_one_is_able_to(
    catalog: Catalog, job: int
) -> None:
    """What needs another embedder is left to who has it."""
    foreign = cut(catalog, job, 2, needs="bge-m3")
    own = cut(catalog, job, 2, needs="minilm")

    mine = [claim(catalog, "me", lambda _, needs: needs == "minilm") for _ in range(3)]

    assert mine == [*own, None]
    assert claim(catalog, "other") == foreign[0]


def test_only_its_owner_says_that_a_parcel_is_done(catalog: Catalog, job: int) -> None:
    """And says it once: what came of it is told, and it is gone."""
    (number,) = cut(catalog, job, 1)
    assert claim(catalog, "leader") == number

    with pytest.raises(BusyError, match="in the hands of another"):
        catalog.change(parcels.finish, number, owner="other")
    catalog.change(parcels.finish, number, owner="leader", made=b"found")
    with pytest.raises(BusyError):
        catalog.change(parcels.finish, number, owner="leader")

    assert catalog.change(parcels.collect, job) == [(number, 1, b"found")]
    assert catalog.change(parcels.collect, job) == []
    assert [row.parcels for row in catalog.query(workers.present)] == [1]


def test_parcels_of_a_run_that_is_not_going_on_are_nobodys(catalog: Catalog, job: int) -> None:
    """Who leads it next cuts anew; what is left of one that has ended is dropped."""
    cut(catalog, job, 2)
    with catalog.write() as connection:
        leases.put_back(connection)
    waiting = claim(catalog, "me")
    with catalog.write() as connection:
        jobs.finish(connection, job, "failed", error="it failed")
    catalog.change(workers.bury)

    assert waiting is None
    assert rows(catalog) == 0


def rows(catalog: Catalog) -> int:
    """How many parcels there are."""
    return int(catalog.query(lambda on: on.scalar(select(func.count(schema.parcels.c.id)))) or 0)


def test_who_is_silent_for_as_long_as_a_lease_is_gone(catalog: Catalog, job: int) -> None:
    """Its run and its parcels are others', and it is told so when it comes back."""
    number, _ = cut(catalog, job, 2)
    lock = catalog.lock(workers.lock_of("leader"))
    assert lock.take()
    claim(catalog, "leader")

    early = catalog.change(workers.bury)
    silence(catalog, "leader", leases.LEASE_SECONDS / 2)
    held = catalog.change(workers.bury)  # its lock says that its process lives
    silence(catalog, "leader", leases.LEASE_SECONDS)
    gone = catalog.change(workers.bury)
    lock.release()

    assert (early, held, gone) == ([], [], ["m:1"])
    assert catalog.query(jobs.get, job).state == "queued"
    assert not catalog.change(workers.beat, "leader")
    with pytest.raises(BusyError):
        catalog.change(parcels.finish, number, owner="leader")


def test_who_holds_no_lock_any_more_is_gone_in_seconds(catalog: Catalog, job: int) -> None:
    """The server gives the lock back when the process is gone."""
    catalog.change(workers.enrol, "other", kind="bot", place="m:2")
    silence(catalog, "leader", workers.GRACE_SECONDS + 1)

    assert catalog.change(workers.bury) == ["m:1"]
    assert catalog.query(jobs.get, job).state == "queued"
    assert [row.name for row in catalog.query(workers.present)] == ["other"]


def test_a_parcel_over_which_too_many_die_ends_the_run(catalog: Catalog, job: int) -> None:
    """Something in it kills them."""
    cut(catalog, job, 1)
    for name in ("a", "b", "c"):
        assert claim(catalog, name) is not None
        catalog.change(parcels.put_back_lost)

    with pytest.raises(PressmarkError, match="3 processes ended over the same part"):
        catalog.change(parcels.collect, job)


def test_one_run_is_led_at_a_time(catalog: Catalog, job: int) -> None:
    """What it leaves is what the next one begins with."""
    catalog.change(jobs.enqueue, "full")
    going_on = catalog.change(leases.is_any_held)
    with catalog.write() as connection:
        jobs.finish(connection, job, "done")

    assert going_on
    assert not catalog.change(leases.is_any_held)


def test_somebody_there_is_seen_and_leaves_what_it_has(catalog: Catalog) -> None:
    """Nobody waits until its lease is over."""
    number = catalog.change(jobs.enqueue, "index")
    with Attendance(catalog, "me", kind="bot").kept():
        catalog.change(leases.claim, owner="me")
        cut(catalog, number, 1)
        claim(catalog, "me")
        there = catalog.query(workers.alive)

    assert [(each["kind"], each["parcels"]) for each in there] == [("bot", 0)]
    assert catalog.query(workers.present) == []
    assert catalog.query(jobs.get, number).state == "queued"
    crashes, owner = schema.parcels.c.crashes, schema.parcels.c.owner
    assert catalog.query(lambda on: on.execute(select(crashes, owner)).one()) == (0, None)


def test_somebody_is_there_again_when_the_server_was_restarted(
    catalog: Catalog, server: Server
) -> None:
    """Its lock was lost with the connection; nobody takes it for gone before it has another."""
    name = workers.lock_of("me")
    with Attendance(catalog, "me", kind="worker").kept():
        server.restart()
        until(lambda: _is_locked(catalog, name))

        # the restart may have cost the row, which comes behind the lock
        until(lambda: [row.name for row in catalog.query(workers.present)] == ["me"])


def _is_locked(catalog: Catalog, name: str) -> bool:
    """Whether it is, as soon as the server answers."""
    try:
        return catalog.is_locked(name)
    except PressmarkError:
        time.sleep(0.05)
        return False


def test_what_nobody_has_is_no_part_that_somebody_died_over(catalog: Catalog, job: int) -> None:
    """Also where nobody is there at all."""
    cut(catalog, job, 2)

    for _ in range(4):
        catalog.change(parcels.put_back_lost)

    with catalog.read() as connection:
        assert list(connection.scalars(select(schema.parcels.c.crashes))) == [0, 0]


def test_who_comes_while_others_look_is_not_taken_for_gone(catalog: Catalog, job: int) -> None:
    """It is there before they look, or after: what it takes at once stays its own."""
    cut(catalog, job, 1)
    with ThreadPoolExecutor(1) as pool, catalog.write() as connection:
        workers.bury(connection)
        coming = pool.submit(catalog.change, workers.enrol, "new", kind="bot", place="m:2")
        with pytest.raises(TimeoutError):
            coming.result(timeout=0.5)
        connection.commit()
        coming.result(timeout=60)
