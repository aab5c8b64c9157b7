"""Insert, or overwrite or leave what is there, in either database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection, Table
    from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    connection: Connection,
    table: Table,
    rows: list[dict[str, Any]],
    *,
    keys: list[str],
    changing: Collection[str] | None = None,
) -> None:
    """Insert rows, or overwrite those with the same keys: all of them, or what is ``changing``."""
    if not rows:
        return
    statement = _insert(connection, table)
    names = [name for name in rows[0] if name not in keys] if changing is None else changing
    changed = {name: statement.excluded[name] for name in names}
    kept = (
        statement.on_conflict_do_update(index_elements=keys, set_=changed)
        if changed
        else statement.on_conflict_do_nothing(index_elements=keys)
    )
    connection.execute(kept, rows)


def insert_new(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows; where one breaks a unique key, what is there stays as it is."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), rows)


def _insert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - takes longer than `status`

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite  # noqa: PLC0415 - it brings the other one along, too

    return sqlite.insert(table)
