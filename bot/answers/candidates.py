"""Sentences of the hits, scored by how well each answers the question.

All of them are measured by their words, which costs little; the best of those are embedded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from bot.answers import alike
from bot.answers.asked import understand
from bot.answers.features import measure
from bot.answers.places import places
from bot.answers.scoring import stored
from bot.answers.voting import votes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bot.answers.asked import Asked
    from bot.answers.places import Place
    from bot.answers.scoring import Models
    from bot.answers.vectors import Embeds
    from index.models import Hit, Passage, Span
    from index.retrieval import Retriever

KEPT = 16
"""Sentences that are embedded: 2 to 3 ms each."""
_TITLE = 0.5
"""Weight of the headline's vector in that of a sentence in its context."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence with what it has to say for itself, by name of the feature."""

    place: Place
    score: float
    features: Mapping[str, float] = field(repr=False)

    @property
    def passage(self) -> Passage:
        """The passage it stands in."""
        return self.place.around.hit.passage

    @property
    def span(self) -> Span:
        """Where it stands, in characters of the passage's text."""
        return self.place.span

    @property
    def text(self) -> str:
        """The sentence as it stands in its passage."""
        return self.place.text


@dataclass(frozen=True, slots=True)
class Reading:
    """What the hits of a question say: ``ranked`` may answer it, best first.

    ``rest`` are the other sentences, measured by their words alone, best first.
    """

    asked: Asked
    ranked: list[Candidate]
    rest: list[Candidate] = field(default_factory=list)

    @property
    def every(self) -> list[Candidate]:
        """All sentences."""
        return [*self.ranked, *self.rest]


def read(
    question: str,
    hits: Sequence[Hit],
    *,
    retriever: Retriever,
    embedder: Embeds,
    topic: str | None = None,
) -> Reading:
    """The sentences of ``hits``, those that may answer apart; ``topic`` is what the plan says.

    Notices about an article itself are none, unless the question asks about such.
    """
    asked, models = understand(question, retriever, topic=topic), stored()
    found = shortlist(asked, hits, models=models, most=None)
    ranked = [
        Candidate(place, models.full.score(features), features)
        for place, features in with_meaning(asked, found[:KEPT], embedder)
    ]
    rest = [
        Candidate(place, models.first.score(features), features) for place, features in found[KEPT:]
    ]
    ranked.sort(key=lambda each: (-each.score, each.place.around.hit.rank, each.span.start))
    return Reading(asked, ranked, rest)


def shortlist(
    asked: Asked, hits: Sequence[Hit], *, models: Models | None, most: int | None
) -> list[tuple[Place, dict[str, float]]]:
    """The ``most`` sentences best by their words, or all, with their features, best first."""
    found = places(hits, with_notices=asked.about_notices)
    measured = [
        (place, measure(place, asked) | voted)
        for place, voted in zip(found, votes(found, asked), strict=True)
    ]
    if models is None:
        return measured[:most]
    return sorted(measured, key=lambda each: -models.first.score(each[1]))[:most]


def with_meaning(
    asked: Asked, measured: Sequence[tuple[Place, dict[str, float]]], embedder: Embeds
) -> list[tuple[Place, dict[str, float]]]:
    """The features of each sentence, with what the cosines to the question add."""
    if not measured:
        return []
    texts = [place.text for place, _ in measured]
    titles = [place.around.hit.passage.card.title or place.text for place, _ in measured]
    question_read, *sentences_read = embedder.read([asked.text, *texts])
    question, headlines = question_read.vector, embedder.embed(titles)
    sentences = np.stack([each.vector for each in sentences_read])
    weights = alike.weights_of(question_read, asked.weights)
    alone = (sentences @ question).tolist()
    in_context = _cosines(sentences + _TITLE * headlines, question)
    titled = (headlines @ question).tolist()
    best = max(alone)
    return [
        (
            place,
            {
                **features,
                "meaning": alone[order],
                "meaning_gap": alone[order] - best,
                "meaning_context": in_context[order],
                "meaning_title": titled[order],
                **alike.measure(question_read, sentences_read[order], weights),
            },
        )
        for order, (place, features) in enumerate(measured)
    ]


def _cosines(vectors: NDArray[np.float32], question: NDArray[np.float32]) -> list[float]:
    lengths = (vectors * vectors).sum(axis=1) ** 0.5
    found: list[float] = ((vectors @ question) / lengths.clip(1e-6)).tolist()
    return found
