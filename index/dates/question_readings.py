"""How an expression of a question is read: the days it covers, seen from a given day.

A question looks back: a day, weekday, month or season without a year is the latest one that has
begun. Every reading may raise ``ValueError`` or ``OverflowError`` for a day that no calendar has.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from index.dates import question_words
from index.dates.periods import DAYS_A_WEEK, month_range, unit_range
from index.text import calendar

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from index.dates.periods import Range

_LEAP = 8
"""Most years between two leap days."""
_SATURDAY = 5
_HALF = 6
_MOST_ROLLING = 400
"""Days, weeks, months or years that are counted back at most."""


def named_year(match: re.Match[str], today: date) -> int | None:
    """The year that an expression names, in figures or as "last year"."""
    parts = match.groupdict()
    if parts.get("year"):
        return int(parts["year"])
    if parts.get("of_year"):
        return today.year + question_words.key_of(question_words.OFFSETS, parts["of_year"])
    return today.year + question_words.YEAR_WORDS[parts["word"]] if parts.get("word") else None


def _latest(ranges: Iterable[Range], today: date) -> Range | None:
    """The first of ``ranges``, newest first, that has begun."""
    return next((found for found in ranges if found[0] <= today), None)


def instant(match: re.Match[str], _: date) -> Range | None:
    """The day of an ISO date; of a time with an offset the day in UTC, as the archive keeps it."""
    moment = datetime.fromisoformat(match["iso"].upper())
    found = (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    return found, found


def figures(match: re.Match[str], _: date) -> Range | None:
    """``13.04.2024`` day first; ``4/13/2024`` only where one order alone is possible."""
    first, second, year = (int(match[name]) for name in ("first", "second", "year"))
    possible = {
        (day, month)
        for day, month in ((first, second), (second, first))
        if month <= 12  # noqa: PLR2004 - months
    }
    if "." in match.group():
        possible = {(first, second)}
    if len(possible) != 1:
        return None
    day, month = possible.pop()
    return (found := date(year, month, day)), found


def day_month(match: re.Match[str], today: date) -> Range | None:
    """One day, or the days from one to another of the same month."""
    month = calendar.MONTHS[match["month"]]
    first = int(match["day"])
    last = int(match.groupdict().get("last_day") or first)
    year = named_year(match, today)
    if first > last:
        return None
    if year is not None:
        return date(year, month, first), date(year, month, last)
    years = range(today.year, today.year - _LEAP - 1, -1)
    return _latest(_days(years, month, first, last), today)


def _days(years: Iterable[int], month: int, first: int, last: int) -> Iterable[Range]:
    for year in years:
        low, high = month_range(year, month)
        if last <= high.day:
            yield low.replace(day=first), low.replace(day=last)


def month(match: re.Match[str], today: date) -> Range | None:
    """A month of the year named, else the last, this or next one, else the latest."""
    number = calendar.MONTHS[match["month"]]
    year = named_year(match, today)
    if year is not None:
        return month_range(year, number)
    latest = _latest((month_range(today.year - back, number) for back in (0, 1)), today)
    return _moved(match, latest, today)


def season(match: re.Match[str], today: date) -> Range | None:
    """A season; a winter belongs to the year that it ends in."""
    number = question_words.key_of(question_words.SEASONS, match["season"])
    year = named_year(match, today)
    if year is not None:
        return month_range(year, 3 * number, 3)
    years = range(today.year + 1, today.year - 2, -1)
    latest = _latest((month_range(each, 3 * number, 3) for each in years), today)
    return _moved(match, latest, today)


def _moved(match: re.Match[str], latest: Range | None, today: date) -> Range | None:
    """``latest``, or the one before or after it that "last", "this" or "next" means."""
    offset = match.groupdict().get("offset")
    if latest is None or offset is None:
        return latest
    distance = question_words.key_of(question_words.OFFSETS, offset)
    going_on = latest[1] >= today
    years = distance
    if distance < 0:
        years = -1 if going_on else 0
    elif distance == 0:
        years = 0 if going_on or latest[1].year == today.year else 1
    first, last = latest
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    return month_range(first.year + years, first.month, length)


def quarter(match: re.Match[str], today: date) -> Range | None:
    """A quarter of a year; without one the latest that has begun."""
    ordinal = match["quarter"]
    number = question_words.key_of(question_words.ORDINALS, ordinal)
    year = named_year(match, today)
    if year is not None:
        return month_range(year, 3 * number - 2, 3)
    years = (today.year, today.year - 1)
    return _latest((month_range(each, 3 * number - 2, 3) for each in years), today)


def half(match: re.Match[str], today: date) -> Range | None:
    """The first or second half of a year."""
    number = question_words.key_of(question_words.ORDINALS, match["half"])
    year = named_year(match, today)
    return None if year is None else month_range(year, _HALF * (number - 1) + 1, _HALF)


def year(match: re.Match[str], today: date) -> Range | None:
    """A whole year, or the years from one to another."""
    first = named_year(match, today)
    last = match.groupdict().get("last_year")
    if first is None or (last and int(last) < first):
        return None
    return date(first, 1, 1), date(int(last or first), 12, 31)


def decade(match: re.Match[str], today: date) -> Range | None:
    """Ten years; of two figures the latest such decade that has begun."""
    first = int(match["decade"])
    if first < 100:  # noqa: PLR2004 - two figures
        first += today.year // 100 * 100
        first -= 100 if first > today.year else 0
    return date(first, 1, 1), date(first + 9, 12, 31)


def period(match: re.Match[str], today: date) -> Range | None:
    """Last, this or next week, month, quarter or year of the calendar."""
    unit = question_words.key_of(question_words.UNITS, match["unit"])
    offset = question_words.key_of(question_words.OFFSETS, match["offset"])
    if unit == "quarter":
        return month_range(today.year, (today.month - 1) // 3 * 3 + 1 + 3 * offset, 3)
    return None if unit in {"hour", "day"} else unit_range(today, unit, offset)


def rolling(match: re.Match[str], today: date) -> Range | None:
    """The days, weeks, months or years that end today."""
    unit, count = match["unit"], _count(match["number"])
    plural = unit.endswith("s") or match["rolling"].endswith(("ие", "их", "і", "іх"))
    if count is None and plural:
        return None
    return _back(question_words.key_of(question_words.UNITS, unit), count or 1, today), today


def _back(unit: str, count: int, today: date) -> date:
    if count > _MOST_ROLLING:
        raise OverflowError
    if unit == "hour":
        return today - timedelta(hours=count)
    if unit in {"day", "week"}:
        return today - timedelta(days=count * (DAYS_A_WEEK if unit == "week" else 1))
    months = count * {"month": 1, "quarter": 3, "year": 12}[unit]
    first, last = month_range(today.year, today.month - months)
    return first.replace(day=min(today.day, last.day))


def ago(match: re.Match[str], today: date) -> Range | None:
    """Days ago to the day; weeks, months and years ago to the week, month and year."""
    unit = question_words.key_of(question_words.UNITS, match["unit"])
    count = _count(match["number"]) or 1
    if count > _MOST_ROLLING or unit == "quarter":
        return None
    if unit == "hour":
        return (found := _back(unit, count, today)), found
    return unit_range(today, unit, -count)


def _count(word: str | None) -> int | None:
    if word is None:
        return None
    return int(word) if word.isdecimal() else calendar.NUMBERS[word]


def day_word(match: re.Match[str], today: date) -> Range | None:
    """Yesterday, today, tomorrow, and the days beside them."""
    return unit_range(today, "day", question_words.key_of(question_words.DAYS, match["days"]))


def last_night(_: re.Match[str], today: date) -> Range | None:
    """The night before begins on one day and ends on the next."""
    return today - timedelta(days=1), today


def weekday(match: re.Match[str], today: date) -> Range | None:
    """The latest such day up to today; "last" leaves today out, "next" is ahead."""
    back = (today.weekday() - calendar.WEEKDAYS[match["weekday"]]) % DAYS_A_WEEK
    offset = match.groupdict().get("offset")
    distance = question_words.key_of(question_words.OFFSETS, offset) if offset else None
    if distance == -1 and back == 0:
        back = DAYS_A_WEEK
    if distance == 1:
        back -= DAYS_A_WEEK
    return unit_range(today, "day", -back)


def weekend(match: re.Match[str], today: date) -> Range | None:
    """Saturday and Sunday; "last" leaves out a weekend that is not over."""
    saturday = today - timedelta(days=(today.weekday() - _SATURDAY) % DAYS_A_WEEK)
    offset = match.groupdict().get("offset")
    distance = question_words.key_of(question_words.OFFSETS, offset) if offset else 0
    if distance == 1 or (distance == -1 and today.weekday() >= _SATURDAY):
        saturday += distance * timedelta(days=DAYS_A_WEEK)
    return saturday, saturday + timedelta(days=1)
