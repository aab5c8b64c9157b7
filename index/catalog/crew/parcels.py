"""What a run is cut into, so that all who are there can work on it: each parcel has one owner.

Who died over a parcel lets go of it, and somebody else does it again. Only the owner can say that
it is done, in the transaction that keeps what came of it: whatever is done twice counts once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, insert, select, tuple_, update

from index.catalog import jobs, schema
from index.errors import BusyError, PressmarkError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

_MOST_CRASHES = 3
"""Processes that die over a parcel before the run fails: something in it kills them."""
_table = schema.parcels
_jobs = schema.jobs
_open = _table.c.owner.is_(None) & ~_table.c.done


@dataclass(frozen=True, slots=True)
class Parcel:
    """A part of a run: what is to be done with which things, by whoever has what it ``needs``."""

    id: int
    job: int
    phase: str
    needs: str
    things: Any


class Done(NamedTuple):
    """A parcel that is done, how much of the run that was, and what came of it."""

    id: int
    size: int
    made: bytes | None


def cut(
    connection: Connection, job: int, phase: str, parts: Sequence[tuple[int, Any]], *, needs: str
) -> list[int]:
    """Have these ``parts`` of a run done, each given with its size; their numbers, in order."""
    same = {"job": job, "phase": phase, "needs": needs, "crashes": 0, "done": False}
    rows = [same | {"size": size, "things": things} for size, things in parts]
    made = insert(_table).returning(_table.c.id, sort_by_parameter_order=True)
    return list(connection.scalars(made, rows)) if rows else []


def claim(
    connection: Connection,
    *,
    owner: str,
    able: Callable[[str, str], bool],
    job: int | None = None,
) -> Parcel | None:
    """The oldest parcel that nobody has, of one run or of any; it is the ``owner``'s from now on.

    ``able`` tells whether it can do what a phase needs.
    """
    of = _open & _table.c.job.in_(select(_jobs.c.id).where(_jobs.c.state == "running"))
    if job is not None:
        of &= _table.c.job == job
    kinds = connection.execute(select(_table.c.phase, _table.c.needs).where(of).distinct())
    fitting = [tuple(kind) for kind in kinds if able(*kind)]
    if not fitting:
        return None
    row = connection.execute(
        select(_table)
        .where(of, tuple_(_table.c.phase, _table.c.needs).in_(fitting))
        .order_by(_table.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    connection.execute(update(_table).where(_table.c.id == row.id).values(owner=owner))
    return Parcel(row.id, row.job, row.phase, row.needs, row.things)


def take(connection: Connection, number: int, *, owner: str) -> bool:
    """Have this very parcel, if nobody has it; whether it is the ``owner``'s now."""
    mine = update(_table).where(_table.c.id == number, _open).values(owner=owner)
    return bool(connection.execute(mine).rowcount)


def hold(connection: Connection, number: int, *, owner: str) -> None:
    """Keep others from a parcel until the end of the transaction.

    Raises:
        BusyError: it is another's by now, or the run is over.
    """
    mine = select(_table.c.id).where(_table.c.id == number, _table.c.owner == owner, ~_table.c.done)
    if connection.scalar(mine.with_for_update()) is None:
        raise BusyError(f"parcel {number} is in the hands of another process")


def finish(connection: Connection, number: int, *, owner: str, made: bytes | None = None) -> None:
    """Say that a parcel is done, and keep what came of it.

    Raises:
        BusyError: it is another's by now, or the run is over.
    """
    hold(connection, number, owner=owner)
    done = {"done": True, "made": made}
    connection.execute(update(_table).where(_table.c.id == number).values(done))
    workers = schema.workers
    one_more = {"parcels": workers.c.parcels + 1}
    connection.execute(update(workers).where(workers.c.name == owner).values(one_more))


def put_back(connection: Connection, number: int, *, owner: str) -> None:
    """Let go of a parcel that is not done."""
    mine = (_table.c.id == number, _table.c.owner == owner, ~_table.c.done)
    connection.execute(update(_table).where(*mine).values(owner=None))


def put_back_all(connection: Connection, *, owner: str) -> None:
    """Let go of all of them, in good order."""
    mine = (_table.c.owner == owner, ~_table.c.done)
    connection.execute(update(_table).where(*mine).values(owner=None))


def put_back_lost(connection: Connection) -> int:
    """Let go of the parcels of all that are not there any more, who died over them; how many."""
    there = select(schema.workers.c.name)  # in the same statement: who has one was there before
    lost = (_table.c.owner.is_not(None), _table.c.owner.not_in(there), ~_table.c.done)
    crash = {"owner": None, "crashes": _table.c.crashes + 1}
    return int(connection.execute(update(_table).where(*lost).values(crash)).rowcount)


def collect(connection: Connection, job: int) -> list[Done]:
    """Take the parcels of a run that are done out of the catalog.

    Raises:
        PressmarkError: there is one over which too many processes have died.
    """
    of = _table.c.job == job
    fatal = select(_table.c.phase).where(of, _table.c.crashes >= _MOST_CRASHES, ~_table.c.done)
    if (phase := connection.scalar(fatal.limit(1))) is not None:
        raise PressmarkError(
            f"{_MOST_CRASHES} processes ended over the same part of this run ({phase}); see their "
            "logs and the memory of the machines, leave out the newest files, then run "
            "`pressmark index` again."
        )
    gone = delete(_table).where(of, _table.c.done)
    rows = connection.execute(gone.returning(_table.c.id, _table.c.size, _table.c.made))
    return [Done(*row) for row in rows]


def clear(connection: Connection, job: int) -> None:
    """Drop all parcels of a run: who has one in hand is told so when it is done."""
    connection.execute(delete(_table).where(_table.c.job == job))


def clear_ended(connection: Connection) -> None:
    """Drop what is left of runs that have ended."""
    ended = select(_jobs.c.id).where(_jobs.c.state.in_(jobs.ENDED))
    connection.execute(delete(_table).where(_table.c.job.in_(ended)))
