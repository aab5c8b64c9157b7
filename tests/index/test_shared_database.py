"""Several homes whose catalog is one: each has an index of its own, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.archive.sources.files import locate
from index.catalog import leases
from index.errors import BusyError
from index.jobs.runner import Runner
from index.models import Query
from tests.conftest import indexed, open_library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from index.library import Library
    from tests.postgresql import Server

TEXTS = {
    "bell.txt": "The bell is back\n\nDivers lifted the bell of St Brenna out of the harbour.",
    "cod.txt": "Cod is dear\n\nA kilo of cod cost 42 crowns at the auction on Friday.",
    "wall.txt": "The wall holds\n\nThe new flood wall held back the storm on Sunday night.",
}


@pytest.fixture
def opened(
    tmp_path: Path, database: str, bundled: BundledEmbedder
) -> Iterator[Callable[[str], Library]]:
    """Opens a home by its name, as a machine of its own does."""
    libraries: list[Library] = []

    def open_one(name: str) -> Library:
        library = open_library(tmp_path / name, bundled, database=database)
        libraries.append(library)
        return library

    yield open_one
    for library in libraries:
        library.close()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with three articles."""
    folder = tmp_path / "archive"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text)
    return folder


def titles(library: Library, question: str) -> list[str]:
    """What is found, best first, with how near it is in meaning."""
    hits = library.retriever.search(Query(question, 3))
    return [f"{hit.passage.card.title} {hit.similarity or 0:.2f}" for hit in hits]


def test_a_home_that_takes_over_builds_an_index_of_its_own(
    opened: Callable[[str], Library], archive: Path
) -> None:
    """And the one before, when it comes back: no vector is taken for another one's."""
    one = opened("one")
    assert indexed(one, archive).state == "done"
    before = titles(one, "What did fish cost?")

    (archive / "a.txt").write_text("A new pier\n\nThe council has paid for a new pier in Brae.")
    assert indexed(opened("two"), archive).state == "done"
    (archive / "b.txt").write_text("An old pier\n\nThe old pier in Brae is to be taken down.")
    back = opened("one")
    lacking = back.damage()
    assert indexed(back, archive).state == "done"

    assert before[0].startswith("Cod is dear")
    assert titles(back, "What did fish cost?")[0] == before[0]
    assert titles(back, "What did fish cost?") == titles(opened("one"), "What did fish cost?")
    assert lacking is not None
    assert "the vectors are those of another PRESSMARK_HOME" in lacking[1]
    assert back.damage() is None


def test_one_home_at_a_time_works_on_the_runs(opened: Callable[[str], Library]) -> None:
    """Whichever is first; others see that somebody does."""
    one, two = opened("one"), opened("two")

    with one.owned():
        busy = two.ownership.is_held()
        with pytest.raises(BusyError, match=r"the index in the database \w+ on .* is owned by ano"):
            two.ownership.held().__enter__()

    assert (busy, two.ownership.is_held()) == (True, False)


def test_an_owner_whom_the_server_forgot_lets_go(
    opened: Callable[[str], Library], server: Server
) -> None:
    """Where nobody else came meanwhile it goes on; else it works on no further run."""
    one, two = opened("one"), opened("two")
    with Runner.owning(one) as runner:
        server.restart()
        goes_on = runner.run_next()
        server.restart()
        with two.owned(), pytest.raises(BusyError):
            runner.run_next()

    assert goes_on is None


def test_a_run_that_another_took_over_is_let_go(
    opened: Callable[[str], Library], archive: Path
) -> None:
    """What it reports is not written; the other one ends it."""
    library = opened("one")
    number = library.submit("index", [str(archive)])

    def taken(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
        if phase == "splitting":
            library.catalog.change(leases.requeue_interrupted)

    with Runner.owning(library) as runner:
        first = runner.run_next(progress=taken)
        second = runner.run_next()

    assert [each and (each.id, each.state) for each in (first, second)] == [
        (number, "queued"),
        (number, "done"),
    ]


def test_a_home_whose_catalog_is_elsewhere_is_no_archive(
    opened: Callable[[str], Library], archive: Path
) -> None:
    """Nothing that lies in it is read."""
    library = open_library(archive / "var", opened("one").bundled, database=opened("one").database)
    assert indexed(library, archive).state == "done"
    (library.home.root / "eval").mkdir()

    found = {source.name.rpartition("/")[2] for source in locate(str(archive)).files}

    assert found == set(TEXTS)
    library.close()
