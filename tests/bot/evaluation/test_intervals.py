"""Intervals and tests, with values worked out by hand or known from textbooks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.intervals import (
    auc,
    auc_interval,
    bootstrap,
    mean_interval,
    sign_test,
    wilson,
)

SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("successes", "low", "high"), [(8, 0.4902, 0.9433), (0, 0.0, 0.2775), (10, 0.7225, 1.0)]
)
def test_wilson_s_interval_of_ten_is_the_known_one(successes: int, low: float, high: float) -> None:
    """Also at the ends, where the textbook interval of the normal distribution fails."""
    assert wilson(successes, 10) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("successes", "n"), [(1, 0), (0, 0), (3, 2), (-1, 2)])
def test_what_is_no_proportion_is_refused(successes: int, n: int) -> None:
    """Rather than an interval of nothing."""
    with pytest.raises(ValueError, match="no proportion"):
        wilson(successes, n)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_s_interval_holds_the_proportion(pair: tuple[int, int]) -> None:
    """And stays between 0 and 1."""
    low, high = wilson(*pair)

    assert 0 <= low <= pair[0] / pair[1] <= high <= 1


@pytest.mark.parametrize(
    ("better", "worse", "p"),
    [(8, 2, 0.109375), (2, 8, 0.109375), (5, 0, 0.0625), (3, 3, 1.0), (0, 0, 1.0)],
)
def test_sign_test_is_exact_and_two_sided(better: int, worse: int, p: float) -> None:
    """8 against 2: 2 x (1 + 10 + 45) / 1024."""
    assert sign_test(better, worse) == p


def test_sign_test_of_many_questions_does_not_overflow() -> None:
    """A file may be long."""
    assert sign_test(3000, 0) == 0.0
    assert sign_test(1500, 1500) == 1.0


def test_area_under_the_curve_counts_pairs_and_half_of_ties() -> None:
    """.9 beats both, .5 beats .1 and ties with .5: 3.5 of 4."""
    assert auc([0.9, 0.5], [0.5, 0.1]) == 0.875


@given(SCORES, SCORES)
def test_area_under_the_curve_of_the_other_side_is_the_rest(
    some: list[float], others: list[float]
) -> None:
    """Swapping the sides mirrors it, and its interval is within 0 and 1."""
    low, high = auc_interval(some, others)

    assert auc(some, others) == pytest.approx(1 - auc(others, some))
    assert 0 <= low <= high <= 1


def test_means_of_ones_and_zeros_have_wilson_s_interval() -> None:
    """Others have the bootstrap's."""
    assert mean_interval([1.0] * 8 + [0.0] * 2) == wilson(8, 10)
    assert mean_interval([0.5, 0.5, 0.5]) == (0.5, 0.5)


@given(SCORES)
def test_interval_of_a_mean_is_the_same_every_time(values: list[float]) -> None:
    """The draw is seeded; the ends never leave the range of the values."""
    first = bootstrap([(value,) for value in values], lambda sums: sums[:, 0] / len(values))

    assert first == bootstrap([(value,) for value in values], lambda sums: sums[:, 0] / len(values))
    assert min(values) - 1e-9 <= first[0] <= first[1] <= max(values) + 1e-9
