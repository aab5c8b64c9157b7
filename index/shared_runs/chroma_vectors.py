"""The vectors of passages where nothing is local: from Chroma where it has them, else made."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.catalog import generations
from index.errors import StoreError
from index.stores.damage import damaged_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from index.catalog.engine import Catalog
    from index.catalog.passages.passages import IndexEntry
    from index.indexing.patient_embedder import PatientEmbedder
    from index.stores.chroma import Collection

_log = logging.getLogger(__name__)


@dataclass
class ChromaVectors:
    """The vectors of one embedder; ``joined`` opens the index of a generation."""

    catalog: Catalog
    embedder: PatientEmbedder
    joined: Callable[[str], Collection]

    def of(self, batch: Sequence[IndexEntry]) -> NDArray[np.float32]:
        """Vectors of a batch, ``(len(batch), d)``: a text that some generation has is not embedded.

        Raises:
            EmbedderError: the embedder does not answer, for longer than it is waited for.
            StoreAwayError: the Chroma server does not.
        """
        digests = [entry.digest for entry in batch]
        found = self._kept(digests)
        new = {entry.digest: entry.text for entry in batch if entry.digest not in found}
        for names, made in self.embedder.vectors(new, end=len(batch), total=len(batch)):
            found.update(zip(names, made, strict=True))
        return np.stack([found[each] for each in digests])

    def _kept(self, digests: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        embedder = self.embedder.identity
        holders = self.catalog.query(generations.holders, embedder=embedder, digests=digests)
        found: dict[str, NDArray[np.float32]] = {}
        for generation in {generation for generation, _ in holders.values()}:
            passages = {
                passage: each for each, (of, passage) in holders.items() if of == generation
            }
            read = self._read(generation, list(passages))
            found |= {passages[passage]: vector for passage, vector in read.items()}
        return found

    def _read(self, generation: str, passages: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Those that are there and are vectors; an index that is gone has none."""
        try:
            found = self.joined(generation).vectors(passages)
        except StoreError as exc:
            _log.debug("vectors of generation %s are made anew: %s", generation, exc)
            return {}
        if not found:
            return {}
        names, rows = list(found), np.stack(list(found.values()))
        bad = damaged_rows(rows, np.arange(len(rows), dtype=np.int64))
        for row in bad:
            del found[names[int(row)]]
        return found
