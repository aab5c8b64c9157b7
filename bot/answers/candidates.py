"""Sentences of the hits, scored by how well each answers the question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answers.questions import kind_of, offers
from bot.answers.support import names
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
_SHORTEST = 4
"""Words below which a sentence says nothing by itself."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence with what it has to say for itself; every feature is in [0, 1].

    ``span`` counts characters in the passage's text. ``cover`` is the share of the question's
    words, weighted by rarity, that the sentence has; ``passage_cover`` the same for headline and
    passage together; ``strangers`` the share of the names in the question that neither has.
    """

    passage: Passage
    rank: int
    span: Span
    text: str
    similarity: float
    cover: float
    passage_cover: float
    strangers: float
    offers: bool
    score: float


@dataclass(frozen=True, slots=True)
class _Place:
    hit: Hit
    span: Span
    before: str


def rank_sentences(
    question: str, hits: Sequence[Hit], *, retriever: Retriever, embedder: Embedder
) -> list[Candidate]:
    """Every sentence of ``hits`` as a candidate, best first."""
    places = [place for hit in hits for place in _places(hit)]
    if not places:
        return []
    weights = question_weights(question, retriever)
    texts = [place.span.of(place.hit.passage.text) for place in places]
    vectors = embedder.embed([question, *texts])
    similarities = vectors[1:] @ vectors[0]
    kind = kind_of(question)
    ranked = [
        _candidate(place, text, float(similarity), question, weights, kind)
        for place, text, similarity in zip(places, texts, similarities, strict=True)
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


def _places(hit: Hit) -> list[_Place]:
    spans = sentences(hit.passage.text)
    before = ["", *(span.of(hit.passage.text) for span in spans)]
    return [
        _Place(hit, span, before[number])
        for number, span in enumerate(spans)
        if len(span.of(hit.passage.text).split()) >= _SHORTEST
    ]


def _candidate(
    place: _Place,
    text: str,
    similarity: float,
    question: str,
    weights: Mapping[str, float],
    kind: Kind,
) -> Candidate:
    passage = place.hit.passage
    whole = f"{passage.card.title} {passage.text}"
    own = cover(text, weights)
    around = cover(f"{passage.card.title} {place.before} {text}", weights)
    offered = offers(text, question, kind)
    score = MEANING * similarity + WORDS * own + KIND * offered + SURROUNDINGS * around
    score += ASKING * text.rstrip("\"'”’»").endswith("?")
    return Candidate(
        passage=passage,
        rank=place.hit.rank,
        span=place.span,
        text=text,
        similarity=similarity,
        cover=own,
        passage_cover=cover(whole, weights),
        strangers=_strangers(question, whole),
        offers=offered,
        score=score,
    )


def _strangers(question: str, text: str) -> float:
    """The share of the names in ``question`` that ``text`` does not have, in [0, 1]."""
    named = names(question)
    if not named:
        return 0.0
    language = detect(text)
    known = set(terms(text, language))
    missing = [name for name in named if not set(terms(name, language)) <= known]
    return len(missing) / len(named)
