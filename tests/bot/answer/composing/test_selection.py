"""Which sentences are said, the best first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.answer.composing.selection import (
    MOST_CLAIMS,
    of_its_days,
    overlap,
    picked,
    says_more,
    worth,
)
from index.planning.planner import Outlets, plan
from tests.bot.answer.made import candidate, headline, of_one_passage, reading

if TYPE_CHECKING:
    from bot.answer.reading.candidates import Candidate

EVENTS = "What about the ferry?"
BEST = candidate("The fare rises to 56 crowns in October.", 9.0, chance=1.0)
NEW = candidate("Islanders blocked the ramp for forty minutes.", 8.0, chance=1.0)
SAME = candidate("In October the fare rises to 56 crowns again.", 8.5, chance=1.0)
FAR = candidate("A festival of lamps was held on Saturday.", 2.0, chance=0.0)


def test_best_sentence_alone_is_picked() -> None:
    """However unlikely it is to answer: whether anything does is told elsewhere."""
    assert picked(reading(EVENTS, FAR)) == [FAR]


def test_further_sentences_are_worth_it_and_new() -> None:
    """What hardly answers, or says the same again, is left out."""
    assert picked(reading(EVENTS, BEST, SAME, NEW, FAR)) == [BEST, NEW]


def test_answer_is_short() -> None:
    """However many sentences answer as well."""
    more = [candidate(f"Word{n}a word{n}b word{n}c word{n}d.", 7.0, chance=1.0) for n in range(9)]

    assert picked(reading(EVENTS, BEST, *more)) == [BEST, *more][:MOST_CLAIMS]


def test_headline_is_picked_like_a_sentence() -> None:
    """It leads where it answers best, and is not said again in other words."""
    above = headline("Fare rises to 56 crowns in October", 9.5, chance=1.0)

    assert picked(reading(EVENTS, above, BEST, NEW)) == [above, NEW]


def test_what_completes_the_best_is_worth_saying_beside_it_alone() -> None:
    """In another passage it completes something else."""
    first, beside = of_one_passage("The ferry sank at night. Nobody aboard was hurt.", 2.0, 1.0)
    adding = candidate("Nobody aboard was hurt by it.", chance=0.1, adds=0.9)

    assert worth(adding, first) == 0.1
    assert worth(adding, adding) == 0.9
    assert worth(beside, first) == 0.0


@pytest.mark.parametrize(
    ("text", "other", "share"),
    [
        ("the ferry sank", "The ferry sank at night", 1),
        ("the ferry", "a crane", 0),
        ("the ferry sank fast", "the ferry was late again", 1 / 2),
        ("", "a crane", 0),
    ],
)
def test_overlap_is_of_the_shorter_text(text: str, other: str, share: float) -> None:
    """A text that holds another overlaps with it wholly."""
    assert overlap(text, other) == overlap(other, text) == share


def test_sentence_has_to_say_more_than_each_of_those_said() -> None:
    """Beside nothing anything does."""
    assert says_more(SAME, [])
    assert says_more(SAME, [NEW, FAR])
    assert not says_more(SAME, [NEW, BEST])


def test_nothing_comes_of_nothing() -> None:
    """No candidates, no sentences."""
    assert picked(reading(EVENTS)) == []


NOW = candidate("A kilo of cod cost 42 crowns.", 5.0, published="2025-03-21", title="Cod today")
BOATS = candidate("The cod boats stay in port.", 4.0, published="2023-03-02", title="Cod boats")
THEN = candidate("A kilo of cod cost 29 crowns.", 3.0, published="2023-03-21", title="Cod then")
MAY = candidate(
    "From 3 May a kilo of cod costs 44 crowns.", 2.0, published="2025-03-22", title="Cod"
)
RYE = candidate("A kilo of rye cost 3 crowns.", -3.0, published="2023-04-21", title="Rye then")


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("How much did a kilo of cod cost in March 2023?", THEN),
        ("How much did a kilo of cod cost on 21 March 2023?", THEN),
        ("How much did a kilo of cod cost in April 2023?", NOW),
        ("How much does a kilo of cod cost from 3 May?", MAY),
        ("How much did a kilo of cod cost on 3 May 2025?", MAY),
        ("How much did a kilo of cod cost on 4 May 2025?", NOW),
        ("How much did a kilo of cod cost in May 2024?", NOW),
        ("How much did a kilo of cod cost in 2023?", NOW),
        ("How much does a kilo of cod cost?", NOW),
        ("Why did the cod boats stay in port in March 2023?", NOW),
    ],
)
def test_fact_of_a_month_or_day_appeared_then_or_names_it(question: str, first: Candidate) -> None:
    """What has no fact or is far behind does not lead; the rest stays in order."""
    asked = plan(question, asked=datetime(2025, 6, 1, tzinfo=UTC), outlets=Outlets([]))
    found = of_its_days(reading(question, NOW, BOATS, THEN, MAY, RYE), asked).ranked

    assert found == [first, *(each for each in (NOW, BOATS, THEN, MAY, RYE) if each is not first)]


@pytest.mark.parametrize(
    ("when", "is_named"),
    [
        ("From 5/5", True),
        ("From 05.05.2025", True),
        ("From 5.5. on", True),
        ("From 2025-05-05", True),
        ("From 05.05.2024", False),
        ("From 5/6", False),
        ("From 6.5. on", False),
        ("At 5.5 degrees", False),
    ],
)
def test_day_may_be_named_in_figures(when: str, *, is_named: bool) -> None:
    """A year that stands there counts, else that of the article."""
    question = "How much did a kilo of cod cost on 5 May 2025?"
    text = f"{when} a kilo of cod costs 44 crowns."
    named = candidate(text, 2.0, published="2025-03-22", title="Cod")
    asked = plan(question, asked=datetime(2025, 6, 1, tzinfo=UTC), outlets=Outlets([]))

    found = of_its_days(reading(question, NOW, named), asked).ranked

    assert found[0] is (named if is_named else NOW)
