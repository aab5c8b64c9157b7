"""How an expression is read against the day its article appeared, and how it is shown.

A reading is the first and the last day that are meant, or ``None`` where that is not certain.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, TypeVar

from index.dates.periods import DAYS_A_WEEK, month_range, unit_range
from index.text import calendar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.dates.periods import Range

Tense = Literal["past", "future"]
Key = TypeVar("Key")

_TENSELESS = ("today", "сегодня", "сьогодні")
"""Words for "nowadays" where no verb says that a day is meant."""
_MARGIN = timedelta(days=45)
"""Within it "last spring" may be the one just over or the one a year before it."""
_NEAR = timedelta(days=31)
"""A day without a year that is as near as this is the nearest one, whatever the tense."""
_MONTHS_AWAY = 9
"""Most months between an article and a month that it names without a year."""
_ROUND = 5
"""Years ago that it divides are often an estimate from here on: ten, fifteen, twenty."""
_MOST_AGO = {"day": 31, "week": 9, "month": 11, "year": 99}
"""Numbers up to which "two weeks ago" is meant to the week, "two months ago" to the month."""
_YEAR_WORDS = {"торік": -1, "позаторік": -2, "цьогоріч": 0}


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression is read against."""

    day: date
    tense: Tense | None
    language: str


def _key(table: Mapping[Key, str], word: str) -> Key:
    return next(key for key, form in table.items() if re.fullmatch(form, word, re.IGNORECASE))


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else calendar.NUMBERS[word.casefold()]


def day(match: re.Match[str], setting: Setting) -> Range | None:
    """A word for a day, such as "yesterday"; "today" only where a verb says that a day is meant."""
    if match["span"].casefold() in _TENSELESS and setting.tense is None:
        return None
    offset = _key(calendar.DAYS[setting.language], match["span"])
    if offset > 0 and (setting.tense == "past" or "would" in match.string):
        return None  # "as if it were finished tomorrow"
    return unit_range(setting.day, "day", offset)


def last_night(_: re.Match[str], setting: Setting) -> Range | None:
    """The night before: it begins on one day and ends on the next."""
    return setting.day - timedelta(days=1), setting.day


def period(match: re.Match[str], setting: Setting) -> Range | None:
    """Last, this or next week, month or year."""
    unit = _key(calendar.UNITS[setting.language], match["unit"])
    offset = _key(calendar.OFFSETS[setting.language], match["offset"])
    sunday = setting.day.weekday() == calendar.WEEKDAYS["sunday"]
    if sunday and setting.language == "en" and unit == "week":
        return None  # an American week begins on Sunday
    return unit_range(setting.day, unit, offset)


def end(match: re.Match[str], setting: Setting) -> Range | None:
    """The last day of a month or a year."""
    unit = _key(calendar.UNITS[setting.language], match["unit"])
    offset = _key(calendar.OFFSETS[setting.language], match["offset"]) if match["offset"] else 0
    last = unit_range(setting.day, unit, offset)[1]
    return (last, last) if unit in {"month", "year"} else None


def year_word(match: re.Match[str], setting: Setting) -> Range | None:
    """The one word that Ukrainian has for last year, the year before it, and this year."""
    return unit_range(setting.day, "year", _YEAR_WORDS[match["span"].casefold()])


def ago(match: re.Match[str], setting: Setting) -> Range | None:
    """Days ago to the day, weeks, months and years to the week, month and year."""
    unit = _key(calendar.UNITS[setting.language], match["unit"])
    number = _number(match["number"]) if match["number"] else 1
    if number > _MOST_AGO[unit] or (unit == "year" and number > _ROUND and number % _ROUND == 0):
        return None
    return unit_range(setting.day, unit, -number)


def season(match: re.Match[str], setting: Setting) -> Range | None:
    """Last, this or next season; the last one is over, but has not only just ended."""
    season = _key(calendar.SEASONS[setting.language], match["season"])
    offset = _key(calendar.OFFSETS[setting.language], match["offset"])
    day = setting.day
    near = [month_range(year, season * 3, 3) for year in range(day.year - 2, day.year + 3)]
    if offset < 0:
        last = [found for found in near if found[1] < day][-1]
        return last if day - last[1] > _MARGIN else None
    if offset > 0:
        following = next(found for found in near if found[0] > day)
        return following if following[0] - day > 2 * _MARGIN else None
    this = [found for found in near if found[0] - 2 * _MARGIN < day < found[1] + 2 * _MARGIN]
    return this[0] if len(this) == 1 else None


def weekday(match: re.Match[str], setting: Setting) -> Range | None:
    """The last such day up to the article's own after a verb in the past, else the next one."""
    ahead = (calendar.WEEKDAYS[match["weekday"].casefold()] - setting.day.weekday()) % DAYS_A_WEEK
    if setting.tense is None or not _is_name(match["weekday"], setting):
        return None
    if setting.tense == "past":
        return unit_range(setting.day, "day", ahead - DAYS_A_WEEK if ahead else 0)
    return unit_range(setting.day, "day", ahead) if ahead else None


def weekday_of_week(match: re.Match[str], setting: Setting) -> Range | None:
    """A weekday of last or next week, if no other day within a week could be meant."""
    offset = _key(calendar.OFFSETS[setting.language], match["offset"])
    weekday = calendar.WEEKDAYS[match["weekday"].casefold()]
    days = weekday - setting.day.weekday() + DAYS_A_WEEK * offset
    if not 0 < abs(days) <= DAYS_A_WEEK or not _is_name(match["weekday"], setting):
        return None
    return unit_range(setting.day, "day", days)


def month(match: re.Match[str], setting: Setting) -> Range | None:
    """A month without a year, on the side that the tense tells, at most nine months off."""
    ahead = (calendar.MONTHS[match["month"].casefold()] - setting.day.month) % 12
    if not ahead or setting.tense is None or not _is_name(match["month"], setting):
        return None
    away = ahead if setting.tense == "future" else ahead - 12
    return unit_range(setting.day, "month", away) if abs(away) <= _MONTHS_AWAY else None


def day_month(match: re.Match[str], setting: Setting) -> Range | None:
    """A day without a year: the nearest, if the tense does not contradict."""
    month = calendar.MONTHS[(match["month"] or match["month_first"]).casefold()]
    number = int(match["day"] or match["day_last"])
    years = range(setting.day.year - 1, setting.day.year + 2)
    days = [
        date(year, month, number) for year in years if 1 <= number <= monthrange(year, month)[1]
    ]
    if not days:
        return None
    nearest = min(days, key=lambda day: abs(day - setting.day))
    is_past = nearest <= setting.day
    if setting.tense is None:
        return (nearest, nearest) if abs(nearest - setting.day) <= _NEAR else None
    return (nearest, nearest) if is_past is (setting.tense == "past") else None


def quarter(match: re.Match[str], setting: Setting) -> Range | None:
    """A quarter of last, this or next year."""
    offset = _key(calendar.OFFSETS[setting.language], match["offset"])
    number = calendar.ORDINALS[match["quarter"].casefold()]
    return month_range(setting.day.year + offset, 3 * number - 2, 3)


def decade(match: re.Match[str], setting: Setting) -> Range | None:
    """The decade that two figures name, the last one that is over."""
    first = 1900 + int(match["decade"])
    if first + 110 <= setting.day.year:
        return None
    return date(first, 1, 1), date(first + 9, 12, 31)


def _is_name(word: str, setting: Setting) -> bool:
    """Whether a weekday or month is written as one: "may" and "march" are not in English."""
    return setting.language != "en" or word[0].isupper()


# How readings are shown.


def show_day(days: Range, language: str) -> str:
    """``12 March 2024``."""
    month = calendar.MONTHS_OF_DAYS[language].split()[days[0].month - 1]
    return f"{days[0].day} {month} {days[0].year}"


def show_days(days: Range, language: str) -> str:
    """``11 March 2024 – 12 March 2024``."""
    return f"{show_day(days, language)} – {show_day((days[1], days[1]), language)}"


def show_month(days: Range, language: str) -> str:
    """``March 2024``."""
    return f"{calendar.MONTH_NAMES[language].split()[days[0].month - 1]} {days[0].year}"


def show_season(days: Range, language: str) -> str:
    """``spring 2024``; a winter names both of its years."""
    season = calendar.SEASON_NAMES[language].split()[days[1].month // 3 % 4]
    first, last = days[0].year, days[1].year
    return f"{season} {last}" if first == last else f"{season} {first}–{last % 100:02}"


def show_quarter(days: Range, language: str) -> str:
    """``quarter 1 of 2024`` in the order of the language."""
    number = days[1].month // 3
    if language == "en":
        return f"Q{number} {days[0].year}"
    return f"{number} {calendar.QUARTER[language]} {days[0].year}"


def show_decade(days: Range, _: str) -> str:
    """``1990–1999``."""
    return f"{days[0].year}–{days[1].year}"


def show_period(days: Range, language: str) -> str:
    """A day, a week by its first day, a month or a year, whichever ``days`` is."""
    length = (days[1] - days[0]).days
    if length == 0:
        return show_day(days, language)
    if length < DAYS_A_WEEK:
        return f"{calendar.WEEK_FROM[language]} {show_day(days, language)}"
    return show_month(days, language) if days[0].month == days[1].month else str(days[0].year)
