"""What a question sets side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.answer.composing.facets import Side, sides
from bot.notes.phrases import plain
from index.planning.planner import Outlets, plan
from tests.bot.answer.made import candidate


def planned(question: str) -> list[Side]:
    """The sides of ``question`` for an archive with two outlets."""
    outlets = Outlets(["Skelhaven Courier", "Ostrand Post"])
    return sides(plan(question, asked=datetime(2025, 1, 1, tzinfo=UTC), outlets=outlets))


def called(side: Side) -> str | None:
    """What a side is called in English."""
    return None if side.called is None else plain(side.called)


def test_question_of_one_part_has_no_sides() -> None:
    """Nothing is set beside anything."""
    assert planned("How many people live in Skelhaven?") == []


def test_each_outlet_is_a_side() -> None:
    """A sentence of the other outlet does not fit."""
    courier, post = planned(
        "What did the Skelhaven Courier report on the fare, and what did the Ostrand Post report?"
    )
    sentence = candidate("The fare rises to 56 crowns in October.")

    assert (called(courier), called(post)) == ("Skelhaven Courier", "Ostrand Post")
    assert courier.fits(sentence)
    assert not post.fits(sentence)


def test_each_date_is_a_side_and_a_sentence_may_name_it() -> None:
    """By the day of its article, or in its own words."""
    early, late = planned("How did the fare change between March 2023 and February 2024?")
    new = candidate("The fare rises to 56 crowns.", published="2024-02-12")
    old = candidate("In March 2023 the fare was 48 crowns.", published="2024-02-12")

    assert called(early) == "2023-03-01 to 2023-03-31"
    assert late.fits(new)
    assert not early.fits(new)
    assert early.fits(old)


def test_sentence_is_about_a_side_by_its_meaning_and_its_words() -> None:
    """Either alone could be chance."""
    side = planned("How did the fare change between March 2023 and February 2024?")[0]
    each = candidate("In March 2023 the fare was 48 crowns.")

    def near(similar: float) -> bool:
        """Whether it is about the side where its passage is so near to it."""
        hit = replace(each.place.around.hit, by_part=(similar, 0.0))
        around = replace(each.place.around, hit=hit)
        return side.about(replace(each, place=replace(each.place, around=around)))

    assert near(0.6)
    assert not near(0.1)
