"""A generation written by another process."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from index.catalog import generations as rows
from index.catalog.passages import passages
from index.errors import StoreError
from index.indexing.build_process import GenerationAside
from index.indexing.builder import Builder
from index.progress import silent
from index.stores.generation import Generation

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from index.catalog.passages.passages import IndexEntry
    from tests.conftest import World

FILES = {"a.txt": "The pier closed.", "b.txt": "The eels died.", "c.txt": "A storm came."}


@pytest.fixture
def batch(world: World) -> tuple[list[IndexEntry], NDArray[np.float32]]:
    """Passages of a small archive, and their vectors."""
    world.index_files(FILES)
    with world.library.catalog.read() as connection:
        ids = list(connection.exec_driver_sql("SELECT passage FROM indexed").scalars())
        found = list(passages.entries(connection, ids))
    return found, world.embedder.embed([each.text for each in found])


@pytest.fixture
def aside(world: World) -> Iterator[GenerationAside]:
    """An empty generation in another process, whose owner we are."""
    with world.library.home.owned():
        opened = GenerationAside(world.library.home, "new")
        yield opened
        opened.close()


def test_it_writes_what_this_process_would_have_written(
    world: World,
    batch: tuple[list[IndexEntry], NDArray[np.float32]],
    aside: GenerationAside,
) -> None:
    """Written, dropped, counted; then opened here."""
    ids = {each.id for each in batch[0]}

    written = aside.write(*batch)
    aside.drop([batch[0][0].id])
    counted = aside.count()
    aside.close()

    opened = Generation(world.library.home, "new")
    left = opened.vectors.present(list(ids)), opened.lexical.present(list(ids))
    opened.close()
    assert (written, counted) == (ids, 2)
    assert left[0] == left[1] == ids - {batch[0][0].id}


def test_it_holds_the_lock_of_the_home_until_it_has_ended(world: World) -> None:
    """Whoever owns the index next finds nobody writing."""
    home = world.library.home
    with home.owned():
        opened = GenerationAside(home, "new")
    owned_meanwhile = home.is_owned()

    opened.close()

    assert (owned_meanwhile, home.is_owned()) == (True, False)


def test_signals_for_the_process_that_has_it_do_not_end_it(aside: GenerationAside) -> None:
    """A terminal sends them to the whole group; the owner decides."""
    for each in (signal.SIGINT, signal.SIGTERM):
        os.kill(aside._process.pid, each)

    assert aside.count() == 0


def test_an_end_in_the_middle_is_an_error_with_a_sentence(
    batch: tuple[list[IndexEntry], NDArray[np.float32]], aside: GenerationAside
) -> None:
    """As the system does where memory runs out."""
    os.kill(aside._process.pid, signal.SIGKILL)

    with pytest.raises(StoreError, match=r"has ended \(code -9\); what was answering goes on"):
        aside.write(*batch)


def test_a_damaged_index_is_the_same_error_as_here(world: World) -> None:
    """What cannot be opened there is said here."""
    folder = world.home / "generations" / "new" / "lexical"
    folder.mkdir(parents=True)
    (folder / "meta.json").write_text("damaged")

    with pytest.raises(StoreError, match="cannot be opened"):
        GenerationAside(world.library.home, "new")


def builder(world: World, *, answering: bool) -> Builder:
    """One that answers questions meanwhile, or does not."""
    library = world.library
    return Builder(
        library.home, library.catalog, world.embedder, answering=answering, progress=silent
    )


def test_a_rebuild_is_written_aside_only_where_this_process_answers_from_another(
    world: World,
) -> None:
    """The first build has nobody to disturb, and a run over the live one must share its indexes."""
    first = builder(world, answering=True)._open("first")
    world.index_files(FILES)
    with world.library.catalog.read() as connection:
        live = rows.live(connection)
    assert live is not None

    same, new = (builder(world, answering=True)._open(name) for name in (live.id, "new"))
    alone = builder(world, answering=False)._open("alone")

    opened = (first, same, new, alone)
    for each in opened:
        each.close()
    assert [type(each) for each in opened] == [Generation, Generation, GenerationAside, Generation]


def test_a_process_answers_once_a_question_was_asked_in_it(world: World) -> None:
    """Then a full run is written by another one, and the same is found."""
    world.index_files(FILES)
    before = world.library.answering
    found = world.titles("pier")

    world.index(kind="full")

    assert (before, world.library.answering) == (False, True)
    assert world.titles("pier") == found
