"""What the tests of the bot share: an indexed home, and one bot for all that do not stop it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from bot.store.schema import metadata
from index.catalog.engine import Catalog
from tests.fakes.telegram import FakeTelegram

from .running import RunningBot, environment, pressmark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BOSS, ANN, STRANGER, DESK = 1, 1001, 6666, -100500
QUIET = {"getUpdates", "setMyCommands"}
"""Calls that belong to no conversation."""


@pytest.fixture
def anyio_backend() -> str:
    """python-telegram-bot runs on asyncio."""
    return "asyncio"


@pytest.fixture(autouse=True)
def _durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Durations as the bot sets the library up to have them."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def catalog(either: Path | str) -> Iterator[Catalog]:
    """An empty catalog."""
    opened = Catalog.open(either, tables=metadata)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home directory with the sample archive indexed; copy it before use."""
    home = tmp_path_factory.mktemp("indexed") / "home"
    done = pressmark("index", home.parent, environment(home))
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def home(indexed: Path, tmp_path: Path) -> Path:
    """An indexed home of one's own."""
    return shutil.copytree(indexed, tmp_path / "home")


@pytest.fixture(scope="module")
def bot(indexed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBot]:
    """A bot that `BOSS` steers and that 200 people from `ANN` on and the group `DESK` may ask."""
    home = shutil.copytree(indexed, tmp_path_factory.mktemp("shared") / "home")
    with FakeTelegram(flood=False) as tg:
        # People are made anew for each test: what is still changed of the last one is not there.
        tg.allow("message to edit not found", "message to delete not found")
        tg.user(id=BOSS, name="Boss", started=True)
        tg.group(id=DESK, title="Desk")
        users = ",".join(map(str, [*range(ANN, ANN + 200), DESK]))
        with RunningBot(tg, home, admins=str(BOSS), users=users) as running:
            yield running


@pytest.fixture
def tg(bot: RunningBot) -> FakeTelegram:
    """The Telegram of the shared bot."""
    return bot.tg
