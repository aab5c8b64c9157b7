"""The bundled embedder as a LlamaIndex embedding, for people who compose with LlamaIndex.

Nothing in Pressmark imports this module.
"""

from __future__ import annotations

from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from index.embedding import BundledEmbedder


class PressmarkEmbedding(BaseEmbedding):
    """384-dimensional unit vectors of all-MiniLM-L6-v2, without a network."""

    _embedder: BundledEmbedder = PrivateAttr()

    def __init__(self, embedder: BundledEmbedder | None = None, **settings: Any) -> None:
        super().__init__(model_name="pressmark-all-MiniLM-L6-v2", **settings)
        self._embedder = embedder or BundledEmbedder()

    @classmethod
    def class_name(cls) -> str:
        """LlamaIndex's name of the class."""
        return "PressmarkEmbedding"

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(value) for value in row] for row in self._embedder.embed(texts)]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)
