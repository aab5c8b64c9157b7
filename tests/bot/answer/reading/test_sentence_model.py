"""The stored models."""

from __future__ import annotations

import pytest

from bot.answer.composing.selection import addition
from bot.answer.reading.sentence_model import Linear, stored
from tests.bot.answer.made import candidate


def test_score_is_the_weighted_sum_and_probability_its_logistic() -> None:
    """Features without a weight count nothing, however large the sum."""
    model = Linear({"cover": 2.0}, -1.0)

    assert model.score({"cover": 0.5, "other": 9.0}) == 0
    assert model.probability({"cover": 0.5}) == 0.5
    assert model.probability({"cover": 1.0}) == pytest.approx(0.7310586)
    assert model.probability({"cover": 1e9}) == pytest.approx(1)


def test_stored_models_weigh_features_that_there_are() -> None:
    """A weight without its feature would stop every answer."""
    made = candidate("The ferry sank at night.")

    models = stored()

    assert models.first.weights.keys() <= models.full.weights.keys() <= made.features.keys()
    assert models.adding.weights.keys() == addition(made, [made]).keys()
    assert 0 < models.threshold < 1
