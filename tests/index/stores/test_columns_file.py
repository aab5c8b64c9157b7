"""Columns kept in a file are those of the catalog, or are not believed."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sqlalchemy import delete, select

from index.catalog import generations, schema
from index.catalog.passages import passages
from index.indexing.builder import Builder
from index.stores import columns_file
from index.stores.columns import Standing, load_columns
from index.stores.columns_file import kept_columns, write_columns
from tests.conftest import indexed
from tests.index.indexing.test_deduplication import STORY, story

if TYPE_CHECKING:
    from pathlib import Path

    from index.library import Library
    from index.stores.columns import Columns
    from tests.conftest import World


@pytest.fixture(autouse=True)
def _however_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample is written too."""
    monkeypatch.setattr(columns_file, "_LEAST", 1)


def live_of(library: Library) -> Standing:
    """The generation that answers."""
    return Standing.of(library.catalog.query(generations.live))


def path_of(library: Library) -> Path:
    """Where the file is."""
    return library.home.generation(live_of(library).name) / "columns.npz"


def kept(library: Library) -> Columns:
    """What a start knows."""
    return kept_columns(library.home, library.catalog, live_of(library))


def stored(library: Library) -> Columns | None:
    """What the file says, if it is believed."""
    live = live_of(library)
    state = columns_file._state(library.catalog, live)
    return columns_file.read_columns(path_of(library), state, live)


def same(one: Columns, other: Columns) -> bool:
    """Whether both say the same of every passage."""
    arrays = [
        (one.ids, other.ids),
        (one.rows, other.rows),
        (one.articles, other.articles),
        (one.appearances.places, other.appearances.places),
        (one.appearances.epochs, other.appearances.epochs),
        (one.appearances.sources, other.appearances.sources),
    ]
    return all(np.array_equal(mine, theirs) for mine, theirs in arrays) and (
        one.generation, one.stamp, one.outlets, one.newest, one.appearances.numbers,
    ) == (
        other.generation, other.stamp, other.outlets, other.newest, other.appearances.numbers,
    )  # fmt: skip


def test_what_was_kept_is_what_the_catalog_says(sample: Library) -> None:
    """The second start reads the file, and finds every passage by its id."""
    collected = load_columns(sample.catalog, live_of(sample))

    assert same(kept(sample), collected)
    assert path_of(sample).stat().st_size > 0
    again = stored(sample)

    assert again is not None
    assert same(again, collected)
    assert again.places([str(again.ids[3]), "nothing"]).tolist() == [3]


def test_a_run_keeps_them_before_anybody_asks(sample: Library, tmp_path: Path) -> None:
    """The first question after it need not collect them."""
    (tmp_path / "pier.txt").write_text("The pier closed. Nobody had seen that coming.")

    assert indexed(sample, tmp_path).state == "done"

    found = stored(sample)
    assert found is not None
    assert same(found, load_columns(sample.catalog, live_of(sample)))


@pytest.fixture
def told(world: World) -> World:
    """A home with one story, and a file that says something else of it than the catalog."""
    world.index_files({"a.jsonl": story("Post", 3, STORY)})
    found = stored(world.library)
    assert found is not None
    live = live_of(world.library)
    with np.load(path_of(world.library)) as file:
        of = file["of"].tolist()
    write_columns(path_of(world.library), replace(found, newest=None), of[1:])
    assert of[1:3] == [live.name, repr(live.stamp)]
    return world


def test_a_run_that_changes_nothing_collects_nothing(told: World) -> None:
    """What is in the file is believed after it."""
    before = live_of(told.library).stamp

    told.index()

    found = stored(told.library)
    assert found is not None
    assert (found.newest, found.stamp) == (None, live_of(told.library).stamp)
    assert found.stamp != before


@pytest.mark.parametrize("what", ["copy", "article", "damage", "file of a question"])
def test_a_run_collects_what_has_changed(told: World, what: str) -> None:
    """A copy leaves the passages that are indexed as they were."""
    path = path_of(told.library)
    if what == "copy":
        told.write({"b.jsonl": story("Weekly", 4, STORY)})
    elif what == "article":
        told.write({"b.jsonl": story("Weekly", 4, "The eels died.", title="Eels")})
    elif what == "damage":
        path.write_bytes(path.read_bytes()[:-400])
    else:
        path.unlink()
        kept(told.library)

    told.index()

    found = stored(told.library)
    assert found is not None
    assert same(found, load_columns(told.library.catalog, live_of(told.library)))
    assert found.newest is not None
    assert ("Weekly" in found.outlets) == (what in {"copy", "article"})


@pytest.mark.parametrize("harm", ["cut", "written over"])
def test_vectors_that_were_made_again_elsewhere_are_found(told: World, harm: str) -> None:
    """Also where the run that made them ended before its generation answered."""
    library = told.library
    told.write({"b.jsonl": story("Weekly", 4, "The eels died.", title="Eels")})
    told.index()
    live = live_of(library)
    file = library.home.vectors(live.embedder)
    if harm == "cut":
        os.truncate(file, 0)
    else:
        file.write_bytes(bytes(file.stat().st_size))
    again = Builder(library.home, library.catalog, library.embedder)._vectors
    again.forget_lost()
    again.forget_damaged()
    ids = [str(each) for each in load_columns(library.catalog, live).ids]
    again.of(library.catalog.query(passages.entries, ids[::-1]), 0, len(ids))

    told.index()

    found = stored(library)
    assert live_of(library).name == live.name
    assert found is not None
    assert same(found, load_columns(library.catalog, live_of(library)))


def test_a_file_of_another_state_is_not_believed(sample: Library) -> None:
    """A run that ended since then has changed the stamp."""
    kept(sample)
    with sample.catalog.write() as connection:
        generations.touch(connection, live_of(sample).name)

    assert stored(sample) is None
    assert same(kept(sample), load_columns(sample.catalog, live_of(sample)))


def test_a_file_is_not_believed_while_a_run_changes_the_generation(sample: Library) -> None:
    """The stamp comes last: a passage, or a vector, that is gone before it tells."""
    generation = live_of(sample).name
    for table, key in ((schema.indexed, "passage"), (schema.vectors, "digest")):
        kept(sample)
        assert stored(sample) is not None
        with sample.catalog.write() as connection:
            gone = connection.scalar(select(table.c[key]).limit(1))
            connection.execute(delete(table).where(table.c[key] == gone))

        assert stored(sample) is None
    columns_file.forget_columns(sample.home, generation)
    assert not path_of(sample).exists()


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", b"not an archive at all" * 99])
def test_a_damaged_file_costs_the_time_to_collect_again(sample: Library, damage: bytes) -> None:
    """It is written anew."""
    kept(sample)
    path_of(sample).write_bytes(damage)

    assert same(kept(sample), load_columns(sample.catalog, live_of(sample)))
    assert path_of(sample).read_bytes()[:2] == b"PK"
    assert len(path_of(sample).read_bytes()) > 1000


def test_a_file_cut_short_or_garbled_inside_is_not_believed(sample: Library) -> None:
    """Its sums tell."""
    kept(sample)
    content = path_of(sample).read_bytes()
    middle = len(content) // 2
    for harmed in (content[:middle], content[:middle] + b"\xff" * 64 + content[middle + 64 :]):
        path_of(sample).write_bytes(harmed)

        assert same(kept(sample), load_columns(sample.catalog, live_of(sample)))


def test_a_byte_changed_anywhere_in_the_directory_of_the_file_raises_nothing(
    sample: Library,
) -> None:
    """Flags for encryption and unknown compression are damage, too."""
    collected = kept(sample)
    content = bytearray(path_of(sample).read_bytes())
    for place in range(len(content) - 700, len(content), 3):
        harmed = bytearray(content)
        harmed[place] ^= 0xFF
        path_of(sample).write_bytes(harmed)
        found = stored(sample)

        assert found is None or same(found, collected)
