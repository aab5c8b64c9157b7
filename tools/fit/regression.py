"""Fits weights with numpy: by list (which of these is right?) and by line (is this right?)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Lists = Sequence[tuple[Matrix, NDArray[np.bool_], float]]

_STEPS = 400
_RATE = 0.03


def by_list(lists: Lists, *, ridge: float) -> Matrix:
    """Weights under which the right rows of each list come before the others.

    Each list is rows, which of them are right (one at least), and what the list weighs. Softmax
    over the list; half of the aim is the right row that is best already, half all right rows.
    """
    rows = np.vstack([rows for rows, _, _ in lists])
    spread = rows.std(axis=0) + 1e-9
    scaled = (rows - rows.mean(axis=0)) / spread
    sizes = np.array([len(rows) for rows, _, _ in lists])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    of = np.repeat(np.arange(len(lists)), sizes)
    right = np.concatenate([right for _, right, _ in lists]).astype(float)
    weight = np.array([weight for _, _, weight in lists])
    weight = (weight / weight.sum())[of]
    even = right / np.add.reduceat(right, starts)[of]

    def slope(beta: Matrix) -> Matrix:
        """How the loss over the lists rises with each weight."""
        scores = scaled @ beta
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[of])
        share = raised / np.add.reduceat(raised, starts)[of]
        best = raised * right / np.add.reduceat(raised * right, starts)[of]
        return np.asarray(scaled.T @ ((share - (best + even) / 2) * weight))

    return np.asarray(_descend(slope, scaled.shape[1], ridge=ridge) / spread)


def by_line(
    rows: Matrix, right: Matrix, weight: Matrix, *, ridge: float, signs: Matrix | None = None
) -> tuple[float, Matrix]:
    """Intercept and weights of the logistic model of ``right``; lines have a ``weight`` each.

    A weight has the sign that ``signs`` gives, 1 or -1, or is 0; 0 leaves it free.
    """
    wanted = np.zeros(rows.shape[1]) if signs is None else signs
    spread = rows.std(axis=0) + 1e-9
    mean = rows.mean(axis=0)
    scaled = np.column_stack([np.ones(len(rows)), (rows - mean) / spread])
    share = weight / weight.sum()

    def slope(beta: Matrix) -> Matrix:
        """How the loss over the lines rises with each weight."""
        return np.asarray(scaled.T @ (share * (logistic(scaled @ beta) - right)))

    beta = _descend(slope, scaled.shape[1], ridge=ridge, signs=np.append(0, wanted))
    weights = beta[1:] / spread
    return float(beta[0] - weights @ mean), weights


def newton(
    lines: Matrix, right: Matrix, weight: Matrix, *, steps: int, ridge: float = 0.0
) -> Matrix:
    """Weights of the columns in the logistic model of ``right``, by Newton's method."""
    beta = np.zeros(lines.shape[1])
    for _ in range(steps):
        chance = logistic(lines @ beta)
        slope = lines.T @ (weight * (right - chance))
        curve = (lines * (weight * chance * (1 - chance))[:, None]).T @ lines
        beta += np.linalg.solve(curve + ridge * np.eye(len(beta)), slope)
    return beta


def logistic(values: Matrix) -> Matrix:
    """The logistic function."""
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -50, 50))))


def folds(count: int, *, parts: int = 5, seed: int = 0) -> Iterator[NDArray[np.int64]]:
    """The numbers below ``count``, shuffled, in ``parts``."""
    order = np.random.default_rng(seed).permutation(count)
    return (order[part::parts] for part in range(parts))


def _descend(
    slope: Callable[[Matrix], Matrix], size: int, *, ridge: float, signs: Matrix | None = None
) -> Matrix:
    """Adam (Kingma & Ba 2015) with a ridge; with ``signs`` the first weight is free of it."""
    penalty = np.full(size, ridge)
    low, high = np.full(size, -np.inf), np.full(size, np.inf)
    if signs is not None:
        penalty[0] = 0
        low[signs > 0], high[signs < 0] = 0, 0
    beta, first, second = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, _STEPS + 1):
        gradient = slope(beta) + penalty * beta
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        change = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        beta = np.clip(beta - _RATE * change, low, high)
    return beta
