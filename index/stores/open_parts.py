"""The parts of a generation that a search reads, each usable while another is damaged."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import numpy as np

from index.embedding.embedder_identity import dimensions_of
from index.errors import StoreAwayError, StoreError
from index.stores.damage import Mapped, damaged_rows, segment_files
from index.stores.lexical import LexicalIndex
from index.stores.vector_file import VectorFile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.home import Home
    from index.models import Filters
    from index.stores.columns import Columns
    from index.stores.vector_indexes import VectorIndex, VectorIndexes

_LAG = 256
"""Passages that an index may lack while a run takes out or puts in a batch."""
_LOOKED_AT = 512
"""Vectors that are looked at when the file is opened."""
_LARGEST = 1.05
"""A product of two unit vectors is at most 1, rounding included."""
_MOST_ZERO = 0.01
"""Products of real vectors are next to never exactly 0; those with a blank page are."""


class Words:
    """The lexical index, read."""

    def __init__(self, folder: Path, *, passages: int) -> None:
        """Open it; ``passages`` is how many it ought to hold.

        Raises:
            StoreError: it is damaged.
        """
        self._files = Mapped.of(*segment_files(folder))
        with _panics("opened"):
            self._index = LexicalIndex(folder)
            held = self._index.count()
        if held < max(1, passages - _LAG) and passages:
            raise _error("lexical", "read", f"it holds {held} of {passages} passages")

    def search(
        self,
        stems: Sequence[str],
        *,
        k: int,
        filters: Filters,
        epochs: tuple[float, float],
        also: Sequence[str] = (),
    ) -> list[tuple[str, float]]:
        """The ``k`` best passages that ``filters`` admit, or ``also``, and their scores.

        Raises:
            StoreError: it was damaged since it was opened.
        """
        with self._searched() as index:
            return index.search(stems, k=k, filters=filters, epochs=epochs, also=also)

    def terms(self, ids: Sequence[str]) -> dict[str, tuple[NDArray[np.uint32], NDArray[np.uint32]]]:
        """The codes of the stems of body and headline of each passage that is there.

        Raises:
            StoreError: it was damaged since it was opened.
        """
        with self._searched() as index:
            return index.terms(ids)

    def matching(self, patterns: Sequence[str], *, k: int) -> list[str]:
        """``k`` passages with a term that fits a pattern, those that fit more patterns first.

        Raises:
            StoreError: it was damaged since it was opened.
        """
        with self._searched() as index:
            return index.matching(patterns, k=k)

    def near(self, terms: Iterable[str], *, edits: int, k: int) -> list[str]:
        """``k`` passages with a term that is at most so many ``edits`` from one of ``terms``.

        Raises:
            StoreError: it was damaged since it was opened.
        """
        with self._searched() as index:
            return index.near(terms, edits=edits, k=k)

    def count(self) -> int:
        """Number of passages."""
        with self._searched() as index:
            return index.count()

    def shares(self, stems: Collection[str]) -> dict[str, tuple[int, int]]:
        """Number of passages with each stem, and of all."""
        total = self.count()
        with self._searched() as index:
            return {stem: (index.frequency(stem), total) for stem in stems}

    @contextlib.contextmanager
    def _searched(self) -> Iterator[LexicalIndex]:
        if not self._files.intact:
            raise _error("lexical", "read", "a file was overwritten")
        with _panics("searched"):
            yield self._index


class Meanings:
    """The file of vectors, mapped and compared with exactly."""

    def __init__(self, home: Home, embedder: str, columns: Columns) -> None:
        """Map it and look at some of it.

        Raises:
            StoreError: it is missing, too short or holds something else.
        """
        path = home.vectors(embedder)
        self._columns = columns
        self._matrix = VectorFile(path, dimensions=dimensions_of(embedder)).open()
        self._file = Mapped.of(path, growing=True)
        rows = columns.rows
        if len(rows) and (rows.min() < 0 or rows.max() >= len(self._matrix)):
            raise _vectors("is missing or too short")
        looked_at = rows[:: max(1, len(rows) // _LOOKED_AT)]
        if len(damaged_rows(self._matrix, looked_at)):
            raise _vectors("is damaged")

    def nearest(
        self, vector: NDArray[np.float32], allowed: NDArray[np.bool_] | None, *, k: int
    ) -> list[tuple[str, float]]:
        """The nearest passages that are allowed and their cosine similarity, best first.

        Raises:
            StoreError: the file was damaged since it was mapped.
        """
        if not self._file.intact:
            raise _vectors("was cut short")
        places = None if allowed is None else np.flatnonzero(allowed)
        scores = self._scores(vector, places)
        depth = min(k, len(scores))
        best = np.argpartition(-scores, depth - 1)[:depth] if depth else np.array([], dtype=int)
        ids = self._columns.ids[best if places is None else places[best]]
        found = zip(ids.tolist(), scores[best].tolist(), strict=True)
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def similarities(
        self, vectors: NDArray[np.float32], places: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """Cosine similarity of the passages at ``places`` to ``vectors``: ``(n, m)``.

        Raises:
            StoreError: the file was damaged since it was mapped.
        """
        if not self._file.intact:
            raise _vectors("was cut short")
        with np.errstate(all="ignore"):
            found: NDArray[np.float32] = self._matrix[self._columns.rows[places]] @ vectors.T
            sound = bool(np.all(np.abs(found) <= _LARGEST))
        if not sound:
            raise _vectors("is damaged")
        return found

    def _scores(
        self, vector: NDArray[np.float32], places: NDArray[np.int64] | None
    ) -> NDArray[np.float32]:
        """Cosine similarity of every passage, or of those at ``places``."""
        rows = self._columns.rows
        with np.errstate(all="ignore"):
            scores: NDArray[np.float32] = (
                (self._matrix @ vector)[rows]
                if places is None or len(places) > len(rows) // 2
                else self._matrix[rows[places]] @ vector
            )
            sound = bool(np.all(np.abs(scores) <= _LARGEST))
        if not sound or np.count_nonzero(scores == 0) > _MOST_ZERO * len(scores):
            raise _vectors("is damaged")
        return scores if places is None or len(scores) == len(places) else scores[places]


class Neighbours:
    """Chroma, searched. In the home it is for the owner of the index alone."""

    def __init__(self, indexes: VectorIndexes, generation: str, *, passages: int) -> None:
        """Open it; ``passages`` is how many it ought to hold.

        A server that does not answer is asked again by the next question.

        Raises:
            StoreError: it is damaged.
        """
        self._indexes = indexes
        self._generation = generation
        self._passages = passages
        self._opened: VectorIndex | None = None
        with contextlib.suppress(StoreAwayError):
            self._open()

    def _open(self) -> VectorIndex:
        index = self._indexes.existing(self._generation)
        held = index.count()
        if held < max(1, self._passages - _LAG) and self._passages:
            raise _error("vector", "read", f"it holds {held} of {self._passages} passages")
        self._opened = index
        return index

    def nearest(self, vector: NDArray[np.float32], *, k: int) -> list[tuple[str, float]]:
        """The nearest passages and their cosine similarity, best first.

        Raises:
            StoreError: it cannot be searched, or finds nothing in an index that is not empty.
            StoreAwayError: its server does not answer.
        """
        index = self._opened or self._open()
        found = index.search(vector, k=min(k, self._passages))
        if not found:
            raise _error("vector", "searched", "it finds nothing")
        return found


@contextlib.contextmanager
def _panics(what: str) -> Iterator[None]:
    """Make a panic of the library, which is no ``Exception``, a ``StoreError``."""
    try:
        yield
    except BaseException as exc:
        if type(exc).__name__ != "PanicException":  # pyo3's; it cannot be imported
            raise
        raise _error("lexical", what, "it is damaged") from exc


def _vectors(what: str) -> StoreError:
    return StoreError(f"the file of vectors {what}; run `pressmark doctor` to make it again.")


def _error(which: str, what: str, why: str) -> StoreError:
    return StoreError(
        f"the {which} index cannot be {what} ({why}); run `pressmark doctor` to build it again."
    )
