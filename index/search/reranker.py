"""A second look at the best candidates, by a model that reads each beside the question."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import numpy as np

from index.errors import RerankerError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from index.embedding.interface import Reranker
    from index.ranking.pool import Floats

_log = logging.getLogger(__name__)
DEPTH = 30
"""Candidates that are read again: it costs by the passage, and a hit is one of the first ten."""


class Reranking:
    """Puts the best candidates in the order of a reranker; their scores stay with the places."""

    def __init__(
        self, reranker: Reranker, read: Callable[[Sequence[str]], Mapping[str, str]]
    ) -> None:
        """``read`` gives the texts of those passages that may be shown."""
        self._reranker = reranker
        self._read = read

    def gains(self, query: str, passages: Sequence[str], totals: Floats) -> Floats:
        """What to add to each of ``totals``, ``(n,)``, the fitted scores of ``passages``.

        The sums are the same scores over again: the best goes to the passage that the reranker
        puts first, and equal ones keep their order. Zeros, and a warning, where it fails.
        """
        gains = np.zeros(len(totals))
        best = np.argsort(-totals, kind="stable")[:DEPTH]
        texts = self._read([passages[at] for at in best])
        places = np.array([at for at in best if passages[at] in texts], dtype=np.int64)
        try:
            scores = self._scores(query, [texts[passages[at]] for at in places])
        except RerankerError as exc:
            _log.warning("%s The question is answered in the fitted order.", exc)
            return gains
        wanted = places[np.argsort(-scores, kind="stable")]
        gains[wanted] = totals[places] - totals[wanted]
        return gains

    def _scores(self, query: str, texts: Sequence[str]) -> Floats:
        """A finite score for each text."""
        scores = np.asarray(self._reranker.scores(query, texts), dtype=np.float64)
        if scores.shape != (len(texts),) or not np.isfinite(scores).all():
            raise RerankerError(
                f"the reranker was given {len(texts)} passages, and its scores are not as many "
                "numbers; choose another PRESSMARK_RERANKER, or none."
            )
        return scores
