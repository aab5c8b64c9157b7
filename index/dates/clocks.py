"""The time of the day in a written date, and what its clock is ahead of UTC: "11:15 PM CEST"."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_OFFSET = re.compile(
    r"(?:UTC|GMT|UT|Z)?\s?(?P<sign>[+−-])(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?"
)
_PLACE = re.compile(r"[A-Za-z]+(?:/[A-Za-z0-9_+-]+){1,2}")
HERE = " ¦ "
"""Stands where the day was taken out."""
_TIME = re.compile(
    r"(?<![0-9+−-])(?<![0-9][.,:/])t?\s*(?P<hour>[0-9]{1,2})"
    r"(?:[:.h](?P<minute>[0-5][0-9])(?:[:.](?P<second>[0-5][0-9]|60)(?:[.,](?P<part>[0-9]{1,9}))?)?)?"
    r"\s*(?:(?P<half>[ap])\.?\s?m\b\.?)?(?![0-9:.]*[0-9])"
)
_CLOCK = re.compile(
    r"\s*[(\[]?(?P<name>(?:(?:utc|gmt|ut)\s?)?[+−-][0-9]{1,2}(?::?[0-9]{2})?(?![0-9:])"
    r"|[^\W\d_]+(?:/[a-z0-9_+-]+){1,2}|[^\W\d_]+)[)\]]?"
)
_FARTHEST = timedelta(hours=14)
_QUARTER = 15
"""No clock differs from UTC by other than whole quarters of an hour."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of the day, and how far that clock is ahead of UTC."""

    time: time
    ahead: timedelta | None


def offset_of(name: str, local: datetime) -> timedelta | None:
    """What the clock ``name`` is ahead of UTC when it shows ``local``.

    ``None``: nobody knows it by that name, or it shows this time twice, or never.
    """
    figures = _OFFSET.fullmatch(name.upper())
    if figures:
        return _in_figures(figures)
    known = _names().get(name.upper(), name)
    if _OFFSET.fullmatch(known):
        return offset_of(known, local)
    place = _place(known) if _PLACE.fullmatch(known) else None
    if place is None:
        return None
    sooner = local.replace(tzinfo=place, fold=0).utcoffset()
    return sooner if sooner == local.replace(tzinfo=place, fold=1).utcoffset() else None


def _in_figures(match: re.Match[str]) -> timedelta | None:
    minutes = int(match["minutes"] or 0)
    ahead = timedelta(hours=int(match["hours"]), minutes=minutes)
    if ahead > _FARTHEST or minutes % _QUARTER or minutes >= 4 * _QUARTER:
        return None
    return ahead if match["sign"] == "+" else -ahead


@cache
def _names() -> Mapping[str, str]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _place(name: str) -> ZoneInfo | None:
    """The clock of a place, whatever the case of its name."""
    known = _places().get(name.casefold())
    return ZoneInfo(known) if known else None


@cache
def _places() -> Mapping[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def time_in(text: str, day: date) -> tuple[Clock | None, str]:
    """The one time in ``text``, and what is left without it."""
    times = [match for match in _TIME.finditer(text) if match["minute"] or match["half"]]
    shown = _time(times[0], text) if len(times) == 1 else None
    if shown is None:
        return None, text if times else _without_clock(text, day)
    start, end = times[0].span()
    ahead, end = _ahead(text, end, datetime.combine(day, shown))
    rest = f"{text[:start]} {text[end:]}"
    if ahead is None:
        return Clock(shown, None), rest
    return Clock(shown, ahead), _without_places(rest, datetime.combine(day, shown), ahead)


def _ahead(text: str, end: int, local: datetime) -> tuple[timedelta | None, int]:
    """What the clock named behind a time is ahead of UTC, and where its name ends."""
    match = _CLOCK.match(text, end)
    ahead = offset_of(match["name"], local) if match else None
    if match is None or ahead is None:
        return None, end
    again = _CLOCK.match(text, match.end())  # Go writes "+0300 MSK"
    same = again and "[" not in again[0] and offset_of(again["name"], local) == ahead
    return ahead, again.end() if again and same else match.end()


def _without_places(rest: str, local: datetime, ahead: timedelta) -> str:
    """``rest`` without what explains an offset: ``[Europe/Kyiv]`` (RFC 9557), comments (RFC 5322).

    A place whose clock shows another time there contradicts, and stays.
    """

    def kept(match: re.Match[str]) -> str:
        """A name in square brackets, unless it says the same or is no place."""
        name = match[1].removeprefix("!")
        place = offset_of(name, local)
        agrees = "=" in name or place == ahead or (ahead == timedelta(0) and place is not None)
        return "" if agrees else match[0]

    return re.sub(r"\[([^\[\]]*)\]", kept, re.sub(r"\([^()]*\)", "", rest))


def _without_clock(text: str, day: date) -> str:
    """``text`` without the name of a clock behind a day alone: the day is the same."""
    ahead, end = _ahead(text, text.index(HERE) + len(HERE), datetime.combine(day, time()))
    return text if ahead is None else text[: text.index(HERE)] + HERE + text[end:]


def _time(match: re.Match[str], text: str) -> time | None:
    """The time of a match; ``None`` where no clock shows it, such as 13:15 AM."""
    hour, half = int(match["hour"]), match["half"]
    noon = 12
    if half == "a" and hour == noon and text[match.end() :].lstrip().startswith(HERE.strip()):
        return None  # "12:15 am 31. Dezember" is noon in German
    if half and (hour > noon if half == "a" else not hour):
        return None
    hour = hour % noon + (noon if half == "p" else 0) if half and hour <= noon else hour
    part = (match["part"] or "").ljust(6, "0")[:6]
    try:
        return time(hour, int(match["minute"] or 0), min(int(match["second"] or 0), 59), int(part))
    except ValueError:
        return None
