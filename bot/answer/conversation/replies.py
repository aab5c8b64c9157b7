"""A question that replies to a claim: what stands around that claim is looked at first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.guard.quotes import presentable
from index.models import Hit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.reading.candidates import Candidate, Reading
    from bot.models import Quoted
    from index.models import Passage
    from index.search.retriever import Retriever


def anchored(hits: Sequence[Hit], quoted: Quoted, retriever: Retriever) -> list[Hit]:
    """The hits, those of the claim's article first, with the passages around the claim.

    Without a passage it is the one of the hits that the claim stands in word for word.
    """
    passage = retriever.passage(quoted.passage) if quoted.passage else _holding(hits, quoted.text)
    if passage is None:
        return list(hits)
    near = [passage, *retriever.around(passage.id)]
    known = {hit.passage.id: hit for hit in hits}
    article = passage.card.article
    beside = [hit for hit in hits if hit.passage.card.article == article]
    first = [known.get(each.id) or _hit(each, beside, hits) for each in near]
    taken = {hit.passage.id for hit in first}
    rest = [hit for hit in (*beside, *hits) if hit.passage.id not in taken]
    ordered = list({hit.passage.id: hit for hit in (*first, *rest)}.values())
    return [replace(hit, rank=rank) for rank, hit in enumerate(ordered, start=1)]


def without_claim(reading: Reading, quoted: Quoted) -> Reading:
    """What is read, the quoted claim itself last: it is what the question is about."""
    ranked = sorted(reading.ranked, key=lambda each: _is_claim(each, quoted))
    return replace(reading, ranked=ranked)


def _is_claim(each: Candidate, quoted: Quoted) -> bool:
    return presentable(each.text) == presentable(quoted.text)


def _holding(hits: Sequence[Hit], claim: str) -> Passage | None:
    """The passage that has the words of a claim."""
    wanted = presentable(claim)
    return next((hit.passage for hit in hits if wanted in presentable(hit.passage.text)), None)


def _hit(passage: Passage, beside: Sequence[Hit], hits: Sequence[Hit]) -> Hit:
    """A hit for a passage that was not found: as near as what was found of its article."""
    similar = max((hit.similarity for hit in beside), default=0.0)
    parts = len(hits[0].by_part) if hits else 0
    by_part = tuple(max((hit.by_part[at] for hit in beside), default=0.0) for at in range(parts))
    score = max((hit.score for hit in beside), default=0.0)
    return Hit(1, score, passage, similar, (), by_part)
