"""A question taken apart."""

from __future__ import annotations

import pytest

from bot.answer.reading.question import months_of, question_weights
from tests.bot.answer.asking import Plain, asked


def test_names_figures_years_and_months_are_told_apart() -> None:
    """A year is no figure, and the first word no name."""
    found = asked("How many of the 143 people aboard did Captain Rask count in May 2024?")

    assert found.kind == "number"
    assert found.names == {"captain", "rask", "may"}
    assert found.figures == {"143"}
    assert found.years == {"2024"}
    assert not found.about_reports


def test_reports_are_a_cue() -> None:
    """Then an article is asked for."""
    assert asked("Which firm was named by the Courier's article?").about_reports


def test_may_without_a_capital_is_no_month() -> None:
    """Nor is to march."""
    assert months_of("They may march in june and in березні") == {6, 3}


def test_weights_sum_to_one() -> None:
    """A question of stop words alone has none."""
    assert sum(question_weights("two ferries sank", Plain()).values()) == pytest.approx(1)
    assert question_weights("was it there?", Plain()) == {}
