"""How sure a score is, and whether a difference between two runs is more than chance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

Interval = tuple[float, float]
"""Lower and upper end of a confidence interval of 95 %."""
Sample = tuple[float, ...]
"""What one question puts into a score."""
_Z = 1.959963984540054
"""The 97.5 % point of the normal distribution."""
_RESAMPLES = 1000
_SEED = 2024
"""Any number: the same intervals every time."""
_TAILS = (2.5, 97.5)


def wilson(successes: int, n: int) -> Interval:
    """Interval of a proportion (E. B. Wilson, 1927): sensible near 0 and 1 and for few questions.

    Raises:
        ValueError: ``n`` is not positive, or ``successes`` is not between 0 and ``n``.
    """
    if not 0 <= successes <= n or n == 0:
        raise ValueError(f"{successes} of {n} is no proportion")
    p, square = successes / n, _Z * _Z
    centre = (p + square / (2 * n)) / (1 + square / n)
    half = _Z / (1 + square / n) * math.sqrt(p * (1 - p) / n + square / (4 * n * n))
    low = 0.0 if successes == 0 else centre - half
    high = 1.0 if successes == n else centre + half
    return (low, high)


def bootstrap(
    samples: Sequence[Sample], score: Callable[[NDArray[np.float64]], NDArray[np.float64]]
) -> Interval:
    """Percentile interval of ``score`` under questions drawn again with replacement.

    ``score`` takes sums of the samples, shape ``(resamples, width)``, and gives a value for each.
    The draw is seeded, so the same samples give the same interval.
    """
    rows = np.array(samples, dtype=np.float64)
    drawn = np.random.default_rng(_SEED).integers(0, len(rows), (_RESAMPLES, len(rows)))
    return _percentiles(score(rows[drawn].sum(axis=1)))


def mean_interval(values: Sequence[float]) -> Interval:
    """Interval of the mean: Wilson's where every value is 0 or 1, else the bootstrap's."""
    if all(value in {0, 1} for value in values):
        return wilson(round(sum(values)), len(values))
    return bootstrap([(value,) for value in values], lambda sums: sums[:, 0] / len(values))


def auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Share of pairs in which the positive one scores higher; a tie counts half."""
    return float(_wins(np.array(positive), np.array(negative)).mean())


def auc_interval(positive: Sequence[float], negative: Sequence[float]) -> Interval:
    """Bootstrap interval of ``auc``, both sides drawn again with replacement, seeded."""
    wins = _wins(np.array(positive), np.array(negative))
    rng = np.random.default_rng(_SEED)
    rows = rng.integers(0, len(positive), (_RESAMPLES, len(positive)))
    columns = rng.integers(0, len(negative), (_RESAMPLES, len(negative)))
    drawn = [wins[np.ix_(i, j)].mean() for i, j in zip(rows, columns, strict=True)]
    return _percentiles(np.array(drawn))


def sign_test(better: int, worse: int) -> float:
    """Probability of a split at least as uneven by chance: two-sided, exact, ties left out."""
    n, fewer = better + worse, min(better, worse)
    tail = sum(math.comb(n, k) for k in range(fewer + 1))
    return min(1.0, 2 * tail / (1 << n))


def _wins(positive: NDArray[np.float64], negative: NDArray[np.float64]) -> NDArray[np.float64]:
    difference = positive[:, None] - negative[None, :]
    return np.asarray((difference > 0) + 0.5 * (difference == 0), dtype=np.float64)


def _percentiles(values: NDArray[np.float64]) -> Interval:
    low, high = np.percentile(values, _TAILS)
    return (float(low), float(high))
