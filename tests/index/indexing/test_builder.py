"""Bringing a generation up to date, and building a new one beside it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from typing import TYPE_CHECKING

import pytest

from index.catalog.passages import passages as rows
from index.embedding.bundled import DIMENSIONS
from index.errors import StoreError
from index.indexing.builder import Builder
from index.jobs.runner import Runner
from index.progress import CancelledError, silent
from index.stores.chroma import ChromaIndex
from index.stores.generation import Generation
from tests.conftest import indexed, open_library

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from tests.conftest import World

FILES = {"a.txt": "The pier closed.", "b.txt": "The eels died.", "c.txt": "A storm came."}


def folders(world: World) -> list[str]:
    """Names of the generations on the disk."""
    return sorted(path.name for path in (world.home / "generations").iterdir())


def generation(world: World) -> str:
    """The generation that answers."""
    return str(world.library.status()["generation"])


def test_a_full_rebuild_switches_and_reuses_vectors(world: World) -> None:
    """Another generation answers, the old one is gone, and nothing was embedded again."""
    world.index_files(FILES)
    old = generation(world)

    result = world.index(kind="full")

    assert result["articles"]["unchanged"] == 3
    assert generation(world) != old
    assert folders(world) == [generation(world)]
    assert world.vectors() == 3
    assert world.titles("pier")[0] == "The pier closed."


def test_changes_go_into_the_generation_that_answers(world: World) -> None:
    """Only what is new is embedded; what has gone is taken out of both indexes."""
    world.index_files(FILES)
    old = generation(world)
    (world.archive / "a.txt").unlink()

    world.index_files({"d.txt": "The mayor resigned."})

    assert generation(world) == old
    assert world.vectors() == 4
    assert world.titles("pier mayor")[0] == "The mayor resigned."
    assert world.library.status()["passages"] == 3


@pytest.mark.parametrize("which", ["chroma", "lexical"])
def test_a_deleted_index_is_built_again_by_the_next_run(world: World, which: str) -> None:
    """From the catalog, with the vectors that were kept."""
    world.index_files(FILES)
    old = generation(world)
    shutil.rmtree(world.home / "generations" / old / which)

    world.index()

    assert folders(world) == [generation(world)] != [old]
    assert world.titles("pier")[0] == "The pier closed."
    assert (world.vectors(), world.library.status()["passages"]) == (3, 3)


def test_a_damaged_index_is_built_again_by_the_next_run(world: World) -> None:
    """A file that is no database any more."""
    world.index_files(FILES)
    old = generation(world)
    (world.home / "generations" / old / "lexical" / "meta.json").write_text("damaged")

    world.index()

    assert generation(world) != old
    assert world.titles("pier")[0] == "The pier closed."


def test_an_index_that_cannot_be_counted_is_built_again(world: World) -> None:
    """It opens, but its collection is gone."""
    world.index_files(FILES)
    old = generation(world)
    opened = Generation(world.library.home, old)
    assert isinstance(opened.vectors, ChromaIndex)
    opened.vectors._collection._client.delete_collection("passages")
    counted = opened.count()
    opened.close()

    world.index()

    assert counted == 0
    assert generation(world) != old
    assert world.library.status()["passages"] == 3


class Forgetful(ChromaIndex):
    """A vector index that loses what it is given."""

    def upsert(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Do nothing."""


def test_a_passage_that_cannot_be_read_back_is_not_recorded(world: World) -> None:
    """An index that loses what it is given is noticed at once."""
    world.index_files(FILES)
    opened = Generation(world.library.home, generation(world))
    opened.vectors = Forgetful(world.home / "forgetful")
    with world.library.catalog.write() as connection:
        ids = list(connection.exec_driver_sql("SELECT passage FROM indexed").scalars())
        connection.exec_driver_sql("DELETE FROM indexed")
    builder = Builder(world.library.home, world.library.catalog, world.embedder, progress=silent)

    with pytest.raises(StoreError, match=r"^3 passages could not be read back .*--full"):
        builder._index(opened, ids)

    opened.close()
    with world.library.catalog.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM indexed").scalar() == 0


def test_an_index_that_lost_passages_is_built_again(world: World) -> None:
    """Fewer passages in the index than were recorded as read back."""
    world.index_files(FILES)
    old = generation(world)
    opened = Generation(world.library.home, old)
    opened.vectors.delete([hit.passage.id for hit in world.search("pier", k=1)])
    opened.close()

    world.index()

    assert generation(world) != old
    assert world.library.status()["passages"] == 3


def test_vectors_that_are_gone_are_made_again(world: World) -> None:
    """The file is a cache like the indexes: deleted or cut short, the next run heals it."""
    world.index_files(FILES)
    file = world.library.home.vectors(world.embedder.fingerprint)
    file.write_bytes(file.read_bytes()[: 4 * DIMENSIONS])

    world.index()

    assert world.vectors() == 3
    assert [hit.passage.text for hit in world.search("eels died", k=1)] == ["The eels died."]

    file.unlink()
    world.index(kind="full")

    assert world.vectors() == 3
    assert all(hit.similarity > 0.9 for hit in world.search("The pier closed.", k=1))


def test_a_cancelled_rebuild_leaves_the_old_generation_answering(world: World) -> None:
    """The new one is begun, not switched to; the next full run finishes it."""
    world.index_files(FILES)
    old = generation(world)
    number = world.library.submit("full", [str(world.archive)])

    def stop(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
        if phase == "indexing":
            world.library.cancel(number)
            time.sleep(0.51)  # a run looks at its row every half second

    with Runner.owning(world.library) as runner:
        job = runner.run_next(progress=stop)

    assert job is not None
    assert (job.state, generation(world)) == ("cancelled", old)
    assert world.titles("pier")[0] == "The pier closed."
    begun = (set(folders(world)) - {old}).pop()

    world.index(kind="full")

    assert folders(world) == [begun] == [generation(world)]


def test_a_damaged_rebuild_is_begun_anew(world: World) -> None:
    """What an interrupted rebuild left behind must not stop the next one."""
    world.index_files(FILES)
    old = generation(world)

    def stop(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
        if phase == "indexing":
            raise CancelledError

    indexed(world.library, world.archive, kind="full", progress=stop)
    begun = (set(folders(world)) - {old}).pop()
    shutil.rmtree(world.home / "generations" / begun / "chroma")

    world.index(kind="full")

    assert generation(world) not in {old, begun}
    assert folders(world) == [generation(world)]
    assert world.library.status()["passages"] == 3
    with world.library.owned():
        assert len(world.search("pier")) == 3


def test_another_embedder_means_another_generation(world: World) -> None:
    """Vectors of two models do not mix: everything is embedded with the new one."""
    world.index_files(FILES)
    old = generation(world)
    with world.library.catalog.write() as connection:
        connection.exec_driver_sql("UPDATE generations SET embedder = 'another-model'")
        connection.exec_driver_sql("UPDATE vectors SET embedder = 'another-model'")

    world.index()

    assert generation(world) != old
    assert world.library.status()["embedder"] == world.embedder.fingerprint
    assert world.vectors() == 6


def test_left_overs_of_a_kill_after_the_switch_are_swept_up(world: World) -> None:
    """A generation that the catalog does not know goes with the next rebuild."""
    world.index_files(FILES)
    shutil.copytree(world.home / "generations" / generation(world), world.home / "generations/x")

    world.index(kind="full")

    assert folders(world) == [generation(world)]


def test_a_passage_counts_as_indexed_only_once_it_was_read_back(world: World) -> None:
    """The catalog's set and both indexes hold the same ids."""
    world.index_files(FILES)

    with world.library.owned(), world.library.catalog.read() as connection:
        missing, surplus = rows.difference(connection, generation=generation(world))
        recorded = set(connection.exec_driver_sql("SELECT passage FROM indexed").scalars())
    opened = Generation(world.library.home, generation(world))
    ids = sorted(recorded)

    assert (missing, surplus, len(ids)) == ([], [], 3)
    assert opened.vectors.present(ids) == opened.lexical.present(ids) == recorded
    opened.close()


def test_a_repeated_paragraph_is_embedded_once(world: World) -> None:
    """Equal texts share one vector and one passage."""
    body = json.dumps("The pier closed.")
    world.index_files({"a.jsonl": "".join(f'{{"id": "{n}", "body": {body}}}\n' for n in range(3))})

    assert (world.vectors(), world.library.status()["passages"]) == (1, 1)


def test_the_home_names_no_place_and_can_be_moved(world: World, tmp_path: Path) -> None:
    """Neither the home's path nor the archive's is in any file, and it works elsewhere."""
    world.index_files(FILES | {"bad.jsonl": "{broken\n" * 50})
    world.index(kind="full")
    world.library.close()
    names = (str(world.home).encode(), str(world.archive).encode())

    files = [path for path in world.home.rglob("*") if path.is_file()]
    guilty = [path.name for path in files if any(name in path.read_bytes() for name in names)]
    shutil.copytree(world.home, tmp_path / "elsewhere" / "moved")
    shutil.rmtree(world.home)

    moved = open_library(tmp_path / "elsewhere" / "moved", world.embedder)
    again = indexed(moved, world.archive)
    assert guilty == []
    assert len(files) > 10
    assert again.result is not None
    assert again.result["articles"]["unchanged"] == 3
    assert moved.status()["passages"] == 3
    moved.close()


def test_a_catalog_of_the_database_s_own_check_is_sound(world: World) -> None:
    """Foreign keys hold and the file is whole after adding, changing and removing."""
    world.index_files(FILES)
    (world.archive / "a.txt").unlink()
    world.index_files({"b.txt": "The eels lived."})
    world.index(kind="full")

    connection = sqlite3.connect(world.library.home.catalog)
    integrity = connection.execute("PRAGMA integrity_check").fetchall()
    foreign = connection.execute("PRAGMA foreign_key_check").fetchall()
    connection.close()

    assert (integrity, foreign) == ([("ok",)], [])
