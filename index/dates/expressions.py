"""The expressions that articles and questions have in common: how they are written and read.

Each of the two has a data file with rules and parts of patterns; the words in them are those of
the calendar. A file is read, and a pattern compiled, when it is first needed.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from index.dates.ranges import DAY, unit_range
from index.text import calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from index.dates.ranges import Range

    Found = TypeVar("Found")

_FLAGS = {"article": re.IGNORECASE, "question": re.NOFLAG, "record": re.NOFLAG}
"""A question is matched in lower case; in an article a capital tells May from "may"."""


@dataclass(frozen=True)
class Rule:
    """A pattern, and the name of the reading that it is read by; see the data files."""

    grammar: str
    language: str | None
    read: str
    pattern: str
    bare: bool = False
    trigger: str = "words"

    @cached_property
    def form(self) -> re.Pattern[str]:
        """The pattern with the words of the calendar, compiled once."""
        return _compiled(self.grammar, self.pattern, self.language)


@cache
def rules(grammar: str, language: str | None = None) -> tuple[Rule, ...]:
    """The rules of "article" in a language, or those of "question"."""
    content = _content(grammar)["rules"]
    rows = content[language] if language else content
    return tuple(Rule(grammar, language, **row) for row in rows)


@cache
def part(grammar: str, name: str) -> re.Pattern[str]:
    """A pattern that stands among the parts of a grammar."""
    return _compiled(grammar, _content(grammar)["parts"][name], None)


def matches(
    found: Iterable[Rule], text: str, read: Callable[[Rule, re.Match[str]], Found | None]
) -> Iterator[tuple[re.Match[str], Rule, Found]]:
    """What ``read`` makes of ``text`` by each rule; an earlier rule takes what it can read."""
    taken: list[tuple[int, int]] = []
    for rule in found:
        for match in rule.form.finditer(text):
            start, end = match.span("span" if "span" in match.re.groupindex else 0)
            if any(start < high and low < end for low, high in taken):
                continue
            reading = read(rule, match)
            if reading is not None:
                taken.append((start, end))
                yield match, rule, reading


@cache
def _content(grammar: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(f"{grammar}.toml").read_text(encoding="utf-8"))


def _compiled(grammar: str, text: str, language: str | None) -> re.Pattern[str]:
    return re.compile(_filled(text, _content(grammar)["parts"], language), _FLAGS[grammar])


def _filled(text: str, parts: Mapping[str, str], language: str | None) -> str:
    """``text`` with what every name in angle brackets stands for."""

    def meaning(match: re.Match[str]) -> str:
        """What one name stands for."""
        name = match["name"]
        if name in parts:
            return _filled(parts[name], parts, language)
        forms = calendar.pattern(name, language)
        return f"(?:{forms})" if match["bare"] else f"(?P<{name}>{forms})"

    return re.sub(r"(?<!\?P)<(?P<bare>-?)(?P<name>[a-z_]+)>", meaning, text)


# What a match says, and how both read it.


def value(match: re.Match[str], group: str, table: str | None = None) -> int | None:
    """What a group stands for in the calendar; ``None`` where the match does not have it."""
    word = match.groupdict().get(group)
    return None if word is None else calendar.key_of(table or group, word)


def key(match: re.Match[str], table: str) -> int:
    """What the group of a table stands for, in a match that has it."""
    return calendar.key_of(table, match[table])


def number(match: re.Match[str], *groups: str) -> int | None:
    """The first of ``groups`` that is there, in figures."""
    found = match.groupdict()
    return next((int(found[group]) for group in groups if found.get(group)), None)


def unit(match: re.Match[str]) -> str:
    """The unit of time that is named."""
    return calendar.UNITS[key(match, "unit")]


def day(match: re.Match[str], today: date) -> Range:
    """Yesterday, today, tomorrow, and the days beside them."""
    return unit_range(today, "day", key(match, "days"))


def last_night(_: re.Match[str], day: date) -> Range:
    """The night before: it begins on one day and ends on the next."""
    return day - DAY, day


def period(match: re.Match[str], day: date) -> Range:
    """Last, this or next week, month, quarter or year of the calendar."""
    return unit_range(day, unit(match), key(match, "offset"))


def ago(match: re.Match[str], day: date) -> Range:
    """Days ago to the day; weeks, months and years ago to the week, month and year."""
    return unit_range(day, unit(match), -(value(match, "number") or 1))
