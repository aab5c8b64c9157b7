"""Which questions want several things."""

from __future__ import annotations

import pytest

from bot.answer.composing.lists import asks_list, beside, listed


@pytest.mark.parametrize(
    "question",
    [
        "Which storms hit Skelhaven?",
        "What warehouses burned down?",
        "How many times did the ferry run aground?",
        "List the articles about the strike.",
        "Какие склады сгорели?",
        "Скільки разів горів склад?",
    ],
)
def test_plural_and_times_want_a_list(question: str) -> None:
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
