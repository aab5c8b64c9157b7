"""The values of the asking side."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.conversation.requests import content_of
from bot.models import Short
from index.models import Span
from tests.bot.telegram.values import answer


@pytest.mark.parametrize(
    ("short", "claim", "place"),
    [
        ("52 crowns", "A ticket costs 52 crowns.", (15, 24)),
        ("5", "In 2025 it cost 1.5 crowns, 5,000 in all, then 5.", (47, 48)),
        ("$5", "It cost US$5, not 5.", (10, 12)),
        ("Ann", "Annabel met Ann.", (12, 15)),
        ("the old\n pier", "They closed the old pier.", (12, 24)),
        ("5", "In 2025.", None),
        ("six", "It was 6.", None),
        (" ", "It was 6.", None),
    ],
)
def test_short_answer_stands_where_its_words_stand_whole(
    short: str, claim: str, place: tuple[int, int] | None
) -> None:
    """First, and never inside a word or a figure."""
    assert Short(short, 0).place(claim) == (Span(*place) if place else None)


def test_short_answer_stands_at_the_place_that_is_named() -> None:
    """Where it is not there after all, it is looked for."""
    claim = "Ann said that Ann had won."

    assert Short("Ann", 0, start=14).place(claim) == Span(14, 17)
    assert Short("Ann", 0, start=15).place(claim) == Span(0, 3)


@given(st.text(max_size=9), st.text(max_size=30), st.none() | st.integers(0, 40))
def test_short_answer_is_its_own_words(short: str, claim: str, start: int | None) -> None:
    """Whatever they are."""
    place = Short(short, 0, start=start).place(claim)

    assert place is None or place.of(claim) == " ".join(short.split())


def test_short_answer_is_in_the_json_and_in_what_is_kept() -> None:
    """Nobody gave one: null."""
    with_short = replace(answer(), short=Short("Ann", 0, start=3))

    assert with_short.as_json()["short"] == {"text": "Ann", "claim": 0}
    assert content_of(with_short)["short"] == {"text": "Ann", "claim": 0}
    assert answer().as_json()["short"] is None
