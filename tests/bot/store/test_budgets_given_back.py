"""Questions that cost nothing after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store import budgets

if TYPE_CHECKING:
    from sqlalchemy import Connection

ANN, DESK = 1001, -100500


def test_question_that_is_given_back_can_be_asked(connection: Connection) -> None:
    """By whoever asked, and in the group; nobody gets more than they had."""
    most = {ANN: 1, DESK: 1}
    assert budgets.take(connection, most) is None
    budgets.give_back(connection, most)
    budgets.give_back(connection, most)

    assert budgets.take(connection, most) is None
    assert budgets.take(connection, most) == ANN


def test_name_of_a_group_has_a_budget_apart_from_the_group(connection: Connection) -> None:
    """Who asks in its name does not pay for all who ask in it."""
    assert budgets.take(connection, {DESK: 1}) is None

    assert budgets.take(connection, {budgets.of_name(DESK): 1}) is None
