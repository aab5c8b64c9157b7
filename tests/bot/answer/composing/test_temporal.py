"""Questions about one fact at one date, asked of the sample in conversations."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from bot.answer.answerer import Answerer
from bot.answer.composing.temporal import Wanted, days_named, is_of, of_its_date
from index.planning.planner import Outlets, plan
from tests.bot.answer.made import candidate, headline, reading

if TYPE_CHECKING:
    from bot.answer.reading.candidates import Candidate
    from bot.models import Note
    from index.library import Library
    from tests.conftest import World

COD = "What did a kilo of cod cost at the Skelhaven auction?"
LAMPS = "How many visitors came to the Lamp Festival in 2024?"
RESIDENTS = "How many people lived in Skelhaven in January 2023?"
SCHOOL = "Скільки дітей записалося до української суботньої школи?"
FARE = "What does a single ticket for an adult to Lunnay cost?"
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


@pytest.mark.parametrize(("said", "short"), [("and in March 2023?", "29"), ("and in 2024?", None)])
def test_short_answer_is_of_the_date_asked_about(
    said: str, short: str | None, library: Library
) -> None:
    """Of two dates in one sentence, what stands beside the other one is no answer."""
    answer = last(library, COD, said)

    assert "in March 2023 it was 29" in answer["claims"][0]["text"]
    assert (answer["short"] or {}).get("text") == short


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


IN_2023 = "How much did a kilo of cod cost in 2023?"
NOW = candidate("A kilo of cod did cost 42 crowns.", 5.0, published="2025-03-21", title="Cod today")
THEN = candidate("A kilo of cod cost 29 crowns.", 3.0, published="2023-03-21", title="Cod then")
BOATS = candidate("The cod boats stay in port.", 4.0, published="2025-03-22", title="Cod boats")


def dated(question: str, *candidates: Candidate) -> tuple[list[Candidate], Note | None]:
    """What is left, in order, of what was found for a question with a date, and the note."""
    planned = plan(question, asked=datetime(2025, 6, 1, tzinfo=UTC), outlets=Outlets([]))
    found, missing = of_its_date(reading(question, *candidates), planned)
    return found.ranked, missing


def test_fact_of_the_date_leads_and_those_of_others_are_left_out() -> None:
    """What has no such fact stays behind it."""
    assert dated(IN_2023, NOW, BOATS, THEN) == ([THEN, BOATS], None)


def test_sentence_that_names_the_date_leads_before_one_that_appeared_then() -> None:
    """Its article may be a newer one."""
    named = candidate("In 2023 a kilo of cod cost 28 crowns.", 4.0, title="A history of cod")

    assert dated(IN_2023, NOW, THEN, named)[0] == [named]


def test_headline_names_its_days_too() -> None:
    """It is read by itself, not as a part of the passage."""
    above = headline("Cod costs 28 crowns a kilo in 2023", 4.0, published="2025-01-02")

    assert dated(IN_2023, NOW, above)[0] == [above]


def test_fact_of_another_date_is_not_given_for_it() -> None:
    """What is missing is said in the words of the question."""
    ranked, missing = dated(IN_2023, NOW, BOATS)

    assert ranked == [NOW, BOATS]
    assert missing is not None
    assert missing.text == "Nothing that was found gives it for “in 2023”."


def test_fact_far_behind_is_about_something_else() -> None:
    """However well it is dated."""
    far = candidate("A kilo of rye cost 3 crowns.", -3.0, published="2023-03-21", title="Rye")

    assert dated(IN_2023, NOW, far)[1] is not None


@pytest.mark.parametrize(
    "question", ["How much does a kilo of cod cost?", "Why did the cod boats stay in port in 2023?"]
)
def test_only_a_fact_at_a_date_is_bound_to_it(question: str) -> None:
    """Any other question has what was found, as it was."""
    assert dated(question, NOW, BOATS, THEN) == ([NOW, BOATS, THEN], None)
