"""Catalogs of an earlier version are brought to this one, in either database."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect, select, text

from bot.store import answers, people
from bot.store.schema import metadata
from index.catalog import jobs, lookup, schema
from index.catalog.databases.migration import STEPS
from index.catalog.engine import Catalog
from index.errors import CatalogError
from index.models import Span
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

HOME_5 = (ROOT / "tests" / "data" / "home-5.sql").read_text(encoding="utf-8")
"""What ``.dump`` gave of a home of version 5: two articles, an answer, a person, a run."""


_LATER = (
    ("jobs", "owner"),
    ("jobs", "lease"),
    ("updates", "chat"),
    ("updates", "owner"),
    ("deliveries", "owner"),
    ("generations", "switched_at"),
    ("generations", "pruned"),
)
"""Columns that came after it."""


def home_5(path: Path) -> Path:
    """A catalog as version 5 left it."""
    connection = sqlite3.connect(path)
    connection.executescript(HOME_5)
    connection.close()
    return path


def earlier(catalog: Catalog) -> None:
    """Make a catalog what it was in version 5."""
    with catalog.write() as connection:
        for table, column in _LATER:
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        for table in ("alembic_version", "changes", "replicas", "parcels", "workers"):
            connection.execute(text(f"DROP TABLE {table}"))
        lookup.set_meta(connection, "schema", "5")
        lookup.set_meta(connection, "archive", "kept")


def versions(connection: Connection) -> tuple[str | None, list[str]]:
    """What the catalog and what Alembic say of the version."""
    marks = connection.scalars(text("SELECT version_num FROM alembic_version"))
    return lookup.get_meta(connection, "schema"), list(marks)


def test_a_home_of_version_5_goes_on(tmp_path: Path) -> None:
    """Articles, answers, people, runs: all are there, and a citation still leads to its words."""
    catalog = Catalog.open(home_5(tmp_path / "catalog.sqlite"), tables=metadata)

    with catalog.read() as connection:
        cited = answers.cited(connection, "e5nt32fgsxamp4wq")
        assert versions(connection) == (str(schema.VERSION), [str(schema.VERSION)])
        assert lookup.count_articles(connection) == 2
        assert (cited.verbatim, cited.quote) == (
            "The ferry to Brae was two hours late on Monday.",
            Span(0, 47),
        )
        assert people.find(connection, 5_000_000_001).name == "Ann"
        assert [job.state for job in jobs.unfinished(connection)] == ["running"]
    catalog.close()


def test_a_database_of_an_earlier_version_goes_on(either: Path | str) -> None:
    """Whichever it is; and opened again, nothing is left to do."""
    made = Catalog.open(either, tables=metadata)
    earlier(made)
    made.close()

    for _ in range(2):
        catalog = Catalog.open(either, tables=metadata)
        with catalog.read() as connection:
            assert versions(connection) == (str(schema.VERSION), [str(schema.VERSION)])
            assert lookup.get_meta(connection, "archive") == "kept"
            assert connection.scalar(select(schema.jobs.c.lease)) is None
        catalog.close()


def test_processes_that_start_at_once_take_the_steps_once(either: Path | str) -> None:
    """The others wait, and find it done."""
    made = Catalog.open(either, tables=metadata)
    earlier(made)
    made.close()

    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: Catalog.open(either, tables=metadata), range(4)))

    with opened[0].read() as connection:
        assert versions(connection) == (str(schema.VERSION), [str(schema.VERSION)])
    for catalog in opened:
        catalog.close()


def test_processes_that_start_at_once_make_the_tables_once(bare_database: str) -> None:
    """Of an empty database, too."""
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: Catalog.open(bare_database, tables=metadata), range(4)))

    with opened[0].read() as connection:
        assert versions(connection) == (str(schema.VERSION), [str(schema.VERSION)])
    for catalog in opened:
        catalog.close()


def test_a_later_version_is_refused(either: Path | str) -> None:
    """Nothing is changed, and the sentence says which programme made it."""
    made = Catalog.open(either)
    made.change(lookup.set_meta, "schema", "99")
    made.close()

    with pytest.raises(CatalogError) as caught:
        Catalog.open(either)

    assert str(caught.value).endswith(
        " was made by a later version of Pressmark (its tables have version 99, this one knows "
        f"{schema.VERSION}); install that version again, or restore a copy of before."
    )


def test_an_earlier_home_that_can_only_be_read_is_refused(tmp_path: Path) -> None:
    """Its tables cannot be changed where it lies."""
    home_5(tmp_path / "catalog.sqlite")
    done = subprocess.run(
        [sys.executable, "-c", _AS_SOMEBODY_ELSE, str(tmp_path / "catalog.sqlite")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.endswith(
        "was made by an earlier version of Pressmark and can only be read here; copy it to where "
        "it can be written.\n"
    ), done.stderr


_AS_SOMEBODY_ELSE = """
import os, sys
from pathlib import Path
from index.catalog.engine import Catalog
from index.errors import CatalogError

os.access = lambda *_: False  # as for everybody but the system's own
try:
    Catalog.open(Path(sys.argv[1]))
except CatalogError as exc:
    print(exc)
"""


def test_steps_and_tables_come_to_the_same(tmp_path: Path, database: str) -> None:
    """A home that was changed step by step has the columns of one that is new."""
    stepped = Catalog.open(home_5(tmp_path / "catalog.sqlite"), tables=metadata)
    fresh = Catalog.open(database, tables=metadata)

    def columns(catalog: Catalog) -> dict[str, set[str]]:
        """Of every table."""
        with catalog.read() as connection:
            found = inspect(connection)
            names = found.get_table_names()
            return {name: {each["name"] for each in found.get_columns(name)} for name in names}

    assert columns(stepped) == columns(fresh)
    stepped.close()
    fresh.close()


def test_every_version_has_its_step() -> None:
    """From the first one that is not refused."""
    names = sorted(path.stem for path in STEPS.glob("version_*.py"))

    assert names == [f"version_{number}" for number in range(5, schema.VERSION + 1)]
