"""Dates as people and programs write them: "Dec. 31, 2016 11:15 PM EST", «31 грудня 2016 року».

The whole of it is read: one day of the calendar, then a time and a clock, in any order, with a
weekday. Where a word or a figure is left over the time is not believed, and the day only if
nothing left over could be another. Of 05/03/2024 both readings are given.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timezone
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from index.dates.clocks import HERE, Clock, time_in
from index.text.calendar import month_written, weekdays_written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.models import Precision

_LONGEST = 120
_LONGEST_ABSENT = 16
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*\.?")
_START, _END = r"(?<![0-9.:/+–-])(?<![0-9],)", r"(?![0-9]|[./][0-9]|-[0-9]+(?![0-9:]))"
_YEAR, _GAP = r"(?P<year>[12][0-9]{3})", r"(?:[\s,./-]|\bde[l ]|\bof\b)*"
_YEAR_LAST = re.compile(r"^(.*<[0-9]+> +[0-9]{1,2}),? +([0-9]{1,2}:[0-9]{2}.*) ([12][0-9]{3})$")
"""As C, Java and Twitter write it: Sat Dec 31 23:15:00 EST 2016."""
_WITHOUT_YEAR = re.compile(
    _START + r"(?!24/7)(?P<first>[0-9]{1,2})(?:(?P<mark>/)(?P<second>[0-9]{1,2})(?![0-9/])"
    r"|\.(?:(?P<month>[0-9]{1,2})\.(?=\s+\S)|(?<=[0-9]{2}\.)(?P<last>0[1-9]|1[0-2])\.(?=\s*$)))"
)
"""5/5, 5.5. and 05.05.; at the end "5.5." may be a figure and a full stop."""
_ANOTHER_DAY = re.compile(r"<[0-9]+>|[0-9]{4}|[0-9][./-][0-9]")

DayOrder = Literal["day", "month"]


class Written(NamedTuple):
    """The moment that a text names.

    ``zoned``: with its clock. ``doubt``: what of it is not believed, as a clause for people.
    ``order``: what goes first in a date of three figures; ``swapped`` is its other reading, with
    the month first, where nothing in it tells which is meant. ``usual``: between dots the day
    goes first; no locale of CLDR differs.
    """

    moment: datetime
    precision: Precision
    zoned: bool = False
    doubt: str = ""
    order: DayOrder | None = None
    swapped: datetime | None = None
    usual: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it may be two days."""
        return self.swapped is not None and not self.usual


@dataclass(frozen=True, slots=True)
class _Day:
    """A day in a text, and the other one that its figures may be."""

    day: date
    span: tuple[int, int]
    order: DayOrder | None = None
    swapped: date | None = None
    usual: bool = False


def written(text: str, *, language: str | None = None) -> Written | None:
    """What ``text`` names; ``None`` where that is no day, or more than one.

    ``language`` is that of the record: "listopada" is October in Croatian, November in Polish.
    """
    if not 6 <= len(text) <= _LONGEST:  # noqa: PLR2004 - 1/1/99 is too short to be certain
        return None
    spelt = _YEAR_LAST.sub(r"\1 \3 \2", _with_months(_small(text), language))
    days = list(_days(spelt))
    if len({found.day for found in days}) != 1:
        return None
    found = max(days, key=lambda each: each.span[1] - each.span[0])
    before, after = spelt[: found.span[0]], spelt[found.span[1] :]
    clock, rest = time_in(before + HERE + after, found.day)
    ahead, _, behind = rest.partition(HERE.strip())
    if _ANOTHER_DAY.search(rest) or re.search("[0-9]", ahead):
        return None
    words = [word for word in f"{ahead} {behind}".split() if not _is_silent(word)]
    weekdays = [weekdays_written(word.strip(",;()")) for word in words]
    unread = [word for word, days_named in zip(words, weekdays, strict=True) if not days_named]
    named = next(filter(None, weekdays), None)
    return _told(_made(found, clock, " ".join(unread)), named)


def _small(text: str) -> str:
    """``text`` in small letters, with plain spaces and hyphens."""
    small = " ".join(text.split()).casefold().replace("i̇", "i").replace("‑", "-")
    return unicodedata.normalize("NFC", small)


def _with_months(text: str, language: str | None) -> str:
    """``text`` with ``<12>`` for the name of a month; "mar" is Tuesday beside a month."""
    words = list(_WORD.finditer(text))
    months = [(word, month_written(word[0], language)) for word in words]
    named = [(word, month) for word, month in months if month]
    if len(named) > 1:
        sure = [(word, month) for word, month in named if not weekdays_written(word[0])]
        named = sure or named[-1:]
    for word, month in reversed(named):
        text = f"{text[: word.start()]}<{month}>{text[word.end() :]}"
    return text


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """How a day is written; figures are those of ASCII."""
    day = rf"(?P<day>[0-9]{{1,2}})(?:{_words()['ordinal']})?"
    month, figures = r"<(?P<month>[0-9]+)>", r"(?P<month>[0-9]{1,2})"
    short = r"(?P<short>[0-9]{2})(?=$|,|\s+[0-9]{1,2}[:.][0-9]{2})"
    return tuple(
        re.compile(_START + form + _END)
        for form in (
            rf"{day}{_GAP}{month}{_GAP}(?:{_YEAR}|{short})",
            rf"{month}[\s.-]*{day}(?:\s*[,.]\s*|\s+|-){_GAP}{_YEAR}",
            rf"{_YEAR}{_GAP}(?:m\.)?{_GAP}{month}{_GAP}{day}",
            rf"{_YEAR}\.?\s?gada\s{day}{_GAP}{month}",
            rf"{_YEAR}(?P<mark>[-/.])\s?{figures}(?P=mark)\s?{day}\.?",
            rf"{_YEAR}\s?[年년]\s?{figures}\s?[月월]\s?{day}\s?[日일]",
            r"(?P<first>[0-9]{1,2})(?P<mark>[-/.])\s?(?P<second>[0-9]{1,2})(?P=mark)\s?" + _YEAR,
        )
    )


def _days(text: str) -> Iterator[_Day]:
    """The days that ``text`` names; one that no calendar has is none."""
    for form in _forms():
        for match in form.finditer(text):
            said = match.groupdict()
            year = int(said["year"] or _century(said["short"]))
            if "first" in said:
                yield from _in_figures(match, year)
            else:
                day = _day(year, int(said["month"]), int(said["day"]))
                if day:
                    yield _Day(day, match.span())


def days_in_figures(text: str, year: int) -> list[date]:
    """The days that ``text`` names in figures, ``5/5`` and ``5.5.`` as of ``year``.

    What may be two days is none; between dots the day goes first.
    """
    found = [*_days(text)]
    for match in _WITHOUT_YEAR.finditer(text):
        if match["mark"]:
            found += _in_figures(match, year)
        elif day := _day(year, int(match["month"] or match["last"]), int(match["first"])):
            found.append(_Day(day, match.span()))
    return [each.day for each in found if each.usual or each.swapped is None]


def _century(year: str) -> int:
    """A year in two figures, as RFC 5322, 4.3 reads it."""
    return int(year) + (2000 if int(year) < 50 else 1900)  # noqa: PLR2004


def _in_figures(match: re.Match[str], year: int) -> Iterator[_Day]:
    """The day of three figures, or the two that they may be."""
    first, second = int(match["first"]), int(match["second"])
    days, months = _day(year, second, first), _day(year, first, second)
    if days and months:
        swapped = months if days != months else None
        yield _Day(days, match.span(), None, swapped, usual=match["mark"] == ".")
    elif days or months:
        yield _Day(days or months or date.max, match.span(), "day" if days else "month")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_silent(word: str) -> bool:
    plain = word.strip(".,;:|()·•–—-")
    return not plain or plain in _words()["silent"].split()


def _made(found: _Day, clock: Clock | None, unread: str) -> Written:
    """The moment of a day and a clock; of the day alone where something was left over."""
    doubt = f'"{unread}" in it is not understood, so that only its day was taken' if unread else ""
    if clock is None or doubt:
        clock = Clock(time(), None)
        precision: Precision = "day"
    else:
        precision = "second"
    zone = UTC if clock.ahead is None else timezone(clock.ahead)

    swapped = datetime.combine(found.swapped, clock.time, zone) if found.swapped else None
    return Written(
        datetime.combine(found.day, clock.time, zone),
        precision,
        zoned=clock.ahead is not None,
        doubt=doubt,
        order=found.order,
        swapped=swapped,
        usual=found.usual,
    )


def _told(made: Written, weekdays: frozenset[int] | None) -> Written:
    """``made`` with what its weekday tells: which of two days it is, or that it is another."""
    if weekdays is None:
        return made
    fits = made.moment.weekday() in weekdays
    if made.swapped is not None and fits is not (made.swapped.weekday() in weekdays):
        moment = made.moment if fits else made.swapped
        return made._replace(moment=moment, swapped=None, order="day" if fits else "month")
    if fits or made.doubt:
        return made
    return made._replace(doubt=f"that day is a {made.moment:%A}, so that its weekday is wrong")


@cache
def _words() -> dict[str, str]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _absent() -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in _words()["absent"].split())


def is_absent(text: str) -> bool:
    """Whether ``text`` is what programs write where they know nothing."""
    return len(text) <= _LONGEST_ABSENT and text.strip().casefold() in _absent()


@cache
def first_days() -> frozenset[date]:
    """The days on which programs begin or end to count."""
    return frozenset(map(date.fromisoformat, _words()["first_days"].split()))
