"""The append-only file of vectors."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.errors import StoreError
from index.stores.vector_file import VectorFile

if TYPE_CHECKING:
    from numpy.typing import NDArray

BATCHES = st.lists(
    st.integers(0, 4).flatmap(
        lambda rows: arrays(np.float32, (rows, 3), elements=st.floats(-1, 1, width=32))
    ),
    max_size=5,
)


@settings(max_examples=30)
@given(BATCHES)
def test_what_is_appended_is_read_back_in_order(batches: list[NDArray[np.float32]]) -> None:
    """Each batch stands behind the one before, in a file opened anew every time."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vectors" / "a.f32"
        expected = 0
        for batch in batches:
            assert VectorFile(path, dimensions=3).append(batch) == expected
            expected += len(batch)

        reopened = VectorFile(path, dimensions=3)
        assert len(reopened) == expected
        np.testing.assert_array_equal(
            reopened.open(), np.vstack([np.zeros((0, 3), np.float32), *batches])
        )


def test_a_file_that_is_not_there_has_no_rows(tmp_path: Path) -> None:
    """Nothing was embedded yet: no rows, no error, no file."""
    file = VectorFile(tmp_path / "a.f32", dimensions=3)

    assert len(file) == 0
    assert file.open().shape == (0, 3)
    assert not (tmp_path / "a.f32").exists()


def test_half_a_row_of_an_interrupted_run_is_overwritten(tmp_path: Path) -> None:
    """A kill in the middle of a write costs that row alone."""
    path = tmp_path / "a.f32"
    file = VectorFile(path, dimensions=2)
    file.append(np.array([[1, 2]], np.float32))
    with path.open("ab") as torn:
        torn.write(b"\x00\x01\x02")

    first = file.append(np.array([[3, 4]], np.float32))

    assert first == 1
    assert file.open().tolist() == [[1, 2], [3, 4]]


def test_rows_are_read_only(tmp_path: Path) -> None:
    """A reader cannot change what another process reads."""
    file = VectorFile(tmp_path / "a.f32", dimensions=2)
    file.append(np.array([[1, 2]], np.float32))

    with pytest.raises(ValueError, match="read-only"):
        file.open()[0, 0] = 5


def test_the_file_is_little_endian_float32(tmp_path: Path) -> None:
    """It can be copied to a machine of another kind."""
    VectorFile(tmp_path / "a.f32", dimensions=1).append(np.array([[1.0]], np.float64))

    assert (tmp_path / "a.f32").read_bytes() == b"\x00\x00\x80\x3f"


def test_a_disk_that_cannot_be_written_is_a_store_error(tmp_path: Path) -> None:
    """The sentence names the file and what to do."""
    (tmp_path / "vectors").write_text("in the way")
    file = VectorFile(tmp_path / "vectors" / "a.f32", dimensions=1)

    with pytest.raises(StoreError, match=r"a\.f32: vectors cannot be written .* free space"):
        file.append(np.ones((1, 1), np.float32))
