"""Candidates of a query: measured, and in their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from index.models import Hit
    from index.planning.planner import Plan
    from index.ranking.pool import Measured

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


@dataclass(frozen=True, slots=True)
class Found:
    """What a query brought: hits, best first, and what was understood of it.

    It is ``unmet`` where nothing lies within the dates or outlets that it names; ``newest`` is the
    day of the newest article that has a date. ``respelt`` are names of the question, each with how
    the archive spells it in another alphabet. ``looked_for`` is the text of the plan, or names,
    numbers and dates alone where nothing else of it can be compared with an archive in another
    alphabet.
    """

    hits: tuple[Hit, ...]
    plan: Plan
    looked_for: str
    unmet: bool = False
    newest: date | None = None
    respelt: tuple[tuple[str, str], ...] = ()
