"""What embedding models want to be said before a question and before a passage.

Retrieval models were trained with such prefixes and lose without them; neither Ollama nor an
OpenAI-compatible server nor fastembed puts them there. They are those of the models' own cards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SEARCHING = "Represent this sentence for searching relevant passages: "
_ASKING = "Instruct: Given a question, retrieve passages of news articles that answer it\nQuery: "


@dataclass(frozen=True, slots=True)
class Convention:
    """The prefixes of questions and of passages."""

    question: str = ""
    passage: str = ""


_KNOWN = (
    (r"e5-mistral|e5.*-instruct", Convention(_ASKING)),
    (r"(?:^|[/_-])e5(?:$|[_-])", Convention("query: ", "passage: ")),
    (r"nomic-embed", Convention("search_query: ", "search_document: ")),
    (r"bge-(?:small|base|large)-en", Convention(_SEARCHING)),
    (r"mxbai-embed-large|arctic-embed(?!2|.*(?:v2|2\.0))", Convention(_SEARCHING)),
    (r"arctic-embed", Convention("query: ")),
    (r"embeddinggemma", Convention("task: search result | query: ", "title: none | text: ")),
    (r"qwen3-embedding", Convention(_ASKING)),
)
"""By what the names of the models have in them; the first that fits."""


def convention_of(model: str) -> Convention:
    """The prefixes of ``model``, whoever serves it; none where nothing is known of it."""
    name = model.casefold()
    return next((found for sign, found in _KNOWN if re.search(sign, name)), Convention())
