"""Questions about one fact at one date: the sentence of that date leads, or nothing is said.

A sentence is of a date that it names, or that its words mean as its article appeared ("a year ago
it was 36 crowns"); one that names none is of the days when its article appeared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.answer.composing.selection import OFFERS
from bot.answer.reading.answer_types import brings
from bot.answer.reading.question import months_of
from bot.messages import quoted
from bot.notes.phrases import noted
from index.dates.article import resolve
from index.dates.ranges import month_range, within
from index.text.figures import years
from index.text.language import UNKNOWN

if TYPE_CHECKING:
    from bot.answer.reading.candidates import Candidate, Reading
    from bot.answer.reading.question import Asked
    from bot.models import Note
    from index.dates.ranges import Range
    from index.planning.planner import Plan

_CARRIED = re.compile(r"\([^()]+\)\s*$")
_ABOUT, _BEHIND = 0.6, 5.0
"""The part of what the best sentence has of the question, and how far its score may be behind,
that the sentence of the date must have."""
_CLAUSE = re.compile(r"[,;:()—–]\s")
_BESIDE = 2
"""Sentences between the best one and one that goes on with it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The date of a question as it is ``said``; ``months`` are those of one without a year.

    Which year is meant then is a guess, so any will do.
    """

    said: str
    days: Range
    months: frozenset[int] = frozenset()

    def meets(self, days: Range) -> bool:
        """Whether ``days`` lie within those of the question, or those within them."""
        if self.months:
            return days[0].year == days[1].year and {days[0].month, days[1].month} <= self.months
        return within(days, self.days) or within(self.days, days)


def of_its_date(reading: Reading, plan: Plan) -> tuple[Reading, Note | None]:
    """The reading with the sentence of the date first, and a note where there is none.

    Both are as they were where the question does not ask for one fact at one date.
    """
    wanted = _wanted(plan, reading.asked.text)
    if wanted is None or not reading.ranked or not reading.asked.one_fact:
        return reading, None
    best, asked = reading.ranked[0], reading.asked
    if is_of(best, wanted):
        return reading, None
    fitting = [each for each in reading.ranked if is_of(each, wanted) and _may(each, best, asked)]
    if not fitting:
        missing = noted("missing", "note-no-date", said=quoted(wanted.said))
        return reading, None if wanted.months else missing
    first = max(fitting, key=lambda each: (names_days(each, wanted), each.score))
    rest = [each for each in reading.ranked if each is not first and not _has_fact(each, asked)]
    return replace(reading, ranked=[first, *rest]), None


def is_of(each: Candidate, wanted: Wanted) -> bool:
    """Whether a sentence names days of ``wanted``, or its article appeared then, or nobody knows.

    A sentence may name other days beside its own: "7,000 more than last year".
    """
    published = each.passage.card.published
    if names_days(each, wanted):
        return True
    if published is None:
        return True
    day = date.fromisoformat(published[:10])
    return wanted.meets((day, day))


def names_days(each: Candidate, wanted: Wanted) -> bool:
    """Whether a sentence names days within ``wanted``, or days that those wanted lie within."""
    return any(map(wanted.meets, days_named(each)))


def is_short_of_another_date(each: Candidate, plan: Plan, question: str) -> bool:
    """Whether the short answer of a sentence stands beside another date than the one asked about.

    "A year ago it was 36 crowns, in March 2023 it was 29": 29 is not what it was a year ago.
    """
    wanted = _wanted(plan, question)
    if wanted is None or not each.short or each.short not in each.text:
        return False
    before, short, after = each.text.partition(each.short)
    beside = _CLAUSE.split(before)[-1] + short + _CLAUSE.split(after)[0]
    named = _absolute(beside)
    return bool(named) and not any(map(wanted.meets, named))


def days_named(each: Candidate) -> list[Range]:
    """The days that a sentence names, or means as its article appeared; none where it does not."""
    text, span, card = each.place.whole, each.span, each.passage.card
    begin = text.rfind("\n", 0, span.start) + 1
    found = resolve(
        text[begin : span.end],
        published=datetime.fromisoformat(card.published) if card.published else None,
        precision=card.precision or "day",
        language=None if each.passage.language == UNKNOWN else each.passage.language,
    )
    meant = [(one.first_day, one.last_day) for one in found if one.span.start >= span.start - begin]
    return [*meant, *_absolute(each.text)]


def _absolute(text: str) -> list[Range]:
    """The years of ``text``, each whole, or its months where it names only one year."""
    named, months = sorted(map(int, years(text))), sorted(months_of(text))
    if len(named) == 1 and months:
        return [month_range(named[0], month) for month in months]
    return [month_range(year, 1, 12) for year in named]


def _wanted(plan: Plan, question: str) -> Wanted | None:
    """The days of the only date that the question names; one carried over in brackets is none.

    That bounds what was asked before, and whoever denies it does so later.
    """
    carried = _CARRIED.search(question)
    phrases = [each for each in plan.phrases if each.kind == "date"]
    if len(phrases) != 1 or not (plan.after or plan.before):
        return None
    if carried and phrases[0].span.start > carried.start():
        return None
    first = date.fromisoformat(plan.after) if plan.after else date.min
    last = date.fromisoformat(plan.before) if plan.before else date.max
    said = phrases[0].text
    return Wanted(said, (first, last), frozenset() if years(said) else months_of(said))


def _has_fact(each: Candidate, asked: Asked) -> bool:
    return brings(each.text, asked) > OFFERS


def _may(each: Candidate, best: Candidate, asked: Asked) -> bool:
    """Whether a sentence may lead in the place of the best one.

    Beside it, "a year ago it was 36" need not be like the question; elsewhere it has to be.
    """
    if _has_fact(each, asked) < _has_fact(best, asked) or each.passage.card.published is None:
        return False
    wide, best_wide = (one.place.context | one.place.after for one in (each, best))
    if asked.share(wide) < _ABOUT * asked.share(best_wide) and each.score < best.score - _BEHIND:
        return False
    near = each.passage.id == best.passage.id
    near = near and abs(each.place.order - best.place.order) <= _BESIDE
    if near and not (each.place.is_headline or best.place.is_headline):
        return True
    return each.score >= best.score - _BEHIND and asked.named(wide) >= asked.named(best_wide)
