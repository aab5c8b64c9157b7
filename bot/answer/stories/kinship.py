"""Which articles are of one story: they share the rarer words of headline and first sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.models import ArticleCard

_LIKE = 0.12
"""The part of the weight of both beginnings that articles of one story share (weighted Jaccard)."""
APART = 14
"""Days between an article and the next of its story."""
_DAY = len("2024-03-05")


@dataclass(frozen=True, slots=True)
class Beginning:
    """An article by its card and the stems of how it begins."""

    card: ArticleCard
    terms: frozenset[str]


def stories(
    found: Sequence[Beginning], weights: Mapping[str, float], *, within: int = APART
) -> list[list[int]]:
    """The articles of each story by their places, in the order in which they are given.

    An article joins the first story that has one like it, ``within`` so many days; ``weights`` tell
    how rare a term is.
    """
    grouped: list[list[int]] = []
    for at, each in enumerate(found):
        own = next(
            (
                story
                for story in grouped
                if any(is_kin(found[other], each, weights, within=within) for other in story)
            ),
            None,
        )
        if own is None:
            grouped.append([at])
        else:
            own.append(at)
    return grouped


def is_kin(
    one: Beginning,
    other: Beginning,
    weights: Mapping[str, float],
    *,
    within: int = APART,
) -> bool:
    """Whether two articles are of one story, ``within`` so many days."""
    if one.card.article == other.card.article:
        return True
    if _days_between(one.card, other.card) > within:
        return False
    shared, both = one.terms & other.terms, one.terms | other.terms
    whole = sum(weights.get(each, 1.0) for each in both)
    return whole > 0 and sum(weights.get(each, 1.0) for each in shared) >= _LIKE * whole


def _days_between(one: ArticleCard, other: ArticleCard) -> int:
    """Days between two articles; none where a date is missing."""
    if not (one.published and other.published):
        return 0
    first, second = (date.fromisoformat(each[:_DAY]) for each in (one.published, other.published))
    return abs((first - second).days)
