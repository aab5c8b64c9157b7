"""What retrieval brought for a question, and the answer that is composed of it."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.models import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.conversation.requests import Request
    from bot.answer.guard.guard import Guard
    from bot.answer.reading.candidates import Reading
    from bot.answer.writing.context import Context
    from bot.models import Citation, Note, Understood
    from index.models import ArticleCard, Hit, Passage
    from index.planning.planner import Plan

_NEAREST = 3
_RELATED = 2
_LEAST_SCORE, _LEAST_SIMILARITY = 0.03, 0.3
"""What an article has to reach to be offered beside an answer, on the 60 questions of the sample:
below them come articles that share a name or a year with the question and nothing else."""
_AT_LEAST = 2


@dataclass(frozen=True, slots=True)
class Found:
    """What retrieval brought for a question, what its hits say, and how sure that is."""

    request: Request
    understood: Understood
    plan: Plan
    notes: tuple[Note, ...]
    hits: list[Hit]
    reading: Reading
    score: float
    started: float
    milliseconds: float

    @property
    def parts(self) -> int:
        """How many things the question needs evidence for."""
        return len(self.plan.parts)

    @property
    def articles(self) -> int:
        """How many articles the hits are from."""
        return len({hit.passage.card.article for hit in self.hits})


def with_more_articles(hits: Sequence[Hit], best: int, more: int) -> list[Hit]:
    """The ``best`` hits, and the first of up to ``more`` articles that have none among them."""
    known = {hit.passage.card.article for hit in hits[:best]}
    further: dict[str, Hit] = {}
    for hit in hits[best:]:
        if hit.passage.card.article not in known:
            further.setdefault(hit.passage.card.article, hit)
    return [*hits[:best], *list(further.values())[:more]]


def given(found: Found, context: Context | None = None) -> dict[str, Passage]:
    """The passages that may be cited: those of the hits, and what a model was given with them."""
    passages = {hit.passage.id: hit.passage for hit in found.hits}
    for passage in context.passages.values() if context else ():
        passages.setdefault(passage.id, passage)  # of a hit that was cut, the whole is known
    return passages


def compose(found: Found, guard: Guard, *, model: str) -> Answer:
    """The answer that ``guard`` let through, or a refusal."""
    return Answer(
        question=found.request.question,
        understood=found.understood,
        model=model,
        score=found.score,
        claims=guard.claims,
        citations=guard.citations,
        tally=guard.tally,
        nearest=() if guard.claims else nearest(found.hits),
        related=related(found.hits, guard.citations) if guard.claims else (),
    )


def related(hits: Sequence[Hit], citations: Sequence[Citation]) -> tuple[ArticleCard, ...]:
    """The articles of the best hits that are not cited, as far as they are about the question."""
    titles = {citation.card.title.casefold() for citation in citations}
    cited = {citation.card.article for citation in citations}
    cards: dict[str, ArticleCard] = {}
    for hit in hits:
        card = hit.passage.card
        known = card.article in cited or (card.title and card.title.casefold() in titles)
        if known or not _is_near(hit):
            continue
        cards[card.article] = card
        titles.add(card.title.casefold())
    return tuple(cards.values())[:_RELATED]


def _is_near(hit: Hit) -> bool:
    """Whether a hit is about the question; meanings that were not compared say nothing."""
    unlike = 0 < hit.similarity < _LEAST_SIMILARITY
    return hit.score >= _LEAST_SCORE and not unlike


def nearest(hits: Sequence[Hit], *, alike: bool = False) -> tuple[ArticleCard, ...]:
    """The articles of the best hits, each once; with ``alike`` those alone that are any."""
    hits = [hit for hit in hits if hit.score >= _LEAST_SCORE] if alike else hits
    cards = {hit.passage.card.article: hit.passage.card for hit in hits}
    return tuple(cards.values())[:_NEAREST]


def bounded() -> asyncio.Semaphore:
    """Room for as many searches as there are processors.

    More of them would only take the interpreter's lock from each other, and from the event loop.
    """
    return asyncio.Semaphore(max(_AT_LEAST, os.cpu_count() or _AT_LEAST))
