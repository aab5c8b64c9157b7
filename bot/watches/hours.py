"""When a daily digest is due on somebody's clock, and what hour people mean. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bot import clock
from index.planning.overview import names_topic
from index.text import lexicon

MORNING = 9
"""The hour of a digest where none is named."""
_HOURS = 24
_DAILY = r"\s*\b{{each-day}}(?:\s+{{at-hour}})?(?:\s+{hour})?\s*$"
_HOUR = r"(?P<hour>[01]?\d|2[0-3])(?:[:.h]00)?(?:\s*(?P<half>am|pm))?"
_NOON = 12


def is_due(hour: int, *, settled: float, now: float, zone: str) -> bool:
    """Whether it struck ``hour`` in a zone since a moment, both in seconds since the epoch."""
    last = clock.at_home(datetime.fromtimestamp(settled, UTC), zone)
    struck = last.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    if struck <= last:
        struck += timedelta(days=1)  # on the wall: a day may have 23 hours or 25
    return struck.timestamp() <= now


def parted(said: str) -> tuple[str, int | None]:
    """The words of a watch without "daily 9" behind them, and the hour; ``None``: at once."""
    found = lexicon.pattern(_DAILY.format(hour=_HOUR)).search(said)
    words = said[: found.start()] if found else said
    if found is None or not names_topic(words):
        return said.strip(), None  # "The Daily" is a name
    return words.strip(), _of_clock(found["hour"], found["half"])


def _of_clock(hour: str | None, half: str | None) -> int:
    """The hour from 0 to 23."""
    if hour is None:
        return MORNING
    number = int(hour)
    if half and number <= _NOON:
        number = number % _NOON + (_NOON if half.casefold() == "pm" else 0)
    return number


def hour_of(value: str) -> int | None:
    """The hour that a setting names: ``9``, ``09:00``; ``None`` where it is none."""
    found = re.fullmatch(_HOUR, value.strip(), re.IGNORECASE)
    return _of_clock(found["hour"], found["half"]) if found else None
