"""Answers without a language model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.composing.selection import (
    MOST_CLAIMS,
    MOST_OF_ONE,
    addition,
    outdated,
    overlap,
    picked,
)
from bot.answer.reading.sentence_model import Linear, Models
from tests.bot.answer.made import candidate

if TYPE_CHECKING:
    from bot.answer.reading.candidates import Candidate

EVENTS = "What about the ferry?"
BEST = candidate("The fare rises to 56 crowns in October.", 9.0, EVENTS)
NEW = candidate("Islanders blocked the ramp for forty minutes.", 8.0, EVENTS)
SAME = candidate("In October the fare rises to 56 crowns again.", 8.5, EVENTS)
FAR = candidate("A festival of lamps was held on Saturday.", 2.0, EVENTS)
MORE = [candidate(f"Word{n}a word{n}b word{n}c word{n}d.", 7.0, EVENTS) for n in range(9)]
FARE = "How much does the fare rise in October?"
FARES = [
    ("The fare rises to 56 crowns in October.", 9.0),
    ("In October a car pays a fare of 300 crowns.", 8.9),
    ("Children under six pay no fare in October.", 8.8),
    ("Dogs pay half of the fare since October.", 8.7),
]
NOTHING = Linear({})
CLOSE = Models(NOTHING, NOTHING, Linear({"behind": -1.0}, 3.0), 0.5)
"""Adds what is at most 3 behind the best."""


def test_best_sentence_alone_is_picked() -> None:
    """Nothing is added to what stands alone."""
    assert picked([BEST]) == [BEST]


def test_further_sentences_are_worth_it_and_new() -> None:
    """What scores far lower, or says the same again, is left out."""
    found = picked([BEST, SAME, NEW, FAR], models=CLOSE)

    assert [each.text for each in found] == [BEST.text, NEW.text]


def test_at_most_four_sentences() -> None:
    """An answer is short."""
    found = picked([BEST, NEW, *MORE], models=CLOSE)

    assert [each.text for each in found] == [each.text for each in (BEST, NEW, *MORE[:2])]
    assert len(found) == MOST_CLAIMS


def test_one_fact_is_told_in_two_sentences_at_most() -> None:
    """The second has to be surer than elsewhere; an answer to another kind of question has more."""
    told = picked([candidate(text, score, FARE) for text, score in FARES], models=CLOSE)
    surest = Models(NOTHING, NOTHING, Linear({}), 0.45)
    alone = picked([candidate(text, score, FARE) for text, score in FARES], models=surest)

    assert [each.text for each in told] == [text for text, _ in FARES[:2]]
    assert [each.text for each in alone] == [FARES[0][0]]
    assert len(picked([candidate(text, score, EVENTS) for text, score in FARES], models=CLOSE)) == 4


def test_incomplete_or_undated_fact_may_have_more() -> None:
    """Without the figure that is asked for, or in a text without a date."""
    texts = [("Fares rise again this autumn.", 9.5), *FARES[1:]]
    bare = [candidate(text, score, FARE) for text, score in texts]
    undated = [candidate(text, score, FARE, "") for text, score in FARES]

    assert len(picked(bare, models=CLOSE)) > MOST_OF_ONE
    assert len(picked(undated, models=CLOSE)) > MOST_OF_ONE


def test_what_is_unlike_the_question_is_not_added_to_a_fact() -> None:
    """Another sentence of the same report may be about lamps."""
    lamps = candidate(FAR.text, 8.9, FARE, "")

    assert picked([candidate(FARES[0][0], 9.0, FARE, ""), lamps], models=CLOSE)[1:] == []


def test_sentence_beside_the_best_is_known_as_such() -> None:
    """What stands in another passage is elsewhere."""
    assert addition(NEW, [BEST, NEW])["same_passage"] == 0
    assert addition(NEW, [BEST, NEW])["behind"] == 1
    assert addition(BEST, [BEST])["same_passage"] == 1


def test_older_article_s_value_is_outdated() -> None:
    """A newer one is not, nor a sentence without a value, nor one of two asked for."""
    price = "How much is a ticket?"
    both = "How much was a ticket earlier, and how much is it?"
    new, old, bare = "It costs 52 crowns.", "It costs 56 crowns.", "It costs too much."

    def made(text: str, day: str, question: str = price) -> Candidate:
        """A candidate of this day."""
        return candidate(text, 1.0, question, day)

    best = made(new, "2025-03-01")
    assert outdated(made(old, "2023-10-01"), best)
    assert not outdated(made(old, "2025-04-01"), best)
    assert not outdated(made(bare, "2023-10-01"), best)
    assert not outdated(made(old, "2023-10-01", both), made(new, "2025-03-01", both))


def test_overlap_is_of_the_shorter_text() -> None:
    """A text that holds another overlaps with it wholly."""
    assert overlap("the ferry sank", "The ferry sank at night") == 1
    assert overlap("the ferry", "a crane") == 0


def test_nothing_comes_of_nothing() -> None:
    """No candidates, no sentences."""
    assert picked([]) == []
