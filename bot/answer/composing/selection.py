"""Answers without a language model: the archive's own sentences, picked and put in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.answer.reading.answer_types import brings
from bot.answer.reading.weights import stored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.reading.candidates import Candidate, Reading
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
    """The reading, a fact that appeared in the month or on the day asked about first."""
    after, before, ranked = plan.after, plan.before, reading.ranked
    if not (after and before and reading.asked.one_fact):
        return reading
    if (date.fromisoformat(before) - date.fromisoformat(after)).days > _DAYS:
        return reading
    least = ranked[0].score - _BEHIND
    fitting = (each for each in ranked if after <= each.day <= before and each.score >= least)
    first = next((each for each in fitting if brings(each.text, reading.asked)), ranked[0])
    return replace(reading, ranked=[first, *(each for each in ranked if each is not first)])


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
