"""Whether one article is a copy of another, and what it has in addition.

A copy tells the same in sentences that find each other; whole sentences may be missing or added.
It is none as soon as a number, a date, a name or a negation differs in what both tell, if either
leads with something that the other does not have, or if one goes on counting (a death toll).

Being a copy is one thing, having the same sentences another: matched are those alone that say the
same word for word, as ``sameness`` has it. What else a copy says is its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.digests import folded
from index.duplicates.alignment import align
from index.duplicates.differences import Verdict
from index.duplicates.objections import SHARE, Pair, objections
from index.duplicates.prepared_text import read
from index.duplicates.sameness import say_the_same

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from index.models import Span

DAYS = 7
"""Days between an article and its copy: wire copies and re-runs lie in a narrow window."""
_MOST_SENTENCES = 1000
"""Sentences of a text that is compared; a longer one is a live blog or a transcript."""
_EXACT_WORDS = 20
"""Words from which on an equal text is a copy, whatever stands above it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether two texts are one article, why not, and the sentences that both have."""

    is_copy: bool
    reason: str
    matched: tuple[tuple[Span, Span], ...]


def in_window(first: date | None, second: date | None, *, days: int = DAYS) -> bool:
    """Whether two articles are near enough in time to be copies; undated ones are near undated."""
    if first is None or second is None:
        return first is second
    return abs((first - second).days) <= days


def unmatched_passages(
    text: str, matched: Collection[Span], passages: Sequence[Span]
) -> list[Span]:
    """Those of the ``passages`` of ``text`` that have a sentence which is not ``matched``."""
    missing = [one.span for one in read(text).sentences if one.span not in matched]
    return [
        passage
        for passage in passages
        if any(span.start < passage.end and passage.start < span.end for span in missing)
    ]


def judge(first: str, second: str, *, titles: tuple[str, str] = ("", "")) -> Judgement:
    """The judgement on two texts and the headlines above them."""
    if (len(first), first) > (len(second), second):
        turned = judge(second, first, titles=(titles[1], titles[0]))
        matched = sorted(
            ((two, one) for one, two in turned.matched), key=lambda pair: pair[0].start
        )
        return Judgement(turned.is_copy, turned.reason, tuple(matched))
    one, two = read(first), read(second)
    if (one.keys & two.keys).total() < SHARE * min(one.size, two.size):
        return Judgement(is_copy=False, reason="too few words are common", matched=())
    if max(len(one.sentences), len(two.sentences)) > _MOST_SENTENCES and first != second:
        return Judgement(is_copy=False, reason="too long to compare", matched=())
    groups = align(one, two)
    matched = sorted(
        (
            (one.sentences[left].span, two.sentences[right].span)
            for group in groups
            if group.verdict is Verdict.SAME and say_the_same(one, group.first, two, group.second)
            for left in group.first
            for right in group.second
        ),
        key=lambda pair: (pair[0].start, pair[1].start),
    )
    if folded(first) == folded(second):
        enough = one.size >= _EXACT_WORDS or folded(titles[0]) == folded(titles[1])
        reason = "" if enough else "a short text under another headline"
    else:
        reason = next(objections(Pair(one, two, groups), titles), "")
    return Judgement(not reason, reason, tuple(matched))
