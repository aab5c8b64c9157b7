"""Answers that break what they promise, each in one way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.evaluation.promises import broken_promises
from bot.models import Claim
from index.models import Span
from tests.bot.evaluation.made import CARD, answer, cited, headline

if TYPE_CHECKING:
    from bot.models import Answer

HURT = "21 people were hurt."


def broken(made: Answer) -> list[str]:
    """What is wrong with an answer whose citations the catalog knows as they are."""
    return broken_promises(made, {each.id: cited(each) for each in made.citations})


def test_good_answer_and_refusal_break_nothing() -> None:
    """Quotes, offsets, markers and figures agree."""
    assert broken(answer(HURT, "The captain denies it.")) == []
    assert broken(answer()) == []


def test_marker_without_citation_and_citation_without_marker_are_told() -> None:
    """Each by its number."""
    good = answer(HURT)

    assert broken(replace(good, claims=(Claim(HURT, (1, 2)),))) == ["[2] has no citation"]
    assert broken(replace(good, claims=())) == ["citation 1 has no [1]"]


def test_number_that_two_citations_have_is_told() -> None:
    """A marker would name either."""
    good = answer(HURT)

    doubled = replace(good, citations=good.citations * 2)

    assert broken(doubled) == ["two citations have the same number"]


def test_claim_without_citation_is_told() -> None:
    """Nothing stands on nothing; its figures are carried by nobody."""
    made = replace(answer(HURT), claims=(Claim(HURT, (1,)), Claim("12 died.", ())))

    assert broken(made) == ["claim 2 has no citation", "claim 2 says 12, its quotes do not"]


def test_figure_that_no_quote_carries_is_told() -> None:
    """27 is not 21."""
    made = replace(answer(HURT), claims=(Claim("27 people were hurt.", (1,)),))

    assert broken(made) == ["claim 1 says 27, its quotes do not"]


def test_quote_that_is_not_in_the_passage_is_told() -> None:
    """And then its offsets do not name it either."""
    good = answer(HURT)
    changed = replace(good.citations[0], quote="21 people were killed.")

    assert broken(replace(good, citations=(changed,))) == [
        "the quote of citation 1 does not stand in its passage",
        "start and end of citation 1 do not name its quote",
    ]


def test_offsets_that_name_other_words_are_told() -> None:
    """The quote stands in the passage, elsewhere; and `cite` must say the same."""
    good = answer(HURT)
    moved = replace(good.citations[0], span=Span(0, 20))
    sentence = "start and end of citation 1 do not name its quote"

    assert broken(replace(good, citations=(moved,))) == [sentence]
    assert broken_promises(good, {"c1": cited(moved)}) == [sentence]


def test_citation_that_cannot_be_looked_up_is_told() -> None:
    """It promised to be for good."""
    assert broken_promises(answer(HURT), {}) == ["citation 1 cannot be looked up"]


def test_quoted_headline_is_held_against_the_headline() -> None:
    """Its offsets count there; that it is one must be known where it is looked up."""
    good = replace(answer(HURT), claims=(Claim(CARD.title, (1,)),), citations=(headline(1),))
    wrong = "start and end of citation 1 do not name its quote"

    assert broken(good) == []
    changed = replace(headline(1), quote="Ferry sinks")
    assert broken(replace(good, citations=(changed,))) == [
        "the quote of citation 1 does not stand in its headline",
        wrong,
    ]
    moved = replace(headline(1), span=Span(1, 18))
    assert broken(replace(good, citations=(moved,))) == [wrong]
    of_text = cited(replace(headline(1), title=False))
    assert broken_promises(good, {"c1": of_text}) == [wrong]


def test_figure_of_a_claim_may_stand_in_a_quoted_headline() -> None:
    """And nowhere else."""
    made = replace(answer(HURT), claims=(Claim("21 people were hurt.", (1,)),))

    assert broken(replace(made, citations=(headline(1),))) == ["claim 1 says 21, its quotes do not"]
