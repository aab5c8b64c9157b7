"""The sentences of the hits where they stand, with their terms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from index.articles.injection import orders
from index.articles.notices import notices
from index.text.sentences import sentences
from index.text.tokens import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.models import Hit, Span

_SHORTEST = 4
"""Words below which a sentence says nothing by itself."""


@dataclass(frozen=True)
class Surroundings:
    """A hit with the terms of its headline, of its passage, and of its article's hits together.

    ``order`` counts the articles of the hits from 0. ``recency`` is the share of them that are
    older, 0 for those without a date.
    """

    hit: Hit
    order: int
    recency: float
    title: frozenset[str]
    passage: frozenset[str]
    article: frozenset[str]

    @cached_property
    def corrects(self) -> bool:
        """Whether the article is a correction or a withdrawal of another one, by its headline."""
        said = notices(self.hit.passage.card.title)
        return any(each.kind in {"correction", "withdrawal"} for each in said)


@dataclass(frozen=True)
class Place:
    """A sentence where it stands; ``before`` and ``after`` are the terms of its neighbours.

    ``order`` counts the sentences of a passage from 0, of ``last`` + 1.
    """

    around: Surroundings
    span: Span
    text: str
    terms: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    order: int
    last: int

    @cached_property
    def context(self) -> frozenset[str]:
        """Its terms with those of the sentence before it and of the headline."""
        return self.terms | self.before | self.around.title


def places(hits: Sequence[Hit], *, with_notices: bool) -> list[Place]:
    """Every sentence of ``hits`` that may answer, in order of the hits.

    Notices about an article itself are none, unless ``with_notices``; orders to a machine never
    are.
    """
    cut = [_cut(hit) for hit in hits]
    titles = [stems(hit.passage.card.title) for hit in hits]
    passages = [frozenset().union(*(terms for *_, terms in each)) for each in cut]
    articles: dict[str, frozenset[str]] = {}
    for hit, title, terms in zip(hits, titles, passages, strict=True):
        key = hit.passage.card.article
        articles[key] = articles.get(key, frozenset()) | title | terms
    order = {article: place for place, article in enumerate(articles)}
    recency = _recency(hits)
    return [
        place
        for hit, title, terms, sentence in zip(hits, titles, passages, cut, strict=True)
        for place in _places(
            Surroundings(
                hit,
                order[hit.passage.card.article],
                recency[hit.passage.card.article],
                title,
                terms,
                articles[hit.passage.card.article],
            ),
            sentence,
            with_notices=with_notices,
        )
    ]


def _recency(hits: Sequence[Hit]) -> dict[str, float]:
    dates = {hit.passage.card.article: (hit.passage.card.published or "")[:10] for hit in hits}
    return {
        article: sum(other < date for other in dates.values()) / max(1, len(dates) - 1)
        for article, date in dates.items()
    }


def _cut(hit: Hit) -> list[tuple[Span, str, frozenset[str]]]:
    """The sentences of a passage: where each stands, its text and its terms."""
    whole = hit.passage.text
    found = [(span, whole[span.start : span.end]) for span in sentences(whole)]
    return [(span, text, stems(text)) for span, text in found]


def _places(
    around: Surroundings, cut: Sequence[tuple[Span, str, frozenset[str]]], *, with_notices: bool
) -> list[Place]:
    whole = around.hit.passage.text
    left_out = [(each.start, each.end) for each in orders(whole)]
    left_out += [] if with_notices else _notice_spans(whole)
    terms = [frozenset(), *(each for *_, each in cut), frozenset()]
    return [
        Place(around, span, text, own, terms[order], terms[order + 2], order, len(cut) - 1)
        for order, (span, text, own) in enumerate(cut)
        if len(text.split()) >= _SHORTEST
        and not any(low < span.end and span.start < high for low, high in left_out)
    ]


def _notice_spans(text: str) -> list[tuple[int, int]]:
    """What of ``text`` is notices; of an update, which goes on with news, its beginning alone."""
    return [
        (each.span.start, each.span.start + 1 if each.kind == "update" else each.span.end)
        for each in notices(text)
    ]
