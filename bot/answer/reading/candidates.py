"""Headlines and sentences of the hits, scored by how well each answers the question.

The reader reads question and passage together; what it makes of a sentence and what retrieval makes
of its passage are weighed by `reading.json`, which ``tools/fit/reading.py`` fits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from bot.answer.reading.nearness import nearness
from bot.answer.reading.question import understand
from bot.answer.reading.sentences import headlines, places
from bot.answer.reading.weights import log_odds, stored
from index.reader.cross_encoder import ENGLISH, Page
from index.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from bot.answer.reading.question import Asked
    from bot.answer.reading.sentences import Place
    from bot.answer.reading.weights import Judgement
    from index.models import Hit, Passage, Span
    from index.reader.choice import Readers
    from index.reader.cross_encoder import Judged, Reader
    from index.search.retriever import Retriever

_SIGN = re.compile(r"(?<!\S)[-–−]$")
"""A sign that stands right before a figure."""


@dataclass(frozen=True)
class Candidate:
    """A headline or a sentence with what speaks for it.

    ``score`` orders the candidates of a question; ``chance`` is the probability that it answers,
    ``adds`` that it completes the best of its passage. Both are made of what was ``measured``, by
    `measure`.
    """

    place: Place
    score: float = 0.0
    chance: float = 0.0
    adds: float = 0.0
    judged: Judged | None = field(default=None, repr=False, compare=False)
    measured: Mapping[str, float] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def short(self) -> str:
        """The part of it that is most likely the answer in a few words; empty where nobody read."""
        if self.judged is None:
            return ""
        start, end = self.judged.short(self.place.order + 1)
        signed = _SIGN.search(self.text, 0, start)  # "-5 degrees" is not "5 degrees"
        return self.text[signed.start() if signed else start : end]

    @cached_property
    def passage(self) -> Passage:
        """The passage it stands in; of a headline the best of its article."""
        return self.place.around.hit.passage

    @cached_property
    def span(self) -> Span:
        """Where it stands, in characters of the passage's text, or of the headline."""
        return self.place.span

    @cached_property
    def at(self) -> tuple[str, int, int]:
        """The version of its article and where it stands there: the same for one sentence."""
        base = 0 if self.place.is_headline else self.passage.span.start
        shift = -1 if self.place.is_headline else 0
        return self.passage.version, base + self.span.start + shift, base + self.span.end

    @cached_property
    def text(self) -> str:
        """The sentence as it stands there."""
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
    """What the hits of a question say: ``ranked`` are all headlines and sentences, best first.

    ``reader`` is the name of who read them; across languages the embedder's cosines count as well.
    """

    asked: Asked
    ranked: list[Candidate] = field(default_factory=list)
    reader: str = ENGLISH

    @property
    def sentences(self) -> list[Candidate]:
        """Those that are no headlines."""
        return [each for each in self.ranked if not each.place.is_headline]


def read(
    question: str,
    hits: Sequence[Hit],
    *,
    retriever: Retriever,
    readers: Readers,
    topic: str | None = None,
    overview: bool = False,
) -> Reading:
    """The headlines and sentences of ``hits`` in order; ``topic`` is what the plan says.

    ``overview``: it is known to ask for a story.

    Notices about an article itself are none, unless the question asks about such.
    """
    asked = understand(question, retriever, topic=topic, overview=overview)
    found = places(hits, with_notices=asked.about_notices)
    if not found:
        return Reading(asked)
    every = [*headlines(found), *found]
    reader = readers.of(question, hits[0].passage.text)
    near = _nearness(question, every, retriever, reader)
    reader = readers.english if near is None else reader
    judged = dict(zip(_ids(hits), reader.judge(question, list(map(page, hits))), strict=True))
    weights = stored().readers[reader.name]
    made = [
        _candidate(each, judged, hits, weights, {} if near is None else {"near": float(near[at])})
        for at, each in enumerate(every)
    ]
    made.sort(key=lambda each: (-each.score, each.place.around.hit.rank, each.span.start))
    return Reading(asked, made, reader.name)


def page(hit: Hit) -> Page:
    """The passage of ``hit`` as the reader takes it."""
    passage = hit.passage
    spans = sentences(passage.text)
    texts = tuple(span.of(passage.text) for span in spans)
    starts = tuple(passage.span.start + span.start for span in spans)
    return Page(passage.card.title, texts, starts, (passage.card.published or "")[:10] or None)


def _ids(hits: Sequence[Hit]) -> list[str]:
    return [hit.passage.id for hit in hits]


def _nearness(
    question: str, every: Sequence[Place], retriever: Retriever, reader: Reader
) -> NDArray[np.float64] | None:
    """Cosines, where it is read across languages and the vectors are of an embedder for them."""
    vectors = retriever.questions
    if vectors is None or vectors.bundled or reader.name == ENGLISH:
        return None
    return nearness(question, every, vectors)


def _candidate(
    place: Place,
    judged: Mapping[str, Judged],
    hits: Sequence[Hit],
    weights: Judgement,
    more: dict[str, float],
) -> Candidate:
    """The candidate at ``place``; of a headline the verdict beside the passage that fits best."""
    article, part = place.around.hit.passage.card.article, place.order + 1
    beside = [place.around.hit]
    if place.is_headline:
        beside = [hit for hit in hits if hit.passage.card.article == article]
    best = max(beside, key=lambda hit: float(judged[hit.passage.id].right[part]))
    verdict = judged[best.passage.id]
    measured = measure(place, best, verdict) | more
    score = weights.candidate.score(measured)
    adds = 0.0 if place.is_headline else weights.added(float(verdict.adds[part]))
    return Candidate(place, score, weights.chance(score), adds, verdict, measured)


def measure(place: Place, hit: Hit, verdict: Judged) -> dict[str, float]:
    """What speaks for a candidate, by name, read in the passage of ``hit``.

    The reader's logits that it is ``right`` and that its passage ``answers``; the log odds that its
    passage was ``found`` for good reason, and one over the rank; whether it is a ``headline``.
    """
    return {
        "right": float(verdict.right[place.order + 1]),
        "answers": verdict.answers,
        "found": log_odds(hit.score),
        "rank": 1 / hit.rank,
        "headline": float(place.is_headline),
    }
