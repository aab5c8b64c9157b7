"""The vector index in Chroma."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from index.errors import StoreError
from index.stores.chroma import ChromaIndex

if TYPE_CHECKING:
    from pathlib import Path

EAST, NORTH = np.array([1, 0], np.float32), np.array([0, 1], np.float32)


def test_the_nearest_come_first_with_their_cosine(tmp_path: Path) -> None:
    """Similarity is the cosine: 1 for the same direction, .8 here, 0 for a right angle."""
    index = ChromaIndex(tmp_path / "chroma")
    index.upsert(["north", "east", "between"], np.array([NORTH, EAST, [0.8, 0.6]], np.float32))

    found = index.search(EAST, k=3)

    assert [passage for passage, _ in found] == ["east", "between", "north"]
    assert [score for _, score in found] == pytest.approx([1, 0.8, 0], abs=1e-6)


def test_an_existing_id_gets_the_new_vector(tmp_path: Path) -> None:
    """Indexing a passage again replaces it."""
    index = ChromaIndex(tmp_path / "chroma")
    index.upsert(["a"], EAST.reshape(1, 2))

    index.upsert(["a"], NORTH.reshape(1, 2))

    assert index.count() == 1
    (found,) = index.search(NORTH, k=1)
    assert (found[0], round(found[1], 6)) == ("a", 1.0)


def test_what_is_deleted_is_not_found(tmp_path: Path) -> None:
    """Unknown ids are ignored."""
    index = ChromaIndex(tmp_path / "chroma")
    index.upsert(["a", "b"], np.array([EAST, NORTH]))

    index.delete(["a", "nobody"])

    assert index.present(["a", "b", "nobody"]) == {"b"}


def test_what_was_written_is_there_when_opened_again(tmp_path: Path) -> None:
    """A second handle reads the same directory."""
    ChromaIndex(tmp_path / "chroma").upsert(["a"], EAST.reshape(1, 2))

    assert ChromaIndex(tmp_path / "chroma").present(["a"]) == {"a"}


def test_a_damaged_directory_is_a_store_error(tmp_path: Path) -> None:
    """The sentence says how to build it again."""
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"this is no database" * 100)

    with pytest.raises(StoreError, match=r"cannot be opened .*run `pressmark index --full`"):
        ChromaIndex(tmp_path / "chroma")


def test_an_index_that_was_dropped_is_a_store_error(tmp_path: Path) -> None:
    """Whatever is asked of it."""
    index = ChromaIndex(tmp_path / "chroma")
    index._collection._client.delete_collection(index._collection.name)

    for ask in (lambda: index.delete(["a"]), index.count, lambda: index.present(["a"])):
        with pytest.raises(StoreError, match="the vector index cannot be"):
            ask()


def test_a_vector_of_another_length_is_a_store_error(tmp_path: Path) -> None:
    """Chroma's own errors do not get out, whatever is asked."""
    index = ChromaIndex(tmp_path / "chroma")
    index.upsert(["a"], EAST.reshape(1, 2))

    with pytest.raises(StoreError, match="cannot be written"):
        index.upsert(["b"], np.ones((1, 3), np.float32))
    with pytest.raises(StoreError, match="cannot be searched"):
        index.search(np.ones(3, np.float32), k=1)


def test_what_nobody_uses_any_more_is_closed(tmp_path: Path) -> None:
    """Chroma alone would keep every index open that was ever opened in the process."""
    first, second = ChromaIndex(tmp_path / "chroma"), ChromaIndex(tmp_path / "chroma")
    first.upsert(["a"], EAST.reshape(1, 2))
    opened = SharedSystemClient._identifier_to_system

    del first
    still_open, still_there = str(tmp_path / "chroma") in opened, second.count()
    del second

    assert (still_open, still_there) == (True, 1)
    assert str(tmp_path / "chroma") not in opened
