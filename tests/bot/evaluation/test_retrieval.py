"""Scores of a ranking, worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.retrieval import (
    Ranks,
    all_within,
    fact_ranks,
    hit_within,
    ndcg,
    reciprocal_rank,
    retrieval_scores,
)

RANKS = st.lists(st.none() | st.integers(1, 10), min_size=1, max_size=6).map(tuple)
TEXTS = ["The mayor  spoke.", "A storm came.\nThe sea rose.", "The sea rose. The mayor spoke."]


def test_fact_is_found_in_the_first_text_that_holds_it_whatever_the_spaces() -> None:
    """White space is removed from both, letters are not changed."""
    facts = ["The mayor spoke.", "came. The  sea", "the mayor"]

    assert fact_ranks(facts, TEXTS) == (1, 2, None)


def test_fact_counts_once_and_an_empty_one_not_at_all() -> None:
    """Otherwise a line that repeats itself would weigh more."""
    assert fact_ranks(["The sea rose.", " The sea rose.", " "], TEXTS) == (2,)


@pytest.mark.parametrize(
    ("ranks", "hits", "everything", "reciprocal"),
    [
        ((3, 7), (0, 1, 1), (0, 0, 1), 1 / 3),
        ((1,), (1, 1, 1), (1, 1, 1), 1),
        ((4, None), (0, 1, 1), (0, 0, 0), 1 / 4),
        ((None,), (0, 0, 0), (0, 0, 0), 0),
    ],
)
def test_one_fact_is_a_hit_and_all_facts_are_all_evidence(
    ranks: Ranks, hits: tuple[int, ...], everything: tuple[int, ...], reciprocal: float
) -> None:
    """Within the first 1, 4 and 10; the reciprocal rank is that of the first fact."""
    assert tuple(hit_within(ranks, k) for k in (1, 4, 10)) == hits
    assert tuple(all_within(ranks, k) for k in (1, 4, 10)) == everything
    assert reciprocal_rank(ranks, 10) == reciprocal


@pytest.mark.parametrize(
    ("ranks", "expected"),
    [
        ((1, 3), 0.919721),  # (1 + 1/log2 4) / (1 + 1/log2 3)
        ((2, None), 0.386853),  # (1/log2 3) / (1 + 1/log2 3)
        ((1, 1), 1.0),  # one hit holds both
        ((2, 2), 0.630930),
        ((None,), 0.0),
    ],
)
def test_gain_is_discounted_by_rank_and_a_hit_gains_once(ranks: Ranks, expected: float) -> None:
    """The best ranking has one place for facts that one hit brings, one for each not found."""
    assert ndcg(ranks, 10) == pytest.approx(expected, abs=1e-6)


def test_more_evidence_than_places_can_still_be_perfect() -> None:
    """Twelve facts at ranks 1 to 12: the first ten are all that ten hits can bring."""
    assert ndcg(tuple(range(1, 13)), 10) == pytest.approx(1.0)


def test_question_without_facts_has_no_scores() -> None:
    """It is left out of the means."""
    assert retrieval_scores(()) == {}


@given(RANKS)
def test_scores_are_between_0_and_1_and_agree(ranks: Ranks) -> None:
    """All evidence is also one fact; deeper never loses; nothing found is 0 everywhere."""
    scores = retrieval_scores(ranks)

    assert all(0 <= value <= 1 + 1e-9 for value in scores.values())
    assert scores["hits@1"] <= scores["hits@4"] <= scores["hits@10"]
    assert scores["all_evidence@10"] <= scores["hits@10"]
    assert (scores["ndcg@10"] > 0) == (scores["mrr@10"] > 0) == (scores["hits@10"] == 1)


@given(RANKS, st.integers(0, 5))
def test_fact_that_comes_sooner_never_lowers_a_score(ranks: Ranks, place: int) -> None:
    """Except nDCG, whose best ranking depends on which facts share a hit."""
    place %= len(ranks)
    sooner = tuple(1 if i == place else rank for i, rank in enumerate(ranks))
    before, after = retrieval_scores(ranks), retrieval_scores(sooner)

    assert all(after[name] >= before[name] for name in before if name != "ndcg@10")
