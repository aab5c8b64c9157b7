"""The tables that the asking side hands to the catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bot.store.schema import metadata
from index.catalog import lookup, schema
from index.catalog.engine import Catalog

if TYPE_CHECKING:
    from pathlib import Path


def drop(path: Path, *tables: str) -> None:
    """A catalog that was made before there were these tables."""
    catalog = Catalog.open(path, tables=metadata)
    with catalog.write() as connection:
        for table in tables:
            connection.execute(text(f"DROP TABLE {table}"))
        lookup.set_meta(connection, "count", "7")
    catalog.close()


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_a_catalog_without_what_came_later_gets_it(tmp_path: Path, table: str) -> None:
    """Such a table says nothing where it is empty: nobody has to begin anew."""
    drop(tmp_path / "catalog.sqlite", table)

    with Catalog.open(tmp_path / "catalog.sqlite", tables=metadata).read() as connection:
        assert connection.execute(metadata.tables[table].select()).all() == []
        assert lookup.get_meta(connection, "count") == "7"


def test_a_home_without_a_bot_is_one_with_a_bot_later(tmp_path: Path) -> None:
    """The index alone makes its own tables; whoever hands over more gets more, and both go on."""
    Catalog.open(tmp_path / "catalog.sqlite").close()
    Catalog.open(tmp_path / "catalog.sqlite", tables=metadata).close()

    with Catalog.open(tmp_path / "catalog.sqlite").read() as connection:
        names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        assert set(names) >= {*schema.metadata.tables, *metadata.tables}
