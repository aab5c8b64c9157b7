"""The bundled embedder as a LlamaIndex embedding, for people who compose with LlamaIndex.

Nothing in Pressmark imports this module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from pydantic import PrivateAttr

from index.embedding.bundled import BundledEmbedder
from index.models import Filters, Query

if TYPE_CHECKING:
    from index.models import Hit
    from index.search.retriever import Retriever


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


class PressmarkRetriever(BaseRetriever):
    """Hits as nodes: text is the passage, metadata names article, outlet, date and link.

    ``start_char_idx`` and ``end_char_idx`` count characters in the stored text of the article.
    """

    def __init__(
        self, retriever: Retriever, *, similarity_top_k: int = 10, filters: Filters | None = None
    ) -> None:
        super().__init__()
        self._retriever = retriever
        self._k = similarity_top_k
        self._filters = filters or Filters()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        query = Query(query_bundle.query_str, k=self._k, filters=self._filters)
        return [_node(hit) for hit in self._retriever.search(query)]


def _node(hit: Hit) -> NodeWithScore:
    passage = hit.passage
    card = passage.card
    node = TextNode(
        id_=passage.id,
        text=passage.text,
        start_char_idx=passage.span.start,
        end_char_idx=passage.span.end,
        metadata={
            "article": card.article,
            "title": card.title,
            "source": card.source,
            "published": card.published,
            "url": card.url,
        },
    )
    return NodeWithScore(node=node, score=hit.score)
