"""Which figure of a sentence is given for what a question counts."""

from __future__ import annotations

import pytest

from bot.answer.composing.outline import Telling
from bot.answer.composing.revised_figures import add_updates, value_of
from bot.answer.reading.candidates import Candidate, Reading
from tests.bot.answer.asking import asked
from tests.bot.answer.made import candidate

HURT = "How many people were injured in the fire?"


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Fourteen of them were injured, two seriously.", "14"),
        ("The ferry ran aground on 12 February with 146 people on board; 21 were injured.", "21"),
        ("The number of injured has also risen, from 14 to 21.", "21"),
        ("The number of injured in the fire has risen to 14, the police said.", "14"),
        ("Nobody was injured.", None),
        ("The school was built in 1950.", None),
    ],
)
def test_figure_is_the_one_of_what_is_counted(sentence: str, value: str | None) -> None:
    """Not a day of a month, not the old value, not the seriously hurt alone."""
    assert value_of(sentence, asked(HURT)) == value


def test_figures_of_the_question_are_no_answer() -> None:
    """Nor are its years."""
    question = "How many people were injured in the fire of 2023 on deck 4?"

    assert value_of("On deck 4 of 2023 people were injured: 17 in all.", asked(question)) == "17"


def told(
    first: Candidate, other: Candidate, *, dated: bool = False, question: str = HURT
) -> Telling:
    """What is told after the update, where ``first`` answers best."""
    telling = Telling([first])
    add_updates(telling, Reading(asked(question), [first, other]), dated=dated)
    return telling


def made(text: str, day: str, title: str = "Ferry runs aground", question: str = HURT) -> Candidate:
    """A candidate of this day, in an article with this headline."""
    return candidate(text, 1.0, question, day, title)


OLD = made("Fourteen people were injured in the fire, the police said.", "2024-02-13", "Fire")
NEW = made("The number of people injured in the fire has risen to 21.", "2024-02-15", "More hurt")


def test_newest_figure_comes_first_with_the_earlier_one_in_a_note() -> None:
    """The earlier report stays as the second sentence."""
    telling = told(OLD, NEW)

    assert telling.chosen == [NEW, OLD]
    assert [note.text for _, note in telling.remarks] == [
        "An earlier report (Skelhaven Courier, 2024-02-13) gave 14."
    ]


def test_newest_answer_stays_and_says_what_was_before() -> None:
    """Nothing is added to it but the note."""
    telling = told(NEW, OLD)

    assert telling.chosen == [NEW]
    assert len(telling.remarks) == 1


def test_question_about_a_day_keeps_the_figure_of_that_day() -> None:
    """What was reported later is not what it asks for."""
    assert told(OLD, NEW, dated=True).chosen == [OLD]


def test_another_thing_of_its_kind_is_no_update() -> None:
    """The second fire is not a newer report of the first."""
    one = made("Fourteen people were injured in the first fire.", "2024-02-13", "First fire")
    two = made("In the second fire the injured were 21 people now.", "2024-03-15", "Second fire")

    assert told(one, two).remarks == []
    assert told(one, two).chosen == [one]


@pytest.mark.parametrize(
    ("before", "notes"),
    [
        ("By 22 votes to 19 the council let the pool cost what it may.", []),
        (
            "The pool would cost 31 million crowns, the council said.",
            ["An earlier report (Skelhaven Courier, 2024-02-13) gave 31 million crowns."],
        ),
    ],
)
def test_earlier_figure_of_another_thing_is_not_told(before: str, notes: list[str]) -> None:
    """Crowns are never set against votes."""
    asks = "How much will the pool cost?"
    new = made(
        "The pool will cost 35 million crowns, the council said.", "2024-02-15", "Pool", asks
    )
    old = made(before, "2024-02-13", "The pool", asks)

    assert [note.text for _, note in told(new, old, question=asks).remarks] == notes
