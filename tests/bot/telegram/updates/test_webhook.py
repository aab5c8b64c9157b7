"""A webhook that Telegram is told of, and what Telegram says of it."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.settings import Settings
from bot.telegram.transport.threads import Threads
from bot.telegram.updates.polls import PollWatch
from bot.telegram.updates.secret_token import SecretToken
from bot.telegram.updates.webhook import Target, Webhook, target_of
from index.errors import CatalogError, SettingsError
from tests.fakes.telegram import FakeTelegram

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from index.catalog.engine import Catalog

pytestmark = pytest.mark.anyio
URL = "https://news.example/secret-path"
PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"


@pytest.fixture
def tg() -> Iterator[FakeTelegram]:
    """A Telegram of one's own; it cannot reach the webhook."""
    with FakeTelegram(flood=False) as fake:
        yield fake


@dataclass
class Hooked:
    """A webhook with what is around it."""

    webhook: Webhook
    bot: ExtBot[None]
    watch: PollWatch
    taken: list[str]

    async def look(self) -> None:
        """One look at Telegram."""
        await self.webhook.look(self.bot)


@asynccontextmanager
async def hooked(
    tg: FakeTelegram, catalog: Catalog, target: Target | None = None
) -> AsyncIterator[Hooked]:
    """A webhook that is looked after by hand; a text ``broken`` cannot be kept."""
    taken: list[str] = []

    async def take(raw: str) -> None:
        """Keep a text."""
        if raw == "broken":
            raise CatalogError("catalog.sqlite: the disk is full")
        taken.append(raw)

    threads, watch = Threads(), PollWatch()
    secret = SecretToken(catalog, "123456")
    webhook = Webhook(target or Target(URL), secret, watch, threads, take)
    bot: ExtBot[None] = ExtBot(tg.token, base_url=f"{tg.url}/bot")
    async with bot:
        yield Hooked(webhook, bot, watch, taken)
        await webhook.stop()
    threads.close()


async def test_webhook_is_set_once_and_again_where_somebody_replaced_it(
    tg: FakeTelegram, catalog: Catalog, caplog: pytest.LogCaptureFixture
) -> None:
    """With the same secret; what is not ours is named by its host."""
    caplog.set_level(logging.INFO)
    async with hooked(tg, catalog) as one:
        await one.look()
        await one.look()
        await one.bot.set_webhook("https://other.example/x")
        await one.look()

    said = [each.message for each in caplog.records if "updates.webhook" in each.name]
    ours = [call for call in tg.calls_of("setWebhook") if call.params["url"] == URL]
    assert said == [
        "Telegram posts to news.example",
        "the webhook of this bot at other.example is replaced; posts come here.",
        "Telegram posts to news.example",
    ]
    assert len({call.params["secret_token"] for call in ours}) == 1
    assert one.watch.heard is not None


async def test_certificate_of_our_own_making_is_sent_along(
    tg: FakeTelegram, catalog: Catalog, tmp_path: Path
) -> None:
    """Its file, as it is."""
    (tmp_path / "cert.pem").write_text(PEM)
    async with hooked(tg, catalog, Target(URL, tmp_path / "cert.pem")) as one:
        await one.look()
        info = await one.bot.get_webhook_info()

    assert info.has_custom_certificate
    assert tg.world.updates.webhook.certificate == PEM.encode()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            "SSL error {error:0A000086:SSL routines::certificate verify failed}",
            (
                "Telegram does not accept the certificate of news.example: SSL error {error:"
                "0A000086:SSL routines::certificate verify failed}. Have the whole chain served "
                "there, or name a self-signed certificate in PRESSMARK_WEBHOOK_CERTIFICATE. "
                "Updates that wait: 1."
            ),
        ),
        (
            "Wrong response from the webhook: 502 Bad Gateway",
            (
                "Telegram could not post to news.example: Wrong response from the webhook: 502 Bad "
                "Gateway. Check that what is in front of PRESSMARK_HTTP passes posts on to it. "
                "Updates that wait: 1."
            ),
        ),
    ],
)
async def test_error_that_telegram_meets_is_told_once_and_it_is_not_heard_meanwhile(
    tg: FakeTelegram, catalog: Catalog, caplog: pytest.LogCaptureFixture, error: str, said: str
) -> None:
    """In the log and in the status, until something is taken again."""
    async with hooked(tg, catalog) as one:
        await one.look()
        one.watch.heard = None
        hook = tg.world.updates.webhook
        tg.world.updates.pending.append({"update_id": 1})
        hook.last_error, hook.last_error_at = error, 1_700_000_000.0
        await one.look()
        await one.look()
        silent, standing = one.watch.heard, one.webhook.standing()
        one.webhook.start(one.bot, [])
        assert await one.webhook.take("{}")

    told = [each.message for each in caplog.records if each.levelno == logging.WARNING]
    assert told == [said]
    assert silent is None
    assert standing == {
        "host": "news.example",
        "pending": 1,
        "error": error,
        "error_at": 1_700_000_000.0,
    }
    assert one.watch.took is not None


async def test_nothing_is_taken_before_it_begins_and_after_it_ended(
    tg: FakeTelegram, catalog: Catalog
) -> None:
    """And what cannot be kept is not taken: Telegram keeps it, and posts it again."""
    async with hooked(tg, catalog) as one:
        before = await one.webhook.take("1")
        one.webhook.start(one.bot, [])
        during = [await one.webhook.take(raw) for raw in ("2", "broken", "3")]
        await one.webhook.stop()
        after = await one.webhook.take("4")

    assert (before, during, after) == (False, [True, False, True], False)
    assert one.taken == ["2", "3"]


async def test_post_with_a_secret_that_was_renewed_elsewhere_is_admitted(
    tg: FakeTelegram, catalog: Catalog
) -> None:
    """A wrong one is not, however often it comes, and none is neither."""
    async with hooked(tg, catalog) as one:
        made = SecretToken(catalog, "123456").current()
        refused = await one.webhook.admits("")
        admitted = await one.webhook.admits(made)
        wrong = [await one.webhook.admits("x" * 43) for _ in range(3)]

    assert (refused, admitted, wrong) == (False, True, [False] * 3)


async def test_token_that_was_revoked_ends_it(tg: FakeTelegram, catalog: Catalog) -> None:
    """As with polls."""
    async with hooked(tg, catalog) as one:
        tg.allow("401")
        tg.world.token = "1:OTHER"
        one.webhook.start(one.bot, [])
        await asyncio.wait_for(one.watch.revoked.wait(), 10)


async def test_webhook_that_telegram_refuses_is_told(
    tg: FakeTelegram, catalog: Catalog, caplog: pytest.LogCaptureFixture
) -> None:
    """And tried again: its host may only not be known yet."""
    tg.fail(
        "setWebhook",
        kind="400",
        description="Bad Request: bad webhook: Failed to resolve host: Name or service not known",
    )
    async with hooked(tg, catalog) as one:
        with pytest.raises(BadRequest):
            await one.look()
        one.webhook.start(one.bot, [])
        tg.fail("getWebhookInfo", kind="429", retry_after=1)
        await asyncio.to_thread(tg.wait_for_call, "setWebhook", 2)

    assert "messages cannot be received, trying again: Flood control exceeded" in caplog.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "cannot be read (No such file or directory)."),
        ("x", "is not a certificate alone; name the PEM file that the server shows, without"),
        (f"{PEM}-----BEGIN PRIVATE KEY-----", "is not a certificate alone"),
    ],
)
def test_file_that_is_no_certificate_alone_is_refused(
    tmp_path: Path, content: str | None, sentence: str
) -> None:
    """A private key is sent to nobody."""
    path = tmp_path / "cert.pem"
    if content is not None:
        path.write_text(content)
    settings = Settings(http="127.0.0.1:1", webhook_url=URL, webhook_certificate=path)

    with pytest.raises(SettingsError) as refused:
        target_of(settings)

    assert sentence in str(refused.value)
