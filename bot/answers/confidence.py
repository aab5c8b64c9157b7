"""How sure it is that the archive answers a question: a logistic model with stored weights.

``tools/fit_confidence.py`` fits ``confidence.json`` on questions that an archive answers and
questions that it does not, and stores the scores it reached beside the weights.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answers.questions import kind_of
from bot.answers.support import names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.answers.candidates import Candidate
    from index.retrieval import Retriever

_LOOKED_AT, _GOOD = 10, 0.75
"""How many candidates, and which part of the best score, count as good sentences."""
_FILE = Path(__file__).with_name("confidence.json")


@dataclass(frozen=True, slots=True)
class Signals:
    """What the model looks at, each in [0, 1].

    Of the best sentence: its similarity and the share of the question that its passage covers;
    of all candidates: the best of both. ``lacking`` is 1 where a number or date is asked for and
    no good sentence has one, ``unknown`` where a name in the question is nowhere in the archive.
    """

    similarity: float
    passage_cover: float
    best_similarity: float
    best_cover: float
    lacking: float
    unknown: float


@dataclass(frozen=True, slots=True)
class Confidence:
    """Weights of the signals, and the score below which a question is refused."""

    weights: Mapping[str, float]
    intercept: float
    threshold: float

    def score(self, signals: Signals) -> float:
        """Probability that the archive answers, in (0, 1)."""
        values = asdict(signals)
        total = self.intercept + sum(self.weights[name] * values[name] for name in values)
        return 1 / (1 + math.exp(-total))


def signals(question: str, candidates: Sequence[Candidate], retriever: Retriever) -> Signals:
    """The signals of ranked candidates; those of no candidates are a sure refusal."""
    if not candidates:
        return Signals(0, 0, 0, 0, 1, 1)
    best = candidates[0]
    return Signals(
        similarity=best.similarity,
        passage_cover=best.passage_cover,
        best_similarity=max(each.similarity for each in candidates),
        best_cover=max(each.passage_cover for each in candidates),
        lacking=float(_lacks(question, candidates)),
        unknown=float(_names_unknown(question, retriever)),
    )


def _lacks(question: str, candidates: Sequence[Candidate]) -> bool:
    if kind_of(question) not in {"number", "date"}:
        return False
    good = [each for each in candidates[:_LOOKED_AT] if each.score >= _GOOD * candidates[0].score]
    return not any(each.offers for each in good)


def _names_unknown(question: str, retriever: Retriever) -> bool:
    stems = {stem for name in names(question) for stem in retriever.stems(name)}
    return any(not retriever.occurs(stem) for stem in stems)


@lru_cache(maxsize=1)
def stored() -> Confidence:
    """The model that comes with the program."""
    content: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return Confidence(content["weights"], content["intercept"], content["threshold"])
