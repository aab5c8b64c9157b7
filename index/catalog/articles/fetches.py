"""What a server said of a URL's content when it was stored. Runs inside a transaction.

Nothing in clear but the server's own tag and date: the URL may hold a secret.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from index.catalog import schema
from index.catalog.upserts import upsert

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Validators:
    """Tag and date of the content that was stored; ``target`` is where the redirects ended."""

    target: str
    etag: str | None = None
    modified: str | None = None


def validators(connection: Connection, origin: str, *, returning: bool) -> Validators | None:
    """What to send with the next request; None where the content is wanted whatever it is.

    That is where nothing of it is in the catalog, and where withdrawn articles of it are to
    be ``returning``.
    """
    states = set(
        connection.scalars(
            select(schema.articles.c.state)
            .join(schema.sightings, schema.sightings.c.article == schema.articles.c.id)
            .where(schema.sightings.c.origin == origin)
            .distinct()
        )
    )
    if not states or (returning and "withdrawn" in states):
        return None
    row = connection.execute(select(schema.fetches).where(schema.fetches.c.origin == origin))
    found = row.first()
    return Validators(found.target, found.etag, found.modified) if found else None


def keep(connection: Connection, origin: str, found: Validators) -> None:
    """Store what came with content that is now in the catalog."""
    row = {
        "origin": origin,
        "target": found.target,
        "etag": found.etag,
        "modified": found.modified,
    }
    upsert(connection, schema.fetches, [row], keys=["origin"])
