"""What a question prefers without insisting: dates, outlets, and what is new.

All of it is added to the scores, and so never empties a result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from index.planning.planner import Plan
    from index.ranking.pool import Floats

DATE, OUTLET = 1.5, 2.0
"""What a passage within the dates or of the outlet gains in logits. Chosen, not fitted."""
_DAY = 86_400.0
_FADING = 30 * _DAY
"""How far from the dates half of the gain is lost."""
HALF_LIFE = 30 * _DAY
FLOOR_NOW, FLOOR_UNCLEAR = 0.5, 0.8
"""What an old passage keeps of its chance where a question asks for what is new, and where it
does not say. Chosen, not fitted: the development sets have no dates (docs/retrieval.md)."""


def date_fit(epochs: Floats, low: float, high: float) -> Floats:
    """1 within the bounds, less with every day outside, 0 without a date."""
    distance = np.maximum(np.maximum(low - epochs, epochs - high), 0)
    with np.errstate(over="ignore"):
        return np.where(np.isfinite(epochs), 0.5 ** (distance / _FADING), 0)


def recency(plan: Plan, epochs: Floats, *, asked: float) -> Floats:
    """What is added for age: 0 for the newest, down to the logarithm of the floor.

    Nothing where the question is about the past or about the first time, and next to nothing
    where the whole archive is old.
    """
    dated = np.isfinite(epochs)
    floor = floor_of(plan)
    if floor >= 1 or not dated.any():
        return np.zeros(len(epochs))
    age = np.where(dated, np.maximum(asked - np.where(dated, epochs, 0.0), 0), np.inf)
    return np.asarray(np.log(floor + (1 - floor) * 0.5 ** (age / HALF_LIFE)))


def floor_of(plan: Plan) -> float:
    """What an old passage keeps of its chance."""
    if plan.intents & {"then", "first"} or plan.after or plan.before:
        return 1.0
    return FLOOR_NOW if plan.intents & {"now", "latest"} else FLOOR_UNCLEAR
