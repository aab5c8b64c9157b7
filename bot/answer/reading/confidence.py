"""How sure it is that the archive answers a question: a logistic model with stored weights.

``tools/fit/sentences.py`` fits ``confidence.json`` on questions that an archive answers and
questions that it does not, and stores the scores it reached beside the weights, and how many
questions of either kind each threshold would refuse.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answer.reading.late_interaction import farthest_word
from bot.answer.reading.sentence_model import Linear
from index.text.names import capitalised
from index.text.tokens import stems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.answer.reading.candidates import Candidate, Reading
    from bot.answer.reading.question import Asked
    from bot.answer.reading.vector_cache import Embeds
    from index.search.retriever import Retriever

_SCALE = 10
"""Scores of sentences are some ten times as large as the other signals."""
SURE = 0.7
"""Far above the threshold: of the questions that nothing answers 100 % on MultiHop-RAG, 95 % on
CLAP-NQ and 87 % on the sample score less (the curves of ``confidence.json``)."""
FILE = Path(__file__).with_name("confidence.json")
_OF_BEST = ("meaning_context", "cover_wide", "rare_passage")
"""Features of the best sentence that tell whether it answers: more of them fitted one set better
and the others worse."""
SIGNALS = (*_OF_BEST, "rank_score", "nearest", "nearest_part", "word",
           "unknown", "length", "figure")  # fmt: skip
BY_MEANING = ("meaning_context", "nearest", "nearest_part")
"""Signals for a question in a language that the archive's words are not of."""
_LONG = 40
"""Words of a question beyond which it counts as long."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """Weights of the signals, and the score below which a question is refused."""

    model: Linear
    threshold: float

    def score(self, signals: Mapping[str, float]) -> float:
        """Probability that the archive answers, in (0, 1)."""
        return self.model.probability(signals)


def score(reading: Reading, retriever: Retriever, embedder: Embeds) -> float:
    """How sure it is that what was read answers, in (0, 1)."""
    if reading.by_meaning:
        return stored_by_meaning().score(signals_by_meaning(reading.ranked))
    return stored().score(signals(reading.asked, reading.ranked, retriever, embedder))


def threshold(reading: Reading) -> float:
    """The score below which such a question is refused."""
    return (stored_by_meaning() if reading.by_meaning else stored()).threshold


def signals(
    asked: Asked, candidates: Sequence[Candidate], retriever: Retriever, embedder: Embeds
) -> dict[str, float]:
    """What the model looks at, by name; without candidates there is nothing that speaks for it.

    Those of the best sentence and its score, the similarity of the nearest passage;
    ``nearest_part``: the same for the part of the question that has nothing as near as the others;
    ``word``: the same for its words, in the passage and headline of the best sentence,
    without outlets and "what did … report";
    ``unknown``: 1 where a name in the question is nowhere in the archive, and ``length``: that of
    the question, up to 1, since one sentence is less like a long question, whether or not it
    answers. ``figure``: 1 where a number or a date is asked for; what is near such a question often
    has another one.
    """
    if not candidates:
        return dict.fromkeys(SIGNALS, 0.0) | {"unknown": 1.0}
    best = candidates[0].features
    nearest = _nearest(candidates)
    return {
        **{name: best[name] for name in _OF_BEST},
        "rank_score": candidates[0].score / _SCALE,
        "nearest": nearest[0],
        "nearest_part": min(nearest),
        "word": farthest_word(
            asked.topic if asked.about_reports else asked.text, candidates[0].passage, embedder
        ),
        "unknown": float(_names_unknown(asked.text, retriever)),
        "length": min(1.0, len(asked.text.split()) / _LONG),
        "figure": float(asked.kind in {"number", "date"}),
    }


def signals_by_meaning(candidates: Sequence[Candidate]) -> dict[str, float]:
    """What the model looks at that judges by meaning alone, by name."""
    if not candidates:
        return dict.fromkeys(BY_MEANING, 0.0)
    nearest = _nearest(candidates)
    return {
        "meaning_context": max(each.features["meaning_context"] for each in candidates),
        "nearest": nearest[0],
        "nearest_part": min(nearest),
    }


def _nearest(candidates: Sequence[Candidate]) -> list[float]:
    """Cosine of the nearest passage to the topic, then to each part.

    Where no vectors of passages can be read, the nearest sentence stands for them.
    """
    hits = [each.place.around.hit for each in candidates]
    if not any(each.similarity for each in hits):
        return [max(each.features["meaning"] for each in candidates)]
    by_part = zip(*(each.by_part for each in hits), strict=True)
    return [max(each.similarity for each in hits), *map(max, by_part)]


def _names_unknown(question: str, retriever: Retriever) -> bool:
    return bool(
        retriever.missing(
            {stem for name in capitalised(question, inside=True) for stem in stems(name)}
        )
    )


@lru_cache(maxsize=1)
def stored() -> Confidence:
    """The model that comes with the program."""
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return _confidence(content)


@lru_cache(maxsize=1)
def stored_by_meaning() -> Confidence:
    """The one that judges by meaning alone; ``tools/fit/by_meaning.py`` fits it."""
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return _confidence(content["by_meaning"])


def _confidence(content: dict[str, Any]) -> Confidence:
    return Confidence(Linear(content["weights"], content["intercept"]), content["threshold"])
