"""The stored models that rank sentences and choose what is added to the best one.

``tools/fit/sentences.py`` fits ``sentences.json`` on questions with gold sentences, and stores the
scores it reached beside the weights.
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

FILE = Path(__file__).with_name("sentences.json")


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum of features."""

    weights: Mapping[str, float]
    intercept: float = 0.0

    def score(self, features: Mapping[str, float]) -> float:
        """The sum; a feature without a weight counts nothing.

        Raises:
            KeyError: a feature that has a weight is missing.
        """
        return self.intercept + sum(
            weight * features[name] for name, weight in self.weights.items()
        )

    def probability(self, features: Mapping[str, float]) -> float:
        """The logistic of the sum, in (0, 1)."""
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, self.score(features)))))


@dataclass(frozen=True, slots=True)
class Models:
    """``first`` ranks without embedding, ``full`` with it; ``adding`` judges further sentences."""

    first: Linear
    full: Linear
    adding: Linear
    threshold: float


@lru_cache(maxsize=1)
def stored() -> Models:
    """The models that come with the program."""
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    first, full, adding = (
        Linear(content[name]["weights"], content[name].get("intercept", 0.0))
        for name in ("first", "full", "adding")
    )
    return Models(first, full, adding, content["adding"]["threshold"])
