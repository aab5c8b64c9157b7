"""Writes one copy of a generation: its words, and the vectors that its texts have."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from index.embedding.embedder_identity import dimensions_of
from index.errors import StoreError
from index.stores.damage import damaged_rows
from index.stores.lexical import LexicalIndex
from index.stores.vector_file import VectorFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from index.catalog.passages.passages import IndexEntry
    from index.embedding.interface import Embedder
    from index.home import Home
    from index.replicas.ledger import Copy, Ledger
    from index.stores.vector_indexes import VectorIndex

_log = logging.getLogger(__name__)
_FETCHED = 256
"""Vectors that are asked for at once: a megabyte or two."""


class CopyWriter:
    """Open for as long as there is something to write."""

    def __init__(
        self,
        home: Home,
        ledger: Ledger,
        copy: Copy,
        *,
        index: Callable[[], VectorIndex],
        embedder: Callable[[], Embedder],
    ) -> None:
        """``index`` opens the vectors on the server; ``embedder`` is that of the settings."""
        self.name = copy.name
        self._made_by = copy.embedder
        self._ledger = ledger
        self._index = index
        self._embedder = embedder
        self._lexical = LexicalIndex(home.lexical(copy.name), writable=True)
        path = home.vectors(copy.embedder)
        self._file = VectorFile(path, dimensions=dimensions_of(copy.embedder))

    def missing(self, ids: Sequence[str]) -> list[str]:
        """Those of ``ids`` whose words are not written."""
        if not self._lexical.count():
            return list(ids)
        found: set[str] = set()
        for start in range(0, len(ids), _FETCHED):
            found |= self._lexical.present(ids[start : start + _FETCHED])
        return [each for each in ids if each not in found]

    def write(self, entries: Sequence[IndexEntry]) -> None:
        """Make passages durable, vectors first; those that are there are written again.

        Raises:
            StoreError: an index cannot be written, or a vector cannot be had.
            StoreAwayError: the server that has the vectors does not answer.
        """
        if not entries:
            return
        digests = [entry.digest for entry in entries]
        known = self._ledger.rows(self._made_by, digests)
        lacking = {entry.digest: entry for entry in entries if entry.digest not in known}
        new = list(lacking.values())
        for start in range(0, len(new), _FETCHED):
            self._bring(new[start : start + _FETCHED])
        self._lexical.add(entries)
        self._lexical.commit()

    def drop(self, ids: Sequence[str]) -> None:
        """Forget passages, durably; unknown ones are ignored."""
        if not ids:
            return
        self._ledger.lower(self.name, self._lexical.count() - len(ids))
        self._lexical.delete(ids)
        self._lexical.commit()

    def close(self) -> None:
        """Give the lock of the lexical index back."""
        self._lexical.close()

    def _bring(self, entries: Sequence[IndexEntry]) -> None:
        """Append the vectors of texts to the file, and note where they stand."""
        found = self._server.vectors([entry.id for entry in entries])
        sound = {each: row for each, row in found.items() if self._is_sound(row)}
        known = [entry for entry in entries if entry.id in sound]
        lost = [entry for entry in entries if entry.id not in sound]
        rows = [sound[entry.id] for entry in known]
        if lost:
            rows.extend(self._made_again(lost))
        first = self._file.append(np.array(rows, dtype=np.float32))
        digests = [entry.digest for entry in (*known, *lost)]
        self._ledger.keep_rows(self._made_by, digests, first=first)

    @cached_property
    def _server(self) -> VectorIndex:
        return self._index()

    def _is_sound(self, row: NDArray[np.float32]) -> bool:
        fits = row.shape == (dimensions_of(self._made_by),)
        return fits and not len(damaged_rows(row[None, :], np.zeros(1, dtype=np.int64)))

    def _made_again(self, entries: Sequence[IndexEntry]) -> NDArray[np.float32]:
        """The vectors of texts that the server lacks, by the embedder that made the others.

        Raises:
            StoreError: the settings name another one.
            EmbedderError: it does not answer.
        """
        embedder = self._embedder()
        if not embedder.made(self._made_by):
            raise StoreError(
                f"the Chroma server lacks {len(entries)} vectors of passages that are indexed, and "
                f"PRESSMARK_EMBEDDER here is not what made them ({self._made_by}); correct it, or "
                "run `pressmark index --full`."
            )
        _log.warning("%d vectors that the Chroma server lacks are made here.", len(entries))
        return embedder.embed([entry.text for entry in entries])
