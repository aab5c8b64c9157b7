"""Figures: digits in any grouping, and numbers in words of three languages, are read one way."""

from __future__ import annotations

import pytest

from index.text.figures import figures, has_number, is_year, spelled, written, years


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("41,286 residents, 8.5 per cent, at 06:40", {"41286", "8.5", "6:40"}),
        ("41\u00a0286 і 41\u202f286", {"41286"}),
        ("On March 12 345 people left", {"12", "345"}),
        ("The twenty, five of them children", {"20", "5"}),
        ("in 2024 500 people, 17 crews", {"2024", "500", "17"}),
        ("1.840 and 1.84 are one figure", {"1.84", "1"}),
        ("007 boats and 0 crew", {"7", "0"}),
        ("three ferries, twenty crew, ninety cars", {"3", "20", "90"}),
        ("два парома и пять лодок", {"2", "5"}),
        ("чотири човни, дев'ять людей", {"4", "9"}),
        ("twenty-five boats, двадцать пять лодок", {"25"}),
        ("eighty one", {"81"}),
        ("twenty thirty", {"20", "30"}),
        ("no number here", set()),
    ],
)
def test_figures_are_digits_and_spelled_numbers(text: str, found: set[str]) -> None:
    """Grouping, final zeros and spelling make no other number."""
    assert figures(text) == found


@pytest.mark.parametrize(
    ("value", "words"),
    {
        "1": "one одного однієї",
        "6": "six шесть шести шість",
        "9": "nine девяти дев'ять дев’яти",
        "15": "fifteen пятнадцать п'ятнадцяти",
        "60": "sixty шестьдесят шестидесяти шістдесят",
        "70": "seventy семьдесят сімдесят",
        "80": "eighty восемьдесят вісімдесят",
        "90": "ninety девяносто дев'яносто",
    }.items(),
)
def test_a_number_is_known_in_every_language(value: str, words: str) -> None:
    """In the cases that news uses, with either apostrophe."""
    for word in words.split():
        assert figures(word) == {value}, word


def test_tens_and_ones_with_a_hyphen_are_one_word() -> None:
    """Other words with a hyphen are no numbers."""
    assert spelled("twenty-five") == "25"
    assert spelled("one-two") is None
    assert spelled("twenty-ish") is None


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("7 boats", True),
        ("seven boats", True),
        ("половина лодок", True),
        ("millions of boats", True),
        ("a few per cent", False),
        ("the boats", False),
    ],
)
def test_a_digit_a_number_or_a_scale_is_a_number(text: str, *, has: bool) -> None:
    """Words that only say of what a number is a part are none."""
    assert has_number(text) is has


def test_figures_are_found_as_they_are_written() -> None:
    """With a sign before them, and what scales them behind."""
    text = "$5 million, 12%, 3,5 млн крон, 17 per cent and 40 boats"

    assert written(text) == ["$5 million", "12%", "3,5 млн", "17 per cent", "40"]


def test_years_are_those_of_1500_to_2099() -> None:
    """A figure that goes on is none."""
    assert years("In 1999 and 2024, 2024.5 or 12024 or 2150") == {"1999", "2024"}
    assert is_year("2024")
    assert not is_year("1499")
