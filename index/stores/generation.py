"""The two indexes of one generation, written together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from index.errors import StoreError
from index.stores.chroma import ChromaIndex
from index.stores.lexical import LexicalIndex

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.catalog.passages.passages import IndexEntry
    from index.home import Home
    from index.stores.vector_indexes import VectorIndex


class Writing(Protocol):
    """A generation open for writing, here or in a process of its own."""

    id: str

    def count(self) -> int:
        """Number of passages that both indexes have; 0 where one cannot be read."""

    def write(self, batch: Sequence[IndexEntry], vectors: NDArray[np.float32]) -> set[str]:
        """Make passages with their ``(n, d)`` vectors durable; the ids that can be read back.

        Raises:
            StoreError: an index cannot be written.
        """

    def drop(self, ids: Sequence[str]) -> None:
        """Forget passages, durably; unknown ones are ignored.

        Raises:
            StoreError: an index cannot be written.
        """

    def close(self) -> None:
        """Give the locks of the indexes back."""


class Generation:
    """The indexes, written in this process."""

    def __init__(self, home: Home, generation: str, *, vectors: VectorIndex | None = None) -> None:
        """Open them, made where they are missing; ``vectors`` is not in the home.

        Raises:
            StoreError: they are damaged or cannot be written.
        """
        self.id = generation
        self.vectors: VectorIndex = vectors or ChromaIndex(home.chroma(generation))
        self.lexical = LexicalIndex(home.lexical(generation), writable=True)

    def count(self) -> int:
        """See `Writing`."""
        try:
            return min(self.vectors.count(), self.lexical.count())
        except StoreError:
            return 0

    def write(self, batch: Sequence[IndexEntry], vectors: NDArray[np.float32]) -> set[str]:
        """See `Writing`."""
        ids = [entry.id for entry in batch]
        self.vectors.upsert(ids, vectors)
        self.lexical.add(batch)
        self.lexical.commit()
        return self.vectors.present(ids) & self.lexical.present(ids)

    def drop(self, ids: Sequence[str]) -> None:
        """See `Writing`."""
        self.vectors.delete(ids)
        self.lexical.delete(ids)
        self.lexical.commit()

    def close(self) -> None:
        """See `Writing`."""
        self.lexical.close()
