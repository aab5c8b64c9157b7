"""The reranker of ``PRESSMARK_RERANKER=fastembed:MODEL``: a cross-encoder on the processor.

fastembed is an extra (``pressmark[reranker]``); see `index.embedding.fastembed`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.embedding.fastembed import RERANKER, encodable, failures, load
from index.errors import RerankerError

if TYPE_CHECKING:
    from collections.abc import Sequence


class CrossEncoder:
    """A cross-encoder that fastembed knows; usable from several threads."""

    def __init__(self, model: str) -> None:
        """Load ``model``, as fastembed names it.

        Raises:
            SettingsError: fastembed is not installed or does not know it, or its files are missing
                or damaged.
        """
        self._model = model
        self._encoder = load(RERANKER, model)

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers ``query``, in the model's own scale.

        Raises:
            RerankerError: the model cannot be run on them.
        """
        asked, given = encodable(query), [encodable(text) for text in texts]
        try:
            return [float(each) for each in self._encoder.rerank(asked, given)]
        except failures() as exc:
            raise RerankerError(
                f"{self._model}: the reranking model cannot be run ({exc}); choose another "
                f"PRESSMARK_RERANKER, {RERANKER.otherwise}"
            ) from exc
