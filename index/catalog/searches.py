"""Searches that were made in a chat, so that their other pages can be opened later."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from index.catalog.people_schema import searches as table

if TYPE_CHECKING:
    from sqlalchemy import Connection

_ID_BYTES = 9
_KEPT_SECONDS = 180 * 86_400.0
"""Pages of older searches are not turned any more."""


def keep(connection: Connection, query: str, *, prefix: str = "") -> str:
    """Keep the words of a search that is made now; its id, which begins with ``prefix``."""
    name = prefix + secrets.token_urlsafe(_ID_BYTES)
    now = time.time()
    connection.execute(delete(table).where(table.c.asked_at < now - _KEPT_SECONDS))
    connection.execute(insert(table).values(id=name, query=query, asked_at=now))
    return name


def find(connection: Connection, search: str) -> tuple[str, datetime] | None:
    """The words of a search, and when it was made, if there is one with this id."""
    row = connection.execute(select(table).where(table.c.id == search)).first()
    if row is None:
        return None
    return row.query, datetime.fromtimestamp(row.asked_at, UTC)
