"""What the bot's process says of the index that it keeps."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, cast

from bot.telegram.admin.index_owner import IndexKeeper
from index.errors import OtherEmbedderError
from tests.conftest import open_library

if TYPE_CHECKING:
    import pytest

    from index.jobs.runner import Runner
    from tests.conftest import World

OTHER, BUSY = "made with another embedder", "; jobs are left to it until it ends."


class _Refusing:
    """Leads no run."""

    def run_next(self, **_: Any) -> None:
        """Say why."""
        raise OtherEmbedderError(OTHER)


def test_each_reason_is_said_once(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """One that was said keeps no other from being said."""
    keeper = IndexKeeper(world.library)
    runner = cast("Runner", _Refusing())

    def said(end: str) -> int:
        """How often."""
        return sum(record.getMessage().endswith(end) for record in caplog.records)

    for _ in range(2):
        assert keeper._led(runner) is None
    with open_library(world.home, world.embedder).owned():
        keeper.start()
        deadline = time.monotonic() + 120
        while not said(BUSY) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert keeper.stop(seconds=60)
    assert keeper._led(runner) is None

    assert (said(OTHER), said(BUSY)) == (1, 1)
