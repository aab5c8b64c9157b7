"""A claim of two halves, each of which stands on one of two neighbouring sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from bot.answer.guard.attribution import reported
from bot.answer.guard.coreference import antecedent, leading_pronoun
from bot.answer.guard.entailment import unsupported
from bot.answer.guard.tokens import words
from index.models import Span
from index.text import lexicon
from index.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.answer.guard.tokens import Token
    from index.models import Passage

_JOINT = re.compile(r"(?:(?P<mark>[,;]) |(?<= ))(?P<and>(?:and|и|і|й|та) )?")
_FEWEST = 3
"""Words of a half."""
_MOST_JOINTS, _LONGEST = 6, 80
"""Joints that are tried, and words of a claim: every pair of sentences is compared at each."""


@dataclass(frozen=True, slots=True)
class _Halves:
    """What stands before and behind a joint; ``apart`` where a comma or semicolon is there."""

    first: str
    second: str
    apart: bool


def joined(claim: str, passage: Passage) -> Span | None:
    """The two neighbouring sentences of ``passage`` that carry ``claim`` together, if any do.

    The halves are tied by nothing but "and": a cause, a contrast or a condition would be new.
    Neither may read as said by the speaker of the other, or as depending on its condition.
    """
    halves = list(islice(_halves(reported(claim, passage.card.source)), _MOST_JOINTS))
    if not halves or len(words(claim)) > _LONGEST:
        return None
    for one, other in pairwise(sentences(passage.text)):
        if any(_carried(each, one, other, passage) for each in halves):
            return Span(one.start, other.end)
    return None


def _halves(claim: str) -> Iterator[_Halves]:
    for joint in _JOINT.finditer(claim):
        mark, conjunction = joint.group("mark"), joint.group("and")
        if not conjunction and mark != ";":
            continue
        first, second = claim[: joint.start()].rstrip() + ".", claim[joint.end() :]
        if min(len(first.split()), len(second.split())) >= _FEWEST:
            yield _Halves(first, second, apart=mark is not None)


def _carried(halves: _Halves, one: Span, other: Span, passage: Passage) -> bool:
    """Whether each half stands on its sentence, the second with its own subject or the first's."""
    before, after = one.of(passage.text), other.of(passage.text)
    first, second = words(halves.first), words(halves.second)
    if not first or _reaches_on(first) or _is_attributed_behind(halves.second):
        return False
    if not _stands(halves.first, before, passage):
        return False
    if halves.apart and _stands(halves.second, after, passage):
        return not _says(first) or _says(second)
    return _is_subject(first, after, passage) and _stands(
        f"{after.split()[0]} {halves.second}", after, passage
    )


def _stands(half: str, sentence: str, passage: Passage) -> bool:
    title = passage.card.title
    return unsupported(half, quote=sentence, passage=passage.text, title=title) is None


def _is_subject(first: Sequence[Token], sentence: str, passage: Passage) -> bool:
    """Whether ``first`` begins with whom ``sentence`` calls "he" at its beginning."""
    pronoun = leading_pronoun(words(sentence)[:1])
    if (
        pronoun is None
        or _says(first)
        or any(token.key in lexicon.words("modifiers") for token in first)
    ):
        return False
    return first[0].key in antecedent(sentence, passage.text, passage.card.title)


def _says(half: Sequence[Token]) -> bool:
    return any(token.key in lexicon.words("reporting") for token in half)


def _reaches_on(first: Sequence[Token]) -> bool:
    """Whether a doubt or a condition of the first half would be read into the second.

    Times and places are no such thing: the second sentence stands behind the first as it did.
    """
    bounds = lexicon.words("times-and-amounts") | lexicon.words("denials")
    doubt = first[0].key in lexicon.words("modifiers") - bounds
    return doubt or any(token.key in lexicon.words("conditions") for token in first)


def _is_attributed_behind(second: str) -> bool:
    """Whether it ends in ", Berg said": whom of both that is about cannot be told."""
    head, _, tail = second.rpartition(",")
    spoken = words(tail)
    return bool(head and spoken) and (_says(spoken[:1]) or _says(spoken[-1:]))
