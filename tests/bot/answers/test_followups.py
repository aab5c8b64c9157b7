"""Questions that lean on the one before them."""

from __future__ import annotations

import pytest

from bot.answers.followups import stand_alone

INGRID = "When did the Lady Ingrid run aground?"


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("And who was the captain?", "And who was the captain? (Lady, Ingrid)"),
        ("Why?", "Why? (Lady, Ingrid)"),
        ("How many people did it carry?  ", "How many people did it carry? (Lady, Ingrid)"),
        ("What happened to them then?", "What happened to them then? (Lady, Ingrid)"),
    ],
)
def test_leaning_question_takes_the_names_of_the_one_before(question: str, alone: str) -> None:
    """The subject is carried over in brackets, the question itself stays as it is."""
    assert stand_alone(question, [INGRID]) == alone


@pytest.mark.parametrize(
    "question",
    [
        "Who is the mayor of Skelhaven?",
        "When did they close the old maternity ward at the county hospital?",
        "What is the adult fare?",
    ],
)
def test_question_with_a_subject_of_its_own_stands_alone(question: str) -> None:
    """A name, four telling words, or nothing that points back: nothing is carried over."""
    assert stand_alone(question, [INGRID]) == question


def test_first_question_stands_alone() -> None:
    """There is nothing to lean on."""
    assert stand_alone("And then?", []) == "And then?"


def test_last_question_is_the_one_leaned_on() -> None:
    """Not the first of the conversation."""
    assert stand_alone("And when?", ["Who is Holt?", "Where is the Old Quay?"]) == (
        "And when? (Old, Quay)"
    )


def test_telling_words_are_carried_where_there_are_no_names() -> None:
    """Stop words and punctuation stay behind."""
    assert stand_alone("And why?", ["who killed the eels?"]) == "And why? (killed, eels)"


def test_what_is_said_already_is_not_carried() -> None:
    """No word twice; a subject that adds nothing leaves the question alone."""
    assert stand_alone("Why did the eels die then?", ["eels?"]) == "Why did the eels die then?"


@pytest.mark.parametrize(
    ("question", "before", "alone"),
    [
        ("А кто капитан?", "Когда сел на мель Ингрид?", "А кто капитан? (Ингрид)"),
        ("Сколько ему лет?", "Где стоит Чайка?", "Сколько ему лет? (Чайка)"),
        ("А хто її відкрив?", "Де школа Ожвиця?", "А хто її відкрив? (Ожвиця)"),
    ],
)
def test_russian_and_ukrainian_lean_too(question: str, before: str, alone: str) -> None:
    """Pronouns and short questions of three languages are understood."""
    assert stand_alone(question, [before]) == alone
