"""What a language model costs, and the most that a day may cost, as settings write it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.models import Usage

_MILLION = 1_000_000
_MONEY = r"\d{1,9}(?:\.\d{1,9})?"
_PRICE = re.compile(rf"({_MONEY})/({_MONEY})")
_TOKENS = re.compile(r"([1-9]\d{0,14}) tokens")
_SLACK = 1e-9
"""Sums of prices are rounded in their last digits."""


@dataclass(frozen=True, slots=True)
class Price:
    """Money for a million tokens read and written, in whatever currency."""

    prompt: float
    completion: float

    def of(self, usage: Usage) -> float:
        """What the tokens cost."""
        return (usage.prompt * self.prompt + usage.completion * self.completion) / _MILLION


@dataclass(frozen=True, slots=True)
class Budget:
    """The most to spend a day: ``money``, or ``tokens`` read and written together."""

    money: float = math.inf
    tokens: float = math.inf

    def covers(self, spent: Usage) -> bool:
        """Whether so much may be spent in a day."""
        cost = spent.cost or 0.0
        return spent.prompt + spent.completion <= self.tokens and cost <= self.money + _SLACK


def parse_price(value: str) -> Price | None:
    """The price of ``0.15/0.60``; ``None`` of ``none``.

    Raises:
        ValueError: it is neither.
    """
    if value == "none":
        return None
    found = _PRICE.fullmatch(value)
    if found is None:
        raise ValueError(
            f"PRESSMARK_LLM_PRICE={value} is neither none nor two prices; write those of a "
            "million tokens read and written, for example 0.15/0.60."
        )
    return Price(float(found[1]), float(found[2]))


def parse_budget(value: str) -> Budget | None:
    """The budget of ``2.50`` or ``200000 tokens``; ``None`` of ``none``.

    Raises:
        ValueError: it is none of these.
    """
    if value == "none":
        return None
    if tokens := _TOKENS.fullmatch(value):
        return Budget(tokens=int(tokens[1]))
    if re.fullmatch(_MONEY, value) and float(value) > 0:
        return Budget(money=float(value))
    raise ValueError(
        f"PRESSMARK_LLM_BUDGET={value} is neither none, nor money above 0 such as 2.50, nor a "
        "number of tokens such as 200000 tokens."
    )
