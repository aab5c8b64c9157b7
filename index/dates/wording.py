"""How days are shown to people: "12 March 2024", «весна 2024», «тиждень з 4 березня 2024»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.dates.ranges import DAYS_A_WEEK, unit_range
from index.text.calendar import month_name, shown_as

if TYPE_CHECKING:
    from datetime import date

    from index.dates.ranges import Range


def show_day(day: date, language: str) -> str:
    """``12 March 2024``."""
    return f"{day.day} {month_name(day.month, language, of_day=True)} {day.year}"


def show_days(days: Range, language: str) -> str:
    """``11 March 2024 – 12 March 2024``, or the day where it is only one."""
    return " – ".join(show_day(day, language) for day in dict.fromkeys(days))


def show_month(day: date, language: str) -> str:
    """``March 2024``, the month that ``day`` is in."""
    return f"{month_name(day.month, language)} {day.year}"


def show(days: Range, language: str) -> str:
    """A day, a night by its two days, a week by its first; a longer time by its name."""
    first, last = days
    length = (last - first).days + 1
    if length < DAYS_A_WEEK:
        return show_days(days, language)
    if length == DAYS_A_WEEK:
        return f"{shown_as('week_from', language)} {show_day(first, language)}"
    if days == unit_range(first, "month"):
        return show_month(first, language)
    if days == unit_range(first, "quarter"):
        return shown_as("quarter", language).format(last.month // 3, last.year)
    one_year = first.year == last.year
    if days == unit_range(first, "season"):
        season = shown_as("seasons", language).split()[last.month // 3 % 4]
        return f"{season} {first.year}" + ("" if one_year else f"–{last.year % 100:02}")
    return str(first.year) if one_year else f"{first.year}–{last.year}"
