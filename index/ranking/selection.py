"""Which candidates are shown, and in which order: the best, every part covered, articles mixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.ranking.scorer import total

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.ranking.pool import Floats

COVERAGE = 0.9
"""How much the chance that every part has its evidence counts, against being good for any."""
MIXED = 10
"""First places in which an article has at most ``MOST`` passages."""
MOST = 3
_LOOKED_AT = 100
"""Candidates that may stand in those places."""


def select(
    by_part: Floats, articles: NDArray[np.int64], *, exempt: NDArray[np.bool_], k: int
) -> list[int]:
    """Places of all candidates, best first, of which at least the first ``k`` are in good order.

    A candidate's score for a part is its chance to be the evidence of that part, once they sum to
    one; each place goes to whoever adds most to the chance that the parts have their evidence.
    Articles that are ``exempt`` may have any number of passages.
    """
    ranked = np.argsort(-total(by_part), kind="stable")
    top = ranked[:_LOOKED_AT]
    chances = _chances(by_part)[top]
    overall = _chances(total(by_part)[:, None])[top, 0]
    chosen: list[int] = []
    missing = np.ones(by_part.shape[1])
    free = np.ones(len(top), dtype=bool)
    while free.any() and len(chosen) < min(k, MIXED):
        worth = (1 - COVERAGE) * overall + COVERAGE * (chances * missing).mean(axis=1)
        best = int(np.argmax(np.where(free, worth, -1)))
        chosen.append(int(top[best]))
        missing *= 1 - chances[best]
        free[best] = False
        of_same = articles[top] == articles[top[best]]
        if np.count_nonzero(of_same[: len(top)] & ~free) >= MOST and not exempt[top[best]]:
            free &= ~of_same
    left = set(chosen)
    return chosen + [int(each) for each in ranked if int(each) not in left]


def _chances(scores: Floats) -> Floats:
    """The softmax of each column."""
    powers = np.exp(scores - scores.max(axis=0, initial=-np.inf))
    return np.asarray(powers / powers.sum(axis=0))
