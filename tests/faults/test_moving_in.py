"""A home moves to where machines share the index, with the vectors that it has."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from index.catalog import lookup
from index.catalog.crew import workers
from index.errors import BusyError, StoreAwayError
from index.jobs.attendance import Attendance
from index.jobs.relocation import relocate
from index.models import Query
from tests.conftest import SAMPLE, Score, indexed, open_library

from .sharing import Counting, in_chroma, made

if TYPE_CHECKING:
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from index.library import Library

    from .served import Served

ROW = 4 * 384
QUESTIONS = ("Who stole the bell?", "storm flood wall", "Маяк")


@pytest.fixture
def source(tmp_path: Path, sample_home: Path) -> Path:
    """The sample's home."""
    return shutil.copytree(sample_home, tmp_path / "old")


def hits(library: Library) -> list[tuple[str, float]]:
    """What some questions find, in order."""
    return [
        (hit.passage.id, Score(hit.score))
        for question in QUESTIONS
        for hit in library.retriever.search(Query(question, 10))
    ]


def unable(bundled: BundledEmbedder) -> Counting:
    """An embedder that only embeds questions."""
    made = Counting(bundled)
    made.fails = True
    return made


def follow(library: Library) -> None:
    """Bring what this home has of the index up."""
    assert library.replica is not None
    with library.replica.follower(lambda: library.embedder).begun() as follower:
        assert follower.follow(until=lambda: False)


def test_a_home_brings_its_vectors_along(
    source: Path, library: Library, bundled: BundledEmbedder
) -> None:
    """No text is embedded by the copy, nor by the machines that follow, nor by the next run."""
    before = open_library(source, bundled)
    was, found = made(before), hits(before)
    before.close()
    library.embedder = unable(bundled)

    relocate(library, source)
    there = in_chroma(library)
    follow(library)
    run = indexed(library, SAMPLE)

    assert there == sorted(was.indexed)
    assert run.state == "done", run.error
    assert made(library) == was
    library.embedder = bundled
    library.close()
    assert hits(library) == found
    assert not (library.home.root / "vectors").exists()


def test_a_home_on_one_machine_brings_them_to_a_server_too(
    source: Path, tmp_path: Path, bundled: BundledEmbedder, chroma: Served
) -> None:
    """Its collections are called by its own name: without them its index would be damaged."""
    chroma.start()
    alone = open_library(tmp_path / "alone", bundled, chroma=chroma.url)

    relocate(alone, source)

    assert len(in_chroma(alone)) == 105
    assert alone.status()["healthy"]
    alone.close()


def test_vectors_that_the_home_has_lost_are_made_by_the_next_run(
    source: Path, library: Library, bundled: BundledEmbedder
) -> None:
    """The others are brought along; what is no vector never is."""
    (file,) = (source / "vectors").iterdir()
    file.write_bytes(file.read_bytes()[: -2 * ROW] + b"\0" * ROW)

    relocate(library, source)
    carried = len(in_chroma(library))
    library.embedder = counting = Counting(bundled)
    run = indexed(library, SAMPLE)

    assert run.state == "done", run.error
    assert (carried, counting.texts, len(in_chroma(library))) == (103, 2, 105)


def test_a_copy_that_finds_no_server_has_copied_nothing_and_is_begun_again(
    source: Path, library: Library, chroma: Served
) -> None:
    """It is told which server, and goes on where that is there again."""
    chroma.leave()
    with pytest.raises(StoreAwayError, match="does not answer"):
        relocate(library, source)
    copied = library.catalog.query(lookup.count_articles)
    chroma.start()
    counts = relocate(library, source)

    assert copied == 0
    assert (counts["passages"], len(in_chroma(library))) == (107, 105)


def test_who_died_over_an_empty_database_is_not_in_the_way(source: Path, library: Library) -> None:
    """The row of a killed worker says nothing; a worker that is there is told to be stopped."""
    library.catalog.change(workers.enrol, "killed", kind="worker", place="m1:7")
    there = Attendance(library.catalog, "there", kind="worker")

    with there.kept(), pytest.raises(BusyError, match=r"worker \S+ works with .*; stop it first"):
        relocate(library, source)
    counts = relocate(library, source)

    assert counts["articles"] == 48
    assert not counts.keys() & {"workers", "parcels", "replicas", "bots", "charges", "vectors"}
