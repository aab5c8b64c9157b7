"""When a daily digest is due, and which hour people mean."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.watches.hours import hour_of, is_due, parted

KYIV = "Europe/Kyiv"


def moment(text: str) -> float:
    """Seconds since the epoch of what a clock in Kyiv shows."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(KYIV)).timestamp()


@pytest.mark.parametrize(
    ("settled", "now", "due"),
    [
        ("2024-03-01T08:00", "2024-03-01T08:59", False),
        ("2024-03-01T08:00", "2024-03-01T09:00", True),
        ("2024-03-01T09:00", "2024-03-01T23:00", False),
        ("2024-03-01T09:00", "2024-03-02T09:00", True),
        ("2024-03-01T09:30", "2024-03-05T03:00", True),
        ("2024-03-30T09:00", "2024-03-31T08:59", False),
        ("2024-03-30T09:00", "2024-03-31T09:00", True),
    ],
)
def test_digest_is_due_once_its_hour_struck(settled: str, now: str, due: bool) -> None:  # noqa: FBT001 - a value of the table
    """Also where it struck while nobody looked, and on the day on which clocks change."""
    assert is_due(9, settled=moment(settled), now=moment(now), zone=KYIV) is due


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("harbour fire", ("harbour fire", None)),
        ("harbour fire daily", ("harbour fire", 9)),
        ("harbour fire daily 7", ("harbour fire", 7)),
        ("harbour fire every day at 18:00", ("harbour fire", 18)),
        ("harbour fire Daily at 6 pm", ("harbour fire", 18)),
        ("пожар в порту ежедневно в 8", ("пожар в порту", 8)),
        ("пожежа в порту щодня о 21:00", ("пожежа в порту", 21)),
        ("daily bread", ("daily bread", None)),
        ("fire at 9", ("fire at 9", None)),
        ("The Daily", ("The Daily", None)),
    ],
)
def test_hour_stands_behind_the_words(said: str, meant: tuple[str, int | None]) -> None:
    """In each language; a word in the middle is a word."""
    assert parted(said) == meant


def test_hour_of_an_option_is_one_of_a_day() -> None:
    """With minutes where they are none."""
    assert [hour_of(each) for each in ("9", "09:00", "23", "24", "9:30", "noon")] == [
        9,
        9,
        23,
        None,
        None,
        None,
    ]
