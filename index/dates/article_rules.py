"""Which expressions are recognised: a pattern each, with how it is read and shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.dates import article_readings
from index.text import calendar

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.dates.article_readings import Setting
    from index.dates.periods import Range

_FORMS: dict[str, Callable[[str], str]] = {
    "offset": lambda language: "|".join(calendar.OFFSETS[language].values()),
    "unit": lambda language: "|".join(calendar.UNITS[language].values()),
    "season": lambda language: "|".join(calendar.SEASONS[language].values()),
    "days": lambda language: "|".join(calendar.DAYS[language].values()),
    "weekday": lambda _: "|".join(calendar.WEEKDAYS),
    "month": lambda _: "|".join(sorted(calendar.MONTHS, key=len, reverse=True)),
    "number": lambda _: r"\d{1,2}|" + "|".join(calendar.NUMBERS),
    "quarter": lambda _: "|".join(calendar.ORDINALS),
}
"""What a name in angle brackets stands for in a pattern."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern whose group ``span`` is the expression, and how to read and show it.

    ``bare`` expressions name a part of a year, so another year named before them unsettles them.
    """

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Setting], Range | None]
    show: Callable[[Range, str], str] = article_readings.show_period
    bare: bool = False


def _pattern(text: str, language: str) -> re.Pattern[str]:
    """``text`` with every ``<name>`` made a group of that name, ``<-name>`` one without."""
    for name, forms in _FORMS.items():
        text = text.replace(f"<{name}>", f"(?P<{name}>{forms(language)})")
        text = text.replace(f"<-{name}>", f"(?:{forms(language)})")
    return re.compile(text.replace("<vague>", calendar.VAGUE), re.IGNORECASE)


_DAY_MONTH = {"read": article_readings.day_month, "bare": True}
_MONTH = {"read": article_readings.month, "bare": True}
_WEEKDAY = {"read": article_readings.weekday, "bare": True}
_END = {"read": article_readings.end, "bare": True}
_SEASON = {"read": article_readings.season, "show": article_readings.show_season}
_QUARTER = {"read": article_readings.quarter, "show": article_readings.show_quarter}
_DECADE = {"read": article_readings.decade, "show": article_readings.show_decade}
_NO_YEAR = r"(?!,?\s+(?:of\s+)?(?:\d|<-offset>|год|рок|the year))"
_NO_PAIR = r"(?!\s*(?:[–-]|and|to|or|и|или|і|й|та|або|по|до)\s*\w+,?\s+\d{4})"

_PATTERNS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "en": [
        (r"\b(?P<span><days>)\b(?!['’]s)", {"read": article_readings.day}),
        (r"(?<!the )\b(?P<span>last night)\b",
         {"read": article_readings.last_night, "show": article_readings.show_days}),
        (r"\b(?P<span><quarter> quarter of <offset> year)\b", _QUARTER),
        (r"\b(?:by|until|before) (?P<span>(?:the )?end of (?:the|<offset>) <unit>)\b" + _NO_YEAR,
         _END),
        (r"(?<!the )\b(?P<span><offset> <unit>)\b(?! of\b)", {"read": article_readings.period}),
        (r"(?<!the )\b(?P<span><offset> <season>)\b", _SEASON),
        (r"<vague>\b(?P<span><number> <unit> ago)\b", {"read": article_readings.ago}),
        (r"\b(?P<span><offset> <weekday>)\b(?!['’]?s)(?! (?:of|in) )" + _NO_YEAR,
         {"read": article_readings.weekday_of_week}),
        (r"\b(?:on|by|until|since|said|late|early|[a-z]{2,}ed) (?P<span><weekday>)\b"
         r"(?! (?:Times|Mail|Mirror|Telegraph|Night|School))" + _NO_YEAR, _WEEKDAY),
        (r"(?<![\d–-])\b(?P<span>(?P<day>\d{1,2})(?:st|nd|rd|th)? (?:of )?<month>|(?P<month_first>"
         r"<-month>)\.? (?P<day_last>\d{1,2})(?:st|nd|rd|th)?)\b(?!\s*[–:.-]\s*\d)"
         r"(?! (?:million|p))" + _NO_YEAR, _DAY_MONTH),
        (r"\b(?:in|since|until|by|early|late|mid) (?P<span><month>)\b" + _NO_PAIR + _NO_YEAR,
         _MONTH),
        (r"\bthe (?P<span>['’](?P<decade>[3-9]0)s)\b", _DECADE),
    ],
    "ru": [
        (r"\b(?P<span><days>)\b", {"read": article_readings.day}),
        (r"\b(?P<span><quarter> квартале <offset> года)\b", _QUARTER),
        (r"\b(?:до|к) (?P<span>конц[ау] (?:<offset> )?<unit>)\b" + _NO_YEAR, _END),
        (r"\b(?P<span><offset> <unit>)\b", {"read": article_readings.period}),
        (r"\b(?P<span><offset> <season>)\b", _SEASON),
        (r"<vague>\b(?P<span>(?:<number> )?<unit> назад)\b", {"read": article_readings.ago}),
        (r"\b(?:во?|до|со?) (?P<span><offset> <weekday>)\b",
         {"read": article_readings.weekday_of_week}),
        (r"\b(?:во?|до|со?) (?P<span><weekday>)\b" + _NO_YEAR, _WEEKDAY),
        (r"(?<![\d–-])\b(?P<span>(?P<day>\d{1,2}) <month>(?P<month_first>(?!))?"
         r"(?P<day_last>(?!))?)\b" + _NO_YEAR, _DAY_MONTH),
        (r"\b(?:в|с|до|к) (?P<span><month>)\b" + _NO_PAIR + _NO_YEAR, _MONTH),
        (r"\b(?P<span>(?P<decade>[3-9]0)-[хе]\w* год\w+)\b", _DECADE),
    ],
    "uk": [
        (r"\b(?P<span><days>)\b", {"read": article_readings.day}),
        (r"\b(?P<span>(?:поза)?торік|цьогоріч)\b", {"read": article_readings.year_word}),
        (r"\b(?P<span><quarter> кварталі <offset> року)\b", _QUARTER),
        (r"\b(?:до|під) (?P<span>кін(?:ця|ець) (?:<offset> )?<unit>)\b" + _NO_YEAR, _END),
        (r"\b(?P<span><offset> <unit>)\b", {"read": article_readings.period}),
        (r"\b(?P<span><offset> <season>)\b", _SEASON),
        (r"<vague>\b(?P<span>(?:<number> )?<unit> тому)\b", {"read": article_readings.ago}),
        (r"\b(?P<span><offset> <weekday>)\b", {"read": article_readings.weekday_of_week}),
        (r"\b(?:[ву]|до|з) (?P<span><weekday>)\b" + _NO_YEAR, _WEEKDAY),
        (r"(?<![\d–-])\b(?P<span>(?P<day>\d{1,2}) <month>(?P<month_first>(?!))?"
         r"(?P<day_last>(?!))?)\b" + _NO_YEAR, _DAY_MONTH),
        (r"\b(?:[ву]|з|до) (?P<span><month>)\b" + _NO_PAIR + _NO_YEAR, _MONTH),
        (r"\b(?P<span>(?P<decade>[3-9]0)-[хті]\w* рок\w+)\b", _DECADE),
    ],
}  # fmt: skip
"""In the order in which they are tried: what an earlier one has taken a later one leaves."""

RULES = {
    language: [Rule(_pattern(text, language), **rest) for text, rest in patterns]
    for language, patterns in _PATTERNS.items()
}
