"""Sentences of the hits, scored by how well each answers the question.

All of them are measured by their words, which costs little; the best of those are embedded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from bot.answer.reading import late_interaction
from bot.answer.reading.features import measure, votes
from bot.answer.reading.question import understand
from bot.answer.reading.sentence_model import stored
from bot.answer.reading.sentences import places
from bot.answer.reading.similarity import by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.answer.reading.question import Asked
    from bot.answer.reading.sentence_model import Models
    from bot.answer.reading.sentences import Place
    from bot.answer.reading.similarity import Nearness
    from bot.answer.reading.vector_cache import Embeds
    from index.models import Hit, Passage, Span
    from index.search.retriever import Retriever

    Measured = tuple[Place, dict[str, float]]

KEPT = 16
"""Sentences that are embedded: 2 to 3 ms each."""
MOST_STRANGE = 96
"""The same where words do not choose them: all, of eight passages of usual length."""
_WORDLESS = dict.fromkeys(
    (
        *("cover", "cover_before", "cover_wide", "cover_passage", "cover_article", "cover_title"),
        *("density", "rare", "rare_wide", "rare_passage", "offers_covered"),
        *("names", "names_wide", "names_passage"),
    ),
    0.0,
)
"""What words say of a sentence, where they say nothing."""
_SHARED = 0.5
"""The weighted share of the question's terms in a passage from which words tell something, though
the languages differ: names may be common to both."""


@dataclass(frozen=True)
class Candidate:
    """A sentence with what it has to say for itself, by name of the feature."""

    place: Place
    score: float
    features: Mapping[str, float] = field(repr=False)

    @cached_property
    def passage(self) -> Passage:
        """The passage it stands in."""
        return self.place.around.hit.passage

    @cached_property
    def span(self) -> Span:
        """Where it stands, in characters of the passage's text."""
        return self.place.span

    @cached_property
    def at(self) -> tuple[str, int, int]:
        """The version of its article and where it stands there: the same for one sentence."""
        base = self.passage.span.start
        return self.passage.version, base + self.span.start, base + self.span.end

    @cached_property
    def text(self) -> str:
        """The sentence as it stands in its passage."""
        return self.place.text

    @cached_property
    def article(self) -> str:
        """The id of its article."""
        return self.passage.card.article

    @cached_property
    def day(self) -> str:
        """The day its article appeared, ``2024-03-01``; empty where nobody knows."""
        return (self.passage.card.published or "")[:10]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the hits of a question say: ``ranked`` may answer it, best first.

    ``rest`` are the other sentences, measured by their words alone, best first. ``by_meaning``:
    the question is of another language, and words say nothing of whether it is answered.
    """

    asked: Asked
    ranked: list[Candidate]
    rest: list[Candidate] = field(default_factory=list)
    by_meaning: bool = False

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
    meaning: str | None = None,
    other: Nearness | None = None,
) -> Reading:
    """The sentences of ``hits``, those that may answer apart; ``topic`` is what the plan says.

    They are compared with the ``meaning`` of the question, where that is not its own. Notices
    about an article itself are none, unless the question asks about such. ``other`` tells what is
    near in place of ``embedder``, as long as it answers.
    """
    asked = understand(question, retriever, topic=topic, meaning=meaning)
    models = stored()
    found = shortlist(asked, hits, models=models, most=None)
    reading = _reading(asked, found, models, other, embedder) if other and found else None
    reading = reading or _reading(asked, found, models, by(embedder), embedder)
    return reading or Reading(asked, [])


def _reading(
    asked: Asked, found: Sequence[Measured], models: Models, nearness: Nearness, embedder: Embeds
) -> Reading | None:
    """The sentences in order; None where what tells their nearness does not answer."""
    strange = nearness.strange and all(
        each["cover_passage"] < _SHARED for place, each in found if place.around.hit.rank == 1
    )
    most = MOST_STRANGE if strange else KEPT
    found = [(place, each | _WORDLESS) for place, each in found] if strange else found
    inside = _by_words(asked, found[:most], None if strange else embedder)
    near = _with_meaning(asked, inside, nearness)
    if near is None:
        return None
    ranked = [Candidate(place, models.full.score(each), each) for place, each in near]
    rest = [Candidate(place, models.first.score(each), each) for place, each in found[most:]]
    ranked.sort(key=lambda each: (-each.score, each.place.around.hit.rank, each.span.start))
    return Reading(asked, ranked, rest, by_meaning=strange)


def shortlist(
    asked: Asked, hits: Sequence[Hit], *, models: Models | None, most: int | None
) -> list[Measured]:
    """The ``most`` sentences best by their words, or all, with their features, best first."""
    found = places(hits, with_notices=asked.about_notices)
    measured = [
        (place, measure(place, asked) | voted)
        for place, voted in zip(found, votes(found, asked), strict=True)
    ]
    if models is None:
        return measured[:most]
    return sorted(measured, key=lambda each: -models.first.score(each[1]))[:most]


def with_meaning(asked: Asked, measured: Sequence[Measured], embedder: Embeds) -> list[Measured]:
    """The features of each sentence, with what the cosines to the question add."""
    return _with_meaning(asked, _by_words(asked, measured, embedder), by(embedder)) or []


def _by_words(
    asked: Asked, measured: Sequence[Measured], embedder: Embeds | None
) -> list[Measured]:
    """The features of each sentence, with how near its words come to those of the question.

    Without an embedder that knows their language they come near none.
    """
    if embedder is None:
        return [(place, features | late_interaction.NOTHING) for place, features in measured]
    question, *sentences = embedder.read([asked.text, *(place.text for place, _ in measured)])
    weights = late_interaction.weights_of(question, asked.weights)
    return [
        (place, features | late_interaction.measure(question, sentence, weights))
        for (place, features), sentence in zip(measured, sentences, strict=True)
    ]


def _with_meaning(
    asked: Asked, measured: Sequence[Measured], nearness: Nearness
) -> list[Measured] | None:
    """The same by any nearness; None where it is not told."""
    if not measured:
        return []
    texts = [place.text for place, _ in measured]
    titles = [place.around.hit.passage.card.title or place.text for place, _ in measured]
    near = nearness.near(asked.meaning, texts, titles)
    if near is None:
        return None
    best = max(near.alone)
    return [
        (
            place,
            {
                **features,
                "meaning": near.alone[order],
                "meaning_gap": near.alone[order] - best,
                "meaning_context": near.in_context[order],
                "meaning_title": near.titled[order],
            },
        )
        for order, (place, features) in enumerate(measured)
    ]
