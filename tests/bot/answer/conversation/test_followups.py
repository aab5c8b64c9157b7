"""Questions that lean on the turn before them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.conversation.followups import Setting, Turn, stand_alone
from index.planning.planner import Outlets

SETTING = Setting(
    Outlets(["Ostrand Post", "Quayside Weekly", "Медуза", "Українська правда"]), date(2024, 6, 1)
)
INGRID = "When did the Lady Ingrid run aground?"
APOLOGY = "Did Reave apologise to Bannick in March 2024?"


def alone(question: str, *before: str, said: str = "") -> str:
    """``question`` after these ones, of which the last was answered with ``said``."""
    turns = [Turn(each) for each in before[:-1]] + [Turn(each, said) for each in before[-1:]]
    return stand_alone(question, turns, SETTING)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("And who was the captain?", "And who was the captain? (Lady Ingrid)"),
        ("How many people did it carry?  ", "How many people did it carry? (Lady Ingrid)"),
        ("What happened to them then?", "What happened to them then? (Lady Ingrid)"),
        ("How many were hurt?", "How many were hurt? (Lady Ingrid)"),
        ("How many people were hurt?", "How many people were hurt? (Lady Ingrid)"),
    ],
)
def test_pronoun_takes_the_names_of_the_question_before(question: str, expected: str) -> None:
    """The names are carried over in brackets, the question itself stays as it is."""
    assert alone(question, INGRID) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Why?", "Why? (Lady Ingrid run aground)"),
        ("And where exactly?", "And where exactly? (Lady Ingrid run aground)"),
        ("How did it happen?", "How did it happen? (Lady Ingrid run aground)"),
        ("Who denied it?", "Who denied it? (Lady Ingrid run aground)"),
        ("What did Rask say about it?", "What did Rask say about it? (Lady Ingrid run aground)"),
    ],
)
def test_question_about_all_of_it_takes_the_topic(question: str, expected: str) -> None:
    """A question word alone, or one about the event, wants what was asked and not a name alone."""
    assert alone(question, INGRID) == expected


def test_dates_and_outlets_are_carried() -> None:
    """They bound what was asked, so they bound what is asked about it."""
    before = "What did the Ostrand Post report on the strike in May 2023?"

    assert alone("Why?", APOLOGY) == "Why? (Reave apologise Bannick, in March 2024)"
    assert alone("Who denied it?", before) == (
        "Who denied it? (strike, in May 2023, according to Ostrand Post)"
    )
    assert alone("Who denied it in June 2023?", before) == (
        "Who denied it in June 2023? (strike, according to Ostrand Post)"
    )


@pytest.mark.parametrize(
    ("question", "before", "expected"),
    [
        ("And in March?", "How many storms hit Pell in May?", "How many storms hit Pell in March?"),
        ("and in 2023", "How many storms hit Pell?", "How many storms hit Pell in 2023?"),
        ("а в марте?", "Сколько стоил билет в мае 2024?", "Сколько стоил билет в марте?"),
        ("а у березні?", "Скільки коштував квиток у травні?", "Скільки коштував квиток у березні?"),
    ],
)
def test_date_takes_the_place_of_the_one_before(question: str, before: str, expected: str) -> None:
    """Or stands at the end where the last question had none."""
    assert alone(question, before) == expected


@pytest.mark.parametrize(
    ("question", "before", "expected"),
    [
        (
            "And the Post?",
            "What did the Quayside Weekly report on the eels?",
            "What did the Ostrand Post report on the eels?",
        ),
        (
            "What about the Weekly?",
            "How many eels died?",
            "How many eels died according to the Quayside Weekly?",
        ),
        ("а «Медуза»?", "Сколько угрей погибло?", "Сколько угрей погибло по данным Медуза?"),
        (
            "а Українська правда?",
            "Скільки вугрів загинуло?",
            "Скільки вугрів загинуло за даними Українська правда?",
        ),
    ],
)
def test_outlet_takes_the_place_of_the_one_before(
    question: str, before: str, expected: str
) -> None:
    """By any of its names; where there was none the question is put to that outlet."""
    assert alone(question, before) == expected


@pytest.mark.parametrize(
    ("question", "before", "expected"),
    [
        ("What about Lunnay?", "How many live in Brakke?", "How many live in Lunnay?"),
        ("And to Vollum?", "What is the fare from Brakke to Lunnay?",
         "What is the fare from Brakke to Vollum?"),
        ("And Voss?", "How old is Karin Holt?", "How old is Voss?"),
        ("А Лосева?", "Сколько лет мэру Громову?", "Сколько лет мэру Лосева?"),
        ("What about Lunnay?", "what is the fare?", "what is the fare? (Lunnay)"),
    ],
)  # fmt: skip
def test_name_takes_the_place_of_the_one_before(question: str, before: str, expected: str) -> None:
    """Behind the same preposition, if it comes with one."""
    assert alone(question, before) == expected


COD = "What did cod cost in Vollum in March 2023?"


@pytest.mark.parametrize(
    ("question", "before", "expected"),
    [
        ("and before that?", COD, "What did cod cost in Vollum before March 2023?"),
        ("Before that?", COD, "What did cod cost in Vollum before March 2023?"),
        ("And after that?", COD, "What did cod cost in Vollum after March 2023?"),
        ("What about earlier?", COD, "What did cod cost in Vollum before March 2023?"),
        ("And a year earlier?", COD, "What did cod cost in Vollum in March 2022?"),
        ("and the following year?", COD, "What did cod cost in Vollum in March 2024?"),
        ("and before that?", "Who led it before 2020?", "Who led it before 2020?"),
        ("and before that?", "What did cod cost?", "and before that? (cod cost)"),
        ("а до этого?", "Сколько стоил билет в 2023 году?", "Сколько стоил билет до 2023 года?"),
        ("а до того?", "Сколько стоил билет в мае 2024 года?",
         "Сколько стоил билет до 01.05.2024?"),
        ("А после этого?", "Сколько стоил билет в 2023 году?",
         "Сколько стоил билет после 2023 года?"),
        ("а годом раньше?", "Сколько стоил билет в мае 2024 года?",
         "Сколько стоил билет в мае 2023 года?"),
        ("а до того?", "Скільки коштував квиток у 2024 році?",
         "Скільки коштував квиток до 2024 року?"),
        ("а після цього?", "Скільки коштував квиток у травні 2024 року?",
         "Скільки коштував квиток після 31.05.2024?"),
        ("а роком раніше?", "Скільки коштував квиток у 2024 році?",
         "Скільки коштував квиток у 2023 році?"),
        ("а роком раніше?", "Скільки коштував квиток у травні?",
         "а роком раніше? (коштував квиток, у травні)"),
    ],
)  # fmt: skip
def test_date_is_moved(question: str, before: str, expected: str) -> None:
    """Before it, after it or by a year; without a date of before there is nothing to move."""
    assert alone(question, before) == expected


def test_pronoun_of_a_person_is_who_was_answered() -> None:
    """The question before asked who; its answer gave the name."""
    said = "Reave's press secretary, Ilse Korin, denies that he apologised to Bannick."
    before = "Who denied that Reave apologised to Bannick?"

    assert alone("What else did she say?", before, said=said) == (
        "What else did she say? (Ilse Korin)"
    )
    assert alone("What else did she say?", before) == "What else did she say? (Reave, Bannick)"


@pytest.mark.parametrize(
    "question",
    [
        "Who is the mayor of Skelhaven?",
        "When did they close the old maternity ward at the county hospital?",
        "What is the adult fare?",
        "And what did Mayor Karin Holt promise the council in December?",
        "When did the Lady Ingrid sink and who owned it?",
        "Сколько лет маяку на мысе Чаек?",
        "Why? (Lady Ingrid run aground)",
    ],
)
def test_question_with_a_subject_of_its_own_stands_alone(question: str) -> None:
    """A name, four telling words, or nothing that points back: nothing is carried over."""
    assert alone(question, INGRID) == question


def test_first_question_stands_alone() -> None:
    """There is nothing to lean on."""
    assert stand_alone("And then?", []) == "And then?"


def test_last_question_is_the_one_leaned_on() -> None:
    """Not the first of the conversation."""
    assert alone("And whose?", "Who is Holt?", "Where is the Old Quay?") == (
        "And whose? (Old Quay)"
    )


def test_what_is_said_already_is_not_carried() -> None:
    """No word twice; a subject that adds nothing leaves the question alone."""
    assert alone("Why did the eels die then?", "eels?") == "Why did the eels die then?"


@pytest.mark.parametrize(
    ("question", "before", "expected"),
    [
        ("А кто капитан?", "Когда сел на мель Ингрид?", "А кто капитан? (Ингрид)"),
        ("Сколько ему лет?", "Где стоит Чайка?", "Сколько ему лет? (Чайка)"),
        ("А хто її відкрив?", "Де школа Ожвиця?", "А хто її відкрив? (Ожвиця)"),
        ("Почему?", "Когда закрыли завод Ясень?", "Почему? (закрыли завод Ясень)"),
        ("Кто это опроверг?", "Извинилась ли Лосева?", "Кто это опроверг? (Извинилась Лосева)"),
        ("Чому?", "Коли закрили фабрику?", "Чому? (закрили фабрику)"),
        ("Хто це заперечує?", "Чи зливає фабрика відходи?",
         "Хто це заперечує? (зливає фабрика відходи)"),
    ],
)  # fmt: skip
def test_russian_and_ukrainian_lean_too(question: str, before: str, expected: str) -> None:
    """Pronouns and short questions of three languages are understood."""
    assert alone(question, before) == expected


def test_quoted_claim_is_leaned_on_and_never_put_into() -> None:
    """Its names and words are carried; a sentence with another date in it was never said."""
    claim = Turn("The Lady Ingrid ran aground on 12 February 2024.", "", claim=True)

    assert stand_alone("Who owned it?", [claim], SETTING) == (
        "Who owned it? (Lady Ingrid, on 12 February 2024)"
    )
    assert stand_alone("And in March?", [Turn(APOLOGY), claim], SETTING) == (
        "And in March? (Lady Ingrid ran aground)"
    )


SUBJECTS = ["Karin Holt", "the Lady Ingrid", "Skelhaven", "Павел Громов", "Олена Дуб"]
QUESTIONS = [
    "When did {} close the harbour?", "How many people voted for {}?", "Who is {}?",
    "Why did {} resign in March 2024?", "Where was {} built?", "Что заявил {} о забастовке?",
    "Коли {} відкрила школу?",
]  # fmt: skip
LEANING = [
    "Why?", "And in March?", "Who denied it?", "And the Post?", "What about Lunnay?", "How much?",
    "а в марте?", "Почему?", "Хто це заперечує?", "What else did she say?", "And who paid?",
]  # fmt: skip
full = st.builds(str.format, st.sampled_from(QUESTIONS), st.sampled_from(SUBJECTS))


@given(full, st.lists(full | st.text(max_size=80), max_size=3))
def test_what_stands_alone_is_never_changed(question: str, before: list[str]) -> None:
    """Whatever was asked before it."""
    assert alone(question, *before) == question


@given(st.sampled_from(LEANING) | st.text(max_size=60), st.lists(full, max_size=3))
def test_what_was_made_to_stand_alone_stands_alone(question: str, before: list[str]) -> None:
    """Asked anew after the same questions it stays as it is."""
    once = alone(question, *before)

    assert alone(once, *before) == once


@given(st.sampled_from(LEANING), full)
def test_what_leans_takes_something_over(question: str, before: str) -> None:
    """Every form of following up finds something in a whole question."""
    assert alone(question, before) != question
