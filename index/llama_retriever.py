"""Pressmark's retriever as a LlamaIndex retriever, for people who compose with LlamaIndex.

Nothing in Pressmark imports this module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.models import Filters, Query

if TYPE_CHECKING:
    from index.models import Hit
    from index.retrieval import Retriever


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
