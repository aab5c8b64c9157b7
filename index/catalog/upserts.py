"""Insert, or overwrite or leave what is there, in either database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection, Table


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
    on_postgresql = connection.dialect.name == "postgresql"
    return postgresql.insert(table) if on_postgresql else sqlite.insert(table)
