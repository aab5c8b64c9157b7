"""What the rest of the program asks of an embedder and of a reranker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def cutting(self) -> str:
        """What stands for the way in which it counts tokens: passages are cut by that."""

    @property
    def window(self) -> int:
        """Most tokens of a text that reach the vector, special tokens not counted."""

    def identity(self, dimensions: int, /) -> str:
        """What stands for it where it gives vectors of this length; nothing else has the same."""

    def made(self, identity: str, /) -> bool:
        """Whether the vectors of ``identity`` are its own, of whatever length."""

    def counts(self, texts: Sequence[str]) -> list[int]:
        """Numbers of tokens in ``texts``, special ones not counted, in order."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of passages: shape ``(len(texts), d)``, same order.

        Raises:
            EmbedderError: it cannot be run, or does not answer.
        """

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same of questions, which some models want to be told apart, soon."""

    def embed_sentences(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same of sentences of passages, soon."""


class Reranker(Protocol):
    """Reads passages beside the question, for an order that features alone do not tell."""

    def scores(self, query: str, texts: Sequence[str], /) -> Sequence[float]:
        """How well each text answers ``query``: higher is better, same order, any scale.

        Raises:
            RerankerError: the model fails on them.
        """
