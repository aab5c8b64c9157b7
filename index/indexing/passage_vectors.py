"""The vectors of passages: those made before by the same embedder, new ones for the rest."""

from __future__ import annotations

import logging
import time
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from index.catalog import generations as rows
from index.embedding import calibration
from index.embedding.bundled import DIMENSIONS, BundledEmbedder
from index.embedding.embedder_identity import dimensions_of
from index.errors import EmbedderError
from index.indexing.patience import Patience
from index.progress import Stride
from index.stores.damage import damaged_rows
from index.stores.vector_file import VectorFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from index.catalog.engine import Catalog
    from index.catalog.passages.passages import IndexEntry
    from index.embedding.interface import Embedder
    from index.home import Home
    from index.progress import Progress

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
_EMBED_BATCH = 64
STEP_SECONDS = 0.5
"""What a kill costs at most, and half of what a cancel waits for."""


@dataclass
class PassageVectors:
    """The vectors of one embedder in one home; for the owner of the index alone.

    They are known by the identity of the embedder and the digest of a text. The identity has the
    length of the vectors in it, so a model that gives others is another embedder. ``patience``:
    seconds for which an embedder that is away is waited for.
    """

    home: Home
    catalog: Catalog
    embedder: Embedder
    _: KW_ONLY
    patience: float
    progress: Progress

    def __post_init__(self) -> None:
        self._stride = Stride(_EMBED_BATCH // 4, _EMBED_BATCH, STEP_SECONDS)
        bundled = isinstance(self.embedder, BundledEmbedder)
        self.identity = self.embedder.identity(DIMENSIONS) if bundled else ""

    def answering(self) -> str | None:
        """The generation that answers, where this embedder made it; it is then as it was there."""
        live = self.catalog.query(rows.live)
        if live is None or not self.embedder.made(live.embedder):
            return None
        self.identity = live.embedder
        return str(live.id)

    def identify(self, *, anew: bool) -> None:
        """Get to know what the embedder gives, for a new generation; with ``anew`` by asking it.

        One that is away is taken for what it was, if it made the generation that answers.

        Raises:
            EmbedderError: it is not known yet, and does not answer.
        """
        if isinstance(self.embedder, BundledEmbedder):
            return
        known = self.answering() is not None
        if known and not anew:
            return
        try:
            scale, dimensions = self._patient(self._measure, 0, 0)
        except EmbedderError as exc:
            if not (known and exc.retryable):
                raise
            _log.warning("%s It is taken for what it was.", exc)
            return
        self.identity = self.embedder.identity(dimensions)
        calibration.keep(self.catalog, self.identity, scale)

    def forget_lost(self) -> None:
        """Drop what the file does not have."""
        with self.catalog.write() as connection:  # which says what a folder of vectors lacks
            if self.catalog.shared:
                rows.adopt(connection, home=self.home.identity(new=True))
            rows.forget_rows(connection, embedder=self.identity, first=len(self._file))

    def forget_damaged(self) -> None:
        """Drop what was written over; it is embedded again."""
        with self.catalog.read() as connection:
            used = np.array(rows.rows_in_use(connection, embedder=self.identity), dtype=np.int64)
        damaged = damaged_rows(self._file.open(), used)
        if len(damaged):
            _log.warning("%d vectors are damaged and are made again.", len(damaged))
            self.catalog.change(rows.forget_damaged, embedder=self.identity, rows=damaged.tolist())

    def of(self, batch: Sequence[IndexEntry], before: int, total: int) -> NDArray[np.float32]:
        """Vectors of a batch, ``(len(batch), d)``; it follows ``before`` of ``total`` passages.

        Raises:
            EmbedderError: the embedder does not answer, for longer than it is waited for.
        """
        digests = [entry.digest for entry in batch]
        known = self.catalog.query(rows.known_rows, embedder=self.identity, digests=digests)
        new = {entry.digest: entry.text for entry in batch if entry.digest not in known}
        waiting = sorted(new, key=lambda each: len(new[each]))  # equal lengths: little is padded
        while waiting:
            taken, waiting = waiting[: self._stride.size], waiting[self._stride.size :]
            done = before + len(batch) - max(1, len(waiting) + len(taken))
            known |= self._make({each: new[each] for each in taken}, done, total)
            self.progress("indexing", before + len(batch) - max(1, len(waiting)), total)
        return np.asarray(self._file.open()[[known[each] for each in digests]])

    @property
    def _file(self) -> VectorFile:
        path = self.home.vectors(self.identity)
        return VectorFile(path, dimensions=dimensions_of(self.identity))

    def _make(self, texts: dict[str, str], done: int, total: int) -> dict[str, int]:
        """Make and keep the vectors of ``texts``, given by digest; their rows in the file."""
        made = self._patient(lambda: self._embed(list(texts.values())), done, total)
        first = self._file.append(made)
        self.catalog.change(
            rows.remember_rows, embedder=self.identity, digests=list(texts), first=first
        )
        return {each: first + offset for offset, each in enumerate(texts)}

    def _embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the length that is known, timed.

        Raises:
            EmbedderError: they are longer or shorter.
        """
        begun = time.monotonic()
        made, expected = self.embedder.embed(texts), dimensions_of(self.identity)
        if made.shape[1] != expected:
            raise EmbedderError(
                f"the embedding model gave vectors of {made.shape[1]} numbers, expected {expected} "
                "as before; if another model has its name now, run `pressmark index --full`.",
                retryable=True,
            )
        self._stride.took(len(texts), time.monotonic() - begun)
        return made

    def _measure(self) -> tuple[calibration.Scale, int]:
        return calibration.measure(self.embedder, BundledEmbedder())

    def _patient(self, work: Callable[[], _T], done: int, total: int) -> _T:
        """Do it, waiting for an embedder that is away, with ``done`` of ``total`` shown."""
        waiting = Patience(self.patience, waiting=lambda: self.progress("indexing", done, total))
        return waiting(work)
