"""Generations in the catalog: which complete build of the index answers, and its vectors."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from index.catalog import changes, schema
from index.catalog.locks import now
from index.catalog.upserts import insert_new, upsert
from index.digests import opaque_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, Row, Select

_HOME = "vectors"
"""The small value that says which home has the vectors, where several share a database."""


def live(connection: Connection) -> Row[Any] | None:
    """The generation that answers: ``id``, ``embedder``, ``updated_at``."""
    return connection.execute(
        select(schema.generations).where(schema.generations.c.state == "live")
    ).first()


def begin(connection: Connection, *, embedder: str) -> str:
    """A new generation, or the one an interrupted rebuild with the same embedder has begun."""
    building = connection.execute(
        select(schema.generations.c.id).where(
            schema.generations.c.state == "building", schema.generations.c.embedder == embedder
        )
    ).scalar()
    if building:
        return str(building)
    now = time.time()
    generation = opaque_id("generation", embedder, repr(now))[:8]
    connection.execute(
        insert(schema.generations).values(
            id=generation, embedder=embedder, state="building", created_at=now
        )
    )
    return generation


def switch(connection: Connection, generation: str) -> None:
    """Let ``generation`` answer from now on, in one step; all others are retired."""
    table = schema.generations
    connection.execute(update(table).values(state="retired"))
    answers = {"state": "live", "switched_at": now(connection)}
    connection.execute(update(table).where(table.c.id == generation).values(answers))


def building(connection: Connection) -> list[Row[Any]]:
    """The generations that are being made, and are to answer: rows as that of `live`."""
    found = select(schema.generations).where(schema.generations.c.state == "building")
    return list(connection.execute(found.order_by(schema.generations.c.created_at)))


def touch(connection: Connection, generation: str, at: float | None = None) -> None:
    """Record that ``generation`` is up to date ``at`` a time, seconds since 1970; None: now.

    Readers look at this to see changes.
    """
    table, moment = schema.generations, time.time() if at is None else at
    connection.execute(update(table).where(table.c.id == generation).values(updated_at=moment))
    changes.prune(connection, generation)


def forget(connection: Connection, generation: str) -> None:
    """Drop a generation from the catalog."""
    table, indexed = schema.generations, schema.indexed
    connection.execute(delete(indexed).where(indexed.c.generation == generation))
    changes.forget(connection, generation)
    connection.execute(delete(table).where(table.c.id == generation))


def retired(connection: Connection) -> list[str]:
    """Generations that answer no more and wait to be removed."""
    table = schema.generations
    return list(connection.scalars(select(table.c.id).where(table.c.state == "retired")))


def forget_others(connection: Connection, generation: str) -> None:
    """Drop every generation but this one from the catalog."""
    table = schema.generations
    for other in connection.scalars(select(table.c.id).where(table.c.id != generation)).all():
        forget(connection, other)


def count_indexed(connection: Connection, generation: str) -> int:
    """Number of passages that ``generation`` has."""
    return int(
        connection.scalar(select(func.count()).where(schema.indexed.c.generation == generation))
        or 0
    )


def indexed_of(connection: Connection, passages: Sequence[str], *, generation: str) -> set[str]:
    """Those of the passages that ``generation`` has."""
    table = schema.indexed
    has = (table.c.generation == generation, table.c.passage.in_(passages))
    return set(connection.scalars(select(table.c.passage).where(*has)))


def count_embedded(connection: Connection, *, embedder: str) -> int:
    """Number of texts whose vectors are in the file."""
    table = schema.vectors
    counted = select(func.count()).where(table.c.embedder == embedder)
    return int(connection.scalar(counted) or 0)


def known_rows(connection: Connection, *, embedder: str, digests: Sequence[str]) -> dict[str, int]:
    """Rows of the vector file by text digest, for those digests that have one."""
    table = schema.vectors
    rows = connection.execute(
        select(table.c.digest, table.c.row).where(
            table.c.embedder == embedder, table.c.digest.in_(digests)
        )
    )
    return {row.digest: row.row for row in rows}


def remember_rows(
    connection: Connection, *, embedder: str, digests: Sequence[str], first: int
) -> None:
    """Record that the vectors of ``digests`` stand in the rows from ``first`` on."""
    rows = [
        {"embedder": embedder, "digest": each, "row": first + offset}
        for offset, each in enumerate(digests)
    ]
    insert_new(connection, schema.vectors, rows)


def holders(
    connection: Connection, *, embedder: str, digests: Sequence[str]
) -> dict[str, tuple[str, str]]:
    """By digest of a text a generation of the same embedder that has it, and its passage there."""
    indexed, passages, table = schema.indexed, schema.passages, schema.generations
    rows = connection.execute(
        select(passages.c.digest, indexed.c.generation, passages.c.id)
        .join(indexed, indexed.c.passage == passages.c.id)
        .join(table, table.c.id == indexed.c.generation)
        .where(table.c.embedder == embedder, passages.c.digest.in_(digests))
        .order_by(table.c.state != "live")
    )
    found: dict[str, tuple[str, str]] = {}
    for row in rows:
        found.setdefault(row.digest, (row.generation, row.id))
    return found


def adopt(connection: Connection, *, home: str) -> None:
    """Have the vectors be those of this home: what another one has in its file is none of it."""
    if not is_of(connection, home):
        connection.execute(delete(schema.vectors))
    upsert(connection, schema.meta, [{"key": _HOME, "value": home}], keys=["key"])


def is_of(connection: Connection, home: str) -> bool:
    """Whether the vectors that are known stand in the file of this home."""
    known = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == _HOME))
    return known is None or bool(known == home)


def forget_rows(connection: Connection, *, embedder: str, first: int) -> None:
    """Drop the rows from ``first`` on, which the vector file does not have."""
    table = schema.vectors
    connection.execute(delete(table).where(table.c.embedder == embedder, table.c.row >= first))


def forget_damaged(connection: Connection, *, embedder: str, rows: Sequence[int]) -> None:
    """Drop these rows of the vector file: what stands in them is no vector."""
    table, damaged = schema.vectors, set(rows)
    known = connection.execute(
        select(table.c.digest, table.c.row).where(table.c.embedder == embedder)
    )
    gone = [{"text": each.digest} for each in known if each.row in damaged]
    statement = delete(table).where(
        table.c.embedder == embedder, table.c.digest == bindparam("text")
    )
    if gone:
        connection.execute(statement, gone)


def count_rows(connection: Connection, *, embedder: str) -> int:
    """How many rows the vector file has to have."""
    newest = select(func.max(schema.vectors.c.row)).where(schema.vectors.c.embedder == embedder)
    found = connection.scalar(newest)
    return 0 if found is None else int(found) + 1


def rows_in_use(connection: Connection, *, embedder: str) -> list[int]:
    """The rows of the vector file that belong to a text."""
    table = schema.vectors
    return list(connection.scalars(select(table.c.row).where(table.c.embedder == embedder)))


def some_rows(connection: Connection, *, embedder: str, start: str, limit: int) -> list[int]:
    """A few rows in use, of the digests from ``start`` on: with a random one a random few."""
    table = schema.vectors
    statement = (
        select(table.c.row)
        .where(table.c.embedder == embedder, table.c.digest >= start)
        .order_by(table.c.digest)
        .limit(limit)
    )
    return list(connection.scalars(statement))


def names(connection: Connection) -> set[str]:
    """Every generation that the catalog knows."""
    return set(connection.scalars(select(schema.generations.c.id)))


def count_vectors(connection: Connection, *, generation: str, embedder: str) -> int:
    """Number of passages that ``generation`` has and whose vectors are known."""
    indexed, passages, vectors = schema.indexed, schema.passages, schema.vectors
    count = connection.scalar(
        select(func.count())
        .select_from(indexed)
        .join(passages, passages.c.id == indexed.c.passage)
        .join(
            vectors,
            (vectors.c.digest == passages.c.digest) & (vectors.c.embedder == embedder),
        )
        .where(indexed.c.generation == generation)
    )
    return int(count or 0)


def columns(connection: Connection, *, generation: str, embedder: str) -> Sequence[Any]:
    """For every indexed passage: ``passage``, ``article``, vector's ``row``, ``epoch``, ``source``.

    ``row`` is None where the vector was lost.
    """
    vectors, passages = schema.vectors, schema.passages
    here = (vectors.c.digest == passages.c.digest) & (vectors.c.embedder == embedder)
    facts = _facts(vectors.c.row).outerjoin(vectors, here)
    return connection.execute(facts.where(schema.indexed.c.generation == generation)).all()


def facts_at(connection: Connection, generation: str, seq: int) -> list[Any]:
    """The same as of a change in the log, with the ``digest`` of the text instead of a row.

    What was taken out behind that change is left out too. Every one has to be there still.
    """
    came = changes.added_since(connection, generation, seq)
    now = _facts(schema.passages.c.digest).where(schema.indexed.c.generation == generation)
    return [row for row in connection.execute(now) if row.passage not in came]


def unseen(connection: Connection, generation: str, seq: int) -> tuple[int, float] | None:
    """What whoever has a generation up to ``seq`` does not see of the one that answers.

    How many passages came or went, and how many seconds ago the first; of another generation all
    are new, since it answers. None where none does.
    """
    now_live = live(connection)
    if now_live is None:
        return None
    if now_live.id == generation:
        return changes.behind(connection, generation, seq)
    since = now_live.switched_at or now_live.updated_at or now_live.created_at
    return count_indexed(connection, now_live.id), changes.ago(connection, since)


def to_follow(connection: Connection) -> list[Row[Any]]:
    """The generation that answers, then those that soon may, rows as that of `live`; or none."""
    now_live = live(connection)
    return [now_live, *building(connection)] if now_live else []


def every_indexed(connection: Connection, generation: str) -> list[str]:
    """The passages that a generation has, sorted."""
    table = schema.indexed
    return sorted(
        connection.scalars(select(table.c.passage).where(table.c.generation == generation))
    )


def _facts(also: ColumnElement[Any]) -> Select[Any]:
    """What is known of indexed passages, and one thing more."""
    passages, versions, indexed = schema.passages, schema.versions, schema.indexed
    named = passages.c.id.label("passage")
    return (
        select(named, versions.c.article, also, versions.c.epoch, versions.c.source)
        .select_from(passages)
        .join(versions, versions.c.id == passages.c.version)
        .join(indexed, indexed.c.passage == passages.c.id)
    )
