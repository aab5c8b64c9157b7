"""Who is there to work on the runs that machines share.

Each process has a row in which it says again and again that it is there, and holds a lock of the
server, which gives that back when the process is gone. Who says nothing is believed for as long as
a lease lasts, and where nobody holds its lock any more, for a few seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import delete, func, insert, select, update

from index.catalog import leases, schema
from index.catalog.crew import parcels
from index.catalog.databases import session_locks
from index.catalog.locks import now, one_at_a_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row

Kind = Literal["worker", "bot", "command"]
GRACE_SECONDS = 5.0
"""Somebody whose lock is lost has lost its connection alone, if it comes back within that."""
_table = schema.workers


def lock_of(name: str) -> str:
    """The name of the lock that a process holds."""
    return f"worker {name}"


def enrol(connection: Connection, name: str, *, kind: Kind, place: str) -> None:
    """Be there; not while others look who is, since what one claims next would count as lost."""
    one_at_a_time(connection, "workers")
    begun = {"begun": now(connection), "seen": now(connection), "parcels": 0}
    connection.execute(insert(_table).values(name=name, kind=kind, place=place, **begun))


def beat(connection: Connection, name: str) -> bool:
    """Say that one is there still; whether the others think so too."""
    mine = update(_table).where(_table.c.name == name).values(seen=now(connection))
    return bool(connection.execute(mine).rowcount)


def leave(connection: Connection, name: str) -> None:
    """Be there no more: what one has in hand is left to the others."""
    parcels.put_back_all(connection, owner=name)
    leases.put_back(connection, owner=name)
    connection.execute(delete(_table).where(_table.c.name == name))


def bury(connection: Connection) -> list[str]:
    """Take those that are gone for gone, and have others do what they had in hand; their places."""
    one_at_a_time(connection, "workers")
    dead = [row for row in present(connection) if _is_dead(connection, row)]
    connection.execute(delete(_table).where(_table.c.name.in_([row.name for row in dead])))
    parcels.put_back_lost(connection)
    leases.requeue_lost(connection)
    leases.requeue_expired(connection)
    parcels.clear_ended(connection)
    return [str(row.place) for row in dead]


def _is_dead(connection: Connection, row: Row[Any]) -> bool:
    if row.silent < GRACE_SECONDS:
        return False
    return row.silent > leases.LEASE_SECONDS or not session_locks.is_taken(
        connection, lock_of(row.name)
    )


def present(connection: Connection) -> Sequence[Row[Any]]:
    """Those that are there, as far as is known, with the seconds for which each was ``silent``."""
    silent = (now(connection) - _table.c.seen).label("silent")
    return connection.execute(select(_table, silent).order_by(_table.c.begun, _table.c.name)).all()


def alive(connection: Connection) -> list[dict[str, Any]]:
    """Those that are there: ``kind``, ``place``, and how many ``parcels`` each has done."""
    names = ("kind", "place", "parcels")
    rows = [row for row in present(connection) if not _is_dead(connection, row)]
    return [{name: getattr(row, name) for name in names} for row in rows]


def count(connection: Connection, kind: Kind) -> int:
    """How many of a kind said a moment ago that they are there."""
    lately = now(connection) - _table.c.seen < GRACE_SECONDS
    counted = select(func.count()).where(_table.c.kind == kind, lately)
    return int(connection.scalar(counted) or 0)
