"""Whether a denial is about a claim: what the two have in common besides people and places.

Who denies something is often whom the rest of the article is about, so names tell nothing. What
counts are the other words of what is denied, without its speaker, the word that denies and words
like "charge" or "report": a claim has to share them, or both have to say what the question asks.
A denial without words of its own ("rejects the charge as baseless") is about what stands right
before it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from bot.answer.composing.denial_cues import (
    asks_for_denial,
    cues,
    denied_part,
    denier,
    is_claimed,
    strength,
)
from bot.answer.composing.selection import overlap
from index.text import lexicon
from index.text.calendar import months, weekdays
from index.text.names import names
from index.text.tokens import stems

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.answer.composing.denial_cues import Strength
    from bot.answer.reading.candidates import Candidate
    from bot.answer.reading.question import Asked
    from bot.answer.reading.sentences import Place

_SHORTEST_STEM, _ENDING = 5, 2
_OWN = 2
"""Words in common without which two sentences are about different things."""
_HALF = 0.5
"""The part of what is denied that a claim must have, and of the question that a denial must."""
_THIRD = 0.3
"""The part of the question that a claim must have."""
_BESIDE = 3
"""Sentences behind a claim within which "the union rejects the charge" needs no words of it."""
_NEAR = 300
"""Characters of as many sentences, where a passage ends between them."""
SAME = 0.7
"""Above it two sentences say the same."""
OWN, SAYS_NOT = 0.2, 0.6
"""The share that stands in the sentence itself, and that of one which only has a "not"."""
_SHARED = 3
"""Terms that sentences of two articles share, headlines included, if they are about one matter."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a sentence is about: its ``words``, and the ``names`` in it, as stems."""

    words: frozenset[str]
    names: frozenset[str]


@cache
def _quiet() -> frozenset[str]:
    """Stems of the words that any claim and any denial may have."""
    said = (lexicon.words("dispute", each) for each in ("en", "ru", "uk"))
    return frozenset(
        stem for words in (*map(" ".join, said), *months(), *weekdays()) for stem in stems(words)
    )


@dataclass(frozen=True, eq=False)
class Statement:
    """A sentence as a claim or a denial of what is ``asked``: what is found out of it is kept."""

    candidate: Candidate
    asked: Asked

    @cached_property
    def text(self) -> str:
        """The sentence."""
        return self.candidate.text

    @cached_property
    def place(self) -> Place:
        """Where it stands, with its terms."""
        return self.candidate.place

    @cached_property
    def strength(self) -> Strength | None:
        """How clearly it says that something is not so."""
        return strength(self.text)

    @cached_property
    def denier(self) -> str | None:
        """Who denies, in its words."""
        return denier(self.text)

    @cached_property
    def by(self) -> frozenset[str]:
        """The stems of who denies."""
        return stems(self.denier or "")

    @cached_property
    def claimed(self) -> bool:
        """Whether it says what somebody says."""
        return is_claimed(self.text)

    @cached_property
    def matter(self) -> Matter:
        """What it is about."""
        return matter(self.text)

    @cached_property
    def denied(self) -> Matter:
        """What it says is not so, without who says it and in which words."""
        found = matter(denied_part(self.text))
        return Matter(found.words - self.by, found.names - self.by)

    @cached_property
    def about(self) -> float:
        """The weighted share of the question in it, the sentence before it and the headline."""
        return share_of(self.asked, self.place.context)

    @cached_property
    def own(self) -> float:
        """The weighted share of the question in the sentence itself."""
        return share_of(self.asked, self.place.terms)

    @property
    def leans(self) -> bool:
        """Whether what it denies stands in a sentence beside: "it rejects that as invented"."""
        told = not self.denied.words and share_of(self.asked, self.place.before) >= OWN
        return told or share_of(self.asked, self.place.after) >= SAYS_NOT


def contests(denial: Statement, claim: Statement, *, wanted: bool) -> bool:
    """Whether ``denial`` is about ``claim``; ``wanted`` where the question asks for sides."""
    if overlap(denial.text, claim.text) >= SAME:
        return False
    denied, said = denial.denied, claim.matter
    if not denied.words and claim.claimed:
        return _behind(denial.candidate, claim.candidate) or bool(denied.names & said.names)
    shared = among(denied.words, said.words)
    if len(shared) >= _OWN and len(shared) >= _HALF * len(denied.words):
        return True
    if len(denied.words) <= _OWN and shared and said.names & (denied.names | denial.by):
        return True
    return wanted and _both_answer(denial, claim)


def matter(sentence: str) -> Matter:
    """The telling words of ``sentence``, and its names apart from them."""
    named = frozenset(stem for span in names(sentence) for stem in stems(span.of(sentence)))
    return Matter(stems(sentence) - named - _quiet(), named)


def among(wanted: Collection[str], terms: Collection[str]) -> list[str]:
    """The stems of ``wanted`` that ``terms`` have, or one that begins alike: apology, apologise."""
    return [stem for stem in wanted if stem in terms or _begins(terms, stem)]


def _begins(terms: Collection[str], stem: str) -> bool:
    start = stem[: max(_SHORTEST_STEM, len(stem) - _ENDING)]
    return len(stem) >= _SHORTEST_STEM and any(each.startswith(start) for each in terms)


def _both_answer(denial: Statement, claim: Statement) -> bool:
    """Whether both say what is asked, one that it is so and the other that it is not.

    A claim that names whoever denies may have less of the question: he is the one accused.
    """
    asked, by = denial.asked, denial.by
    wanted = asked.weights.keys() - asked.names - _quiet() - by
    denied, said = among(wanted, denial.place.terms), among(wanted, claim.place.terms)
    present = denial.matter.names
    named = by & present
    accused = bool(named & claim.place.terms)
    asks_whom = asks_for_denial(asked.text) and bool(named & asked.names)
    if accused and said and asks_whom and (asked.names - by) & present:
        return True
    if not wanted or len(denied) < _HALF * len(wanted) or len(said) < _THIRD * len(wanted):
        return False
    least = min(len(wanted), 1 if accused else _OWN)
    return len(denied) >= least and len(said) >= least


def _behind(denial: Candidate, claim: Candidate) -> bool:
    """Whether the denial stands shortly behind the claim; one paragraph may be two passages."""
    if denial.passage.version != claim.passage.version:
        return False
    if denial.passage.id == claim.passage.id:
        return 0 < denial.place.order - claim.place.order <= _BESIDE
    return 0 <= denial.at[1] - claim.at[2] <= _NEAR


def about_matter(asked: Asked) -> Asked:
    """The question with the weights of what it is about; "denied" and "true" are not that."""
    quiet = {term for word in cues(asked.text) for term in stems(word)}
    weights = {stem: weight for stem, weight in asked.weights.items() if stem not in quiet}
    total = sum(weights.values())
    return replace(asked, weights={each: weight / total for each, weight in weights.items()})


def share_of(asked: Asked, terms: Collection[str]) -> float:
    """The weighted share of the question among ``terms``, words of one beginning counted as one."""
    return sum(asked.weights[stem] for stem in among(asked.weights, terms))


def of_one_matter(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences are of one article, or else about one thing."""
    mine, theirs = (each.place.terms | each.place.around.title for each in (one, other))
    return one.article == other.article or len(among(mine, theirs)) >= _SHARED
