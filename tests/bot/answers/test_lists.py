"""Which questions want several things."""

from __future__ import annotations

import pytest

from bot.answers.lists import asks_list


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
