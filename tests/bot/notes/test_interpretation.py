"""What was understood, in words."""

from __future__ import annotations

import pytest

from bot.models import Understood
from bot.notes.interpretation import ignored_line, meaning, understood_line
from index.models import Span
from index.planning.planner import Phrase


def dated(after: str | None, before: str | None, text: str = "then") -> Phrase:
    """A phrase that was taken for these days."""
    return Phrase(Span(0, len(text)), text, "date", after=after, before=before)


@pytest.mark.parametrize(
    ("after", "before", "said"),
    [
        ("2024-03-05", "2024-03-05", "5 March 2024"),
        ("2024-03-01", "2024-03-31", "March 2024"),
        ("2024-02-01", "2024-02-29", "February 2024"),
        ("2023-02-01", "2023-02-27", "1 February 2023 – 27 February 2023"),
        ("2024-03-01", "2024-05-31", "March 2024 – May 2024"),
        ("2024-03-02", "2024-05-31", "2 March 2024 – 31 May 2024"),
        ("2024-01-01", "2024-12-31", "2024"),
        ("2022-01-01", "2024-12-31", "2022 – 2024"),
        ("2024-03-05", None, "since 5 March 2024"),
        (None, "2024-03-05", "until 5 March 2024"),
        (None, None, "then"),
    ],
)
def test_days_are_named_as_people_do(after: str | None, before: str | None, said: str) -> None:
    """A day, whole months, whole years; else the first and the last day."""
    assert meaning(dated(after, before)) == said


@pytest.mark.parametrize(
    ("language", "month", "since"),
    [
        ("ru", "март 2024", "с 1 марта 2024"),
        ("uk", "березень 2024", "з 1 березня 2024"),
        ("de", "March 2024", "since 1 March 2024"),
    ],
)
def test_meaning_is_told_in_the_language_of_the_question(
    language: str, month: str, since: str
) -> None:
    """In English where we do not speak it."""
    assert meaning(dated("2024-03-01", "2024-03-31"), language) == month
    assert meaning(dated("2024-03-01", None), language) == since


def test_outlet_is_called_as_the_archive_calls_it() -> None:
    """Every one that may be meant."""
    phrase = Phrase(Span(0, 4), "Post", "outlet", sources=("Ostrand Post", "Vollum Post"))

    assert meaning(phrase) == "Ostrand Post or Vollum Post"


def test_line_says_what_the_question_does_not_say_itself() -> None:
    """The phrase alone where it says its meaning; each once; nothing where there is none."""
    phrases = (
        dated("2024-03-01", "2024-03-31", "in  March 2024"),
        dated("2024-03-05", "2024-03-05", "yesterday"),
        dated("2024-03-05", "2024-03-05", "yesterday"),
    )
    read = Understood("in  March 2024", phrases=phrases, ignored=("IN", "gone"))

    assert understood_line(read, "en") == "in March 2024; yesterday (5 March 2024)"
    assert ignored_line(read) == "IN"
    assert (understood_line(Understood("x"), "en"), ignored_line(Understood("x"))) == (None, None)
