"""Which expressions are recognised: a pattern each, with how it is read and shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.relative_dates import readings, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.relative_dates.periods import Range
    from index.relative_dates.readings import Setting

_FORMS: dict[str, Callable[[str], str]] = {
    "offset": lambda language: "|".join(words.OFFSETS[language].values()),
    "unit": lambda language: "|".join(words.UNITS[language].values()),
    "season": lambda language: "|".join(words.SEASONS[language].values()),
    "days": lambda language: "|".join(words.DAYS[language].values()),
    "weekday": lambda _: "|".join(words.WEEKDAYS),
    "month": lambda _: "|".join(sorted(words.MONTHS, key=len, reverse=True)),
    "number": lambda _: r"\d{1,2}|" + "|".join(words.NUMBERS),
    "quarter": lambda _: "|".join(words.ORDINALS),
}
"""What a name in angle brackets stands for in a pattern."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern whose group ``span`` is the expression, and how to read and show it.

    ``bare`` expressions name a part of a year, so another year named before them unsettles them.
    """

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Setting], Range | None]
    show: Callable[[Range, str], str] = readings.show_period
    bare: bool = False


def _pattern(text: str, language: str) -> re.Pattern[str]:
    """``text`` with every ``<name>`` made a group of that name, ``<-name>`` one without."""
    for name, forms in _FORMS.items():
        text = text.replace(f"<{name}>", f"(?P<{name}>{forms(language)})")
        text = text.replace(f"<-{name}>", f"(?:{forms(language)})")
    return re.compile(text.replace("<vague>", words.VAGUE), re.IGNORECASE)


_DAY_MONTH = {"read": readings.day_month, "bare": True}
_MONTH = {"read": readings.month, "bare": True}
_WEEKDAY = {"read": readings.weekday, "bare": True}
_END = {"read": readings.end, "bare": True}
_SEASON = {"read": readings.season, "show": readings.show_season}
_QUARTER = {"read": readings.quarter, "show": readings.show_quarter}
_DECADE = {"read": readings.decade, "show": readings.show_decade}
_NO_YEAR = r"(?!,?\s+(?:of\s+)?(?:\d|<-offset>|год|рок|the year))"
_NO_PAIR = r"(?!\s*(?:[–-]|and|to|or|и|или|і|й|та|або|по|до)\s*\w+,?\s+\d{4})"

_PATTERNS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "en": [
        (r"\b(?P<span><days>)\b(?!['’]s)", {"read": readings.day}),
        (r"(?<!the )\b(?P<span>last night)\b",
         {"read": readings.last_night, "show": readings.show_days}),
        (r"\b(?P<span><quarter> quarter of <offset> year)\b", _QUARTER),
        (r"\b(?:by|until|before) (?P<span>(?:the )?end of (?:the|<offset>) <unit>)\b" + _NO_YEAR,
         _END),
        (r"(?<!the )\b(?P<span><offset> <unit>)\b(?! of\b)", {"read": readings.period}),
        (r"(?<!the )\b(?P<span><offset> <season>)\b", _SEASON),
        (r"<vague>\b(?P<span><number> <unit> ago)\b", {"read": readings.ago}),
        (r"\b(?P<span><offset> <weekday>)\b(?!['’]?s)(?! (?:of|in) )" + _NO_YEAR,
         {"read": readings.weekday_of_week}),
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
        (r"\b(?P<span><days>)\b", {"read": readings.day}),
        (r"\b(?P<span><quarter> квартале <offset> года)\b", _QUARTER),
        (r"\b(?:до|к) (?P<span>конц[ау] (?:<offset> )?<unit>)\b" + _NO_YEAR, _END),
        (r"\b(?P<span><offset> <unit>)\b", {"read": readings.period}),
        (r"\b(?P<span><offset> <season>)\b", _SEASON),
        (r"<vague>\b(?P<span>(?:<number> )?<unit> назад)\b", {"read": readings.ago}),
        (r"\b(?:во?|до|со?) (?P<span><offset> <weekday>)\b",
         {"read": readings.weekday_of_week}),
        (r"\b(?:во?|до|со?) (?P<span><weekday>)\b" + _NO_YEAR, _WEEKDAY),
        (r"(?<![\d–-])\b(?P<span>(?P<day>\d{1,2}) <month>(?P<month_first>(?!))?"
         r"(?P<day_last>(?!))?)\b" + _NO_YEAR, _DAY_MONTH),
        (r"\b(?:в|с|до|к) (?P<span><month>)\b" + _NO_PAIR + _NO_YEAR, _MONTH),
        (r"\b(?P<span>(?P<decade>[3-9]0)-[хе]\w* год\w+)\b", _DECADE),
    ],
    "uk": [
        (r"\b(?P<span><days>)\b", {"read": readings.day}),
        (r"\b(?P<span>(?:поза)?торік|цьогоріч)\b", {"read": readings.year_word}),
        (r"\b(?P<span><quarter> кварталі <offset> року)\b", _QUARTER),
        (r"\b(?:до|під) (?P<span>кін(?:ця|ець) (?:<offset> )?<unit>)\b" + _NO_YEAR, _END),
        (r"\b(?P<span><offset> <unit>)\b", {"read": readings.period}),
        (r"\b(?P<span><offset> <season>)\b", _SEASON),
        (r"<vague>\b(?P<span>(?:<number> )?<unit> тому)\b", {"read": readings.ago}),
        (r"\b(?P<span><offset> <weekday>)\b", {"read": readings.weekday_of_week}),
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
