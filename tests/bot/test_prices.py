"""Prices and budgets as settings write them."""

from __future__ import annotations

import pytest

from bot.models import Usage
from bot.prices import Budget, Price, parse_budget, parse_price


def test_price_is_that_of_a_million_tokens_read_and_written() -> None:
    """Worked out by hand: 2,000 read at 0.15 and 500 written at 0.60."""
    price = parse_price("0.15/0.60")

    assert price == Price(0.15, 0.60)
    assert price.of(Usage(2000, 500)) == pytest.approx(0.0003 + 0.0003)


def test_none_is_no_price_and_no_budget() -> None:
    """Nothing is counted in money, nothing is limited."""
    assert parse_price("none") is None
    assert parse_budget("none") is None


@pytest.mark.parametrize(
    "value", ["0.15", "0.15/", "-1/2", "1/2/3", "1e3/2", "a/b", "1 / 2", "nan/1"]
)
def test_wrong_price_is_refused_with_an_example(value: str) -> None:
    """One sentence: what, and what to write."""
    with pytest.raises(ValueError, match=r"PRESSMARK_LLM_PRICE=.* for example 0\.15/0\.60\."):
        parse_price(value)


@pytest.mark.parametrize(
    "value",
    ["0", "0.00", "-1", "2,50", "€2", "0 tokens", "-5 tokens", "5 token", "2.5 tokens", "inf"],
)
def test_wrong_budget_is_refused_with_examples(value: str) -> None:
    """Money above nothing, or a whole number of tokens."""
    with pytest.raises(ValueError, match=r"PRESSMARK_LLM_BUDGET=.*2\.50.*200000 tokens\."):
        parse_budget(value)


def test_budget_in_money_covers_up_to_its_last_cent() -> None:
    """What was summed from thousands of prices is not refused for its last digits."""
    budget = parse_budget("2.50")

    assert budget == Budget(money=2.5)
    assert budget.covers(Usage(10**9, 10**9, 2.5))
    assert budget.covers(Usage(0, 0, sum([0.1] * 25)))
    assert not budget.covers(Usage(0, 0, 2.51))
    assert budget.covers(Usage(10**9, 10**9))


def test_budget_in_tokens_counts_read_and_written_together() -> None:
    """Whatever they cost."""
    budget = parse_budget("200000 tokens")

    assert budget == Budget(tokens=200_000)
    assert budget.covers(Usage(150_000, 50_000, 99.0))
    assert not budget.covers(Usage(150_000, 50_001))
