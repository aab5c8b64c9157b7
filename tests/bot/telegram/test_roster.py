"""What one of several bots does for all, and what it does with what it takes."""

from __future__ import annotations

from contextlib import closing
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
from index.errors import CatalogError
from index.library import Library
from index.settings import IndexSettings
from tests.bot.telegram.updates.test_inbox import message

if TYPE_CHECKING:
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
    """One that cannot take what is owed, the first time."""

    def __init__(self, error: Exception) -> None:
        self.errors = [error]

    def take(self, _rows: object) -> None:
        """Fail once."""
        if self.errors:
            raise self.errors.pop()

    def opened(self, _rows: object) -> list[Any]:
        """Nothing."""
        return []


@pytest.mark.parametrize("error", [CatalogError("the disk is full."), ValueError("what?")])
async def test_what_a_fault_leaves_in_its_hands_is_free_again(
    database: str, tmp_path: Path, error: Exception
) -> None:
    """At once, whatever the fault is; nothing counts as tried, and the bot goes on taking."""
    settings = IndexSettings(home=tmp_path / "home", database=SecretStr(database))
    with closing(Library(settings, tables=metadata)) as library:
        custodian, threads = Custodian(alone=False), Threads()
        inbox = Inbox(library.catalog, custodian)
        queue = UpdateQueue(inbox, threads, patience=lambda _: 0.0)
        courier = BrokenCourier(error)
        nothing: Any = None
        crew = Crew(nothing, inbox, queue, nothing, cast("Any", courier), nothing, nothing, nothing)
        roster = Roster(library, custodian, crew)
        library.catalog.change(charges.enter, custodian.name, seconds=30.0)
        inbox.receive(10, message(10))
        with pytest.raises(type(error)):
            await roster._take()

        assert custodian.items == []
        assert library.catalog.query(charges.is_work_left, OWED)

        await roster._take()
        assert (queue.qsize(), custodian.items) == (1, [10])
        await roster.close()
        threads.close()
