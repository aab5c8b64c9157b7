"""The purse that language models are paid from: one a day for all processes on a home."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot.models import Usage
from bot.store.costs import Spent, hold, spend, spent

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.prices import Budget, Price
    from index.catalog.engine import Catalog


@dataclass(frozen=True, slots=True)
class Advance:
    """What a request may cost at most, taken out of the purse of a day before it is sent."""

    day: date
    usage: Usage


def _today() -> date:
    return datetime.now(UTC).date()


class Purse:
    """What may be spent on a language model; a day begins at midnight UTC.

    What a request may cost at most is taken before it is sent and what it did not cost put back
    afterwards, so that several processes together stay within the budget. Of a process that dies in
    between it stays taken: the server may have charged it.
    """

    def __init__(
        self,
        catalog: Catalog,
        *,
        price: Price | None = None,
        budget: Budget | None = None,
        today: Callable[[], date] = _today,
    ) -> None:
        self._catalog = catalog
        self._price = price
        self._budget = budget
        self._today = today

    async def take(self, most: Usage) -> Advance | None:
        """``most`` of today's purse; ``None`` where that is more than is left.

        Whoever is cancelled meanwhile has taken nothing.
        """
        advance = Advance(self._today(), self.priced(most))
        taking = asyncio.ensure_future(asyncio.to_thread(self._take, advance))
        try:
            return advance if await asyncio.shield(taking) else None
        except asyncio.CancelledError:
            if await taking:
                await asyncio.to_thread(self._add, advance.day, Usage(), advance.usage, requests=-1)
            raise

    async def settle(self, advance: Advance, usage: Usage) -> Usage:
        """Put back what was not spent, cancelled or not; the usage with its price."""
        priced = self.priced(usage)
        await asyncio.to_thread(self._add, advance.day, priced, advance.usage, requests=0)
        return priced

    def priced(self, usage: Usage) -> Usage:
        """``usage`` with its price, where prices are set."""
        return replace(usage, cost=self._price.of(usage)) if self._price else usage

    def _take(self, advance: Advance) -> bool:
        if self._budget is not None:
            with self._catalog.write() as connection:
                hold(connection, advance.day)
                before = spent(connection, advance.day)
                after = Usage(before.prompt, before.completion, before.cost) + advance.usage
                if not self._budget.covers(after):
                    return False
                spend(connection, advance.day, _spent(advance.usage, requests=1))
            return True
        self._add(advance.day, advance.usage, Usage(), requests=1)
        return True

    def _add(self, day: date, more: Usage, less: Usage, *, requests: int) -> None:
        back = Usage(-less.prompt, -less.completion, None if less.cost is None else -less.cost)
        self._catalog.change(spend, day, _spent(more + back, requests=requests))


def _spent(usage: Usage, *, requests: int) -> Spent:
    return Spent(requests, usage.prompt, usage.completion, usage.cost)
