"""Opening the catalog."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from index.catalog import lookup, schema
from index.catalog.engine import Catalog
from index.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    """A new catalog."""
    made = Catalog.open(tmp_path / "catalog.sqlite")
    yield made
    made.close()


def test_a_new_catalog_has_every_table(catalog: Catalog) -> None:
    """The schema is made at once and its version is written down."""
    with catalog.read() as connection:
        names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'"))

        assert set(names) >= set(schema.metadata.tables)
        assert lookup.get_meta(connection, "schema") == str(schema.VERSION)


def test_what_was_written_is_there_when_opened_again(tmp_path: Path, catalog: Catalog) -> None:
    """A second handle, as another process has it, reads the same."""
    with catalog.write() as connection:
        lookup.set_meta(connection, "archive", "one")
        lookup.set_meta(connection, "archive", "two")

    other = Catalog.open(tmp_path / "catalog.sqlite")
    with other.read() as connection:
        assert lookup.get_meta(connection, "archive") == "two"
        assert lookup.get_meta(connection, "nothing") is None
    other.close()


def test_a_transaction_is_kept_whole_or_not_at_all(catalog: Catalog) -> None:
    """An error inside takes everything back."""

    def fail() -> None:
        with catalog.write() as connection:
            lookup.set_meta(connection, "archive", "one")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    with catalog.read() as connection:
        assert lookup.get_meta(connection, "archive") is None


def test_a_reader_sees_one_moment(catalog: Catalog) -> None:
    """What is committed while it reads is not seen, and the writer does not wait for it."""
    with catalog.read() as reading:
        before = lookup.get_meta(reading, "archive")
        with catalog.write() as writing:
            lookup.set_meta(writing, "archive", "one")
        during = lookup.get_meta(reading, "archive")

    assert (before, during) == (None, None)


def test_writers_wait_for_each_other(catalog: Catalog) -> None:
    """Four threads count to 25 each and no step is lost."""

    def count() -> None:
        for _ in range(25):
            with catalog.write() as connection:
                found = int(lookup.get_meta(connection, "count") or 0)
                lookup.set_meta(connection, "count", str(found + 1))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with catalog.read() as connection:
        assert lookup.get_meta(connection, "count") == "100"


def rename_a_column(connection: Connection) -> None:
    """What a state between two versions looks like: the same number, another table."""
    connection.execute(text("ALTER TABLE jobs RENAME COLUMN configured TO mine"))


def lose_a_table(connection: Connection) -> None:
    """An earlier state had fewer."""
    connection.execute(text("DROP TABLE fetches"))


def lower_the_number(connection: Connection) -> None:
    """An earlier version, from which there are no steps to this one."""
    lookup.set_meta(connection, "schema", "4")


@pytest.mark.parametrize("change", [rename_a_column, lose_a_table, lower_the_number])
def test_a_catalog_of_another_version_is_refused(
    tmp_path: Path, catalog: Catalog, change: Callable[[Connection], None]
) -> None:
    """When it is opened, so every command says the same: which file, and what to do."""
    with catalog.write() as connection:
        change(connection)

    with pytest.raises(CatalogError) as caught:
        Catalog.open(tmp_path / "catalog.sqlite")

    assert str(caught.value) == (
        f"{tmp_path}/catalog.sqlite was made by another version of Pressmark; move PRESSMARK_HOME "
        "away and run `pressmark index` with what it had read (citations and withdrawals of the "
        "old home stay in it)."
    )


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    """The sentence names the file and what to do."""
    (tmp_path / "catalog.sqlite").write_bytes(b"this is no database" * 100)

    with pytest.raises(
        CatalogError,
        match=r"catalog\.sqlite: the catalog is damaged \(file is not a database\); restore a copy",
    ):
        Catalog.open(tmp_path / "catalog.sqlite")


def test_a_database_without_our_tables_is_left_as_it_is(tmp_path: Path) -> None:
    """Not a byte of it changes, and the sentence says whose it seems to be."""
    path = tmp_path / "catalog.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE cookies (name TEXT)")
    connection.close()
    before = path.read_bytes()

    with pytest.raises(CatalogError) as caught:
        Catalog.open(path)

    assert str(caught.value) == (
        "catalog.sqlite: is a database of another program (its tables: cookies); "
        "nothing was changed in it. Move it away, or set another PRESSMARK_HOME."
    )
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_another_program_s_database_is_refused(tmp_path: Path) -> None:
    """A table ``meta`` that is not ours gives a sentence, not a traceback."""
    connection = sqlite3.connect(tmp_path / "catalog.sqlite")
    connection.execute("CREATE TABLE meta (something TEXT)")
    connection.close()

    with pytest.raises(CatalogError, match="the catalog cannot be used"):
        Catalog.open(tmp_path / "catalog.sqlite")


def test_a_place_that_cannot_be_written_names_the_setting(tmp_path: Path) -> None:
    """A file where the folder should be."""
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(CatalogError, match="set PRESSMARK_HOME to a folder you may write"):
        Catalog.open(tmp_path / "file" / "home" / "catalog.sqlite")


def test_a_failing_statement_is_a_catalog_error(catalog: Catalog) -> None:
    """Nothing of SQLAlchemy gets out."""
    with (
        pytest.raises(CatalogError, match=r"the catalog cannot be used .*no such table"),
        catalog.read() as connection,
    ):
        connection.execute(text("SELECT 1 FROM nowhere"))
