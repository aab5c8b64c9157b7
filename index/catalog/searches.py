"""Searches that were made in a chat, so that their other pages can be opened later."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from index.catalog.people_schema import searches as table

if TYPE_CHECKING:
    from sqlalchemy import Connection

_ID_BYTES = 9


def keep(connection: Connection, query: str, *, prefix: str = "") -> str:
    """Keep the words of a search that is made now; its id, which begins with ``prefix``."""
    name = prefix + secrets.token_urlsafe(_ID_BYTES)
    connection.execute(insert(table).values(id=name, query=query, asked_at=time.time()))
    return name


def find(connection: Connection, search: str) -> tuple[str, datetime] | None:
    """The words of a search, and when it was made, if there is one with this id."""
    row = connection.execute(select(table).where(table.c.id == search)).first()
    if row is None:
        return None
    return row.query, datetime.fromtimestamp(row.asked_at, UTC)
