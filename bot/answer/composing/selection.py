"""Answers without a language model: the archive's own sentences, picked and put in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.answer.reading.answer_types import brings
from bot.answer.reading.question import months_of
from bot.answer.reading.weights import stored
from index.dates.notation import days_in_figures
from index.text.figures import figures, years

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.reading.candidates import Candidate, Reading
    from bot.answer.reading.question import Asked
    from index.planning.plan import Plan

MODEL = "extractive"
MOST_CLAIMS = 3
"""Sentences of an answer; lists and sides have their own limits."""
_NEW = 0.6
"""Most words that a further sentence may share with one already said."""
_DAYS, _BEHIND = 31, 5.0
"""Days of what is asked about that a fact is looked for in, and how far behind the best one in log
odds: a year is rather the name of a budget or a cup."""


def of_its_days(reading: Reading, plan: Plan) -> Reading:
    """The reading, a fact that appeared in the month or on the day asked about, or names it, first.

    A sentence that only names a month is of anything: news are full of them.
    """
    after, before, ranked = plan.after, plan.before, reading.ranked
    if not (after and before and reading.asked.one_fact):
        return reading
    first, last = date.fromisoformat(after), date.fromisoformat(before)
    least = ranked[0].score - _BEHIND
    found = (
        each
        for each in (ranked if (last - first).days <= _DAYS else ())
        if each.score >= least
        and (after <= each.day <= before or (first == last and _names(each, first, reading.asked)))
        and brings(each.text, reading.asked)
    )
    best = next(found, ranked[0])
    return replace(reading, ranked=[best, *(each for each in ranked if each is not best)])


def _names(each: Candidate, day: date, asked: Asked) -> bool:
    """Whether a sentence names that ``day``; its year is that of its article where it has none.

    Which year is meant by a question without one is a guess, so any will do.
    """
    own = each.day[:4]
    named = days_in_figures(each.text, int(own or date.min.year))
    years_named = {str(one.year) for one in named if (one.month, one.day) == (day.month, day.day)}
    if day.month in months_of(each.text) and str(day.day) in figures(each.text):
        years_named |= years(each.text) or {own}
    return bool(years_named) if not asked.years else str(day.year) in years_named


def picked(reading: Reading) -> list[Candidate]:
    """The candidate that answers best, then those likely to answer as well, or to complete it."""
    said = reading.ranked[:1]
    for each in reading.ranked[1:]:
        if len(said) == MOST_CLAIMS:
            break
        if worth(each, said[0]) >= stored().further and says_more(each, said):
            said.append(each)
    return said


def worth(each: Candidate, best: Candidate) -> float:
    """The probability that a sentence answers, or completes what the best one says."""
    same = each.passage.id == best.passage.id
    return max(each.chance, each.adds if same else 0.0)


def says_more(candidate: Candidate, said: Sequence[Candidate]) -> bool:
    """Whether a sentence shares few words with each of those ``said``."""
    return all(overlap(candidate.text, other.text) < _NEW for other in said)


def overlap(text: str, other: str) -> float:
    """The part of the shorter text's words that the other has, too."""
    mine, theirs = set(text.casefold().split()), set(other.casefold().split())
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))
