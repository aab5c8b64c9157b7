"""How an expression of a question is read: the days it covers, seen from a given day.

A question looks back: a day, weekday, month or season without a year is the latest one that has
begun. Every reading may raise ``ValueError`` or ``OverflowError`` for a day that no calendar has.
`question.toml` names them, and those of `expressions`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from index.dates import expressions
from index.dates.expressions import key, number, unit, value
from index.dates.ranges import (
    DAY,
    DAYS_A_WEEK,
    length_in_months,
    month_range,
    months_back,
    part_of_year,
    same_days,
    unit_range,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from index.dates.ranges import Range

_LEAP = 8
"""Most years between two leap days."""
_SATURDAY = 5
_HALVES = 2
_MOST_ROLLING = 400
"""Days, weeks, months or years that are counted back at most."""


def named_year(match: re.Match[str], today: date) -> int | None:
    """The year that an expression names, in figures or as "last year"."""
    moves = (value(match, "of_year", "offset"), value(match, "year_word"))
    moved = next((today.year + move for move in moves if move is not None), None)
    return number(match, "year") or moved


def _latest(ranges: Iterable[Range], today: date) -> Range | None:
    """The first of ``ranges``, newest first, that has begun."""
    return next((found for found in ranges if found[0] <= today), None)


def _part(match: re.Match[str], today: date, name: str, count: int) -> Range | None:
    """A part of the year that is named, else the latest such part that has begun."""
    year = named_year(match, today)
    if year is not None:
        return part_of_year(year, name, count)
    years = range(today.year + 1, today.year - 2, -1)
    return _latest((part_of_year(each, name, count) for each in years), today)


def instant(match: re.Match[str], _: date) -> Range | None:
    """The day of an ISO date; of a time with an offset the day in UTC, as the archive keeps it."""
    moment = datetime.fromisoformat(match["iso"].upper())
    return unit_range((moment.astimezone(UTC) if moment.tzinfo else moment).date(), "day")


def figures(match: re.Match[str], _: date) -> Range | None:
    """``13.04.2024`` day first; ``4/13/2024`` only where one order alone is possible."""
    first, second, year = (int(match[name]) for name in ("first", "second", "year"))
    orders = {(second, first)} if "." in match.group() else {(second, first), (first, second)}
    possible = [(month, day) for month, day in orders if month <= 12]  # noqa: PLR2004 - months
    return unit_range(date(year, *possible[0]), "day") if len(possible) == 1 else None


def day_month(match: re.Match[str], today: date) -> Range | None:
    """One day, or the days from one to another of the same month."""
    first, year = int(match["day"]), named_year(match, today)
    years = range(today.year, today.year - _LEAP - 1, -1) if year is None else (year,)
    days = same_days(years, key(match, "month"), first, number(match, "last_day") or first)
    return _latest(days, today) if year is None else next(days, None)


def month(match: re.Match[str], today: date) -> Range | None:
    """A month of the year named, else the last, this or next one, else the latest."""
    return _moved(match, _part(match, today, "month", key(match, "month")), today)


def season(match: re.Match[str], today: date) -> Range | None:
    """A season of the year named, else as for a month."""
    return _moved(match, _part(match, today, "season", key(match, "season")), today)


def _moved(match: re.Match[str], latest: Range | None, today: date) -> Range | None:
    """``latest``, or the one before or after it that "last", "this" or "next" means."""
    distance = value(match, "offset")
    if latest is None or distance is None:
        return latest
    going_on = latest[1] >= today
    years = distance
    if distance < 0:
        years = -1 if going_on else 0
    elif distance == 0:
        years = 0 if going_on or latest[1].year == today.year else 1
    return month_range(latest[0].year + years, latest[0].month, length_in_months(latest))


def quarter(match: re.Match[str], today: date) -> Range | None:
    """A quarter of a year; without one the latest that has begun."""
    return _part(match, today, "quarter", key(match, "ordinal"))


def half(match: re.Match[str], today: date) -> Range | None:
    """The first or second half of a year."""
    count = key(match, "ordinal")
    return _part(match, today, "half", count) if count <= _HALVES else None


def year(match: re.Match[str], today: date) -> Range | None:
    """A whole year, or the years from one to another."""
    first = named_year(match, today)
    if first is None:
        return None
    return date(first, 1, 1), date(number(match, "last_year") or first, 12, 31)


def decade(match: re.Match[str], today: date) -> Range | None:
    """Ten years; of two figures the latest such decade that has begun."""
    first = int(match["decade"])
    if first < 100:  # noqa: PLR2004 - two figures
        first += today.year // 100 * 100
        first -= 100 if first > today.year else 0
    return unit_range(date(first, 1, 1), "decade")


def period(match: re.Match[str], today: date) -> Range | None:
    """Last, this or next week, month, quarter or year of the calendar."""
    return None if unit(match) in {"hour", "day"} else expressions.period(match, today)


def rolling(match: re.Match[str], today: date) -> Range | None:
    """The days, weeks, months or years that end today; "the last weeks" are of no number."""
    count = value(match, "number")
    plural = match["unit"].endswith("s") or match["rolling"].endswith(("ие", "их", "і", "іх"))
    return None if count is None and plural else (_back(unit(match), count or 1, today), today)


def _back(name: str, count: int, today: date) -> date:
    if count > _MOST_ROLLING:
        raise OverflowError
    if name in {"hour", "day", "week"}:
        return today - timedelta(**{f"{name}s": count})
    return months_back(today, count * {"month": 1, "quarter": 3, "year": 12}[name])


def ago(match: re.Match[str], today: date) -> Range | None:
    """So many days, weeks, months or years ago; of hours the day."""
    count = value(match, "number") or 1
    if count > _MOST_ROLLING or unit(match) == "quarter":
        return None
    if unit(match) == "hour":
        return unit_range(_back("hour", count, today), "day")
    return expressions.ago(match, today)


def weekday(match: re.Match[str], today: date) -> Range | None:
    """The latest such day up to today; "last" leaves today out, "next" is ahead."""
    back, distance = (today.weekday() - key(match, "weekday")) % DAYS_A_WEEK, value(match, "offset")
    if distance == -1 and back == 0:
        back = DAYS_A_WEEK
    if distance == 1:
        back -= DAYS_A_WEEK
    return unit_range(today, "day", -back)


def weekend(match: re.Match[str], today: date) -> Range | None:
    """Saturday and Sunday; "last" leaves out a weekend that is not over."""
    saturday = today - (today.weekday() - _SATURDAY) % DAYS_A_WEEK * DAY
    distance = value(match, "offset")
    if distance == 1 or (distance == -1 and today.weekday() >= _SATURDAY):
        saturday += distance * DAYS_A_WEEK * DAY
    return saturday, saturday + DAY
