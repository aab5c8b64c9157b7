"""Who works on a run: claimed by one, believed for as long as its lease is renewed.

Where one process owns all, whoever comes next knows that the one before is gone. Where many
machines share a database, a run whose lease is over is anybody's, and who had it lets go of it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select, update

from index.catalog import jobs, schema
from index.catalog.locks import now, one_at_a_time
from index.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Update

    from index.catalog.jobs import Job, Kind
    from index.progress import Step

_Result = TypeVar("_Result")
LEASE_SECONDS = 60.0
"""How long an owner is believed that says nothing; it says so three times in that."""
_MOST_CRASHES = 3
"""Owners that die over a run before it is no longer begun again."""
_table = schema.jobs


def claim(
    connection: Connection,
    kinds: Collection[Kind] = jobs.KINDS,
    *,
    owner: str = "",
    number: int | None = None,
) -> Job | None:
    """Start the oldest queued run of these kinds that nobody else is about to start.

    With a ``number`` no other one than that.
    """
    fit = (_table.c.state == "queued") & _table.c.kind.in_(kinds)
    if number is not None:
        fit &= _table.c.id == number
    number = connection.scalar(
        select(_table.c.id)
        .where(fit)
        .order_by(_table.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if number is None:
        return None
    lease = {"owner": owner, "lease": _end(connection)}
    jobs.change(connection, number, state="running", started_at=time.time(), **lease)
    return jobs.get(connection, number)


def report(connection: Connection, job: int, step: Step, *, owner: str = "") -> bool:
    """Record progress, and that its owner is alive; whether somebody has asked to cancel.

    Raises:
        BusyError: the run is another owner's by now.
    """
    mine = (_table.c.id == job, _table.c.owner == owner)
    pace = {"rate": step.rate, "left": step.left}
    done = {"phase": step.phase, "done": step.done, "total": step.total, "result": pace}
    _say(connection, job, update(_table).where(*mine).values(lease=_end(connection), **done))
    return bool(connection.scalar(select(_table.c.cancel).where(_table.c.id == job)))


def renew(connection: Connection, job: int, *, owner: str) -> None:
    """Say that the owner of a run is alive.

    Raises:
        BusyError: the run is another owner's by now.
    """
    mine = (_table.c.id == job, _table.c.owner == owner)
    _say(connection, job, update(_table).where(*mine).values(lease=_end(connection)))


def is_held(connection: Connection, job: int, *, owner: str) -> bool:
    """Whether the run is this owner's, which stays so until the end of the transaction."""
    mine = select(_table.c.id).where(_table.c.id == job, _table.c.owner == owner)
    return connection.scalar(mine.with_for_update()) is not None


def as_owner(
    connection: Connection,
    function: Callable[..., _Result],
    args: Sequence[Any],
    options: Mapping[str, Any],
    *,
    job: int,
    owner: str,
) -> _Result:
    """What ``function`` does, if the run is this owner's, which it stays meanwhile.

    Raises:
        BusyError: it is another's by now.
    """
    if not is_held(connection, job, owner=owner):
        raise BusyError(f"job {job} is in the hands of another process")
    return function(connection, *args, **options)


def put_back(connection: Connection, *, owner: str | None = None) -> int:
    """Put the runs of an owner that leaves in good order back into the queue; how many.

    Without a name those of all: nobody works on any.
    """
    whose = _table.c.state == "running"
    if owner is not None:
        whose &= _table.c.owner == owner
    return _queue(connection, whose)


def requeue_interrupted(connection: Connection) -> int:
    """Put the runs of owners that died back into the queue, all that are running; how many.

    A run over which too many owners have died fails: something in it kills them.
    """
    return _requeue(connection, _table.c.state == "running")


def requeue_expired(connection: Connection) -> int:
    """Put the runs back whose owners have said nothing for as long as a lease lasts; how many."""
    over = _table.c.lease < now(connection)
    return _requeue(connection, (_table.c.state == "running") & over)


def requeue_lost(connection: Connection) -> int:
    """Put the runs of all that are not there any more back, who died over them; how many."""
    there = select(schema.workers.c.name)  # in the same statement: who has one was there before
    lost = _table.c.owner.is_(None) | _table.c.owner.not_in(there)
    return _requeue(connection, (_table.c.state == "running") & lost)


def is_any_held(connection: Connection) -> bool:
    """Whether somebody works on a run, until the end of the transaction: nobody else begins one."""
    one_at_a_time(connection, "runs")
    return connection.scalar(select(_table.c.id).where(_table.c.state == "running")) is not None


def _requeue(connection: Connection, lost: ColumnElement[bool]) -> int:
    found = select(_table.c.id, _table.c.crashes, _table.c.phase).where(lost)
    rows = connection.execute(found.with_for_update(skip_locked=True)).all()
    for row in rows:
        crashes = row.crashes + 1
        jobs.change(connection, row.id, crashes=crashes)
        if crashes >= _MOST_CRASHES:
            jobs.finish(connection, row.id, "failed", error=_crashed(row.phase))
    return _queue(connection, lost & _table.c.id.in_([row.id for row in rows]))


def _queue(connection: Connection, whose: ColumnElement[bool]) -> int:
    nobody = {"state": "queued", "owner": None, "lease": None}
    return int(connection.execute(update(_table).where(whose).values(nobody)).rowcount)


def _crashed(phase: str | None) -> str:
    return (
        f"the program ended {_MOST_CRASHES} times in the middle of this run "
        f"({phase or 'at its beginning'}), so it is not tried again by itself; see the log and "
        "the memory of the machine, leave out the newest files, then run `pressmark index` again."
    )


def _say(connection: Connection, job: int, said: Update) -> None:
    if not connection.execute(said).rowcount:
        raise BusyError(f"job {job} is in the hands of another process; it goes on there")


def _end(connection: Connection) -> ColumnElement[float]:
    return now(connection) + LEASE_SECONDS
