"""Weeks, months, quarters and years as their first and last day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Range = tuple[date, date]
"""The first and the last day."""
DAYS_A_WEEK = 7


def month_range(year: int, month: int, months: int = 1) -> Range:
    """First and last day of ``months`` months; ``month`` may be past December or before January."""
    last = month + months - 1
    year_of_last, last = year + (last - 1) // 12, (last - 1) % 12 + 1
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year_of_last, last, monthrange(year_of_last, last)[1])


def unit_range(day: date, unit: str, offset: int) -> Range:
    """The week, month or year that lies ``offset`` from the one that ``day`` is in."""
    if unit == "week":
        monday = day + timedelta(days=DAYS_A_WEEK * offset - day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return month_range(day.year, day.month + offset)
    if unit == "year":
        return month_range(day.year + offset, 1, 12)
    return day + timedelta(days=offset), day + timedelta(days=offset)
