"""What a question sets side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.answer.composing.facets import Side, add_sides, sides
from bot.answer.composing.outline import Telling
from bot.notes.phrases import plain
from index.planning.planner import Outlets, plan
from tests.bot.answer.made import candidate, reading

if TYPE_CHECKING:
    from bot.answer.reading.candidates import Candidate


def planned(question: str) -> list[Side]:
    """The sides of ``question`` for an archive with two outlets."""
    outlets = Outlets(["Skelhaven Courier", "Ostrand Post"])
    return sides(plan(question, asked=datetime(2025, 1, 1, tzinfo=UTC), outlets=outlets))


def called(side: Side) -> str | None:
    """What a side is called in English."""
    return None if side.called is None else plain(side.called)


def near(each: Candidate, *similar: float) -> Candidate:
    """The candidate in a passage that is so near to each part of the question."""
    hit = replace(each.place.around.hit, by_part=similar)
    around = replace(each.place.around, hit=hit)
    return replace(each, place=replace(each.place, around=around))


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

    assert side.about(near(each, 0.6, 0.0))
    assert not side.about(near(each, 0.1, 0.9))
    assert not side.about(near(candidate("It rained in June.", title="Rain"), 0.6, 0.0))


COMPARED = "How did the fare change between March 2023 and February 2024?"
NOW = candidate("The fare rises to 56 crowns.", 2.0)
THEN = candidate("In March 2023 the fare was 48 crowns.")
ASKS = candidate("What was the fare in March 2023?")


def told(*others: Candidate) -> Telling:
    """What is told of both dates where ``NOW`` answers best."""
    telling = Telling([NOW])
    planned = plan(COMPARED, asked=datetime(2025, 1, 1, tzinfo=UTC), outlets=Outlets([]))
    add_sides(telling, reading(COMPARED, NOW, *others), planned)
    return telling


def test_side_without_a_sentence_is_given_one() -> None:
    """The best that is about it and asks nothing itself; each says where it stands."""
    asking, answering = near(ASKS, 0.6, 0.0), near(THEN, 0.6, 0.0)
    telling = told(asking, answering)

    assert telling.chosen == [NOW, answering]
    assert [note.kind for _, note in telling.remarks] == ["side", "side"]


def test_side_that_nothing_is_about_is_named() -> None:
    """That of the other date is told all the same."""
    telling = told(near(THEN, 0.1, 0.0))

    assert telling.chosen == [NOW]
    assert [note.text for _, note in telling.remarks] == [
        "No article that answers was found for 2023-03-01 to 2023-03-31.",
        "Skelhaven Courier, 2024-02-12.",
    ]


def test_nothing_is_set_beside_nothing() -> None:
    """Where nothing answers, no side is told."""
    telling = Telling()
    planned = plan(COMPARED, asked=datetime(2025, 1, 1, tzinfo=UTC), outlets=Outlets([]))
    add_sides(telling, reading(COMPARED), planned)

    assert (telling.chosen, telling.remarks) == ([], [])
