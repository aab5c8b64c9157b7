"""The fitted scorer: weights of the features, a score for each candidate and each part."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.ranking.features import PART, WHOLE

if TYPE_CHECKING:
    from index.ranking.models import Floats, Measured

FILE = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights of the features, in the order of ``WHOLE`` and ``PART``.

    A candidate's score is what it is worth for the whole, plus the smooth maximum (the logarithm
    of the sum of exponentials) of what it is worth for each part. ``scale`` and ``offset`` make a
    probability of it.
    """

    whole: Floats
    parts: Floats
    scale: float = 1.0
    offset: float = 0.0

    def by_part(self, measured: Measured) -> Floats:
        """The score of each candidate for each part, ``(n, k)``."""
        return np.asarray((measured.whole @ self.whole)[:, None] + measured.parts @ self.parts)

    def probability(self, scores: Floats) -> Floats:
        """How likely each candidate is to hold evidence, in (0, 1)."""
        exponent = np.clip(self.scale * scores + self.offset, -500, 500)
        return np.asarray(1 / (1 + np.exp(-exponent)))


def total(by_part: Floats) -> Floats:
    """One score of those for each part, ``(n,)``."""
    return np.asarray(np.logaddexp.reduce(by_part, axis=1))


@lru_cache(maxsize=1)
def stored() -> Scorer:
    """The scorer that comes with the program."""
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return Scorer(
        np.array([content["whole"][name] for name in WHOLE]),
        np.array([content["part"][name] for name in PART]),
        content["probability"]["scale"],
        content["probability"]["offset"],
    )
