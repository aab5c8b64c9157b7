"""Candidates made by hand."""

from __future__ import annotations

from dataclasses import replace

from bot.answer.reading.candidates import Candidate, with_meaning
from bot.answer.reading.features import measure, votes
from bot.answer.reading.sentences import places
from index.embedding.bundled import BundledEmbedder
from tests.bot.answer.asking import asked
from tests.bot.made import hits, passage

_EMBEDDER = BundledEmbedder()


def candidate(
    text: str,
    score: float = 1.0,
    question: str = "When did it sink?",
    published: str = "2024-02-12",
    title: str = "Ferry runs aground off Lunnay",
) -> Candidate:
    """The first sentence of ``text``, alone in its passage, with this score."""
    understood = asked(question)
    place = places(
        hits(passage(text, published=published or None, title=title)), with_notices=True
    )[0]
    features = measure(place, understood) | votes([place], understood)[0]
    found = with_meaning(understood, [(place, features)], _EMBEDDER)
    return replace(Candidate(place, score, {}), features=found[0][1])
