"""One ranking out of several, by weighted reciprocal ranks.

Source: Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and
individual Rank Learning Methods", SIGIR 2009; the weights are ours.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RANK_OFFSET = 10
"""The paper's k. It used 60 for lists of a thousand; on lists of a hundred 10 keeps the first
ranks apart (MultiHop-RAG dev, Hits@4: see docs/architecture.md)."""


def fuse(rankings: Iterable[tuple[float, Sequence[str]]]) -> list[tuple[str, float]]:
    """Ids with their fused scores in (0, sum of weights / 11], best first, ties by id.

    ``rankings`` are pairs of a weight and ids, best first.
    """
    scores: defaultdict[str, float] = defaultdict(float)
    for weight, ids in rankings:
        for rank, each in enumerate(ids, start=1):
            scores[each] += weight / (RANK_OFFSET + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
