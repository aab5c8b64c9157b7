"""Scores of a whole run, worked out by hand."""

from __future__ import annotations

import pytest

from bot.evaluation.scores import Score, all_scores, by_kind, means, times
from tests.bot.evaluation.made import outcome


def test_mean_is_over_the_questions_that_have_the_score() -> None:
    """Three have Hits@1, one has word F1, none has the others."""
    found = means(
        [
            outcome({"hits@1": 1.0}),
            outcome({"hits@1": 0.0, "word_f1": 0.4}),
            outcome({"hits@1": 1.0}),
        ]
    )

    assert found["hits@1"].value == pytest.approx(2 / 3)
    assert found["hits@1"].n == 3
    assert found["word_f1"] == Score(0.4, (0.4, 0.4), 1)
    assert set(found) == {"hits@1", "word_f1"}


def test_quotes_are_summed_before_they_are_divided() -> None:
    """3 pairs of 4 quotes and 8 facts: 6/12, not the mean of 2/3 and 4/9."""
    found = all_scores(
        [outcome({}, quotes=(1, 1, 2)), outcome({}, quotes=(2, 3, 6)), outcome({}, quotes=None)]
    )

    assert found["quote_f1"].value == 0.5
    assert found["quote_f1"].n == 2


def test_area_under_the_curve_needs_both_sides() -> None:
    """Two answerable questions, one not: .9 and .3 against .5."""
    sure = [outcome({}, sureness=0.9), outcome({}, sureness=0.3)]
    other = outcome({}, sureness=0.5, answerable=False)

    assert "auc" not in all_scores([*sure, outcome({}, answerable=None)])
    assert all_scores([*sure, other])["auc"].value == 0.5
    assert all_scores([*sure, other])["auc"].n == 1


def test_kinds_are_grouped_the_most_frequent_first() -> None:
    """Each outcome is in one group."""
    some = [outcome({}, kind=kind) for kind in ("date", "person", "person")]

    assert {kind: len(of) for kind, of in by_kind(some).items()} == {"person": 2, "date": 1}
    assert next(iter(by_kind(some))) == "person"


def test_times_have_a_median_and_a_95th_percentile() -> None:
    """Of a search and of an answer."""
    assert times([outcome({}), outcome({})]) == {
        "search": {"p50": 1.0, "p95": 1.0},
        "answer": {"p50": 2.0, "p95": 2.0},
    }
