"""Every row of one catalog into another, wherever either is.

Who is there to work with a database is no content of it: those rows are neither copied nor in the
way. Nor is what a database calls itself, and the marks that it has set on a server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, text

from index.catalog import schema
from index.catalog.locks import one_at_a_time
from index.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sqlalchemy import Connection, MetaData, Select, Table

_AT_ONCE = 1000
_OWN = schema.meta.c.key.in_(("schema", "home")) | schema.meta.c.key.startswith("mark ")
"""A catalog has its own version from the beginning, and its own collections."""


def copy_rows(
    source: Connection,
    target: Connection,
    more: MetaData,
    *,
    without: Collection[str] = (),
    progress: Callable[[str, int, int], None],
) -> dict[str, int]:
    """Write all rows of ``source`` into ``target``; how many, by table.

    ``more``: as on opening; ``without``: the names of tables that stay empty.

    Raises:
        CatalogError: the target is not empty, or does not have them all afterwards.
    """
    one_at_a_time(target, "copy")
    refuse_full(target, more)
    tables = [table for table in _lasting(more) if table.name not in without]
    counts = {table.name: _count(source, table) for table in tables}
    total, done = sum(counts.values()), 0
    for table in tables:
        rows = source.execution_options(yield_per=_AT_ONCE).execute(_all(table)).mappings()
        for part in rows.partitions():
            target.execute(insert(table), [dict(row) for row in part])
            done += len(part)
            progress("copying", done, total)
    _count_on(target, tables)
    if counts != {table.name: _count(target, table) for table in tables}:
        raise CatalogError("not every row arrived in the other database; nothing was changed.")
    return counts


def refuse_full(target: Connection, more: MetaData) -> None:
    """Leave a catalog alone that holds anything.

    Raises:
        CatalogError: it does.
    """
    full = [table.name for table in _lasting(more) if _count(target, table)]
    if full:
        raise CatalogError(
            f"the database to copy into is not empty (it has rows in {', '.join(full[:3])}); "
            "nothing was changed in it. Name an empty one."
        )


def _lasting(more: MetaData) -> list[Table]:
    tables = [*schema.metadata.sorted_tables, *more.sorted_tables]
    return [table for table in tables if not table.info.get(schema.FLEETING)]


def _all(table: Table) -> Select[Any]:
    return select(table).where(~_OWN) if table is schema.meta else select(table)


def _count(connection: Connection, table: Table) -> int:
    counted = select(func.count()).select_from(_all(table).subquery())
    return int(connection.scalar(counted) or 0)


def _count_on(target: Connection, tables: list[Table]) -> None:
    """Have numbers that the database gives go on behind those that were given."""
    if target.dialect.name != "postgresql":
        return  # which looks for the highest
    for table in tables:
        column = table.autoincrement_column
        highest = None if column is None else target.scalar(select(func.max(column)))
        if column is not None and highest is not None:
            named = {"table": table.name, "column": column.name, "highest": highest}
            target.execute(
                text("SELECT setval(pg_get_serial_sequence(:table, :column), :highest)"), named
            )
