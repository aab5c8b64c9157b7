"""Candidates of a query: measured, and in their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.ranking.models import Measured

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate in its place."""

    passage: str
    score: float
    similarity: float
    by_part: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """All candidates of a query: what was measured, what else they gain ``(n, k)``, their texts."""

    measured: Measured
    gains: Floats
    articles: NDArray[np.int64]
    texts: tuple[str, ...]
