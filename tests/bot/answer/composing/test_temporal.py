"""Questions about one fact at one date, asked of the sample in conversations."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from bot.answer.answerer import Answerer
from bot.answer.composing.temporal import Wanted, days_named, is_of
from tests.bot.answer.made import candidate

if TYPE_CHECKING:
    from index.library import Library
    from tests.conftest import World

COD = "What did a kilo of cod cost at the Skelhaven auction?"
LAMPS = "How many visitors came to the Lamp Festival in 2024?"
RESIDENTS = "How many people lived in Skelhaven in January 2023?"
SCHOOL = "Скільки дітей записалося до української суботньої школи?"
FARE = "What does a single ticket for an adult to Lunnay cost?"
NO_DENIAL = "Nothing that was found says that anybody denies it."
LIGHTHOUSE = "Сколько стоила реставрация маяка на мысе Чаек?"


def last(library: Library, *questions: str) -> dict[str, Any]:
    """The object of the answer to the last of the questions of one conversation."""
    answerer = Answerer(library)
    answers = [
        asyncio.run(answerer.answer(each, conversation=" ".join(questions))) for each in questions
    ]
    return answers[-1].as_json()


@pytest.mark.parametrize(
    ("questions", "first"),
    [
        ((COD, "and in 2024?"), "A year ago it was 36 crowns"),
        ((COD, "and in March 2023?"), "in March 2023 it was 29"),
        ((COD, "and in 2024?", "and a year earlier?"), "in March 2023 it was 29"),
        ((LAMPS, "and in 2023?"), "7,000 more than last year"),
        ((RESIDENTS,), "41,286"),
        ((RESIDENTS, "and in 2024?"), "On 1 January Skelhaven had 40,912 inhabitants"),
        ((SCHOOL, "а у 2024 році?"), "46 дітей"),
        ((FARE, "and from 1 May?"), "From 1 May a single ticket for an adult will cost 52 crowns"),
    ],
)
def test_sentence_of_the_date_leads(
    questions: tuple[str, ...], first: str, library: Library
) -> None:
    """By the date that it names, or that its words mean; a fact of another date is not added."""
    answer = last(library, *questions)

    assert first in answer["claims"][0]["text"]
    assert not any("42 crowns" in claim["text"] for claim in answer["claims"])


@pytest.mark.parametrize(
    ("questions", "date"),
    [
        ((COD, "and in 2019?"), "in 2019"),
        ((COD, "and in March 2023?", "and before that?"), "before March 2023"),
        ((LAMPS, "and in 2022?"), "in 2022"),
        ((SCHOOL, "а у 2023 році?"), "у 2023 році"),
        ((LIGHTHOUSE, "а в 2020 году?"), "в 2020 году"),
    ],
)
def test_date_that_nothing_is_of_is_refused(
    questions: tuple[str, ...], date: str, library: Library
) -> None:
    """What is missing is said, and no fact of another date is given for it."""
    answer = last(library, *questions)

    assert answer["refused"]
    assert f"Nothing that was found gives it for “{date}”." in [
        note["text"] for note in answer["notes"]
    ]


def test_question_without_a_date_is_answered_as_ever(library: Library) -> None:
    """The newest price leads."""
    assert "42 crowns" in last(library, COD)["claims"][0]["text"]


def test_place_that_nothing_names_is_refused(library: Library) -> None:
    """What is asked about Bergen is not answered with another town."""
    answer = last(library, "How many people live in Skelhaven?", "and in Bergen?")

    assert answer["understood"]["question"] == "How many people live in Bergen?"
    assert answer["refused"]
    assert "No article of the archive names “Bergen”." in [each["text"] for each in answer["notes"]]


@pytest.mark.parametrize("question", ["who denied it?", "Who denied that?"])
def test_what_nobody_denies_is_refused(question: str, library: Library) -> None:
    """A price is no answer to who denied it."""
    answer = last(library, COD, question)

    assert answer["refused"]
    assert NO_DENIAL in [each["text"] for each in answer["notes"]]


def test_undated_article_is_of_any_date(world: World) -> None:
    """Nobody knows of which days it tells, so it is shown."""
    text = "The Orrin mill grinds 40 tonnes of rye a week. It was built by two brothers."
    world.index_files({"mill.txt": text.encode()})

    assert (
        "40 tonnes"
        in last(world.library, "How much rye does the Orrin mill grind in 2021?")["answer"]
    )


def test_days_are_named_or_meant() -> None:
    """Years and months of the sentence, and what "a year ago" means as it appeared."""
    said = candidate(
        "A year ago it was 36 crowns, in March 2023 it was 29.", published="2025-03-21"
    )
    days = [f"{first} {final}" for first, final in days_named(said)]

    assert days == ["2024-01-01 2024-12-31", "2023-03-01 2023-03-31"]
    assert is_of(said, Wanted("in 2024", days_named(said)[0]))


def test_whole_year_is_not_of_one_of_its_months() -> None:
    """A sentence of "2019" says nothing of January; a day of January does."""
    january = Wanted("in January", (date(2024, 1, 1), date(2024, 1, 31)), frozenset({1}))

    assert not january.meets((date(2019, 1, 1), date(2019, 12, 31)))
    assert january.meets((date(2019, 1, 5), date(2019, 1, 5)))
