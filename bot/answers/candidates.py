"""Sentences of the hits, scored by how well each answers the question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answers.questions import asks_about_notices, kind_of, offers
from index.corrections import notices
from index.language import UNKNOWN, detect
from index.sentences import sentences
from index.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.answers.questions import Kind
    from index.models import Embedder, Hit, Passage, Span
    from index.retrieval import Retriever

MEANING, WORDS, KIND, SURROUNDINGS, ASKING = 0.5, 0.3, 0.1, 0.12, -0.15
"""Weights of a sentence's score: cosine, words shared with the question, kind of thing asked
for, words shared by headline and neighbours, being a question itself. Chosen on the
development questions."""
_SHORTEST = 5
"""Words below which a sentence says nothing by itself."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence with what it has to say for itself; every feature is in [0, 1].

    ``span`` counts characters in the passage's text. ``cover`` is the share of the question's
    words, weighted by rarity, that the sentence has; ``passage_cover`` the same for headline and
    passage together.
    """

    passage: Passage
    rank: int
    span: Span
    text: str
    similarity: float
    cover: float
    passage_cover: float
    offers: bool
    score: float


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with its kind and the weights of its terms."""

    text: str
    kind: Kind
    weights: Mapping[str, float]
    about_notices: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence where it stands; ``before`` is the headline and the sentence before it."""

    hit: Hit
    span: Span
    before: str
    passage_cover: float

    @property
    def text(self) -> str:
        """The sentence as it stands in its passage."""
        return self.span.of(self.hit.passage.text)


def rank_sentences(
    question: str, hits: Sequence[Hit], *, retriever: Retriever, embedder: Embedder
) -> list[Candidate]:
    """Every sentence of ``hits`` as a candidate, best first.

    Notices about an article itself are none, unless the question asks about such.
    """
    asked = _Asked(
        question,
        kind_of(question),
        question_weights(question, retriever),
        asks_about_notices(question),
    )
    places = [place for hit in hits for place in _places(hit, asked)]
    if not places:
        return []
    vectors = embedder.embed([question, *(place.text for place in places)])
    ranked = [
        _candidate(place, float(similarity), asked)
        for place, similarity in zip(places, vectors[1:] @ vectors[0], strict=True)
    ]
    return sorted(ranked, key=lambda each: (-each.score, each.rank, each.span.start))


def question_weights(question: str, retriever: Retriever) -> dict[str, float]:
    """The question's terms and how much each tells, summing to 1; unknown words count most."""
    rarity = {stem: retriever.rarity(stem) for stem in retriever.stems(question)}
    total = sum(rarity.values())
    return {stem: value / total for stem, value in rarity.items()} if total else {}


def cover(text: str, weights: Mapping[str, float]) -> float:
    """The weighted share of the question's terms that ``text`` has, in [0, 1]."""
    language = detect(text)
    present = set(terms(text, "en" if language == UNKNOWN else language))
    return sum(weight for stem, weight in weights.items() if stem in present)


def _places(hit: Hit, asked: _Asked) -> list[_Place]:
    passage = hit.passage
    covered = cover(f"{passage.card.title} {passage.text}", asked.weights)
    spans = sentences(passage.text)
    before = ["", *(span.of(passage.text) for span in spans)]
    left_out = [] if asked.about_notices else _notice_spans(passage.text)
    return [
        _Place(hit, span, f"{passage.card.title} {previous}", covered)
        for span, previous in zip(spans, before, strict=False)
        if len(span.of(passage.text).split()) >= _SHORTEST
        and not any(low < span.end and span.start < high for low, high in left_out)
    ]


def _notice_spans(text: str) -> list[tuple[int, int]]:
    """What of ``text`` is notices; of an update, which goes on with news, its beginning alone."""
    return [
        (each.span.start, each.span.start + 1 if each.kind == "update" else each.span.end)
        for each in notices(text)
    ]


def _candidate(place: _Place, similarity: float, asked: _Asked) -> Candidate:
    text = place.text
    own = cover(text, asked.weights)
    around = cover(f"{place.before} {text}", asked.weights)
    offered = offers(text, asked.text, asked.kind)
    score = MEANING * similarity + WORDS * own + KIND * offered + SURROUNDINGS * around
    score += ASKING * text.rstrip("\"'”’»").endswith("?")
    return Candidate(
        passage=place.hit.passage,
        rank=place.hit.rank,
        span=place.span,
        text=text,
        similarity=similarity,
        cover=own,
        passage_cover=place.passage_cover,
        offers=offered,
        score=score,
    )
