"""Vectors of questions, by the embedder that made the generation that answers.

An embedder behind a server may be away: then words alone find passages, and it is left alone for a
while, so that not every question waits for it in vain.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.embedding import calibration
from index.embedding.bundled import BundledEmbedder
from index.embedding.calibration import Scale
from index.embedding.embedder_identity import dimensions_of
from index.errors import EmbedderError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.catalog.engine import Catalog
    from index.embedding.interface import Embedder

_log = logging.getLogger(__name__)
_REST, _LONGEST_REST = 30.0, 600.0
"""Seconds for which an embedder that failed is not asked; at most, where a server asks for more."""


@dataclass(slots=True)
class _Rest:
    """How long an embedder is left alone after it failed, and whether that was said."""

    until: float = 0.0
    said: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def going_on(self) -> bool:
        """Whether it is not to be asked now."""
        return time.monotonic() < self.until

    def begin(self, exc: EmbedderError) -> None:
        """It has failed."""
        with self.lock:
            self.until = time.monotonic() + min(max(_REST, exc.pause or 0.0), _LONGEST_REST)
            if not self.said:
                _log.warning("%s Questions are answered by their words meanwhile.", exc)
            self.said = True

    def end(self) -> None:
        """It has answered."""
        self.said = False


@dataclass(slots=True)
class QuestionVectors:
    """An embedder as questions need it; safe to use from several threads.

    ``scale`` makes its cosines comparable with those that the stored weights were fitted on.
    """

    embedder: Embedder
    dimensions: int
    scale: Scale = field(default_factory=Scale)
    _questions: _Rest = field(default_factory=_Rest)
    _sentences: _Rest = field(default_factory=_Rest)

    @property
    def bundled(self) -> bool:
        """Whether it is the model that is always there."""
        return isinstance(self.embedder, BundledEmbedder)

    def of(self, questions: Sequence[str]) -> NDArray[np.float32] | None:
        """Unit vectors ``(n, d)``; None where it is away, which is said once.

        Raises:
            EmbedderError: the bundled model is missing or damaged.
        """
        return self._asked(lambda: self.embedder.embed_questions(questions), self._questions)

    def of_sentences(self, sentences: Sequence[str]) -> NDArray[np.float32] | None:
        """The same of sentences of passages.

        They take longer: an embedder that is too slow for them may do for questions.
        """
        return self._asked(lambda: self.embedder.embed_sentences(sentences), self._sentences)

    def _asked(
        self, ask: Callable[[], NDArray[np.float32]], rest: _Rest
    ) -> NDArray[np.float32] | None:
        if self.bundled:
            return ask()
        if rest.going_on:
            return None
        try:
            found = self._of_this_length(ask())
        except EmbedderError as exc:
            rest.begin(exc)
            return None
        rest.end()
        return found

    def _of_this_length(self, found: NDArray[np.float32]) -> NDArray[np.float32]:
        """Raises EmbedderError where the vectors are longer or shorter than the index's."""
        if found.shape[1] != self.dimensions:
            raise EmbedderError(
                f"the embedding model gave vectors of {found.shape[1]} numbers, the index has "
                f"{self.dimensions}; run `pressmark index --full` if it was changed."
            )
        return found


class Embedders:
    """The embedder of the settings and the bundled one, by the generations they made."""

    def __init__(self, configured: Embedder, bundled: BundledEmbedder, catalog: Catalog) -> None:
        self._candidates = (configured, bundled)
        self._catalog = catalog
        self._known: dict[str, QuestionVectors] = {}
        self._lock = threading.Lock()

    def of(self, identity: str) -> QuestionVectors | None:
        """What gives vectors to compare with those of ``identity``; None where nothing does."""
        made = next((each for each in self._candidates if each.made(identity)), None)
        if made is None:
            return None
        with self._lock:
            found = self._known.setdefault(identity, QuestionVectors(made, dimensions_of(identity)))
            if not found.bundled:
                found.scale = calibration.kept(self._catalog, identity) or Scale()
            return found
