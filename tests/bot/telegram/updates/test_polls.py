"""Polls that hang, fail, or are in somebody's way."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx
import pytest
from telegram.error import Conflict, TimedOut
from telegram.ext import ExtBot

from bot.telegram.updates.intake import Intake
from bot.telegram.updates.polls import PollRequest, PollWatch
from tests.bot.telegram.running import RunningBot
from tests.fakes.telegram import FakeTelegram

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

pytestmark = pytest.mark.anyio


@pytest.fixture
def tg() -> Iterator[FakeTelegram]:
    """A Telegram of one's own."""
    with FakeTelegram(flood=False) as fake:
        yield fake


@asynccontextmanager
async def polling(
    tg: FakeTelegram, watch: PollWatch, request: PollRequest, taken: list[str] | None = None
) -> AsyncIterator[Intake]:
    """Polls by hand; the texts of updates are put into ``taken``."""
    texts = [] if taken is None else taken

    async def take(raw: str) -> int:
        texts.append(raw)
        return int(json.loads(raw)["update_id"])

    bot: ExtBot[None] = ExtBot(tg.token, base_url=f"{tg.url}/bot", get_updates_request=request)
    async with bot:
        intake = Intake(request, watch, take)
        intake.aim(bot, [])
        yield intake


async def test_poll_that_never_returns_is_given_up_and_the_next_works(
    tg: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    """A connection that died without a word; once it is said, and once that it works again."""
    caplog.set_level(logging.INFO)
    tg.fail("getUpdates", kind="hold", times=2)
    watch = PollWatch()
    async with polling(tg, watch, PollRequest(watch, late=0.3)) as intake:
        for _ in range(2):
            with pytest.raises(TimedOut):
                await asyncio.wait_for(intake.poll(0), 3)
        await intake.poll(0)

    said = [
        record.message for record in caplog.records if record.name == "bot.telegram.updates.polls"
    ]
    assert said[0].startswith("a poll did not return within ")
    assert said[1:] == ["messages are received again."]


async def test_short_silence_leaves_the_connections(tg: FakeTelegram) -> None:
    """One poll that is late is nothing."""
    tg.fail("getUpdates", kind="hold")
    watch = PollWatch()
    request = PollRequest(watch, late=0.3)
    async with polling(tg, watch, request) as intake:
        first = request._client
        with pytest.raises(TimedOut):
            await intake.poll(0)

        assert request._client is first


def test_webhook_in_the_way_is_named(tg: FakeTelegram, home: Path) -> None:
    """The one that was there is removed, with a word about where; one that comes is named."""
    tg.allow("conflict")
    hook = {"url": "http://127.0.0.1:1/secret-path"}
    httpx.post(f"{tg.url}/bot{tg.token}/setWebhook", json=hook, timeout=10)
    ann = tg.user(id=1001, name="Ann")
    with RunningBot(tg, home, users="everyone") as bot:
        ann.send("/help")
        ann.wait_for_message()
        httpx.post(f"{tg.url}/bot{tg.token}/setWebhook", json=hook, timeout=10)
        ann.send("/help")
        tg.wait_for_call("getUpdates", len(tg.calls_of("getUpdates")) + 2, timeout=30)
        httpx.post(f"{tg.url}/bot{tg.token}/deleteWebhook", json={}, timeout=10)
        ann.wait_for_message(30)

        log = bot.log
    assert "the webhook of this bot at 127.0.0.1 is removed; this program polls." in log
    assert log.count("a webhook was set for this bot by another program") == 1
    assert "secret-path" not in log


async def test_poll_counts_as_heard_only_where_what_it_brought_was_taken(tg: FakeTelegram) -> None:
    """Else a bot that keeps nothing would count as well."""
    watch, taken = PollWatch(), list[str]()
    async with polling(tg, watch, PollRequest(watch), taken) as intake:
        tg.put_raw('{"no": "id"}')
        with pytest.raises(KeyError):
            await intake.poll(0)
        tg.user(id=1001, name="Ann").send("hello")
        before = watch.heard
        taken.clear()
        tg.world.updates.confirm(tg.world.updates.next_id - 1)
        await intake.poll(0)

    assert before is None
    assert watch.heard is not None
    assert len(taken) == 1


@pytest.mark.parametrize(
    ("alone", "advice"),
    [(True, "or give this one its own token"), (False, "set PRESSMARK_WEBHOOK_URL")],
)
def test_two_that_poll_are_told_what_to_do(
    caplog: pytest.LogCaptureFixture, *, alone: bool, advice: str
) -> None:
    """Telegram lets one poll; bots that share a database need a webhook."""
    error = Conflict("Conflict: terminated by other getUpdates request")
    PollWatch(alone=alone).failed(error)

    (said,) = caplog.messages
    assert advice in said
