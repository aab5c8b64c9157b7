"""The embedder of a run: known by what it gives, timed, and waited for while it is away."""

from __future__ import annotations

import logging
import time
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, TypeVar

from index.catalog import generations as rows
from index.embedding import calibration
from index.embedding.bundled import DIMENSIONS, BundledEmbedder
from index.embedding.embedder_identity import dimensions_of
from index.errors import EmbedderError
from index.indexing.patience import Patience
from index.progress import Stride

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.catalog.engine import Catalog
    from index.embedding.interface import Embedder
    from index.progress import Progress

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
_EMBED_BATCH = 64
STEP_SECONDS = 0.5
"""What a kill costs at most, and half of what a cancel waits for."""


@dataclass
class PatientEmbedder:
    """Vectors of one length, made a few at a time.

    The identity has the length of the vectors in it, so a model that gives others is another
    embedder. ``patience``: seconds for which an embedder that is away is waited for.
    """

    catalog: Catalog
    embedder: Embedder
    _: KW_ONLY
    patience: float
    progress: Progress
    identity: str = ""

    def __post_init__(self) -> None:
        self._stride = Stride(_EMBED_BATCH // 4, _EMBED_BATCH, STEP_SECONDS)
        if isinstance(self.embedder, BundledEmbedder):
            self.identity = self.embedder.identity(DIMENSIONS)

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

    def vectors(
        self, texts: Mapping[str, str], *, end: int, total: int
    ) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
        """Names of texts and their vectors ``(n, d)``, some at a time, until all are made.

        ``end`` of ``total`` passages are done when they are written; the last counts then.

        Raises:
            EmbedderError: the embedder does not answer, for longer than it is waited for.
        """
        waiting = sorted(texts, key=lambda each: len(texts[each]))  # equal lengths: less padding
        while waiting:
            done = end - len(waiting)
            taken, waiting = waiting[: self._stride.size], waiting[self._stride.size :]
            some = [texts[each] for each in taken]
            yield taken, self._patient(lambda some=some: self._embed(some), done, total)  # type: ignore[misc] # of this round
            self.progress("indexing", end - max(1, len(waiting)), total)

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
