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
    from numpy.typing import NDArray

    from index.ranking.pool import Floats, Measured

FILE = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights of the features, in the order of ``WHOLE`` and ``PART``.

    A candidate's score is what it is worth for the whole, plus the smooth maximum (the logarithm
    of the sum of exponentials) of what it is worth for each part. ``scale`` and ``offset`` make a
    probability of it. ``cosine`` is what the cosine alone tells: two weights and an intercept, of
    the logarithm of the odds (`tools/fit/cosines.py`).
    """

    whole: Floats
    parts: Floats
    scale: float = 1.0
    offset: float = 0.0
    cosine: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def by_part(self, measured: Measured) -> Floats:
        """The score of each candidate for each part, ``(n, k)``."""
        return np.asarray((measured.whole @ self.whole)[:, None] + measured.parts @ self.parts)

    def at_least(self, by_part: Floats, cosines: Floats, wordless: NDArray[np.bool_]) -> Floats:
        """The scores, those of ``wordless`` candidates no lower than their cosine alone says.

        Weights fitted on passages in the question's language take a passage without its words
        for one that is about something else.
        """
        *weights, intercept = self.cosine
        odds = by_cosine(cosines) @ np.array(weights) + intercept
        floor = (odds - self.offset) / self.scale - np.log(by_part.shape[1])
        return np.where(wordless[:, None], np.maximum(by_part, floor[:, None]), by_part)

    def probability(self, scores: Floats) -> Floats:
        """How likely each candidate is to hold evidence, in (0, 1)."""
        exponent = np.clip(self.scale * scores + self.offset, -500, 500)
        return np.asarray(1 / (1 + np.exp(-exponent)))


def by_cosine(cosines: Floats) -> Floats:
    """What the score by the cosine alone looks at, ``(n, 2)``: it, and how far behind the best."""
    return np.stack([cosines, cosines - cosines.max(initial=-1)], axis=1)


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
        (*content["cosine"]["weights"].values(), content["cosine"]["intercept"]),
    )
