"""Weighted sums, probabilities and log odds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.reading.confidence import SIGNALS
from bot.answer.reading.weights import Judgement, Linear, chance_of, log_odds, stored
from index.reader.cross_encoder import ACROSS, ENGLISH

MADE = Judgement(
    candidate=Linear({"right": 1.0}),
    right=Linear({"score": 2.0}, -4.0),
    adds=Linear({"score": 1.0}, 1.0),
    answerable=Linear({}),
    hit=Linear({}),
)


def test_sum_is_over_what_has_a_weight() -> None:
    """What has none does not count, and the intercept always does."""
    sums = Linear({"one": 2.0, "two": -1.0}, 0.5)

    assert sums.score({"one": 3.0, "two": 1.0, "three": 100.0}) == 5.5
    assert Linear({}).score({"three": 100.0}) == 0.0


def test_number_that_is_missing_is_an_error() -> None:
    """It is not taken for 0."""
    with pytest.raises(KeyError, match="two"):
        Linear({"two": 1.0}).score({"one": 1.0})


@pytest.mark.parametrize(
    ("logit", "chance"),
    [(0.0, 0.5), (math.log(3), 0.75), (-math.log(3), 0.25), (1e9, 1), (-1e9, 0)],
)
def test_chance_is_of_log_odds(logit: float, chance: float) -> None:
    """However far away they are."""
    assert chance_of(logit) == pytest.approx(chance)
    assert Linear({"all": 1.0}).probability({"all": logit}) == chance_of(logit)


@given(st.floats(0.001, 0.999))
def test_log_odds_undo_a_chance(chance: float) -> None:
    """Where it is away from the ends."""
    assert chance_of(log_odds(chance)) == pytest.approx(chance)


def test_log_odds_of_the_ends_are_finite() -> None:
    """And of what lies behind them; one end is as far as the other."""
    assert log_odds(0.0) == log_odds(-1.0) == pytest.approx(-log_odds(1.0))
    assert log_odds(1.0) == log_odds(7.0) == pytest.approx(math.log(9999))


def test_chances_are_made_of_scores() -> None:
    """By the weights for either: a half where the sum is 0."""
    assert MADE.chance(2.0) == MADE.added(-1.0) == 0.5
    assert MADE.chance(3.0) > 0.5 > MADE.added(-2.0)


READERS = pytest.mark.parametrize("reader", [ENGLISH, ACROSS])


@READERS
def test_stored_weights_are_of_what_is_measured(reader: str) -> None:
    """A weight without a signal would stop every answer."""
    weights = stored().readers[reader]

    measured = {"right", "answers", "found", "rank", "headline"}
    if reader == ACROSS:
        measured.add("near")
        assert weights.candidate.weights["near"] > 0
    assert weights.candidate.weights.keys() <= measured
    assert weights.right.weights.keys() == weights.adds.weights.keys() == {"score"}
    assert weights.answerable.weights.keys() <= set(SIGNALS)
    assert weights.hit.weights.keys() == {"found", "answers", "right"}
    assert stored().across.weights.keys() == {"sentence", "passage", "part"}


@READERS
def test_stored_weights_favour_what_the_reader_finds(reader: str) -> None:
    """The better a sentence is found, the likelier it answers; neither all nor nothing is said."""
    weights = stored().readers[reader]

    assert weights.candidate.weights["right"] > 0
    assert weights.hit.weights["right"] > 0
    assert weights.chance(9.0) > weights.chance(-9.0)
    assert weights.added(9.0) > weights.added(-9.0)
    assert 0 < stored().threshold < 1
    assert 0 < stored().further < 1
    assert stored() is stored()
