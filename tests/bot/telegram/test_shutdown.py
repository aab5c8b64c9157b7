"""The end of the bot, when much of what it waits for never comes."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from telegram.error import TimedOut

from bot.telegram.shutdown import Ending
from tests.bot.telegram.running import RunningBot
from tests.bot.telegram.test_bot_process import OTHER_QUESTION
from tests.fakes.llm import FakeModel
from tests.fakes.telegram import FakeTelegram

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def tg() -> Iterator[FakeTelegram]:
    """A Telegram of one's own, with its limits."""
    with FakeTelegram() as fake:
        yield fake


def test_end_comes_in_time_whatever_hangs_and_loses_nothing(tg: FakeTelegram, home: Path) -> None:
    """A model that fell silent, a flood wait, a call without response, a catalog that is locked."""
    ann, ben, cyd = (
        tg.user(id=1001 + n, name=name) for n, name in enumerate(("Ann", "Ben", "Cyd"))
    )
    with FakeModel("Fish is dear.") as model:
        model.behave("stall", times=1, tokens=2)
        llm = {"llm": "openai-like:fake", "llm_url": model.openai_url}
        with RunningBot(tg, home, users="everyone", **llm) as bot:
            ann.send(OTHER_QUESTION)
            tg.wait_until(lambda: tg.calls_of("sendMessageDraft"), 30)
            for person, kind in ((ben, "429"), (cyd, "hold")):
                planned = tg.fail("sendMessage", kind=kind, retry_after=60)  # type: ignore[arg-type]
                person.send("/search cod")
                tg.wait_until(lambda: planned.used, 30)  # noqa: B023
            with closing(sqlite3.connect(home / "catalog.sqlite", isolation_level=None)) as locked:
                locked.execute("BEGIN IMMEDIATE")
                begun = time.monotonic()
                bot.stop()
                took = time.monotonic() - begun
            said = bot.log
        tg.crashed()
        tg.advance(120)
        with RunningBot(tg, home, users="everyone", **llm):
            ann.wait_for_text("42 crowns", 150)
            for person in (ben, cyd):
                person.wait_for_text("🔎 cod", 150)
            tg.quiet(1.0)

    assert took < 30
    assert "some questions are not answered; they will be after the next start." in said
    assert "ending at once" not in said
    assert [len(person.bot_messages) for person in (ann, ben, cyd)] == [1, 1, 1]


RUN = "from bot.__main__ import main; main(['run'])"


class SlowToEnd(RunningBot):
    """A bot in whose process something that was loaded takes a minute to come to its end."""

    command = ("-c", f"import atexit, time; atexit.register(time.sleep, 60); {RUN}")


def test_end_does_not_wait_for_what_the_interpreter_loaded(tg: FakeTelegram, home: Path) -> None:
    """When all stages are over the process is."""
    with SlowToEnd(tg, home, users="everyone") as bot:
        pass

    assert bot.log.rstrip().endswith("INFO bot.telegram.app: stopped")


@pytest.mark.anyio
async def test_stage_that_takes_too_long_is_left(caplog: pytest.LogCaptureFixture) -> None:
    """And named; what fails at Telegram is over, what is broken is raised."""
    ending = Ending()

    async def fail(error: Exception) -> None:
        """Work that ends with an error."""
        raise error

    assert not await ending.stage("a nap", 0.05, asyncio.sleep(60))
    assert await ending.stage("a call", 1.0, fail(TimedOut()))
    with pytest.raises(ValueError, match="broken"):
        await ending.stage("a bug", 1.0, fail(ValueError("broken")))
    own = [record.message for record in caplog.records if record.name == "bot.telegram.shutdown"]
    assert own == ["a nap did not end in time"]


@pytest.mark.anyio
async def test_pool_is_idle_only_when_its_threads_are() -> None:
    """What computes cannot be interrupted; what waits behind it is not begun."""
    ending, go = Ending(), threading.Event()
    busy, idle = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
    working, waiting = busy.submit(go.wait), busy.submit(go.wait)
    idle.submit(int).result()

    assert await ending.idle(1.0, idle)
    assert not await ending.idle(0.05, busy, idle)
    go.set()
    assert await ending.idle(1.0, busy)
    assert working.result()
    assert waiting.cancelled()
