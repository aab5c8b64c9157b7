"""The purse of a home: shared, kept, and new every day."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.answer.writing.purse import Purse
from bot.models import Usage
from bot.prices import Budget, Price
from bot.store.costs import Spent, hold, spent
from bot.store.schema import metadata
from index.catalog.engine import Catalog
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TODAY, TOMORROW = date(2025, 3, 1), date(2025, 3, 2)


@pytest.fixture
def catalog(either: Path | str) -> Iterator[Catalog]:
    """A catalog with nothing in it."""
    opened = Catalog.open(either, tables=metadata)
    yield opened
    opened.close()


def purse(
    catalog: Catalog, budget: Budget | None, price: Price | None = None, day: date = TODAY
) -> Purse:
    """A purse of a day that does not pass."""
    return Purse(catalog, price=price, budget=budget, today=lambda: day)


def spend(purse: Purse, most: Usage, usage: Usage) -> Usage | None:
    """One request: what it used, or ``None`` where it was not paid."""

    async def run() -> Usage | None:
        advance = await purse.take(most)
        return None if advance is None else await purse.settle(advance, usage)

    return asyncio.run(run())


def on(catalog: Catalog, day: date) -> Spent:
    """What was spent on a day."""
    with catalog.read() as connection:
        return spent(connection, day)


def test_what_a_request_used_is_kept_with_its_price(catalog: Catalog) -> None:
    """Not what it could have used; a second one is added."""
    mine = purse(catalog, None, Price(1, 2))

    used = spend(mine, Usage(1000, 700), Usage(1200, 100))
    spend(mine, Usage(1000, 700), Usage(800, 0))

    assert used == Usage(1200, 100, 0.0014)
    kept = on(catalog, TODAY)
    assert (kept.requests, kept.prompt, kept.completion) == (2, 2000, 100)
    assert kept.cost == pytest.approx(0.0022)


def test_without_prices_tokens_alone_are_counted(catalog: Catalog) -> None:
    """Money is unknown then, not nothing."""
    assert spend(purse(catalog, None), Usage(10, 10), Usage(7, 3)) == Usage(7, 3)
    assert on(catalog, TODAY) == Spent(1, 7, 3)


def test_request_that_could_exceed_the_budget_is_not_paid(catalog: Catalog) -> None:
    """A budget is the most that is spent: the next request must fit with its longest reply."""
    mine = purse(catalog, Budget(tokens=2000))

    assert spend(mine, Usage(500, 500), Usage(500, 100)) == Usage(500, 100)
    assert spend(mine, Usage(1000, 401), Usage(1, 1)) is None
    assert spend(mine, Usage(1000, 400), Usage(1000, 400)) == Usage(1000, 400)
    assert spend(mine, Usage(1, 0), Usage(1, 0)) is None
    assert on(catalog, TODAY) == Spent(2, 1500, 500)


def test_money_is_counted_by_the_price_of_its_time(catalog: Catalog) -> None:
    """Prices that change during a day change what comes, not what was."""
    budget = Budget(money=1.0)

    spend(purse(catalog, budget, Price(1000, 1000)), Usage(400, 100), Usage(400, 100))
    paid = spend(purse(catalog, budget, Price(1, 1)), Usage(400, 100), Usage(400, 100))
    refused = spend(purse(catalog, budget, Price(1000, 1000)), Usage(400, 100), Usage(400, 100))

    assert paid == Usage(400, 100, 0.0005)
    assert refused is None
    assert on(catalog, TODAY).cost == pytest.approx(0.5005)


def test_next_day_has_a_budget_of_its_own(catalog: Catalog) -> None:
    """What was taken before midnight is put back into the day that it was taken from."""
    budget = Budget(tokens=100)
    days = iter([TODAY, TOMORROW])
    moving = Purse(catalog, budget=budget, today=lambda: next(days))

    assert spend(moving, Usage(50, 50), Usage(20, 10)) == Usage(20, 10)
    assert spend(moving, Usage(50, 50), Usage(50, 50)) == Usage(50, 50)
    assert on(catalog, TODAY) == Spent(1, 20, 10)
    assert on(catalog, TOMORROW) == Spent(1, 50, 50)


def test_what_a_dead_process_had_taken_stays_taken(catalog: Catalog) -> None:
    """Its request may have been charged."""
    asyncio.run(purse(catalog, Budget(tokens=100)).take(Usage(60, 30)))

    assert spend(purse(catalog, Budget(tokens=100)), Usage(10, 1), Usage(1, 1)) is None
    assert on(catalog, TODAY) == Spent(1, 60, 30)


def test_cancelled_request_takes_nothing(catalog: Catalog) -> None:
    """Also where it was cancelled while it waited for another writer."""

    async def run() -> None:
        with contextlib.ExitStack() as stack:
            hold(stack.enter_context(catalog.write()), TODAY)  # somebody else's transaction
            taking = asyncio.create_task(purse(catalog, Budget(tokens=100)).take(Usage(60, 30)))
            await asyncio.sleep(0.2)
            taking.cancel()
            await asyncio.sleep(0.2)
            assert not taking.done()
        with pytest.raises(asyncio.CancelledError):
            await taking

    asyncio.run(run())

    assert on(catalog, TODAY) == Spent()


_SPENDER = """
import asyncio, sys
from datetime import date
from pathlib import Path
from bot.answer.writing.purse import Purse
from bot.models import Usage
from bot.prices import Budget
from bot.store.schema import metadata
from index.catalog.engine import Catalog

catalog = Catalog.open(sys.argv[1] if "://" in sys.argv[1] else Path(sys.argv[1]))
purse = Purse(catalog, budget=Budget(tokens=1000), today=lambda: date(2025, 3, 1))

async def run():
    paid = 0
    for _ in range(30):
        advance = await purse.take(Usage(20, 20))
        if advance is not None:
            await purse.settle(advance, Usage(20, 10))
            paid += 1
    print(paid)

asyncio.run(run())
catalog.close()
"""


def test_several_processes_stay_within_one_budget(catalog: Catalog, either: Path | str) -> None:
    """Three at once, each of which could spend it alone: nothing is lost and nothing too much."""
    command = [sys.executable, "-c", _SPENDER, str(either)]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]

    paid = sum(int(each.communicate(timeout=60)[0]) for each in running)

    assert on(catalog, TODAY) == Spent(paid, paid * 20, paid * 10)
    assert 900 <= paid * 30 <= 1000
