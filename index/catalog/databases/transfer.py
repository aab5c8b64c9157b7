"""Every row of one catalog into another, wherever either is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, text

from index.catalog import schema
from index.catalog.locks import one_at_a_time
from index.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, MetaData, Select, Table

_AT_ONCE = 1000
_OWN = schema.meta.c.key != "schema"
"""A catalog has its own version from the beginning."""


def copy_rows(
    source: Connection,
    target: Connection,
    more: MetaData,
    *,
    progress: Callable[[str, int, int], None],
) -> dict[str, int]:
    """Write all rows of ``source`` into ``target``; how many, by table. ``more``: as on opening.

    Raises:
        CatalogError: the target is not empty, or does not have them all afterwards.
    """
    one_at_a_time(target, "copy")
    tables = [*schema.metadata.sorted_tables, *more.sorted_tables]
    full = [table.name for table in tables if _count(target, table)]
    if full:
        raise CatalogError(
            f"the database to copy into is not empty (it has rows in {', '.join(full[:3])}); "
            "nothing was changed in it. Name an empty one."
        )
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


def _all(table: Table) -> Select[Any]:
    return select(table).where(_OWN) if table is schema.meta else select(table)


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
