"""Scores of one ranking against the facts that answer a question.

A hit is relevant if a fact is a substring of its text, white space removed from both; several
facts may stand in one hit. Everything is computed from the rank of the first hit that holds each
distinct fact. The rule is that of MultiHop-RAG (Tang and Yang, 2024).
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DEPTH = 10
"""Hits that are looked at."""
_SPACE = re.compile(r"\s+")

Ranks = tuple[int | None, ...]
"""For each distinct fact the rank (from 1) of the first hit that holds it; ``None``: none does."""


def bare(text: str) -> str:
    """``text`` without white space."""
    return _SPACE.sub("", text)


def fact_ranks(facts: Sequence[str], texts: Sequence[str]) -> Ranks:
    """Where each distinct fact stands first in ``texts``, best first; empty facts do not count."""
    stripped = [bare(text) for text in texts]
    distinct = [fact for fact in dict.fromkeys(map(bare, facts)) if fact]
    return tuple(
        next((rank for rank, text in enumerate(stripped, 1) if fact in text), None)
        for fact in distinct
    )


def hit_within(ranks: Ranks, k: int) -> float:
    """1 if one fact at least is within the first ``k`` hits, else 0: Hits@k."""
    return float(any(rank is not None and rank <= k for rank in ranks))


def all_within(ranks: Ranks, k: int) -> float:
    """1 if every fact is within the first ``k`` hits, else 0: all-evidence@k."""
    return float(all(rank is not None and rank <= k for rank in ranks))


def reciprocal_rank(ranks: Ranks, k: int) -> float:
    """One over the rank of the first relevant hit, 0 where none is within ``k``: MRR@k."""
    first = min((rank for rank in ranks if rank is not None), default=k + 1)
    return 1 / first if first <= k else 0.0


def ndcg(ranks: Ranks, k: int) -> float:
    """Discounted gain over that of the best ranking of the same evidence: nDCG@k, 0 to 1.

    Relevance is binary: a hit gains 1 if it is the first with one fact or more. Facts that one hit
    brings together need one place in the best ranking, each fact that was not found one of its
    own; so a ranking that brings everything at its top has 1, however passages are cut.
    """
    gaining = {rank for rank in ranks if rank is not None}
    missing = sum(rank is None for rank in ranks)
    ideal = range(1, min(len(gaining) + missing, k) + 1)
    return _discounted(rank for rank in gaining if rank <= k) / _discounted(ideal)


def retrieval_scores(ranks: Ranks) -> Mapping[str, float]:
    """Every score of one ranking by its name; empty where there are no facts."""
    if not ranks:
        return {}
    return {
        "hits@1": hit_within(ranks, 1),
        "hits@4": hit_within(ranks, 4),
        "hits@10": hit_within(ranks, DEPTH),
        "mrr@10": reciprocal_rank(ranks, DEPTH),
        "all_evidence@10": all_within(ranks, DEPTH),
        "ndcg@10": ndcg(ranks, DEPTH),
    }


def _discounted(ranks: Iterable[int]) -> float:
    return math.fsum(1 / math.log2(1 + rank) for rank in ranks)
