"""Reading the catalog: status, articles, citations, small values."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import delete, exists, func, select

from index.catalog import generations, jobs, schema
from index.catalog.locks import one_at_a_time
from index.catalog.upserts import upsert
from index.models import LEFT_OUT

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select

EMPTY_STATUS: dict[str, Any] = {
    "articles": 0,
    "undated": 0,
    "waiting": 0,
    "passages": 0,
    "embedder": None,
    "generation": None,
    "indexed_at": None,
    "jobs": [],
    "healthy": True,
    "last_reading": None,
}


def get_meta(connection: Connection, key: str) -> str | None:
    """A small value by its key."""
    found = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == key))
    return None if found is None else str(found)


def set_meta(connection: Connection, key: str, value: str) -> None:
    """Keep a small value."""
    upsert(connection, schema.meta, [{"key": key, "value": value}], keys=["key"])


def drop_meta(connection: Connection, key: str) -> None:
    """Keep a small value no longer."""
    connection.execute(delete(schema.meta).where(schema.meta.c.key == key))


def home_id(connection: Connection) -> str:
    """What this home is called where several homes share a place; drawn when first asked for."""
    one_at_a_time(connection, "home")
    found = get_meta(connection, "home")
    if found is None:
        found = uuid4().hex[:12]
        set_meta(connection, "home", found)
    return found


def last_reading(connection: Connection) -> tuple[int, float] | None:
    """Number and end, in seconds since the epoch, of the last run over the configured archive."""
    number = get_meta(connection, "last_reading")
    if number is None:
        return None
    ended = jobs.get(connection, int(number)).finished_at
    return None if ended is None else (int(number), ended)


def ended_since(connection: Connection, moment: float) -> list[jobs.Job]:
    """The runs that ended after a moment, in seconds since the epoch, in the order they ended."""
    table = schema.jobs
    ids = connection.scalars(
        select(table.c.id).where(table.c.finished_at > moment).order_by(table.c.finished_at)
    ).all()
    return [jobs.get(connection, number) for number in ids]


def problems(connection: Connection) -> list[str]:
    """What the database's own check finds wrong with its file; empty where it is sound."""
    if connection.dialect.name != "sqlite":
        return []
    found = connection.exec_driver_sql("PRAGMA quick_check(10)").scalars()
    return [str(line) for line in found if line != "ok"]


def status(connection: Connection) -> dict[str, Any]:
    """The object of the ``status`` command."""
    live = generations.live(connection)
    failed = jobs.last_failed(connection)
    waiting = jobs.unfinished(connection) + ([failed] if failed else [])
    return {
        "articles": count_articles(connection),
        "undated": count_undated(connection),
        "waiting": count_waiting(connection, live.id if live else ""),
        "passages": generations.count_indexed(connection, live.id) if live else 0,
        "embedder": live.embedder if live else None,
        "generation": live.id if live else None,
        "indexed_at": iso(live.updated_at) if live else None,
        "jobs": [
            {name: getattr(job, name) for name in ("id", "kind", "state", "done", "total")}
            for job in waiting
        ],
        "healthy": failed is None and jobs.verdict(connection) is not False,
        "last_reading": _last_reading(jobs.last_read(connection)),
    }


def _last_reading(job: jobs.Job | None) -> dict[str, Any] | None:
    """What went wrong at the last reading: counts, and a sentence for each location not read."""
    if job is None:
        return None
    result = job.result or {}
    each = [1 for _ in result.get("warnings", ())]  # runs of before counted nothing else
    return {
        "finished_at": iso(job.finished_at),
        "rejected": len(result.get("rejected", ())),
        "failed": [*result.get("failed", ()), *([job.error] if job.error else ())],
        "warnings": sum(
            [kind["count"] for kind in result["remarks"] if kind["kind"] != LEFT_OUT]
            if "remarks" in result
            else each
        ),
    }


def count_articles(connection: Connection) -> int:
    """Number of articles that answers may use."""
    live = schema.articles.c.state == "live"
    return int(connection.scalar(select(func.count()).where(live)) or 0)


def count_undated(connection: Connection) -> int:
    """How many of them have no date: a question about a time prefers others."""
    articles, versions = schema.articles, schema.versions
    newest = articles.join(versions, versions.c.id == articles.c.version)
    undated = (articles.c.state == "live") & versions.c.published.is_(None)
    return int(connection.scalar(select(func.count()).select_from(newest).where(undated)) or 0)


def count_waiting(connection: Connection, generation: str) -> int:
    """How many of them were read, and ``generation`` cannot answer from all that they say.

    What another article says too, word for word, is answered from that.
    """
    return int(connection.scalar(_waiting(generation, func.count())) or 0)


def first_waiting(connection: Connection, generation: str, *, since: float) -> float | None:
    """When the first of those was read that came in after a moment, in seconds since the epoch."""
    came = schema.versions.c.created_at
    found = connection.scalar(_waiting(generation, func.min(came)).where(came > since))
    return None if found is None else float(found)


def _waiting(generation: str, what: ColumnElement[Any]) -> Select[Any]:
    """``what`` there is of the live articles that ``generation`` cannot answer from."""
    articles, versions, passages = schema.articles, schema.versions, schema.passages
    indexed, twin = schema.indexed, schema.passages.alias("twin")
    mine = exists().where(indexed.c.generation == generation, indexed.c.passage == passages.c.id)
    other = (
        exists()
        .where(twin.c.digest == passages.c.digest)
        .where(indexed.c.generation == generation, indexed.c.passage == twin.c.id)
    )
    carried = exists().where(schema.carried.c.passage == passages.c.id)
    of_version = (passages.c.version == versions.c.id) & passages.c.current
    lacks = exists().where(of_version, ~mine, ~other, ~carried)
    newest = articles.join(versions, versions.c.id == articles.c.version)
    waiting = (articles.c.state == "live") & (versions.c.split_with.is_(None) | lacks)
    return select(what).select_from(newest).where(waiting)


def iso(seconds: float | None) -> str | None:
    """The moment so many seconds after the epoch, in UTC, as every command writes it."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
