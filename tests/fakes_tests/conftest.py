"""What the tests of the fakes share: a server, a person, plain calls and a real bot."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from telegram.ext import Application, ApplicationBuilder

from tests.fakes.telegram import FakeTelegram, User

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

BotApplication = Application[Any, Any, Any, Any, Any, Any]


class Client:
    """A bot without manners: sends what it is told."""

    def __init__(self, tg: FakeTelegram) -> None:
        self.base = f"{tg.url}/bot{tg.token}"
        self.http = httpx.Client(timeout=10)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """The body of the response to a JSON call."""
        headers = {"Content-Type": "application/json"}
        text = json.dumps(params)
        response = self.http.post(f"{self.base}/{method}", content=text, headers=headers)
        body: dict[str, Any] = response.json()
        return body

    def result(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        body = self.call(method, **params)
        assert body["ok"], body
        return body["result"]

    def refused(self, method: str, **params: Any) -> str:
        """The description of a call that must fail."""
        body = self.call(method, **params)
        assert not body["ok"], body
        return str(body["description"])


@pytest.fixture
def tg() -> Iterator[FakeTelegram]:
    """A fake without flood limits, so that tests may hurry."""
    with FakeTelegram(flood=False) as fake:
        yield fake


@pytest.fixture
def ann(tg: FakeTelegram) -> User:
    """A person who has written to the bot before."""
    return tg.user(id=1001, name="Ann", started=True)


@pytest.fixture
def bot(tg: FakeTelegram) -> Iterator[Client]:
    """Plain calls."""
    client = Client(tg)
    yield client
    client.http.close()


def application(tg: FakeTelegram) -> BotApplication:
    """A python-telegram-bot application that speaks to the fake."""
    builder = ApplicationBuilder().token(tg.token).base_url(f"{tg.url}/bot")
    return builder.base_file_url(f"{tg.url}/file/bot").build()


@asynccontextmanager
async def polling(app: BotApplication) -> AsyncIterator[BotApplication]:
    """The application while it polls."""
    assert app.updater is not None
    async with app:
        await app.start()
        await app.updater.start_polling(timeout=2, poll_interval=0)
        try:
            yield app
        finally:
            await app.updater.stop()
            await app.stop()
