"""Which questions want several things."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answer.composing.lists import MOST_CLAIMS, add_items, asks_list, beside, items, listed
from bot.answer.composing.outline import Telling
from tests.bot.answer.made import candidate, reading

if TYPE_CHECKING:
    from bot.answer.reading.candidates import Candidate


@pytest.mark.parametrize(
    "question",
    [
        "Which storms hit Skelhaven?",
        "What warehouses burned down?",
        "List the articles about the strike.",
        "Какие склады сгорели?",
    ],
)
def test_plural_wants_a_list(question: str) -> None:
    """In three languages."""
    assert asks_list(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which storm was the stronger one?",
        "What was the cause of the fire?",
        "What is the fare?",
        "Which company was fined?",
        "Which bus is late?",
        "What does the pass cost?",
        "Who is the mayor?",
    ],
)
def test_one_thing_is_no_list(question: str) -> None:
    """A singular that ends in s is none."""
    assert not asks_list(question)


def test_what_is_listed_is_known_by_its_stem() -> None:
    """In English it is the plural, in Russian and Ukrainian the word behind "which"."""
    assert listed("Which storms hit Skelhaven?") == "storm"
    assert listed("Какие склады сгорели?") == "склад"
    assert listed("Who is the mayor?") is None


def test_named_thing_is_a_name_beside_the_noun() -> None:
    """Not a name of the question, nor a word that only begins the sentence."""
    question = "Which storms hit Skelhaven?"

    assert beside("Then Storm Runa crossed the coast.", "storm", question) == ["runa"]
    assert beside("The Kestrel warehouse burned down.", "warehous", question) == ["kestrel"]
    assert beside("The storm hit the harbour.", "storm", question) == []
    assert beside("The Skelhaven storm was strong.", "storm", question) == []


STORMS = "Which storms hit Skelhaven?"
RUNA = candidate(
    "Storm Runa tore off a roof.", 3.0, published="2023-10-28", title="Skelhaven: one dead"
)
SINDRE = candidate("The water rose when Storm Sindre came.", 2.0, title="Skelhaven high water")
AGAIN = candidate("After Storm Runa the roof was repaired.", 1.0, title="Skelhaven roof repaired")
ASKS = candidate("Was Storm Vigga as strong as these?", 2.5, title="A history of storms")


def told(question: str, *candidates: Candidate) -> Telling:
    """What is told with the items, where the first of ``candidates`` answers best."""
    telling = Telling(list(candidates[:1]))
    add_items(telling, reading(question, *candidates))
    return telling


def test_each_named_thing_is_told_once_with_a_count() -> None:
    """The best sentence about it; one that asks has none."""
    telling = told(STORMS, RUNA, ASKS, SINDRE, AGAIN)

    assert telling.chosen == [RUNA, SINDRE]
    assert [note.kind for _, note in telling.remarks] == ["count"]
    assert telling.remarks[0][1].text.startswith("From 2 articles")


def test_list_has_its_limit_and_things_without_a_name_are_none_of_it() -> None:
    """However many articles name one."""
    many = [
        candidate(f"Storm Runa{n} tore off roof {n}a {n}b {n}c.", 1.0, title=f"Skelhaven {n}")
        for n in range(9)
    ]
    plain = candidate("Later a big storm hit the harbour.", 2.0, title="Storm")

    assert len(told(STORMS, *many).chosen) == MOST_CLAIMS
    assert plain not in told(STORMS, RUNA, plain, SINDRE).chosen


def test_items_are_of_what_is_asked_about() -> None:
    """An article with little of the question names none of them; those of one article are none."""
    elsewhere = candidate("Storm Vigga tore off a bell.", 2.5, title="Brakke")

    assert items(reading(STORMS, RUNA, elsewhere, SINDRE)) == [RUNA, SINDRE]
    assert items(reading(STORMS, RUNA, elsewhere)) == []
    assert items(reading("Who hit Skelhaven?", RUNA, SINDRE)) == []


def test_one_fact_has_no_items() -> None:
    """Nor has a question about what was reported, nor an answer without sentences."""
    assert told("Who hit Skelhaven?", RUNA, SINDRE).chosen == [RUNA]
    assert told(STORMS).chosen == []
    assert told("Which storms did the Post report about?", RUNA, SINDRE).chosen == [RUNA]
