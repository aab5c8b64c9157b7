"""Noticing that files of the index were harmed."""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.errors import StoreError
from index.stores.chroma import ChromaIndex, is_sound
from index.stores.damage import Mapped, damaged_rows

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vector index that is large enough to have its graph on disk."""
    folder = tmp_path_factory.mktemp("graph") / "chroma"
    index = ChromaIndex(folder)
    vectors = np.random.default_rng(1).standard_normal((1500, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index.upsert([str(number) for number in range(1500)], vectors)
    return folder


def data(folder: Path) -> Path:
    """The file with the lowest level of the graph."""
    (found,) = folder.glob("*/data_level0.bin")
    return found


def test_the_graph_of_this_chroma_is_known(graph: Path) -> None:
    """Its header has the fields that are looked at, and it is sound."""
    header = (data(graph).parent / "header.bin").read_bytes()
    count, element = struct.unpack_from("<2Q", header, 20)

    assert len(header) == 100
    assert 0 < count <= 1500
    assert data(graph).stat().st_size == count * element
    assert is_sound(graph)


@pytest.mark.parametrize("harm", ["garbage", "a page", "short"])
def test_a_graph_that_leads_nowhere_is_not_opened(graph: Path, tmp_path: Path, harm: str) -> None:
    """Chroma would follow it, and the process would die."""
    copy = tmp_path / "chroma"
    for path in graph.rglob("*"):
        if path.is_file():
            target = copy / path.relative_to(graph)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    file, size = data(copy), data(copy).stat().st_size
    if harm == "short":
        os.truncate(file, size // 2)
    else:
        with file.open("r+b") as opened:
            opened.seek(size // 2 if harm == "a page" else 0)
            opened.write(os.urandom(4096 if harm == "a page" else size))

    assert not is_sound(copy)
    with pytest.raises(StoreError, match=r"its graph is damaged.*--full"):
        ChromaIndex(copy)


@pytest.mark.parametrize("header", [None, b"", b"\xff" * 100, bytes(100), b"longer" * 50])
def test_a_layout_that_is_not_known_is_left_to_chroma(tmp_path: Path, header: bytes | None) -> None:
    """A later version may have another."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "data_level0.bin").write_bytes(b"anything")
    if header is not None:
        (tmp_path / "a" / "header.bin").write_bytes(header)

    assert is_sound(tmp_path)


def test_what_is_mapped_outlives_its_name_but_not_a_write(tmp_path: Path) -> None:
    """Deleted and replaced files are whole for whoever has the old one open."""
    file = tmp_path / "a"
    file.write_bytes(b"12345678")
    mapped, growing = Mapped.of(file), Mapped.of(file, growing=True)
    assert mapped.intact
    with file.open("ab") as opened:
        opened.write(b"9")

    assert (mapped.intact, growing.intact) == (False, True)
    os.truncate(file, 4)
    assert (mapped.intact, growing.intact) == (False, False)
    other = tmp_path / "b"
    other.write_bytes(b"")
    other.replace(file)
    assert (mapped.intact, growing.intact) == (True, True)
    file.unlink()
    assert (mapped.intact, growing.intact) == (True, True)


def test_rows_that_are_no_unit_vectors_are_damaged() -> None:
    """Or are not there; rounding is no damage."""
    matrix = np.array(
        [[1, 0], [0.7071, 0.7071], [0, 0], [np.nan, 1], [np.inf, 0], [3e38, 3e38], [0.5, 0.5]],
        dtype=np.float32,
    )

    damaged = damaged_rows(matrix, np.array([0, 1, 2, 3, 4, 5, 6, 7, -1]))

    assert sorted(damaged.tolist()) == [-1, 2, 3, 4, 5, 6, 7]
