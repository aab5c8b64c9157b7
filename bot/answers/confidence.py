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

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.answers.candidates import Candidate

_FILE = Path(__file__).with_name("confidence.json")


@dataclass(frozen=True, slots=True)
class Signals:
    """What the model looks at, each in [0, 1]: of the best sentence, and of all candidates."""

    similarity: float
    cover: float
    passage_cover: float
    best_similarity: float
    best_cover: float
    offers: float
    strangers: float


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


def signals(candidates: Sequence[Candidate]) -> Signals:
    """The signals of ranked candidates; all zero where there are none."""
    if not candidates:
        return Signals(0, 0, 0, 0, 0, 0, 0)
    best = candidates[0]
    return Signals(
        similarity=best.similarity,
        cover=best.cover,
        passage_cover=best.passage_cover,
        best_similarity=max(each.similarity for each in candidates),
        best_cover=max(each.passage_cover for each in candidates),
        offers=float(best.offers),
        strangers=best.strangers,
    )


@lru_cache(maxsize=1)
def stored() -> Confidence:
    """The model that comes with the program."""
    content: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return Confidence(content["weights"], content["intercept"], content["threshold"])
