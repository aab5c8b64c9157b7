"""Tells dates from what only looks like one: verbs, names, counts, parts of titles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.dates import question_words

if TYPE_CHECKING:
    from index.dates.question_rules import Point

_NAMES_TOO = {"april", "may", "june", "august", "jan", "march", "mar"}
"""Months that people, marches and verbs are called by."""
_SEASONAL = {"in", "during", "since", "until", "over"}
_SHORT = {"jan", "mar", "sep", "dec"}
"""Abbreviations that are names and nouns in small letters."""
_NOT_A_DAY = re.compile(
    r"\s+(?:times|night|mail|mirror|telegraph|post|express|world|herald|star)\b"
)
_CAPITAL_NEXT = re.compile(r"\s+[A-Z]")
_CAPITAL_BEFORE = re.compile(r"[^\W\d_a-zа-яёіїєґ][\w-]*\s+$")
_SURE = {"in", "since", "until", "during", "last", "this", "after", "before", "between"}
"""Words behind which "may" and "march" in small letters are months."""


def is_date(text: str, lowered: str, point: Point, cue: str | None) -> bool:
    """Whether an expression is a date; ``cue`` is the preposition or "early" before it.

    ``lowered`` is the question in lower case, every character at its place.
    """
    if question_words.EVENTFUL.match(lowered, point.end) and _may_count(point):
        return False
    if not point.rule.bare:
        return _is_written_as_date(text, point)
    parts = point.match.groupdict()
    if parts.get("weekday"):
        is_name = _NOT_A_DAY.match(lowered, point.end)
        return not is_name and (bool(cue) or _is_free_weekday(text, point))
    if cue is None or not parts.get("month"):
        english = (parts.get("season") or "я").isascii()
        return cue is not None and (not english or cue in _SEASONAL)
    return _is_month(text, point, cue)


def _is_month(text: str, point: Point, cue: str) -> bool:
    """Whether a bare month is one, and not a verb, a march or somebody called April."""
    word = point.match["month"]
    if not word.isascii():
        return True
    if cue == "for" or (word in _NAMES_TOO and _CAPITAL_NEXT.match(text, point.end)):
        return False
    return text[point.start].isupper() or (cue in _SURE and word not in _SHORT)


def _is_free_weekday(text: str, point: Point) -> bool:
    """Whether it is a day as in "Tuesday's vote", and not "Ruby Tuesday's"."""
    possessive = text[point.end : point.end + 2] in {"'s", "’s"}
    return possessive and not _CAPITAL_BEFORE.search(text[: point.start])


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
