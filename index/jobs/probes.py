"""Looks for the passages of a generation in each of its indexes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.catalog.passages import passages
from index.errors import StoreError
from index.models import Filters
from index.stores.open_parts import Words
from index.text.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.catalog.engine import Catalog
    from index.catalog.passages.passages import IndexEntry
    from index.progress import Progress
    from index.stores.columns import Columns
    from index.stores.vector_indexes import VectorIndex, VectorIndexes

_MOST_DRAWN = 2000
"""Passages that are looked for; of more a sample is drawn at random."""
_MOST_LOST = 0.01
_SAME = 0.9995
"""Cosine of a vector with itself, rounding included: so near, a neighbour is as good."""
_NEAREST, _BEST, _STEMS = 3, 10, 16
_LAG = 256
"""Passages that another process may have written or taken out and not yet recorded."""
_BATCH = 100


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``ok`` is None where it could not be."""

    name: str
    ok: bool | None
    detail: str


class Look:
    """Looks for passages, all or a sample, in each index."""

    def __init__(
        self, catalog: Catalog, columns: Columns, progress: Progress, waiting: int, *, owner: bool
    ) -> None:
        self._catalog = catalog
        self._columns = columns
        self._progress = progress
        self._slack = waiting if owner else waiting + _LAG
        self._owner = owner
        count = len(columns.ids)
        order = np.random.default_rng().permutation(count)
        self.drawn = order[:_MOST_DRAWN]

    def entries(self, places: NDArray[np.int64]) -> list[IndexEntry]:
        """What the catalog has of the passages at these places."""
        return self._catalog.query(
            passages.entries, [str(each) for each in self._columns.ids[places]]
        )

    def chroma(self, indexes: VectorIndexes, generation: str, matrix: NDArray[np.float32]) -> Check:
        """Counts agree, and passages are nearest to their own vectors.

        Raises:
            StoreAwayError: the server that keeps them does not answer.
        """
        if said := indexes.lacks(generation):
            return Check("chroma", ok=False, detail=said)
        try:
            index = indexes.existing(generation)
            if wrong := self._miscounted("chroma", index.count()):
                return wrong
            lost = sum(
                not self._is_near(index, place, matrix)
                for places in self._batches()
                for place in places
            )
        except StoreError as exc:
            return Check("chroma", ok=False, detail=str(exc))
        return self._verdict("chroma", lost, "vector")

    def _is_near(self, index: VectorIndex, place: int, matrix: NDArray[np.float32]) -> bool:
        row = self._columns.rows[place]
        if not 0 <= row < len(matrix):
            return False
        count = len(self._columns.ids)
        found = index.search(np.asarray(matrix[row]), k=min(_NEAREST, count))
        own = str(self._columns.ids[place])
        return any(each == own for each, _ in found) or bool(found and found[-1][1] >= _SAME)

    def lexical(self, folder: Path) -> Check:
        """Counts agree, and passages are among the best for their own words."""
        try:
            words = Words(folder, passages=len(self._columns.ids))
            if wrong := self._miscounted("lexical", words.count()):
                return wrong
            lost = sum(
                not _has_words(words, entry)
                for places in self._batches()
                for entry in self.entries(places)
            )
        except StoreError as exc:
            return Check("lexical", ok=False, detail=str(exc))
        return self._verdict("lexical", lost, "words")

    def _batches(self) -> Iterator[NDArray[np.int64]]:
        for start in range(0, len(self.drawn), _BATCH):
            self._progress("checking", start, len(self.drawn))
            yield self.drawn[start : start + _BATCH]

    def _miscounted(self, name: str, held: int) -> Check | None:
        """A passage too many is one that a killed run wrote and the next one will record."""
        expected = len(self._columns.ids)
        least = expected if self._owner else expected - self._slack
        if least <= held <= expected + self._slack:
            return None
        return Check(name, ok=False, detail=f"it holds {held} passages, the catalog {expected}")

    def _verdict(self, name: str, lost: int, by: str) -> Check:
        count, drawn = len(self._columns.ids), len(self.drawn)
        which = f"{drawn} of {count} drawn at random" if drawn < count else f"all {count}"
        said = f"{which} looked for, {drawn - lost} found by their own {by}"
        return Check(name, ok=lost <= _MOST_LOST * drawn, detail=said)


def _has_words(words: Words, entry: IndexEntry) -> bool:
    """Whether a passage is found by its longest words; one without words cannot be."""
    stems = _longest(terms(entry.text, entry.language))
    if not stems:
        return True
    found = words.search(stems, k=_BEST, filters=Filters(), epochs=(0.0, 0.0))
    return any(each == entry.id for each, _ in found)


def _longest(stems: Sequence[str]) -> list[str]:
    """A few stems that tell much: long ones are rare ones, mostly."""
    return sorted(dict.fromkeys(stems), key=lambda stem: (-len(stem), stem))[:_STEMS]
