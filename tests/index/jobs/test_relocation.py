"""A home moves into another database with all that it has."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from bot.__main__ import main
from bot.store import answers, budgets, people
from bot.store.schema import metadata
from index.catalog import jobs, leases, schema
from index.catalog.articles import locations
from index.catalog.engine import Catalog
from index.errors import BusyError, CatalogError, NotFoundError, SettingsError
from index.jobs.relocation import relocate
from index.models import Query, Span
from tests.conftest import ROOT, SAMPLE, Score, open_library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from index.embedding.bundled import BundledEmbedder
    from index.library import Library

QUESTIONS = ("Who stole the bell?", "Lady Ingrid aground", "storm flood wall", "Маяк")


@pytest.fixture
def source(tmp_path: Path, sample_home: Path, bundled: BundledEmbedder) -> Path:
    """The sample's home, as people have used it."""
    home = shutil.copytree(sample_home, tmp_path / "old")
    library = open_library(home, bundled)
    with library.catalog.write() as connection:
        passage = connection.scalars(select(schema.passages.c.id)).first()
        assert passage is not None
        answers.store_citations(connection, [("cited", passage, Span(0, 9))])
        answers.store_answer(
            connection, answer="an-answer", conversation="c", question="Why\0?", content={"n": [1]}
        )
        people.set_state(connection, 2**40, "admitted", name="Ann")
        budgets.take(connection, {2**40: None})
        jobs.enqueue(connection, "add", ["somewhere"])
        connection.execute(text("UPDATE jobs SET state = 'running' WHERE kind = 'add'"))
    library.close()
    return home


@pytest.fixture
def library(tmp_path: Path, database: str, bundled: BundledEmbedder) -> Iterator[Library]:
    """An empty home whose catalog is to be on a server."""
    made = open_library(tmp_path / "new" / "home", bundled, database=database)
    yield made
    made.close()


def rows(catalog: Catalog) -> dict[str, list[str]]:
    """All that a catalog has, in an order of its own; of what both write differently the same."""
    tables = {**schema.metadata.tables, **metadata.tables}
    with catalog.read() as connection:
        found = {
            name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for name, table in tables.items()
        }
    found["meta"] = [each for each in found["meta"] if "'locations'" not in each]
    return found


def hits(library: Library) -> list[tuple[str, str, float]]:
    """What some questions find, in order."""
    return [
        (hit.passage.id, hit.passage.text, Score(hit.score))
        for question in QUESTIONS
        for hit in library.retriever.search(Query(question, 10))
    ]


def test_everything_of_a_home_is_in_the_database_and_found(
    source: Path, library: Library, bundled: BundledEmbedder
) -> None:
    """Each row as it was, but what was running, which waits; the same hits in the same order."""
    counts = relocate(library, source)

    before = open_library(source, bundled)
    was, moved = rows(before.catalog), rows(library.catalog)
    was["jobs"] = [each.replace("'running'", "'queued'") for each in was["jobs"]]
    was["answers"] = [each.replace("\\x00", "\ufffd") for each in was["answers"]]
    assert moved == was
    assert (counts["articles"], counts["answers"], counts["citations"]) == (48, 1, 1)
    assert hits(library) == hits(before)
    assert library.status()["healthy"]
    before.close()


def test_the_command_says_what_it_copied(
    source: Path,
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And the status, where it is now."""
    monkeypatch.setenv("PRESSMARK_HOME", str(library.home.root))
    monkeypatch.setenv("PRESSMARK_DATABASE", str(library.database))

    codes = [main(["copy", str(source)]), main(["status"])]

    said = capsys.readouterr().out.splitlines()
    assert codes == [0, 0]
    assert said[0] == f"copied: articles 48, passages 107, answers 1. {source} is left as it was."
    assert said[2] == f"catalog      {library.catalog.name}"


def test_files_take_as_long_to_copy_as_they_take(
    source: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database waits for the end of the copy meanwhile, as it does for no other transaction."""
    put_back, waits = leases.put_back, []

    def looked(connection: Connection) -> None:
        """As ``put_back``, behind a look at how long the database waits."""
        waits.append(connection.scalar(text("SHOW idle_in_transaction_session_timeout")))
        put_back(connection)

    monkeypatch.setattr(leases, "put_back", looked)
    relocate(library, source)
    with library.catalog.write() as connection:
        looked(connection)

    assert waits == ["0", "20s"]


def test_what_was_read_before_is_found_from_the_new_home(source: Path, library: Library) -> None:
    """It is kept as it lies from the home."""
    relocate(library, source)

    found = library.catalog.query(locations.remembered, home=library.home.root)
    assert found == [str(SAMPLE)]


def test_numbers_go_on_behind_those_that_were_given(source: Path, library: Library) -> None:
    """The next run is not called as one before."""
    relocate(library, source)

    assert library.submit("sync") == 3


def test_the_index_stays_where_it_is_if_the_home_does(
    source: Path, database: str, bundled: BundledEmbedder
) -> None:
    """Only the database of the settings is another one; the file is left as it is."""
    library = open_library(source, bundled, database=database)
    relocate(library, source)

    assert library.damage() is None
    assert (source / "catalog.sqlite").is_file()
    with library.owned():
        assert len(hits(library)) == 40
    library.close()


def test_a_database_that_is_not_empty_is_refused(source: Path, library: Library) -> None:
    """Whatever is in it stays alone."""
    opened = Catalog.open(library.database, tables=metadata)
    opened.change(people.set_state, 7, "banned")

    with pytest.raises(CatalogError) as caught:
        relocate(library, source)

    assert str(caught.value) == (
        "the database to copy into is not empty (it has rows in people); nothing was changed in "
        "it. Name an empty one."
    )
    with opened.read() as connection:
        assert connection.scalars(select(schema.articles.c.id)).all() == []
    opened.close()


def test_a_copy_that_was_killed_is_begun_again(source: Path, library: Library) -> None:
    """Nothing of it is there until all of it is."""
    opened = Catalog.open(library.database, tables=metadata)
    command = [sys.executable, "-m", "bot", "copy", str(source)]
    settings = {
        "PRESSMARK_HOME": str(library.home.root),
        "PRESSMARK_DATABASE": str(library.database),
    }
    with opened.write() as connection:
        connection.execute(text("LOCK TABLE citations IN EXCLUSIVE MODE"))
        copying = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings)
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        while not connection.scalar(waiting):
            assert copying.poll() is None
            time.sleep(0.02)
        copying.kill()
        copying.wait()
        with opened.read() as reading:
            assert reading.scalars(select(schema.articles.c.id)).all() == []

    while opened.is_locked("index"):
        time.sleep(0.02)
    counts = relocate(library, source)
    assert (counts["articles"], len(hits(library))) == (48, 40)
    opened.close()


def test_files_that_a_killed_copy_left_are_no_index_of_another(
    source: Path, library: Library
) -> None:
    """They are written again; those of a whole index are not."""
    shutil.copytree(source / "generations", library.home.root / "generations")

    with pytest.raises(SettingsError, match="holds another index; set it to an empty folder, or"):
        relocate(library, source)
    (library.home.root / "copy-unfinished").touch()
    relocate(library, source)

    assert library.damage() is None
    assert not (library.home.root / "copy-unfinished").exists()


def test_a_home_that_somebody_works_on_is_not_copied(
    source: Path, library: Library, bundled: BundledEmbedder
) -> None:
    """What it writes meanwhile would be lost."""
    busy = open_library(source, bundled)

    with busy.owned(), pytest.raises(BusyError, match="is owned by process"):
        relocate(library, source)
    busy.close()


def test_a_folder_without_a_catalog_is_no_home(tmp_path: Path, library: Library) -> None:
    """A misspelt path is told before anything is made."""
    with pytest.raises(NotFoundError) as caught:
        relocate(library, tmp_path / "nowhere")

    assert str(caught.value) == (
        f"{tmp_path}/nowhere: there is no catalog.sqlite in it; name a folder that PRESSMARK_HOME "
        "was."
    )


def test_a_home_is_not_copied_into_itself(source: Path, bundled: BundledEmbedder) -> None:
    """The settings say nothing of another database."""
    library = open_library(source, bundled)

    with pytest.raises(SettingsError, match="set PRESSMARK_DATABASE to where it is to go"):
        relocate(library, source)


def test_a_home_of_version_5_is_copied(tmp_path: Path, library: Library) -> None:
    """Its tables are brought to this version first."""
    old = tmp_path / "five"
    old.mkdir()
    with closing(sqlite3.connect(old / "catalog.sqlite")) as connection:
        connection.executescript((ROOT / "tests" / "data" / "home-5.sql").read_text("utf-8"))

    counts = relocate(library, old)

    cited = library.catalog.query(answers.cited, "e5nt32fgsxamp4wq")
    assert counts["articles"] == 2
    assert cited.verbatim == "The ferry to Brae was two hours late on Monday."
