"""Pressmark's parts composed with LlamaIndex, and what importing Pressmark does not import."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
from llama_index.core import VectorStoreIndex
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.schema import TextNode

from index.llama_index import PressmarkEmbedding, PressmarkRetriever
from index.models import Filters, Query
from tests.conftest import ROOT

if TYPE_CHECKING:
    from index.embedding.bundled import BundledEmbedder
    from index.library import Library


def test_hits_are_nodes(sample: Library) -> None:
    """Text, offsets, score and what names the article, in the order of the hits."""
    retriever = PressmarkRetriever(sample.retriever, similarity_top_k=3)
    hits = sample.retriever.search(Query("Who stole the bell?", 3))

    nodes = retriever.retrieve("Who stole the bell?")

    assert [(node.node_id, node.text, node.score) for node in nodes] == [
        (hit.passage.id, hit.passage.text, hit.score) for hit in hits
    ]
    first, card = nodes[0].node, hits[0].passage.card
    assert isinstance(first, TextNode)
    assert (first.start_char_idx, first.end_char_idx) == (
        hits[0].passage.span.start,
        hits[0].passage.span.end,
    )
    assert first.metadata == {
        "article": card.article,
        "title": card.title,
        "source": card.source,
        "published": card.published,
        "url": card.url,
    }


def test_filters_are_passed_on(sample: Library) -> None:
    """Only the outlet that was asked for."""
    filters = Filters(source="Quayside Weekly")
    retriever = PressmarkRetriever(sample.retriever, filters=filters)

    nodes = retriever.retrieve("ferry")

    assert {node.metadata["source"] for node in nodes} == {"Quayside Weekly"}


def test_a_query_engine_answers_from_the_hits(sample: Library) -> None:
    """LlamaIndex puts the passages into the prompt and names them as sources."""
    retriever = PressmarkRetriever(sample.retriever, similarity_top_k=2)
    engine = RetrieverQueryEngine.from_args(retriever, llm=MockLLM())

    response = engine.query("Who stole the bell?")

    assert len(response.source_nodes) == 2
    assert response.source_nodes[0].text in str(response)


def test_the_embedding_makes_an_index_of_llama_index(bundled: BundledEmbedder) -> None:
    """Its vector store finds by meaning."""
    nodes = [TextNode(text="The harbour pier was closed."), TextNode(text="Two eggs and butter.")]
    index = VectorStoreIndex(nodes, embed_model=PressmarkEmbedding(bundled))

    (found,) = index.as_retriever(similarity_top_k=1).retrieve("Is the dock shut?")

    assert found.text == "The harbour pier was closed."


def test_the_embedding_is_the_bundled_embedder() -> None:
    """Texts, queries and their asynchronous forms give its vectors."""
    embedding = PressmarkEmbedding()
    expected = embedding._embedder.embed(["The pier closed."])[0]

    found = [
        embedding.get_text_embedding("The pier closed."),
        embedding.get_query_embedding("The pier closed."),
        asyncio.run(embedding.aget_query_embedding("The pier closed.")),
        embedding.get_text_embedding_batch(["The pier closed.", "Eels."])[0],
    ]

    for vector in found:
        np.testing.assert_allclose(vector, expected, atol=2e-3)
    assert PressmarkEmbedding.class_name() == "PressmarkEmbedding"


@pytest.mark.parametrize("module", ["bot.__main__", "bot.cli.commands", "index.library"])
def test_importing_pressmark_imports_no_engine(module: str) -> None:
    """The command line starts in milliseconds: adapters are imported once they are needed."""
    heavy = "{'llama_index', 'chromadb', 'telegram', 'onnxruntime', 'tantivy'}"
    program = f"import sys, {module}; print({heavy} & sys.modules.keys())"

    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True)

    assert run.stdout.strip() == b"set()"
