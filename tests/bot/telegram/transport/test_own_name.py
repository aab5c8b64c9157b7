"""The name of the bot, which may change while it runs."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import pytest
from telegram import Update
from telegram.ext import ApplicationBuilder, ExtBot

from bot.telegram.transport.own_name import OwnName
from tests.fakes.proxy import FakeProxy
from tests.fakes.telegram import FakeTelegram

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.anyio


@pytest.fixture
def tg() -> Iterator[FakeTelegram]:
    """A Telegram of one's own."""
    with FakeTelegram() as fake:
        yield fake


def bot_of(tg: FakeTelegram, host: str = "127.0.0.1") -> ExtBot[None]:
    """A bot that speaks to it."""
    return ExtBot(tg.token, base_url=f"{tg.url.replace('127.0.0.1', host)}/bot")


def said(text: str, kind: str) -> dict[str, object]:
    """An update with a message that begins with a name or a command."""
    entity = {"type": kind, "offset": 0, "length": len(text.split(maxsplit=1)[0])}
    message = {
        "message_id": 1,
        "date": 1_700_000_000,
        "chat": {"id": -5, "type": "group", "title": "Desk"},
        "from": {"id": 7, "first_name": "Ann", "is_bot": False},
        "text": text,
        "entities": [entity],
    }
    return {"update_id": 1, "message": message}


async def test_each_unknown_name_is_asked_about_once(tg: FakeTelegram) -> None:
    """Our own name and messages that name nobody are no reason to ask."""
    application = ApplicationBuilder().bot(bot_of(tg)).updater(None).build()
    name = OwnName()
    async with application:
        before = len(tg.calls_of("getMe"))
        for text, kind in (
            ("@ben look", "mention"),
            ("@Ben look again", "mention"),
            ("@Pressmark_bot was he hurt?", "mention"),
            ("/ask who?", "bot_command"),
            ("/ask@other_bot who?", "bot_command"),
        ):
            update = Update.de_json(said(text, kind), application.bot)
            await name.meet(update, application.context_types.context(application))

    assert len(tg.calls_of("getMe")) - before == 2


async def test_name_is_asked_for_now_and_then(
    tg: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    """Also after Telegram did not answer; the new one is logged once."""
    caplog.set_level(logging.INFO, "bot.telegram.transport.own_name")
    async with bot_of(tg) as bot:
        tg.fail("getMe", kind="500")
        tg.rename("pressroom_bot")
        asking = asyncio.create_task(OwnName().run(bot, seconds=0.01))
        await asyncio.to_thread(tg.wait_for_call, "getMe", 5)
        asking.cancel()

        assert bot.username == "pressroom_bot"
    own = [each for each in caplog.records if each.name.endswith("own_name")]
    assert [record.message for record in own] == [
        "the name of the bot cannot be asked for: Internal Server Error",
        "the bot @pressmark_bot is called @pressroom_bot now",
    ]


@pytest.mark.parametrize(
    ("name", "scheme", "said"),
    [("HTTP_PROXY", "http", "http"), ("all_proxy", "socks5h", "socks5")],
)
async def test_telegram_is_asked_through_the_proxy_of_its_kind(
    monkeypatch: pytest.MonkeyPatch, tg: FakeTelegram, name: str, scheme: str, said: str
) -> None:
    """What it needs is installed; the proxy looks the server's name up."""
    with FakeProxy() as proxy:
        monkeypatch.setenv(name, f"{scheme}://{proxy.at}")
        async with bot_of(tg, "telegram.example") as bot:
            known = bot.username

    assert known == "pressmark_bot"
    assert proxy.asked == [f"{said} telegram.example:{tg.url.rpartition(':')[2]}"]
