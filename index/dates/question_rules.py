"""Where a question names a day or a time, and how each is read.

Patterns match text in lower case. A bare year, month, weekday or season counts only behind a
word such as "in" or "since": "Euro 2024", "may" and "Black Friday" are no dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.dates import question_readings as readings
from index.dates import question_words as words
from index.text import calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from index.dates.periods import Range

Reading = "Callable[[re.Match[str], date], Range | None]"

_YEAR = rf"(?P<year>{words.YEAR})(?!\d|[.,]\d|-\d)(?:\s?(?:{words.YEAR_UNIT}))?"
_OFFSET = words.either(words.OFFSETS)
_OF_YEAR = (
    rf"(?:of )?(?P<of_year>{_OFFSET}) (?:year|{words.UNITS['year']})\b"
    r"|(?P<word>торік|позаторік|цьогоріч)\b"
)
_FORMS = {
    "month": "|".join(sorted(calendar.MONTHS, key=len, reverse=True)),
    "weekday": "|".join(calendar.WEEKDAYS),
    "offset": _OFFSET,
    "unit": words.either(words.UNITS),
    "season": words.either(words.SEASONS),
    "adverb": words.either(words.ADVERBS),
    "days": words.either(words.DAYS),
    "number": r"\d{1,3}|" + "|".join(calendar.NUMBERS),
    "quarter": words.either(words.ORDINALS),
    "half": words.either({key: words.ORDINALS[key] for key in (1, 2)}),
    "rolling": words.ROLLING,
    "day": r"0?[1-9]|[12]\d|3[01]",
    "last_day": r"0?[1-9]|[12]\d|3[01]",
}
"""What a name in angle brackets stands for in a pattern."""
_TO = r"\s*(?:to|through|until|till|and|or|-|–|—|по|до|и|та|і|й)\s*"
_TH = r"(?:st|nd|rd|th|-?го|-?е)?"
_IN_YEAR = rf"(?:,?\s+(?:(?:of\s+)?(?:{_YEAR})|{_OF_YEAR}))"
_ON = r"(?:(?:<-weekday>),?\s+(?:the\s+)?)?"


_NAMED = re.compile(r"(?<!\?P)<(?P<bare>-?)(?P<name>" + "|".join(_FORMS) + ")>")


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and how it is read; a ``bare`` one counts only behind a word for time."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], date], Range | None]
    bare: bool = False
    trigger: str = "words"


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


def _rule(
    pattern: str,
    read: Callable[[re.Match[str], date], Range | None],
    *,
    bare: bool = False,
    trigger: str = "words",
) -> Rule:
    pattern = pattern.replace("<th>", _TH).replace("<to>", _TO).replace("<on>", _ON)
    pattern = pattern.replace("<in year>", _IN_YEAR).replace("<a year>", _YEAR)
    return Rule(re.compile(_NAMED.sub(_form, pattern)), read, bare, trigger)


def _form(match: re.Match[str]) -> str:
    """``<month>`` made a group of that name, ``<-month>`` one without."""
    forms = _FORMS[match["name"]]
    return f"(?:{forms})" if match["bare"] else f"(?P<{match['name']}>{forms})"


RULES = (
    _rule(r"(?<![\d-])(?P<iso>\d{4}-\d\d-\d\d(?:[t ]\d\d:\d\d(?::\d\d)?(?:z|[+-]\d\d:\d\d)?)?)"
          r"(?![\d-])", readings.instant, trigger="digits"),
    _rule(r"(?<![\d.])(?P<first>\d{1,2})\.(?P<second>\d{1,2})\.(?P<year>\d{4})(?!\d|\.\d)",
          readings.figures, trigger="digits"),
    _rule(r"(?<![\d/])(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4})(?![\d/])",
          readings.figures, trigger="digits"),
    _rule(r"\b<day><th><to><last_day><th>\s+(?:of\s+)?<month>\b\.?<in year>?",
          readings.day_month, trigger="month"),
    _rule(r"\b<month>\.?\s+<day><th><to><last_day>(?!\d)<th>\b<in year>?",
          readings.day_month, trigger="month"),
    _rule(r"\b<on><day><th>\s+(?:of\s+)?<month>\b\.?<in year>?",
          readings.day_month, trigger="month"),
    _rule(r"\b<on><month>\.?\s+(?:the\s+)?<day>(?!\d|[.,:]\d)<th>\b<in year>?",
          readings.day_month, trigger="month"),
    _rule(r"\bq(?P<quarter>[1-4])\b(?:[ ,]+(?:of )?(?:<a year>|" + _OF_YEAR + "))?",
          readings.quarter, trigger="digits"),
    _rule(r"\b<quarter> (?:квартал[аеуі]?)\b<in year>?", readings.quarter),
    _rule(r"\b<quarter> quarter<in year>", readings.quarter),
    _rule(r"\b<half> (?:half|половин[аеуыіи])<in year>", readings.half),
    _rule(r"\b<season><in year>", readings.season),
    _rule(r"\b<offset> <season>\b", readings.season),
    _rule(r"\b(?P<season><-adverb>)\b", readings.season),
    _rule(r"\b<season>\b", readings.season, bare=True),
    _rule(r"(?<!\d )\b<month>\.?<in year>", readings.month, trigger="month"),
    _rule(r"\b<offset> <month>\b", readings.month, trigger="month"),
    _rule(r"\b<month>\b", readings.month, bare=True, trigger="month"),
    _rule(r"\b<offset> (?P<unit><-unit>)\b", readings.period),
    _rule(r"\b<rolling> (?:<number> )?<unit>\b", readings.rolling),
    _rule(r"\b(?:<number> )?<unit> (?:ago|назад|тому)\b", readings.ago),
    _rule(r"\blast night\b", readings.last_night),
    _rule(r"\b<days>\b", readings.day_word),
    _rule(rf"\b<offset> (?:{words.WEEKEND})\b", readings.weekend),
    _rule(rf"\b(?:{words.WEEKEND})\b", readings.weekend, bare=True),
    _rule(r"\b<offset> <weekday>\b", readings.weekday, trigger="weekday"),
    _rule(r"\b<weekday>\b", readings.weekday, bare=True, trigger="weekday"),
    _rule(r"\b(?:the )?(?P<decade>(?:1[5-9]|20)\d0)(?:['’]?s\b|-?[хеі]\w*(?: (?:год|рок)\w*)?)",
          readings.decade, trigger="digits"),
    _rule(r"\bthe ['’](?P<decade>[1-9]0)s\b", readings.decade, trigger="digits"),
    _rule(r"\b(?P<decade>[1-9]0)-[хеті]\w* (?:год|рок)\w*", readings.decade, trigger="digits"),
    _rule(rf"\b(?P<year>{words.YEAR})\s?[-–—]\s?(?P<last_year>{words.YEAR})(?!\d|[.,-]\d)"
          r"(?:\s?(?:год\w*|рок\w*|гг\.|рр\.))?", readings.year, bare=True, trigger="digits"),
    _rule(rf"(?<!of )\bthe year (?P<year>{words.YEAR})\b", readings.year, trigger="digits"),
    _rule(rf"\b(?P<year>{words.YEAR})\s?(?:{words.YEAR_UNIT})",
          readings.year, trigger="digits"),
    _rule(rf"(?<![\d.,/])(?<!\d-)\b(?P<year>{words.YEAR})\b(?![.,:/-]?\d|[%°$€£])",
          readings.year, bare=True, trigger="digits"),
    _rule(r"\b(?P<word>торік|позаторік|цьогоріч)\b", readings.year),
)  # fmt: skip
"""In the order in which they are tried: what an earlier one has taken a later one leaves."""
_YEARLY = (
    readings.day_month,
    readings.month,
    readings.season,
    readings.quarter,
)
_YEAR_NAMES = ("year", "of_year", "word", "offset")
_WORD = re.compile(r"\w+(?:['’]\w{3,})?")
_OTHER = re.compile(
    r"\b(?:" + "|".join((_FORMS["unit"], _FORMS["season"], _FORMS["days"], words.WEEKEND))
    + r"|last night|торік|позаторік|цьогоріч|half|половин[аеуыіи])\b"
)  # fmt: skip


def points(lowered: str, today: date, newest: date | None = None) -> Iterator[Point]:
    """Everything in ``lowered`` that may be a date, expressions that overlap left out.

    "1 May" and "in March" are the latest that have begun by ``today``; where nothing is as new as
    that, because the ``newest`` article is older, the latest before the end of the archive.
    """
    triggers = _triggers(lowered)
    taken: list[tuple[int, int]] = []
    for rule in RULES:
        if rule.trigger not in triggers:
            continue
        for match in rule.pattern.finditer(lowered):
            start, end = match.span()
            if any(start < high and low < end for low, high in taken):
                continue
            days = _days(rule, match, today)
            if days is not None and newest and newest < days[0] and _is_yearless(rule, match):
                days = _days(rule, match, newest)
            if days is not None:
                taken.append((start, end))
                dated = readings.named_year(match, today) is not None
                yield Point(start, end, match, rule, days, dated)


def _is_yearless(rule: Rule, match: re.Match[str]) -> bool:
    """Whether every year has such days: "March", not "last March" or "last week"."""
    named = match.groupdict()
    return rule.read in _YEARLY and not any(named.get(each) for each in _YEAR_NAMES)


def _triggers(lowered: str) -> set[str]:
    """Which kinds of rules can match at all: most questions name no date."""
    found = set(_WORD.findall(lowered))
    triggers = {"digits"} if re.search(r"\d", lowered) else set()
    triggers |= {"month"} if not found.isdisjoint(calendar.MONTHS) else set()
    triggers |= {"weekday"} if not found.isdisjoint(calendar.WEEKDAYS) else set()
    return triggers | ({"words"} if _OTHER.search(lowered) else set())


def _days(rule: Rule, match: re.Match[str], today: date) -> Range | None:
    try:
        days = rule.read(match, today)
    except (ValueError, OverflowError):
        return None  # no calendar has such a day
    return days if days is not None and days[0] <= days[1] else None
