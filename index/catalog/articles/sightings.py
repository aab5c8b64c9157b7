"""Which files hold which articles, and what becomes of those that none holds any more.

Every function runs inside a transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, select, update

from index.catalog import schema
from index.catalog.upserts import upsert

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Origin:
    """A file or feed that holds articles: a digest of where it is, and a name for people.

    ``place`` is the digest of the folder that it was found in.
    """

    id: str
    name: str
    place: str | None = None
    bundled: bool = False


def sight(connection: Connection, articles: Iterable[str], *, origin: str, run: str) -> None:
    """Record that ``run`` met these articles in a file."""
    rows = [{"origin": origin, "article": article, "run": run} for article in articles]
    upsert(connection, schema.sightings, rows, keys=["origin", "article"])


def seen(connection: Connection, articles: Iterable[str], *, origin: str) -> set[str]:
    """Those of ``articles`` that a file is known to hold."""
    table = schema.sightings
    return set(
        connection.scalars(
            select(table.c.article).where(
                table.c.origin == origin, table.c.article.in_(set(articles))
            )
        )
    )


def forget_unseen(connection: Connection, *, run: str, origins: Iterable[str]) -> None:
    """Drop the sightings that ``run`` did not renew in files it has read completely."""
    for origin in origins:
        table = schema.sightings
        connection.execute(delete(table).where(table.c.origin == origin, table.c.run != run))


def forget_bundled(connection: Connection) -> None:
    """Drop the sightings of the sample that comes with the program."""
    bundled = select(schema.origins.c.id).where(schema.origins.c.bundled)
    connection.execute(delete(schema.sightings).where(schema.sightings.c.origin.in_(bundled)))


def holds_own(connection: Connection) -> bool:
    """Whether any article comes from elsewhere than the sample."""
    table, origins = schema.sightings, schema.origins
    own = select(table.c.article).join(origins, origins.c.id == table.c.origin)
    return connection.execute(own.where(~origins.c.bundled).limit(1)).first() is not None


def remove_orphans(connection: Connection) -> int:
    """Mark live articles that no file holds any more as removed; how many."""
    held = exists().where(schema.sightings.c.article == schema.articles.c.id)
    result = connection.execute(
        update(schema.articles)
        .where(schema.articles.c.state == "live", ~held)
        .values(state="removed")
    )
    return int(result.rowcount)


def remember_origin(connection: Connection, origin: Origin) -> None:
    """Store ``origin``, or what has changed about it."""
    row = {"id": origin.id, "name": origin.name, "bundled": origin.bundled}
    upsert(connection, schema.origins, [row], keys=["id"])
    if origin.place:
        found = {"origin": origin.id, "place": origin.place}
        upsert(connection, schema.finds, [found], keys=["origin", "place"])
