"""Where a question names a day or a time, and what only looks so: verbs, names, counts, titles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.dates import expressions, question_readings
from index.dates.expressions import matches, part, rules
from index.text.calendar import months, weekdays

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator
    from datetime import date

    from index.dates.expressions import Rule
    from index.dates.ranges import Range

_YEARLY = frozenset({"day_month", "month", "season", "quarter"})
"""Readings of what every year has."""
_YEAR_NAMES = ("year", "of_year", "year_word", "offset")


@dataclass(frozen=True, slots=True)
class Point:
    """An expression in a question and the days it covers; ``dated`` where it names its year."""

    start: int
    end: int
    match: re.Match[str]
    rule: Rule
    days: Range
    dated: bool

    def seen_from(self, day: date) -> Range | None:
        """The days it covers for somebody who asks on ``day``."""
        return _days(self.rule, self.match, day)


def points(lowered: str, today: date, newest: date | None = None) -> Iterator[Point]:
    """Everything in ``lowered`` that may be a date, expressions that overlap left out.

    "1 May" and "in March" are the latest that have begun by ``today``; where nothing is as new as
    that, because the ``newest`` article is older, the latest before the end of the archive.
    """

    def read(rule: Rule, match: re.Match[str]) -> Range | None:
        """The days of a match."""
        days = _days(rule, match, today)
        if days is not None and newest and newest < days[0] and _is_yearless(rule, match):
            return _days(rule, match, newest)
        return days

    triggers = _triggers(lowered)
    tried = [rule for rule in rules("question") if rule.trigger in triggers]
    for match, rule, days in matches(tried, lowered, read):
        dated = question_readings.named_year(match, today) is not None
        yield Point(*match.span(), match, rule, days, dated)


def _is_yearless(rule: Rule, match: re.Match[str]) -> bool:
    """Whether every year has such days: "March", not "last March" or "last week"."""
    named = match.groupdict()
    return rule.read in _YEARLY and not any(named.get(each) for each in _YEAR_NAMES)


def _triggers(lowered: str) -> set[str]:
    """Which kinds of rules can match at all: most questions name no date."""
    found = set(part("question", "word").findall(lowered))
    triggers = {
        "digits": any(map(str.isdecimal, lowered)),
        "month": not found.isdisjoint(months()),
        "weekday": not found.isdisjoint(weekdays()),
        "words": part("question", "words").search(lowered),
    }
    return {name for name, met in triggers.items() if met}


def _days(rule: Rule, match: re.Match[str], today: date) -> Range | None:
    try:
        readings = question_readings if hasattr(question_readings, rule.read) else expressions
        days: Range | None = getattr(readings, rule.read)(match, today)
    except (ValueError, OverflowError):
        return None  # no calendar has such a day
    return days if days is not None and days[0] <= days[1] else None


def is_date(text: str, lowered: str, point: Point, cue: str | None) -> bool:
    """Whether an expression is a date; ``cue`` is the preposition or "early" before it.

    ``lowered`` is the question in lower case, every character at its place.
    """
    if part("question", "eventful").match(lowered, point.end) and _may_count(point):
        return False
    if not point.rule.bare:
        return _is_written_as_date(text, point)
    parts = point.match.groupdict()
    if parts.get("weekday"):
        is_name = part("question", "newspaper").match(lowered, point.end)
        return not is_name and (bool(cue) or _is_free_weekday(text, point))
    if cue is None or not parts.get("month"):
        english = (parts.get("season") or "я").isascii()
        return cue is not None and (not english or _is("before_season", cue))
    return _is_month(text, point, cue)


def _is_month(text: str, point: Point, cue: str) -> bool:
    """Whether a bare month is one, and not a verb, a march or somebody called April."""
    word = point.match["month"]
    if not word.isascii():
        return True
    named = _is("name_too", word) and part("question", "capital_next").match(text, point.end)
    if cue == "for" or named:
        return False
    return text[point.start].isupper() or (_is("before_month", cue) and not _is("short", word))


def _is(name: str, word: str) -> bool:
    return part("question", name).fullmatch(word) is not None


def _is_free_weekday(text: str, point: Point) -> bool:
    """Whether it is a day as in "Tuesday's vote", and not "Ruby Tuesday's"."""
    possessive = text[point.end : point.end + 2] in {"'s", "’s"}
    return possessive and not part("question", "capital_before").search(text[: point.start])


def _may_count(point: Point) -> bool:
    """Whether it ends in figures that may count what follows."""
    return point.match.group()[-1].isdigit() and (point.rule.bare or not point.dated)


def _is_written_as_date(text: str, point: Point) -> bool:
    """Whether "may 5" and "march 3" in small letters, without a year, are left alone."""
    month = point.match.groupdict().get("month")
    if month not in {"may", "march"} or point.dated:
        return True
    first_is_month = point.match.start("month") == point.match.start()
    return text[point.match.start("month")].isupper() or not first_is_month
