"""``PRESSMARK_EMBEDDER=fastembed:MODEL``: an embedding model on the processor.

fastembed is an extra (``pressmark[embedder]``); see `index.fastembed_models`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from index.conventions import convention_of
from index.embedding_names import WINDOW, count_by_bytes, identity_of, is_of, name_of
from index.embedding_protocols import unit_vectors
from index.errors import EmbedderError
from index.fastembed_models import EMBEDDER, encodable, failures, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

_BATCH = 16
"""Texts computed together: all are padded to the longest."""
_SPECIAL = 4
"""Tokens that the model adds by itself, at most."""


class FastEmbedder:
    """Unit vectors of a model that fastembed knows; usable from several threads."""

    def __init__(self, model: str) -> None:
        """Load ``model``, as fastembed names it.

        Raises:
            SettingsError: fastembed is not installed or does not know it, or its files are missing
                or damaged.
        """
        self._setting = f"PRESSMARK_EMBEDDER=fastembed:{model}"
        self._model = load(EMBEDDER, model)
        self._convention = convention_of(model)
        self._name = name_of("fastembed", model, self._convention)
        self._tokenizer, reads = _counting(self._model)
        self.window = reads - _SPECIAL - self._counted([self._convention.passage])[0]

    @property
    def cutting(self) -> str:
        """See `index.models.Embedder`."""
        return f"{self.window}-{self._name}"

    def identity(self, dimensions: int) -> str:
        """See `index.models.Embedder`."""
        return identity_of(self._name, dimensions)

    def made(self, identity: str) -> bool:
        """See `index.models.Embedder`."""
        return is_of(self._name, identity)

    def counts(self, texts: Sequence[str]) -> list[int]:
        """Numbers of the model's own tokens, or about so many where it does not show them."""
        return self._counted([encodable(text) for text in texts])

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of passages: shape ``(len(texts), d)``, same order.

        Raises:
            EmbedderError: the model cannot be run on them.
        """
        return self._embed(self._model.passage_embed, self._convention.passage, texts)

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same of questions.

        Raises:
            EmbedderError: as for passages.
        """
        return self._embed(self._model.query_embed, self._convention.question, texts)

    def embed_sentences(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same of sentences of passages."""
        return self.embed(texts)

    def _embed(
        self, run: Callable[..., Iterable[Any]], prefix: str, texts: Sequence[str]
    ) -> NDArray[np.float32]:
        found: list[Any] = []
        try:
            for start in range(0, len(texts), _BATCH):
                batch = [prefix + encodable(text) for text in texts[start : start + _BATCH]]
                found.extend(run(batch))
            return unit_vectors(found) if found else np.zeros((0, 0), np.float32)
        except failures() as exc:  # what is no vector is a ValueError too
            raise EmbedderError(
                f"{self._setting}: the model cannot be run ({exc}); choose another, "
                f"{EMBEDDER.otherwise}"
            ) from exc

    def _counted(self, texts: Sequence[str]) -> list[int]:
        if self._tokenizer is None:
            return count_by_bytes(texts)
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encodings]


def _counting(model: Any) -> tuple[Any, int]:
    """The tokenizer of a model, without its cuts and its padding, and how many tokens it reads."""
    found = getattr(getattr(model, "model", None), "tokenizer", None)
    if found is None:
        return None, WINDOW
    cut = found.truncation
    counter = type(found).from_str(found.to_str())
    counter.no_truncation()
    counter.no_padding()
    return counter, int(cut["max_length"]) if cut else WINDOW
