"""The prefixes that models want, by their names."""

from __future__ import annotations

import pytest

from index.embedding.embedder_identity import Convention, convention_of

_SEARCHING = "Represent this sentence for searching relevant passages: "


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("intfloat/multilingual-e5-large", Convention("query: ", "passage: ")),
        ("E5-base-v2", Convention("query: ", "passage: ")),
        ("nomic-embed-text", Convention("search_query: ", "search_document: ")),
        ("BAAI/bge-small-en-v1.5", Convention(_SEARCHING)),
        ("mxbai-embed-large", Convention(_SEARCHING)),
        ("snowflake-arctic-embed:335m", Convention(_SEARCHING)),
        ("snowflake-arctic-embed2", Convention("query: ")),
        ("Snowflake/snowflake-arctic-embed-l-v2.0", Convention("query: ")),
        ("bge-m3", Convention()),
        ("text-embedding-3-small", Convention()),
        ("all-minilm", Convention()),
        ("paraphrase-multilingual", Convention()),
    ],
)
def test_prefixes_are_those_of_the_models_card(model: str, expected: Convention) -> None:
    """And none where nothing is known of a model, or it wants none."""
    assert convention_of(model) == expected


@pytest.mark.parametrize("model", ["intfloat/multilingual-e5-large-instruct", "qwen3-embedding"])
def test_a_model_that_takes_instructions_is_told_what_is_looked_for(model: str) -> None:
    """Before the question alone."""
    found = convention_of(model)

    assert found.question.startswith("Instruct: ")
    assert found.question.endswith("\nQuery: ")
    assert found.passage == ""
