"""Albums of documents, whose parts come one by one: what one part says counts for all."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from index.catalog.people_schema import albums as table
from index.catalog.upserts import upsert

if TYPE_CHECKING:
    from sqlalchemy import Connection

_KEPT_SECONDS = 86_400.0
"""Parts of an album come within seconds, or within the day for which Telegram keeps updates."""


def want(connection: Connection, album: str) -> list[dict[str, Any]]:
    """Have the album read, what comes of it later too; the parts that came before and wait."""
    _, waiting = _find(connection, album)
    _keep(connection, album, wanted=True, waiting=waiting)
    return waiting


def is_wanted(connection: Connection, album: str, part: dict[str, Any]) -> bool:
    """Whether this part is to be read; if not, it waits until the album is wanted."""
    wanted, waiting = _find(connection, album)
    if not wanted and part not in waiting:
        _keep(connection, album, wanted=False, waiting=[*waiting, part])
    return wanted


def is_read(connection: Connection, album: str, part: dict[str, Any]) -> None:
    """This part waits no longer."""
    wanted, waiting = _find(connection, album)
    left = [each for each in waiting if each != part]
    _keep(connection, album, wanted=wanted, waiting=left)


def _find(connection: Connection, album: str) -> tuple[bool, list[dict[str, Any]]]:
    row = connection.execute(select(table).where(table.c.id == album)).first()
    return (False, []) if row is None else (row.wanted, list(row.waiting))


def _keep(
    connection: Connection, album: str, *, wanted: bool, waiting: list[dict[str, Any]]
) -> None:
    now = time.time()
    connection.execute(delete(table).where(table.c.changed_at < now - _KEPT_SECONDS))
    row = {"id": album, "wanted": wanted, "waiting": waiting, "changed_at": now}
    upsert(connection, table, [row], keys=["id"])
