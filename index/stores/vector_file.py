"""Every vector an embedder ever made, in one append-only file beside the catalog.

A full rebuild takes vectors from here instead of computing them again, and processes that do
not own the index search it directly. The file is ``(n, d)`` little-endian float32; the
catalog's table ``vectors`` says which row belongs to which text digest, and rows it does not
name are left-overs of an interrupted run.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np

from index.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_TYPE = np.dtype("<f4")


class VectorFile:
    """The vectors of one embedder."""

    def __init__(self, path: Path, *, dimensions: int) -> None:
        self._path = path
        self._dimensions = dimensions

    def __len__(self) -> int:
        """Whole rows in the file."""
        try:
            return self._path.stat().st_size // self._row_bytes
        except FileNotFoundError:
            return 0

    @property
    def _row_bytes(self) -> int:
        return self._dimensions * _TYPE.itemsize

    def append(self, vectors: NDArray[np.float32]) -> int:
        """Write ``(m, d)`` rows behind the last whole one, durably; the number of the first.

        Raises:
            StoreError: the disk is full or cannot be written.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            first = len(self)
            with self._path.open("r+b" if self._path.exists() else "w+b") as file:
                file.truncate(first * self._row_bytes)
                file.seek(0, os.SEEK_END)
                file.write(np.ascontiguousarray(vectors, dtype=_TYPE).tobytes())
                file.flush()
                os.fsync(file.fileno())
        except OSError as exc:
            raise StoreError(
                f"{self._path.name}: vectors cannot be written ({exc.strerror}); "
                "free space in PRESSMARK_HOME and run `pressmark index` again."
            ) from exc
        return first

    def open(self) -> NDArray[np.float32]:
        """All rows, shape ``(n, d)``, mapped and read only."""
        rows = len(self)
        if not rows:
            return np.zeros((0, self._dimensions), dtype=_TYPE)
        return np.memmap(self._path, dtype=_TYPE, mode="r", shape=(rows, self._dimensions))
