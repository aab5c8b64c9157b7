"""What is around the bot: a proxy, a Bot API server of one's own, topics, another name, edits."""

from __future__ import annotations

import itertools
import json
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fakes.proxy import FakeProxy
from tests.fakes.telegram import FakeTelegram
from tests.index.archive.sites import served

from .conftest import ANN, BOSS, DESK
from .running import RunningBot, pressmark
from .test_bot_process import OTHER_QUESTION, QUESTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.telegram import Group, User

PAGE = (
    "<html><head><title>Vardoy pier reopens</title></head><body><article><h1>Vardoy pier reopens"
    "</h1><p>The pier of Vardoy reopened on 3 May 2024 after eleven months of repairs.</p>"
    "<p>The harbour office said that the ferry would call there again from June on.</p>"
    "</article></body></html>"
)
_anns = itertools.count(ANN)
_desks = itertools.count(DESK, -1)


@pytest.fixture(scope="module")
def proxy() -> Iterator[FakeProxy]:
    """The only way out."""
    with FakeProxy() as running:
        yield running


@pytest.fixture(scope="module")
def bot(
    indexed: Path, tmp_path_factory: pytest.TempPathFactory, proxy: FakeProxy
) -> Iterator[RunningBot]:
    """A bot behind a proxy, with a Bot API server in local mode, that sees all of its groups."""
    folder = tmp_path_factory.mktemp("around")
    home = shutil.copytree(indexed, folder / "home")
    files = folder / "server"
    files.mkdir()
    with FakeTelegram(flood=False, privacy=False, local=files) as tg:
        tg.allow("TOPIC_CLOSED", "message thread not found")
        running = RunningBot(tg, home, admins=str(BOSS), users="everyone")
        url = tg.url.replace("127.0.0.1", "telegram.example")
        around = {"PRESSMARK_TELEGRAM_API_URL": url, "ALL_PROXY": f"socks5://{proxy.at}"}
        running.env |= around
        with running:
            yield running


@pytest.fixture
def tg(bot: RunningBot) -> FakeTelegram:
    """Its Telegram."""
    return bot.tg


@pytest.fixture
def boss(tg: FakeTelegram) -> User:
    """Who may add."""
    return tg.user(id=BOSS, name="Boss", started=True)


@pytest.fixture
def ann(tg: FakeTelegram) -> User:
    """Somebody new."""
    return tg.user(id=next(_anns), name="Ann", started=True)


@pytest.fixture
def desk(tg: FakeTelegram, ann: User) -> Group:
    """A group of its own."""
    return tg.group(id=next(_desks), title="Desk", members=[ann])


def test_telegram_and_urls_are_asked_through_the_proxy(
    bot: RunningBot, proxy: FakeProxy, boss: User
) -> None:
    """Names that nobody knows here are looked up there."""
    with served({"/vardoy": (200, {"Content-Type": "text/html"}, PAGE.encode())}) as site:
        host = site.replace("http://127.0.0.1", "paper.example")
        boss.send(f"/add http://{host}/vardoy")
        boss.wait_for_text("Added", 60)
    port = bot.tg.url.rpartition(":")[2]

    assert set(proxy.asked) == {f"socks5 telegram.example:{port}", f"socks5 {host}"}


def test_proxy_that_cannot_be_used_ends_the_program_with_a_sentence(bot: RunningBot) -> None:
    """It names the variable and says how it is written."""
    env = bot.env | {"ALL_PROXY": "socks://127.0.0.1:1080"}
    done = pressmark("run", bot.home.parent, env)

    assert done.returncode == 1
    assert done.stderr.startswith("pressmark: ALL_PROXY: this is no address of a proxy that can")
    assert "Traceback" not in done.stderr


def test_file_of_any_size_is_taken_from_the_disk_of_a_server_of_ones_own(boss: User) -> None:
    """Telegram's own would give nothing larger than 20 MB."""
    fields = {"title": "Nesby lock closes", "body": "The lock of Nesby closes. " * 9}
    content = json.dumps(fields | {"padding": "x" * 21_400_000}).encode()
    boss.send_document("nesby.jsonl", content, caption="/add")
    boss.wait_for_text("Added", 60)
    boss.send("/search Nesby lock")

    assert "Nesby lock closes" in boss.wait_for_message().text


def test_file_that_cannot_be_read_on_that_disk_is_said(bot: RunningBot, boss: User) -> None:
    """As from within a container; the log says where it was looked for."""
    bot.tg.world.local_name = Path("/nowhere/telegram-bot-api")
    boss.send_document("news.jsonl", b"{}", caption="/add")
    said = boss.wait_for_message().text
    bot.tg.world.local_name = None

    assert said.startswith("news.jsonl is with the Bot API server, but I cannot read it there.")
    assert "/nowhere/telegram-bot-api/" in bot.log


@pytest.mark.parametrize("way", ["close", "delete"])
def test_answer_to_a_topic_that_was_closed_or_deleted_comes_beside_it(
    tg: FakeTelegram, ann: User, desk: Group, way: str
) -> None:
    """In the group, where everybody who saw the question sees it."""
    topic = desk.topic("Fish")
    held = tg.fail("sendMessage", kind="slow", seconds=1.0)
    ann.send(f"/ask {OTHER_QUESTION}", chat=desk, topic=topic)
    while not held.used:  # the answer waits at the door, which changes nothing that is waited for
        time.sleep(0.01)
    getattr(desk, way)(topic)
    answer = ann.wait_for_message(chat=desk)
    ann.send("/help", chat=desk)

    assert "42 crowns" in answer.text
    assert (answer.thread_id, answer.reply_to) == (None, None)
    assert ann.wait_for_message(chat=desk).text


def test_question_that_names_the_bot_only_after_an_edit_is_answered(
    bot: RunningBot, ann: User, desk: Group
) -> None:
    """And counted; one more edit changes the answer, one without a new word nothing."""
    message = ann.send(OTHER_QUESTION, chat=desk)
    ann.expect_silence(0.5, chat=desk)
    ann.edit(message, f"@pressmark_bot {OTHER_QUESTION}")
    answer = ann.wait_for_message(chat=desk)
    first = answer.text
    ann.edit(message, f"@pressmark_bot  {OTHER_QUESTION}")
    ann.edit(message, f"@pressmark_bot {QUESTION}")
    ann.wait_for_edit(answer, edits=0)
    with closing(sqlite3.connect(bot.home / "catalog.sqlite")) as opened:
        (count,) = opened.execute("SELECT questions FROM used WHERE who = ?", (ann.id,)).fetchone()

    assert "42 crowns" in first
    assert answer.reply_to is message
    assert len(answer.versions) == 1
    assert desk.bot_messages == [answer]
    assert count == 2


def test_bot_that_is_renamed_while_it_runs_hears_its_new_name(
    tg: FakeTelegram, ann: User, desk: Group
) -> None:
    """Named by a mention, a command, or in reply to it; links lead to the new name."""
    tg.rename("pressroom_bot")
    ann.send(f"@pressroom_bot {OTHER_QUESTION}", chat=desk)
    answer = ann.wait_for_message(chat=desk)
    tg.rename("newsroom_bot")
    ann.send(f"/ask@newsroom_bot {OTHER_QUESTION}", chat=desk)
    second = ann.wait_for_message(chat=desk)
    tg.rename("pressmark_bot")
    ann.send(OTHER_QUESTION, chat=desk, reply_to=second)
    third = ann.wait_for_message(chat=desk)

    names = ["pressroom_bot", "newsroom_bot", "pressmark_bot"]
    assert [each.links["[1]"].split("?")[0] for each in (answer, second, third)] == [
        f"https://t.me/{name}" for name in names
    ]
