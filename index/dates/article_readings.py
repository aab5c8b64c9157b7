"""How an expression is read against the day its article appeared; `article.toml` names these.

A reading is the first and the last day that are meant, or ``None`` where that is not certain.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from index.dates import expressions
from index.dates.expressions import key, number, part, unit, value
from index.dates.ranges import DAYS_A_WEEK, part_of_year, same_days, unit_range

if TYPE_CHECKING:
    import re

    from index.dates.ranges import Range

Tense = Literal["past", "future"]

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
_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression is read against."""

    day: date
    tense: Tense | None
    language: str


def day(match: re.Match[str], setting: Setting) -> Range | None:
    """A word for a day, such as "yesterday"; "today" only where a verb says that a day is meant."""
    if setting.tense is None and part("article", "tenseless").fullmatch(match["span"]):
        return None
    if key(match, "days") > 0 and (setting.tense == "past" or "would" in match.string):
        return None  # "as if it were finished tomorrow"
    return expressions.day(match, setting.day)


def last_night(match: re.Match[str], setting: Setting) -> Range | None:
    """The night before."""
    return expressions.last_night(match, setting.day)


def period(match: re.Match[str], setting: Setting) -> Range | None:
    """Last, this or next week, month or year."""
    if setting.day.weekday() == _SUNDAY and setting.language == "en" and unit(match) == "week":
        return None  # an American week begins on Sunday
    return expressions.period(match, setting.day)


def end(match: re.Match[str], setting: Setting) -> Range | None:
    """The last day of a month or a year."""
    last = unit_range(setting.day, unit(match), value(match, "offset") or 0)[1]
    return (last, last) if unit(match) in {"month", "year"} else None


def year(match: re.Match[str], setting: Setting) -> Range | None:
    """The one word that Ukrainian has for last year, the year before it, and this year."""
    return unit_range(setting.day, "year", key(match, "year_word"))


def ago(match: re.Match[str], setting: Setting) -> Range | None:
    """So many days, weeks, months or years ago, unless the number is an estimate."""
    count = value(match, "number") or 1
    if count > _MOST_AGO[unit(match)]:
        return None
    if unit(match) == "year" and count > _ROUND and count % _ROUND == 0:
        return None
    return expressions.ago(match, setting.day)


def season(match: re.Match[str], setting: Setting) -> Range | None:
    """Last, this or next season; the last one is over, but has not only just ended."""
    day, offset, season = setting.day, key(match, "offset"), key(match, "season")
    near = [part_of_year(year, "season", season) for year in range(day.year - 2, day.year + 3)]
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
    ahead = (key(match, "weekday") - setting.day.weekday()) % DAYS_A_WEEK
    if setting.tense is None or not _is_name(match["weekday"], setting):
        return None
    if setting.tense == "past":
        return unit_range(setting.day, "day", ahead - DAYS_A_WEEK if ahead else 0)
    return unit_range(setting.day, "day", ahead) if ahead else None


def weekday_of_week(match: re.Match[str], setting: Setting) -> Range | None:
    """A weekday of last or next week, if no other day within a week could be meant."""
    ahead = key(match, "weekday") - setting.day.weekday() + DAYS_A_WEEK * key(match, "offset")
    if not 0 < abs(ahead) <= DAYS_A_WEEK or not _is_name(match["weekday"], setting):
        return None
    return unit_range(setting.day, "day", ahead)


def month(match: re.Match[str], setting: Setting) -> Range | None:
    """A month without a year, on the side that the tense tells, at most nine months off."""
    ahead = (key(match, "month") - setting.day.month) % 12
    if not ahead or setting.tense is None or not _is_name(match["month"], setting):
        return None
    away = ahead if setting.tense == "future" else ahead - 12
    return unit_range(setting.day, "month", away) if abs(away) <= _MONTHS_AWAY else None


def day_month(match: re.Match[str], setting: Setting) -> Range | None:
    """A day without a year: the nearest, if the tense does not contradict."""
    month = value(match, "month") or value(match, "month_first", "month") or 0
    day = number(match, "day", "day_last") or 0
    years = range(setting.day.year - 1, setting.day.year + 2)
    days = [first for first, _ in same_days(years, month, day, day)]
    if not days:
        return None
    nearest = min(days, key=lambda day: abs(day - setting.day))
    is_past = nearest <= setting.day
    if setting.tense is None:
        return (nearest, nearest) if abs(nearest - setting.day) <= _NEAR else None
    return (nearest, nearest) if is_past is (setting.tense == "past") else None


def quarter(match: re.Match[str], setting: Setting) -> Range | None:
    """A quarter of last, this or next year."""
    return part_of_year(setting.day.year + key(match, "offset"), "quarter", key(match, "ordinal"))


def decade(match: re.Match[str], setting: Setting) -> Range | None:
    """The decade that two figures name, the last one that is over."""
    first = date(1900 + int(match["decade"]), 1, 1)
    return None if first.year + 110 <= setting.day.year else unit_range(first, "decade")


def _is_name(word: str, setting: Setting) -> bool:
    """Whether a weekday or month is written as one: "may" and "march" are not in English."""
    return setting.language != "en" or word[0].isupper()
