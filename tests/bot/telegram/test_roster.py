"""What one of several bots does for all, and what it does with what it takes."""

from __future__ import annotations

from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import pytest
from pydantic import SecretStr

from bot.custody import charges
from bot.custody.custodian import Custodian
from bot.store.schema import metadata
from bot.telegram import roster as module
from bot.telegram.admin.runs import OWED
from bot.telegram.roster import Crew, Roster
from bot.telegram.transport.threads import Threads
from bot.telegram.updates.inbox import Inbox, UpdateQueue
from bot.telegram.updates.turns import Processor
from index.errors import CatalogError
from index.library import Library
from index.settings import IndexSettings
from tests.bot.telegram.updates.test_inbox import message

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

pytestmark = pytest.mark.anyio


async def test_what_fails_is_begun_again_and_what_ends_is_not(
    sample: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says why; a loop that nothing is set for comes to its end at once."""
    monkeypatch.setattr(module, "_AGAIN_SECONDS", 0.0)
    roster = Roster(sample, Custodian(), cast("Crew", cast("Any", None)))
    tries = 0

    async def work() -> None:
        """Fails twice."""
        nonlocal tries
        tries += 1
        if tries <= 2:
            raise ValueError("no such hour")

    await roster.while_leading(work)

    assert tries == 3
    assert caplog.text.count("ValueError: no such hour") == 2
    await roster.close()


class BrokenCourier:
    """One that cannot take what is owed, as often as there are errors."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)

    def take(self, _rows: object) -> None:
        """Fail, if it does."""
        if self.errors:
            raise self.errors.pop()

    def opened(self, _rows: object) -> list[Any]:
        """Nothing."""
        return []

    async def close(self) -> None:
        """Nothing to let go of."""


@dataclass(frozen=True)
class Bot:
    """One of several bots on a database, that has no Telegram."""

    library: Library
    custodian: Custodian
    crew: Crew
    roster: Roster


@asynccontextmanager
async def entered(database: str, home: Path, courier: BrokenCourier) -> AsyncIterator[Bot]:
    """A bot that has said that it is there."""
    settings = IndexSettings(home=home, database=SecretStr(database))
    nothing: Any = None
    with closing(Library(settings, tables=metadata)) as library, closing(Threads()) as threads:
        custodian = Custodian(alone=False)
        inbox = Inbox(library.catalog, custodian)
        queue = UpdateQueue(inbox, threads, patience=lambda _: 0.0)
        processor, lanes = Processor(inbox.finish, threads), cast("Any", courier)
        crew = Crew(nothing, inbox, queue, processor, lanes, lanes, nothing, nothing)
        roster = Roster(library, custodian, crew)
        library.catalog.change(charges.enter, custodian.name, seconds=30.0)
        yield Bot(library, custodian, crew, roster)
        await roster.close()


@pytest.mark.parametrize("error", [CatalogError("the disk is full."), ValueError("what?")])
async def test_what_a_fault_leaves_in_its_hands_is_free_again(
    database: str, tmp_path: Path, error: Exception
) -> None:
    """At once, whatever the fault is; nothing counts as tried, and the bot goes on taking."""
    async with entered(database, tmp_path / "home", BrokenCourier(error)) as bot:
        bot.crew.inbox.receive(10, message(10))
        with pytest.raises(type(error)):
            await bot.roster._take()

        assert bot.custodian.items == []
        assert bot.library.catalog.query(charges.is_work_left, OWED)

        await bot.roster._take()
        assert (bot.crew.queue.qsize(), bot.custodian.items) == (1, [10])


async def test_who_was_taken_for_gone_says_what_it_never_began(
    database: str, tmp_path: Path
) -> None:
    """So that a slow machine is not what gives a question up that waited behind another one."""
    async with entered(database, tmp_path / "home", BrokenCourier()) as bot:
        for number in (10, 11):
            bot.crew.inbox.receive(number, message(number))
        await bot.roster._take()
        bot.crew.processor.begun.add(10)
        bot.library.catalog.change(charges.leave, [bot.custodian.name])

        await bot.roster._begin_anew()

        with bot.library.catalog.read() as connection:
            starts = "SELECT payload->'starts' FROM updates ORDER BY id"
            assert connection.exec_driver_sql(starts).scalars().all() == [1, 0]
        assert bot.custodian.items == []
