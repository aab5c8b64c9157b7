"""Dates, outlets and age."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from index.planning.planner import Outlets, plan
from index.ranking.preferences import date_fit, floor_of, recency

DAY = 86_400.0


@pytest.mark.parametrize(
    ("question", "floor"),
    [
        ("What is the latest fare?", 0.5),
        ("What is the fare?", 0.8),
        ("What was the fare in May 2023?", 1.0),
        ("When was the first time that the ferry sailed?", 1.0),
        ("What did the harbour look like back then?", 1.0),
    ],
)
def test_age_counts_by_what_is_asked(question: str, floor: float) -> None:
    """Most where it asks for what is new, not at all where it asks for the past."""
    planned = plan(question, asked=datetime(2024, 6, 1, tzinfo=UTC), outlets=Outlets([]))

    assert floor_of(planned) == floor


def test_an_old_passage_keeps_its_floor() -> None:
    """The newest loses nothing; one without a date counts as old."""
    planned = plan("fare now", asked=datetime(2024, 6, 1, tzinfo=UTC), outlets=Outlets([]))
    epochs = np.array([1e9, 1e9 - 30 * DAY, 0, -np.inf])

    kept = np.exp(recency(planned, epochs, asked=1e9))

    assert kept == pytest.approx([1, 0.75, 0.5, 0.5], abs=1e-3)


def test_a_date_fits_less_the_farther_it_is() -> None:
    """Within: wholly; a month outside: half; without a date: not at all."""
    epochs = np.array([10, 30, 40, 40 + 30]) * DAY

    assert date_fit(epochs, 20 * DAY, 40 * DAY)[1:] == pytest.approx([1, 1, 0.5])
    assert date_fit(np.array([-np.inf]), 0, 1).tolist() == [0]
