"""How sure it is that the archive answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answer.reading import confidence
from bot.answer.reading.candidates import Reading, read
from bot.answer.reading.confidence import SIGNALS, signals
from bot.answer.reading.weights import stored
from index.models import Query
from index.reader.cross_encoder import ENGLISH
from tests.bot.answer.asking import Plain, asked
from tests.bot.answer.made import candidate

if TYPE_CHECKING:
    from index.library import Library

INSIDE = "How much is an adult single ticket to Lunnay from 1 May?"
OUTSIDE = "Who won the Nobel prize in chemistry in 1998?"


def of(library: Library, question: str) -> Reading:
    """What the hits of a question say."""
    hits = library.retriever.search(Query(question, k=10))
    return read(question, hits, retriever=library.retriever, readers=library.readers)


def test_every_signal_that_has_a_weight_is_measured(library: Library) -> None:
    """A weight without a signal would stop every answer."""
    assert signals(of(library, INSIDE), library.retriever).keys() == set(SIGNALS)
    assert stored().readers[ENGLISH].answerable.weights.keys() <= set(SIGNALS)
    assert confidence.threshold() == stored().threshold < confidence.SURE < 1


def test_nothing_read_is_no_reason_to_answer() -> None:
    """Not the least."""
    assert confidence.score(Reading(asked(INSIDE)), Plain()) == 0


def test_candidates_that_nobody_read_have_their_score_alone() -> None:
    """The best one's."""
    found = Reading(asked("When did it sink?"), [candidate("It sank in June.", 2.5)])

    assert signals(found, Plain()) == {"best": 2.5, "right": 0, "answers": 0, "unknown": 0}


@pytest.mark.parametrize("signal", ["best", "right", "answers"])
def test_what_the_archive_has_scores_above_what_it_has_not(library: Library, signal: str) -> None:
    """By each signal, and the threshold is between the two."""
    inside, outside = of(library, INSIDE), of(library, OUTSIDE)
    scores = [confidence.score(each, library.retriever) for each in (inside, outside)]

    assert signals(inside, library.retriever)[signal] > signals(outside, library.retriever)[signal]
    assert scores[1] < confidence.threshold() < scores[0]


@pytest.mark.parametrize(
    "question",
    [
        "Who is the king of Sweden's favourite tennis player?",
        "How do I bake sourdough bread without an oven?",
        "What is the capital of Australia?",
        "Why is the sky blue?",
    ],
)
def test_question_about_something_else_is_not_answered(library: Library, question: str) -> None:
    """However many of its words the archive has."""
    found = of(library, question)

    assert confidence.score(found, library.retriever) < confidence.threshold()


def test_name_that_is_nowhere_is_known(library: Library) -> None:
    """The archive cannot say what a stranger did; it never makes an answer surer."""
    stranger = of(library, "When did the ferry of Captain Zebedee sink?")
    known = of(library, "When did the ferry Lady Ingrid sink?")

    assert signals(stranger, library.retriever)["unknown"] == 1
    assert signals(known, library.retriever)["unknown"] == 0
    assert stored().readers[ENGLISH].answerable.weights.get("unknown", 0) <= 0
