"""The vectors of passages: those made before by the same embedder, new ones for the rest."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.catalog import generations as rows
from index.embedding.embedder_identity import dimensions_of
from index.stores.columns_file import forget_columns
from index.stores.damage import damaged_rows
from index.stores.vector_file import VectorFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from index.catalog.engine import Catalog
    from index.catalog.passages.passages import IndexEntry
    from index.home import Home
    from index.indexing.patient_embedder import PatientEmbedder

_log = logging.getLogger(__name__)


@dataclass
class PassageVectors:
    """The vectors of one embedder in one home; for the owner of the index alone.

    They are known by the identity of the embedder and the digest of a text.
    """

    home: Home
    catalog: Catalog
    embedder: PatientEmbedder

    def forget_lost(self) -> None:
        """Drop what the file does not have."""
        identity = self.embedder.identity
        with self.catalog.write() as connection:  # which says what a folder of vectors lacks
            before = rows.count_rows(connection, embedder=identity)
            if self.catalog.shared:
                rows.adopt(connection, home=self.home.identity(new=True))
            rows.forget_rows(connection, embedder=identity, first=len(self._file))
            if rows.count_rows(connection, embedder=identity) < before:
                self._forget_columns(rows.names(connection))

    def forget_damaged(self) -> None:
        """Drop what was written over; it is embedded again."""
        identity = self.embedder.identity
        with self.catalog.read() as connection:
            used = np.array(rows.rows_in_use(connection, embedder=identity), dtype=np.int64)
        damaged = damaged_rows(self._file.open(), used)
        if len(damaged):
            _log.warning("%d vectors are damaged and are made again.", len(damaged))
            self._forget_columns(self.catalog.query(rows.names))
            self.catalog.change(rows.forget_damaged, embedder=identity, rows=damaged.tolist())

    def of(self, batch: Sequence[IndexEntry], before: int, total: int) -> NDArray[np.float32]:
        """Vectors of a batch, ``(len(batch), d)``; it follows ``before`` of ``total`` passages.

        Raises:
            EmbedderError: the embedder does not answer, for longer than it is waited for.
        """
        identity, digests = self.embedder.identity, [entry.digest for entry in batch]
        known = self.catalog.query(rows.known_rows, embedder=identity, digests=digests)
        new = {entry.digest: entry.text for entry in batch if entry.digest not in known}
        for names, made in self.embedder.vectors(new, end=before + len(batch), total=total):
            first = self._file.append(made)
            self.catalog.change(rows.remember_rows, embedder=identity, digests=names, first=first)
            known |= {each: first + offset for offset, each in enumerate(names)}
        return np.asarray(self._file.open()[[known[each] for each in digests]])

    def _forget_columns(self, generations: Iterable[str]) -> None:
        """Let go of what says where vectors stand: those made again stand elsewhere."""
        for generation in generations:
            forget_columns(self.home, generation)

    @property
    def _file(self) -> VectorFile:
        identity = self.embedder.identity
        return VectorFile(self.home.vectors(identity), dimensions=dimensions_of(identity))
