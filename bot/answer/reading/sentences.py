"""The sentences and headlines of the hits where they stand, with their terms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from index.articles.injection import gives_orders, orders
from index.articles.notices import notices
from index.models import Span
from index.text.sentences import sentences
from index.text.tokens import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.models import Hit

HEADLINE = -1
_SHORTEST = 4
"""Words below which a sentence says nothing by itself."""


@dataclass(frozen=True)
class Surroundings:
    """A hit with the terms of its headline, and of its article's hits together."""

    hit: Hit
    title: frozenset[str]
    article: frozenset[str]

    @cached_property
    def corrects(self) -> bool:
        """Whether the article is a correction or a withdrawal of another one, by its headline."""
        said = notices(self.hit.passage.card.title)
        return any(each.kind in {"correction", "withdrawal"} for each in said)


@dataclass(frozen=True)
class Place:
    """A sentence where it stands; ``before`` are the terms of the one before it.

    ``order`` counts the sentences of a passage from 0. That of a headline is ``HEADLINE``: it
    stands before all of them, and its ``span`` counts in the headline itself.
    """

    around: Surroundings
    span: Span
    text: str
    terms: frozenset[str]
    before: frozenset[str]
    order: int

    @property
    def is_headline(self) -> bool:
        """Whether it is the headline of its article."""
        return self.order == HEADLINE

    @property
    def leads(self) -> bool:
        """Whether it is the headline or the first sentence of its article."""
        return self.is_headline or self.around.hit.passage.span.start + self.span.start == 0

    @property
    def is_question(self) -> bool:
        """Whether it asks something itself."""
        return self.text.rstrip("\"'”’»").endswith("?")

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
    return [
        place
        for hit, title, sentence in zip(hits, titles, cut, strict=True)
        for place in _places(
            Surroundings(
                hit,
                title,
                articles[hit.passage.card.article],
            ),
            sentence,
            with_notices=with_notices,
        )
    ]


def headlines(found: Sequence[Place]) -> list[Place]:
    """The headline of each article that ``found`` are of, at the best of its hits.

    One that tells a machine what to do is none, nor one that was made of how the article begins.
    """
    best: dict[str, Surroundings] = {}
    for each in found:
        best.setdefault(each.around.hit.passage.card.article, each.around)
    return [
        Place(around, Span(0, len(title)), title, around.title, frozenset(), HEADLINE)
        for around in best.values()
        if len((title := around.hit.passage.card.headline).split()) >= _SHORTEST
        and not gives_orders(title)
    ]


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
    terms = [frozenset(), *(each for *_, each in cut)]
    return [
        Place(around, span, text, own, terms[order], order)
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
