"""Lines that repeat in an outlet's articles: counting them, and those that are boilerplate.

A line counts once a headline of an outlet, so that twenty editions of one story are one story.
Boilerplate is never taken back: which lines it has does not depend on the order of counting.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, or_, select, update

from index.catalog import schema
from index.catalog.locks import one_at_a_time
from index.catalog.upserts import insert_new, upsert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

_MOST_VALUES = 5_000
"""Values in one statement; SQLite takes 32,766."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The lines of an article's newest version: digests, and how many repeats each needs."""

    article: str
    version: str
    headline: int
    lines: dict[int, int]


def uncounted(connection: Connection) -> list[str]:
    """Newest versions of live articles whose lines were not counted, sorted."""
    articles, counted = schema.articles, schema.counted
    return list(
        connection.scalars(
            select(articles.c.version)
            .outerjoin(counted, counted.c.article == articles.c.id)
            .where(
                articles.c.state == "live",
                or_(counted.c.version.is_(None), counted.c.version != articles.c.version),
            )
            .order_by(articles.c.version)
        )
    )


def countable(connection: Connection, versions: Sequence[str]) -> Sequence[Any]:
    """What counting needs of these versions."""
    table = schema.versions
    return connection.execute(
        select(
            table.c.id,
            table.c.article,
            table.c.title,
            table.c.text,
            table.c.body,
            table.c.source,
            table.c.url,
        )
        .where(table.c.id.in_(versions))
        .order_by(table.c.id)
    ).all()


def count_boilerplate(connection: Connection) -> int:
    """How many lines are left out of passages, which never gets less."""
    return int(connection.scalar(select(func.count()).select_from(schema.boilerplate)) or 0)


def boilerplate(connection: Connection) -> set[int]:
    """Digests of the lines that are left out of passages."""
    return set(connection.scalars(select(schema.boilerplate.c.line)))


def count(connection: Connection, found: Sequence[Counted]) -> int:
    """Count the lines of versions; how many articles are to be cut again because of them."""
    one_at_a_time(connection, "lines")
    needed = {line: needs for each in found for line, needs in each.lines.items()}
    needed = {line: needed[line] for line in needed.keys() - _known(connection, needed)}
    rows = [
        {"line": line, "headline": each.headline}
        for each in found
        for line in each.lines
        if line in needed
    ]
    insert_new(connection, schema.lines, rows)
    marks = [
        {"article": each.article, "version": each.version, "headline": each.headline}
        for each in found
    ]
    upsert(connection, schema.counted, marks, keys=["article"])
    crossed = [line for line, often in _counts(connection, needed) if often >= needed[line]]
    return _leave_out(connection, crossed) if crossed else 0


def _known(connection: Connection, lines: Iterable[int]) -> set[int]:
    table = schema.boilerplate
    return {
        line
        for some in _portions(lines)
        for line in connection.scalars(select(table.c.line).where(table.c.line.in_(some)))
    }


def _counts(connection: Connection, lines: Iterable[int]) -> list[tuple[int, int]]:
    table = schema.lines
    return [
        (row.line, row.often)
        for some in _portions(lines)
        for row in connection.execute(
            select(table.c.line, func.count().label("often"))
            .where(table.c.line.in_(some))
            .group_by(table.c.line)
        )
    ]


def _leave_out(connection: Connection, crossed: Sequence[int]) -> int:
    """Make lines boilerplate; the articles that have one lose their mark of being cut."""
    lines, counted, versions = schema.lines, schema.counted, schema.versions
    connection.execute(insert(schema.boilerplate), [{"line": line} for line in crossed])
    again = 0
    for some in _portions(crossed):
        having = (
            select(counted.c.version)
            .join(lines, lines.c.headline == counted.c.headline)
            .where(lines.c.line.in_(some))
        )
        again += connection.execute(
            update(versions)
            .where(versions.c.id.in_(having), versions.c.split_with.is_not(None))
            .values(split_with=None)
        ).rowcount
        connection.execute(delete(lines).where(lines.c.line.in_(some)))
    return again


def _portions(lines: Iterable[int]) -> Iterator[list[int]]:
    waiting = iter(lines)
    while some := list(islice(waiting, _MOST_VALUES)):
        yield some
