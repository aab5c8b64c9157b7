"""Days, weeks, months, quarters, seasons, halves, years and decades as their first and last day.

Weeks begin on Monday. Seasons are those of the northern half of the world, and a winter, the
first season of a year, belongs to the year that it ends in.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Range = tuple[date, date]
"""The first and the last day."""
DAY = timedelta(days=1)
DAYS_A_WEEK = 7
_MONTHS_A_YEAR = 12
_MONTHS = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120}
_BEGINS = {"season": -1}
"""Months that the first such unit of a year begins away from January."""


def month_range(year: int, month: int, months: int = 1) -> Range:
    """First and last day of ``months`` months; ``month`` may be past December or before January."""
    first, last = (
        divmod(year * _MONTHS_A_YEAR + month - 1 + ahead, _MONTHS_A_YEAR)
        for ahead in (0, months - 1)
    )
    ending = date(last[0], last[1] + 1, monthrange(last[0], last[1] + 1)[1])
    return date(first[0], first[1] + 1, 1), ending


def part_of_year(year: int, unit: str, number: int) -> Range:
    """A month, quarter, season or half of a year, counted from 1."""
    return month_range(year, 1 + _MONTHS[unit] * (number - 1) + _BEGINS.get(unit, 0), _MONTHS[unit])


def same_days(years: Iterable[int], month: int, first: int, last: int) -> Iterator[Range]:
    """The days from ``first`` to ``last`` of a month, in each of the years that have them."""
    for year in years:
        begins, ends = month_range(year, month)
        if 1 <= first <= last <= ends.day:
            yield begins.replace(day=first), begins.replace(day=last)


def unit_range(day: date, unit: str, offset: int = 0) -> Range:
    """The week, month or longer unit that lies ``offset`` from the one that ``day`` is in."""
    if unit == "day":
        return day + offset * DAY, day + offset * DAY
    if unit == "week":
        monday = day + timedelta(days=DAYS_A_WEEK * offset - day.weekday())
        return monday, monday + 6 * DAY
    months, begins = _MONTHS[unit], _BEGINS.get(unit, 0)
    into = (day.year * _MONTHS_A_YEAR + day.month - 1 - begins) % months
    return month_range(day.year, day.month - into + months * offset, months)


def day_before(day: date) -> date:
    """The day before ``day``, or the first day that there is."""
    return day - DAY if day > date.min else day


def day_after(day: date) -> date:
    """The day after ``day``, or the last day that there is."""
    return day + DAY if day < date.max else day


def months_back(day: date, months: int) -> date:
    """The day with the same number so many months before, or the last one of a shorter month."""
    first, last = month_range(day.year, day.month - months)
    return first.replace(day=min(day.day, last.day))


def length_in_months(days: Range) -> int:
    """The months that ``days`` touch."""
    first, last = days
    return (last.year - first.year) * _MONTHS_A_YEAR + last.month - first.month + 1


def third(days: Range, place: int) -> Range:
    """The first (0), middle or last third: in whole months where they can be parted so."""
    first, last = days
    months = length_in_months(days)
    if months % 3 == 0:
        return month_range(first.year, first.month + place * months // 3, months // 3)
    length = (last - first).days + 1
    low, high = (first + timedelta(days=round(length * part / 3)) for part in (place, place + 1))
    return low, high - DAY


def within(days: Range, others: Range) -> bool:
    """Whether all of ``days`` lie in ``others``."""
    return others[0] <= days[0] and days[1] <= others[1]
