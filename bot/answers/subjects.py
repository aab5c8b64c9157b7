"""What a sentence of a dispute is about: how much of the question it and its surroundings have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers.contesting import has, what_is_denied
from bot.answers.denials import cues
from bot.answers.telling import same_article
from index.text.tokens import stems

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.answers.asked import Asked
    from bot.answers.candidates import Candidate

OWN, SAYS_NOT = 0.2, 0.6
"""The share that stands in the sentence itself, and that of one which only has a "not"."""
_SHARED = 3
"""Terms that sentences of two articles share, headlines included, if they are about one matter."""


def about_matter(asked: Asked) -> Asked:
    """The question with the weights of what it is about; "denied" and "true" are not that."""
    quiet = {term for word in cues(asked.text) for term in stems(word)}
    weights = {stem: weight for stem, weight in asked.weights.items() if stem not in quiet}
    total = sum(weights.values())
    return replace(asked, weights={each: weight / total for each, weight in weights.items()})


def about(each: Candidate, asked: Asked) -> float:
    """The weighted share of the question in a sentence, the one before it and the headline."""
    place = each.place
    return share_of(asked, place.terms | place.before | place.around.title)


def own(each: Candidate, asked: Asked) -> float:
    """The weighted share of the question in the sentence itself."""
    return share_of(asked, each.place.terms)


def share_of(asked: Asked, terms: Collection[str]) -> float:
    """The weighted share of the question among ``terms``, words of one beginning counted as one."""
    return sum(weight for stem, weight in asked.weights.items() if has(terms, stem))


def part_of(wanted: Collection[str], terms: Collection[str]) -> float:
    """The part of ``wanted`` among ``terms``."""
    return sum(has(terms, stem) for stem in wanted) / max(1, len(wanted))


def leans(each: Candidate, asked: Asked) -> bool:
    """Whether what is denied stands in a sentence beside: "it rejects the charge as invented"."""
    wordless = not what_is_denied(each.text).words
    told = wordless and share_of(asked, each.place.before) >= OWN
    return told or share_of(asked, each.place.after) >= SAYS_NOT


def of_one_matter(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences of different articles are about one thing."""
    if same_article(one, other):
        return True
    mine, theirs = _with_title(one), _with_title(other)
    return sum(has(theirs, stem) for stem in mine) >= _SHARED


def _with_title(each: Candidate) -> frozenset[str]:
    return each.place.terms | each.place.around.title
