"""Relative and partial dates of a passage, resolved against the day its article appeared.

"On Tuesday", "last spring", «на прошлой неделе», «торік»: whoever reads a passage alone cannot
know which day, season or year is meant; the article's date tells. Only what is certain is
resolved: a verb in the future turns a weekday or a month forward, one in the past back, and
where neither decides, or another year is named before it, nothing is said. Weeks begin on
Monday; seasons are those of the northern half of the world.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from index.dates import article_readings
from index.dates.article_readings import Setting
from index.dates.expressions import matches, part, rules
from index.dates.wording import show
from index.models import Span
from index.text.calendar import LANGUAGES
from index.text.language import detect
from index.text.sentences import sentences

if TYPE_CHECKING:
    import re

    from index.dates.article_readings import Tense
    from index.dates.expressions import Rule
    from index.dates.ranges import Range
    from index.models import Precision

_LOCAL_HOURS = range(8, 21)
"""Hours of UTC at which it is the same day from California (UTC-8) to Kyiv (UTC+3)."""
_YEARS = range(1000, 3000)
_QUOTES = (("“", "”"), ("«", "»"), ("„", "“"))


@dataclass(frozen=True, slots=True)
class Resolved:
    """An expression, the first and the last day that it covers, and its language."""

    span: Span
    first_day: date
    last_day: date
    language: str

    @property
    def shown(self) -> str:
        """What it means, in its own language."""
        return self.shown_in(self.language)

    def shown_in(self, language: str) -> str:
        """What it means, in English, Russian or Ukrainian."""
        return show((self.first_day, self.last_day), language)


def resolve(
    text: str, *, published: datetime | None, precision: Precision, language: str | None = None
) -> list[Resolved]:
    """The relative and partial dates of ``text`` that are certain, in order of the text.

    Without the article's date nothing is certain, and a time in UTC near midnight leaves the
    day open: then only what both days agree on is resolved.
    ``language`` is that of the article, where a short text does not show it.
    """
    language = language or detect(text)
    if published is None or language not in LANGUAGES or published.year not in _YEARS:
        return []
    days, spoken = _days_of(published, precision), language

    def read(rule: Rule, match: re.Match[str]) -> set[Range | None]:
        """What the words mean on each day that the article may be of."""
        reading, tense = getattr(article_readings, rule.read), _tense(match)
        return {reading(match, Setting(day, tense, spoken)) for day in days}

    found: list[Resolved] = []
    for sentence in sentences(text):
        for match, rule, readings in matches(rules("article", spoken), sentence.of(text), read):
            start, end = (place + sentence.start for place in match.span("span"))
            reading = readings.pop()
            if reading is None or readings:
                continue
            if not (rule.bare and (_is_said(match) or _other_year(text[:start], reading))):
                found.append(Resolved(Span(start, end), *reading, spoken))
    return sorted(found, key=lambda one: one.span.start)


def _days_of(published: datetime, precision: Precision) -> list[date]:
    """The days that it may have been where the article appeared."""
    day = published.date()
    if precision == "day" or published.utcoffset() or published.hour in _LOCAL_HOURS:
        return [day]
    other = timedelta(days=-1 if published.hour < _LOCAL_HOURS.start else 1)
    return [day, day + other]


def _tense(match: re.Match[str]) -> Tense | None:
    """Tense of the clause around a match, else of its sentence, if only one is there."""
    sentence, (start, end) = match.string, match.span("span")
    breaks = [found.span() for found in part("article", "clause").finditer(sentence)]
    low = max((stop for _, stop in breaks if stop <= start), default=0)
    high = min((begin for begin, _ in breaks if begin >= end), default=len(sentence))
    clause, coming = sentence[low:high], part("article", "future")
    for said in (clause,) if part("article", "present").search(clause) else (clause, sentence):
        future = coming.search(said) is not None
        past = part("article", "past").search(coming.sub(" ", said)) is not None
        if future is not past:
            return "future" if future else "past"
        if future:
            return None
    return None


def _is_said(match: re.Match[str]) -> bool:
    """Whether the expression stands in a quotation: it may tell of another time."""
    before = match.string[: match.start("span")]
    straight = before.count('"') % 2 == 1
    return straight or any(before.rfind(left) > before.rfind(right) for left, right in _QUOTES)


def _other_year(before: str, reading: Range) -> bool:
    """Whether the paragraph has named a year that is not the one read."""
    years = {int(year) for year in part("article", "year").findall(before.rpartition("\n")[2])}
    return bool(years - {reading[0].year, reading[1].year})
