"""The log of what is indexed where, by which homes on other machines follow.

Only a database that machines share has one. An entry is written in the transaction that changes
``indexed``, one transaction a generation at a time, so that entries are committed in their order:
whoever has seen one has seen all before it. Each follower is known by its home, with its position
in the log; what all of them have is dropped. Whoever is not heard of for long is not waited for,
and takes the whole generation anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, text, update

from index.catalog import schema
from index.catalog.locks import now, one_at_a_time
from index.catalog.upserts import upsert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_FORGOTTEN_SECONDS = 7 * 24 * 3600.0
"""A follower that is not seen for a week is not waited for."""
_log, _followers, _generations = schema.changes, schema.replicas, schema.generations


@dataclass(frozen=True, slots=True)
class Change:
    """A passage that came into a generation, or was taken out of it."""

    seq: int
    passage: str
    added: bool


@dataclass(frozen=True, slots=True)
class Follower:
    """A home that follows: how far it is, and how many seconds ago it was seen."""

    home: str
    position: int
    silent: float


def record(
    connection: Connection, generation: str, passages: Sequence[str], *, added: bool
) -> None:
    """Log that these passages came into a generation, or were taken out of it.

    Others that log the same generation wait until this transaction has ended, so it has to be
    short. Nothing is logged where no other machine can follow.
    """
    if not passages or connection.dialect.name != "postgresql":
        return
    one_at_a_time(connection, "changes", generation)
    moment = connection.scalar(select(now(connection)))
    each = {"generation": generation, "added": added, "at": moment}
    rows = [each | {"passage": passage} for passage in passages]
    connection.execute(insert(_log), rows)


def since(connection: Connection, generation: str, seq: int, limit: int) -> list[Change]:
    """The next changes of a generation behind ``seq``, in their order."""
    rows = connection.execute(
        select(_log.c.seq, _log.c.passage, _log.c.added)
        .where(_log.c.generation == generation, _log.c.seq > seq)
        .order_by(_log.c.seq)
        .limit(limit)
    )
    return [Change(*row) for row in rows]


def newest(connection: Connection, generation: str) -> int:
    """The last change of a generation, 0 if it has none; in the same read, ``indexed`` has it."""
    last = connection.scalar(select(func.max(_log.c.seq)).where(_log.c.generation == generation))
    return max(int(last or 0), _pruned(connection, generation))


def is_whole(connection: Connection, generation: str, seq: int) -> bool:
    """Whether every change behind ``seq`` is still there, and the log has ever gone so far.

    That of a generation that is gone, or of a database that was restored, has not.
    """
    column = select(_generations.c.pruned).where(_generations.c.id == generation)
    pruned = connection.scalar(column)
    return pruned is not None and pruned <= seq <= newest(connection, generation)


def identity(connection: Connection) -> str:
    """Which log this is: one that came from a dump is another one, and gives numbers again."""
    if connection.dialect.name != "postgresql":
        return ""
    return str(connection.scalar(text("SELECT to_regclass(:log)::oid"), {"log": _log.name}))


def behind(connection: Connection, generation: str, seq: int) -> tuple[int, float]:
    """How many changes follow ``seq``, and how many seconds ago the first of them was made."""
    count, first = connection.execute(
        select(func.count(), func.min(_log.c.at)).where(
            _log.c.generation == generation, _log.c.seq > seq
        )
    ).one()
    return int(count), ago(connection, first)


def added_since(connection: Connection, generation: str, seq: int) -> set[str]:
    """The passages that a generation had not at ``seq``, and got since then."""
    first: dict[str, bool] = {}
    log = select(_log.c.passage, _log.c.added).where(
        _log.c.generation == generation, _log.c.seq > seq
    )
    for passage, added in connection.execute(log.order_by(_log.c.seq)):
        first.setdefault(passage, added)
    return {passage for passage, added in first.items() if added}


def ago(connection: Connection, moment: float | None) -> float:
    """Seconds since a moment of the database's clock; 0 where there is none."""
    if moment is None:
        return 0.0
    return max(0.0, float(connection.scalar(select(now(connection))) or 0.0) - moment)


def follow(connection: Connection, home: str, generation: str, position: int) -> None:
    """Be known as a home that has every change up to ``position``, and is there."""
    seen = {"position": position, "seen_at": connection.scalar(select(now(connection)))}
    row = {"home": home, "generation": generation, **seen}
    upsert(connection, _followers, [row], keys=["home", "generation"])


def join(connection: Connection, home: str, generation: str) -> int:
    """Begin to follow a generation: the log is kept from its present end on, which is given."""
    position = newest(connection, generation)
    follow(connection, home, generation, position)
    return position


def leave(connection: Connection, home: str, *, generation: str | None = None) -> None:
    """Follow a generation no longer, or none."""
    whose = _followers.c.home == home
    if generation is not None:
        whose &= _followers.c.generation == generation
    connection.execute(delete(_followers).where(whose))


def followers(connection: Connection, generation: str) -> list[Follower]:
    """The homes that follow a generation, by name."""
    table = _followers
    silent = (now(connection) - table.c.seen_at).label("silent")
    rows = connection.execute(
        select(table, silent).where(table.c.generation == generation).order_by(table.c.home)
    )
    return [Follower(row.home, row.position, max(0.0, row.silent)) for row in rows]


def prune(connection: Connection, generation: str) -> int:
    """Drop the changes that every follower of a generation has, all where there is none; how many.

    Whoever begins to follow takes the whole generation first, and what is logged from then on.
    """
    one_at_a_time(connection, "changes", generation)
    positions = [
        each.position
        for each in followers(connection, generation)
        if each.silent < _FORGOTTEN_SECONDS
    ]
    last = min(positions, default=newest(connection, generation))
    gone = connection.execute(
        delete(_log).where(_log.c.generation == generation, _log.c.seq <= last)
    )
    if gone.rowcount:
        connection.execute(
            update(_generations).where(_generations.c.id == generation).values(pruned=last)
        )
    return int(gone.rowcount)


def forget(connection: Connection, generation: str) -> None:
    """Drop the log of a generation that is gone."""
    connection.execute(delete(_log).where(_log.c.generation == generation))
    connection.execute(delete(_followers).where(_followers.c.generation == generation))


def _pruned(connection: Connection, generation: str) -> int:
    column = select(_generations.c.pruned).where(_generations.c.id == generation)
    return int(connection.scalar(column) or 0)
