"""The steps of a story: of each article about it how it begins, oldest first, copies folded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bot.answer.composing.overview import beginning
from bot.answer.composing.selection import says_more
from bot.notes.pronouns import leading_pronoun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.composing.membership import Own
    from bot.answer.reading.candidates import Candidate
    from index.models import ArticleCard

MOST_STEPS = 40
_APART = 7
"""Days after which the same words tell of another step: fares rise every year."""


@dataclass(frozen=True, slots=True)
class Step:
    """A headline or a sentence, and the other articles that have it too."""

    told: Candidate
    also_in: tuple[ArticleCard, ...] = ()


def steps(near: Sequence[Own]) -> tuple[list[Step], int]:
    """The steps of the story that articles tell, oldest first, and how many of them have no date.

    Of more than `MOST_STEPS` articles those are left out that stand last.
    """
    dated = [own for own in near if own[0].day]
    told = [_line(own) for own in dated[:MOST_STEPS]]
    told.sort(key=lambda each: (each.passage.card.published or "", each.article))
    return _folded(told), len(near) - len(dated)


def _line(own: Own) -> Candidate:
    """How an article begins; its headline where its first sentence is about "them"."""
    clear = [each for each in own if each.place.leads and leading_pronoun(each.text) is None]
    return clear[0] if clear else beginning(own)


def _folded(told: Sequence[Candidate]) -> list[Step]:
    """Each step once, with those that report it as well in the days after it."""
    found: list[Step] = []
    for each in told:
        copies = each.place.around.hit.also_in
        twin = next((at for at, one in enumerate(found) if _is_same(one.told, each)), None)
        if twin is None:
            found.append(Step(each, copies))
        else:
            cards = (*found[twin].also_in, each.passage.card, *copies)
            found[twin] = replace(found[twin], also_in=cards)
    return found


def _is_same(one: Candidate, other: Candidate) -> bool:
    apart = (date.fromisoformat(other.day) - date.fromisoformat(one.day)).days
    return apart <= _APART and not says_more(other, [one])
