"""The fitted weights of reading: of a candidate, and of whether anything answers.

``tools/fit/reading.py`` fits ``reading.json`` on questions whose articles the reader was not
trained on, and stores beside the weights what they reached, and risk and coverage of thresholds.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).with_name("reading.json")
_OF_READER = ("candidate", "right", "adds", "answerable", "hit")
_EDGE = 1e-4
"""Probabilities nearer to 0 or 1 count as this near."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum of named numbers."""

    weights: Mapping[str, float]
    intercept: float = 0.0

    def score(self, values: Mapping[str, float]) -> float:
        """The sum, over those that have a weight."""
        return self.intercept + sum(weight * values[name] for name, weight in self.weights.items())

    def probability(self, values: Mapping[str, float]) -> float:
        """The sum as a probability, in (0, 1)."""
        return chance_of(self.score(values))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is made of a reader's logits: ``candidate`` scores, ``right`` and ``adds`` give chances.

    ``answerable`` tells whether anything answers, ``hit`` whether a passage does.
    """

    candidate: Linear
    right: Linear
    adds: Linear
    answerable: Linear
    hit: Linear

    def chance(self, score: float) -> float:
        """The probability that a candidate of this score answers."""
        return self.right.probability({"score": score})

    def added(self, logit: float) -> float:
        """The probability that a sentence with this logit completes the best one."""
        return self.adds.probability({"score": logit})


@dataclass(frozen=True, slots=True)
class Weights:
    """Judgements by the reader's name; ``across`` tells whether anything answers by cosines alone.

    Below ``threshold`` a question is refused. What is said besides the best has at least the chance
    ``further``.
    """

    readers: Mapping[str, Judgement]
    across: Linear
    threshold: float
    further: float


def chance_of(logit: float) -> float:
    """A probability of its log odds."""
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, logit))))


def log_odds(probability: float) -> float:
    """Log odds of a probability, away from the ends."""
    inside = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(inside / (1 - inside))


@lru_cache(maxsize=1)
def stored() -> Weights:
    """Those that come with the program."""
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    readers = {
        name: Judgement(**{each: _linear(own[each]) for each in _OF_READER})
        for name, own in content["readers"].items()
    }
    across = _linear(content["across"])
    return Weights(readers, across, content["threshold"], content["further"])


def _linear(content: dict[str, Any]) -> Linear:
    return Linear(content["weights"], content.get("intercept", 0.0))
