"""Whether a denial is about a claim: what the two have in common besides people and places.

Who denies something is often whom the rest of the article is about, so names tell nothing. What
counts are the other words of what is denied, without its speaker, the word that denies and words
like "charge" or "report": a claim has to share them, or both have to say what the question asks.
A denial without words of its own ("rejects the charge as baseless") is about what stands right
before it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from bot.answer.composing.denial_cues import asks_for_denial, cues, denied_part, denier, is_claimed
from bot.answer.composing.outline import same_article
from bot.answer.composing.selection import overlap
from index.text import lexicon
from index.text.calendar import months, weekdays
from index.text.names import names
from index.text.tokens import stems

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.answer.reading.candidates import Candidate
    from bot.answer.reading.question import Asked

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
_SAME = 0.7
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


def contests(denial: Candidate, claim: Candidate, asked: Asked, *, wanted: bool) -> bool:
    """Whether ``denial`` is about ``claim``; ``wanted`` where the question asks for sides."""
    if overlap(denial.text, claim.text) >= _SAME:
        return False
    denied = what_is_denied(denial.text)
    said = matter(claim.text)
    if not denied.words and is_claimed(claim.text):
        return _behind(denial, claim) or _common(denied.names, said.names)
    shared = [each for each in denied.words if has(said.words, each)]
    if len(shared) >= _OWN and len(shared) >= _HALF * len(denied.words):
        return True
    if len(denied.words) <= _OWN and shared and _names_both(denial, denied, said):
        return True
    return wanted and _both_answer(denial, claim, asked)


def what_is_denied(sentence: str) -> Matter:
    """What ``sentence`` says is not so, without who says it and in which words."""
    by = stems(denier(sentence) or "")
    found = matter(denied_part(sentence))
    return Matter(found.words - by, found.names - by)


def matter(sentence: str) -> Matter:
    """The telling words of ``sentence``, and its names apart from them."""
    named = frozenset(stem for span in names(sentence) for stem in stems(span.of(sentence)))
    return Matter(stems(sentence) - named - _quiet(), named)


def has(terms: Collection[str], stem: str) -> bool:
    """Whether ``terms`` have a stem, or one that begins alike: apology, apologise."""
    if stem in terms:
        return True
    if len(stem) < _SHORTEST_STEM:
        return False
    start = stem[: max(_SHORTEST_STEM, len(stem) - _ENDING)]
    return any(each.startswith(start) for each in terms)


def _both_answer(denial: Candidate, claim: Candidate, asked: Asked) -> bool:
    """Whether both say what is asked, one that it is so and the other that it is not.

    A claim that names whoever denies may have less of the question: he is the one accused.
    """
    by = stems(denier(denial.text) or "")
    wanted = asked.weights.keys() - asked.names - _quiet() - by
    denied = [each for each in wanted if has(denial.place.terms, each)]
    said = [each for each in wanted if has(claim.place.terms, each)]
    named = by & _names(denial)
    accused = bool(_common(named, claim.place.terms))
    if accused and said and _asks_whom(asked, named) and _common(asked.names - by, _names(denial)):
        return True
    if not wanted or len(denied) < _HALF * len(wanted) or len(said) < _THIRD * len(wanted):
        return False
    least = min(len(wanted), 1 if accused else _OWN)
    return len(denied) >= least and len(said) >= least


def _asks_whom(asked: Asked, named: Collection[str]) -> bool:
    """Whether the question is about a denial, and names whoever denies."""
    return asks_for_denial(asked.text) and _common(named, asked.names)


def _names_both(denial: Candidate, denied: Matter, said: Matter) -> bool:
    """Whether a claim names whom the denial names, or whoever denies."""
    return _common(denied.names | stems(denier(denial.text) or ""), said.names)


def _names(each: Candidate) -> frozenset[str]:
    return matter(each.text).names


def _common(some: Collection[str], others: Collection[str]) -> bool:
    return any(each in others for each in some)


def _behind(denial: Candidate, claim: Candidate) -> bool:
    """Whether the denial stands shortly behind the claim; one paragraph may be two passages."""
    if denial.passage.version != claim.passage.version:
        return False
    if denial.passage.id == claim.passage.id:
        return 0 < denial.place.order - claim.place.order <= _BESIDE
    ends = claim.passage.span.start + claim.span.end
    return 0 <= denial.passage.span.start + denial.span.start - ends <= _NEAR


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
