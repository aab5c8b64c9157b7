"""Sentences of the hits, the best first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answer.reading.candidates import KEPT, Candidate, read
from bot.answer.reading.question import question_weights
from index.models import Query

if TYPE_CHECKING:
    from index.library import Library

FARE = "How much is an adult single ticket to Lunnay from 1 May?"


def ranked(library: Library, question: str) -> list[Candidate]:
    """The candidates among the sentences of the hits."""
    hits = library.retriever.search(Query(question, k=8))
    return read(question, hits, retriever=library.retriever, embedder=library.bundled).ranked


def test_sentence_that_answers_comes_first(library: Library) -> None:
    """Meaning and words together find the one sentence."""
    best = ranked(library, FARE)[0]

    assert best.text == "From 1 May a single ticket for an adult will cost 52 crowns instead of 56."
    assert best.features["offers"] == 1


def test_every_candidate_is_a_sentence_of_its_passage(library: Library) -> None:
    """Spans name the text, features are shares, order is that of the score."""
    found = ranked(library, FARE)

    assert len(found) == KEPT
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    for each in found:
        assert each.span.of(each.passage.text) == each.text
        assert len(each.text.split()) >= 4
        assert -1 <= each.features["meaning"] <= 1.0001
        assert 0 <= each.features["cover"] <= each.features["cover_passage"] <= 1.0001


def test_no_hits_no_candidates(library: Library) -> None:
    """Nothing found, nothing to say."""
    assert read(FARE, [], retriever=library.retriever, embedder=library.bundled).ranked == []


def test_weights_of_a_question_sum_to_one_and_rare_words_weigh_more(library: Library) -> None:
    """A word that is nowhere in the archive counts most."""
    weights = question_weights("Did the ferry carry zebras?", library.retriever)

    assert sum(weights.values()) == pytest.approx(1)
    assert max(weights, key=weights.__getitem__) == "zebra"
    assert question_weights("was it there?", library.retriever) == {}
