"""What the tests of the bot share: an indexed home, and one bot for all that do not stop it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

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
    """A bot that `BOSS` steers and that `ANN`, 1002, 1003 and the group `DESK` may ask."""
    home = shutil.copytree(indexed, tmp_path_factory.mktemp("shared") / "home")
    with FakeTelegram(flood=False) as tg:
        tg.user(id=BOSS, name="Boss", started=True)
        tg.group(id=DESK, title="Desk")
        users = f"{ANN},1002,1003,{DESK}"
        with RunningBot(tg, home, admins=str(BOSS), users=users) as running:
            yield running


@pytest.fixture
def tg(bot: RunningBot) -> FakeTelegram:
    """The Telegram of the shared bot."""
    return bot.tg
