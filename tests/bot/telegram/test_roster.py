"""What one of several bots does for all, here by one that is alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from bot.custody.custodian import Custodian
from bot.telegram import roster as module
from bot.telegram.roster import Crew, Roster

if TYPE_CHECKING:
    from index.library import Library

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
