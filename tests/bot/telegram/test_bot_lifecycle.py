"""The bot as a process: how it starts, ends, is killed, and owns the index."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING

import pytest

from tests.fakes.telegram import FakeTelegram

from .running import RunningBot, environment, pressmark
from .test_bot_process import OTHER_QUESTION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def tg() -> Iterator[FakeTelegram]:
    """A Telegram of one's own."""
    with FakeTelegram(flood=False) as fake:
        yield fake


def until(true: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for something that the fake does not notice."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_killed_in_the_middle_of_a_question_it_answers_once(tg: FakeTelegram, home: Path) -> None:
    """What was received is stored and taken up again by the next process, and counts once."""
    held = tg.fail("sendMessage", kind="hold")
    ann = tg.user(id=1001, name="Ann")
    with RunningBot(tg, home, users="everyone", daily_questions="1") as bot:
        ann.send(OTHER_QUESTION)
        until(lambda: held.used)
        bot.kill()
        assert ann.bot_messages == []
        bot.start()
        answer = ann.wait_for_message(30)
        assert "42 crowns" in answer.text
        ann.expect_silence(0.5)


def test_stranger_of_a_bot_without_admins_reads_the_line_for_env(
    tg: FakeTelegram, home: Path
) -> None:
    """The first minutes of an operator."""
    ann = tg.user(id=1001, name="Ann")
    with RunningBot(tg, home):
        ann.send("hello")

        assert ann.wait_for_message().text.splitlines()[-1] == "PRESSMARK_ADMINS=1001"


def test_question_in_hand_is_answered_before_the_end(tg: FakeTelegram, home: Path) -> None:
    """A signal does not cut it off."""
    slow = tg.fail("sendMessage", kind="slow", seconds=2)
    ann = tg.user(id=1001, name="Ann")
    with RunningBot(tg, home, users="everyone"):
        ann.send(OTHER_QUESTION)
        until(lambda: slow.used)

    assert "42 crowns" in ann.wait_for_message(1).text


def test_token_that_is_taken_away_ends_the_bot(tg: FakeTelegram, home: Path) -> None:
    """Rather than a bot that runs and hears nothing."""
    tg.allow("Unauthorized", "Not Found")
    bot = RunningBot(tg, home)
    bot.start()
    tg.wait_for_call("getUpdates", timeout=600)
    tg.world.token = "123456:OTHER"
    tg.user(id=1001, name="Ann").send("hello")

    assert bot.wait() == 1
    assert "pressmark: PRESSMARK_TELEGRAM_TOKEN: " in bot.log


def test_token_that_is_changed_takes_everything_along(tg: FakeTelegram, home: Path) -> None:
    """Nothing in the home is bound to it: answers of before open, and what is asked is answered."""
    ann = tg.user(id=1001, name="Ann", started=True)
    with RunningBot(tg, home, users="everyone"):
        ann.send(OTHER_QUESTION)
        answer = ann.wait_for_message()
    tg.token = tg.world.token = f"{tg.token.partition(':')[0]}:{'B' * 35}"
    with RunningBot(tg, home, users="everyone"):
        card = ann.tap(answer, "1").message()
        ann.send(OTHER_QUESTION)

        assert "42 crowns" in card.text
        assert "42 crowns" in ann.wait_for_message().text


def test_wrong_token_ends_with_one_sentence(tg: FakeTelegram, home: Path) -> None:
    """It names the setting and never the token."""
    env = environment(home, telegram_token="999:WRONGTOKEN", telegram_api_url=tg.url)
    tg.allow("Unauthorized", "Not Found")
    done = pressmark("run", home.parent, env)

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("pressmark: PRESSMARK_TELEGRAM_TOKEN: ")
    assert "Traceback" not in done.stderr
    assert "WRONGTOKEN" not in done.stderr


def test_unreachable_telegram_is_waited_for(tg: FakeTelegram, home: Path) -> None:
    """One line says so, and the bot starts when it can."""
    tg.fail("getMe", kind="502", times=2)
    ann = tg.user(id=1001, name="Ann")
    with RunningBot(tg, home, users="everyone") as bot:
        ann.send("/help")
        ann.wait_for_message()

        assert bot.log.count("cannot be reached, trying again") == 1


def many_articles(path: Path, count: int) -> Path:
    """An archive that takes some seconds to index: every article is different."""
    lines = [
        json.dumps(
            {
                "title": f"Report {n} from the harbour",
                "text": " ".join(f"Ship {n} number {k} landed {n * k} crates." for k in range(9)),
                "date": "2024-01-02",
            }
        )
        for n in range(count)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_first_reading_is_shown_outlives_a_stop_and_can_be_cancelled(
    tg: FakeTelegram, tmp_path: Path
) -> None:
    """Questions hear that it goes on; a stop leaves the same job; the admin ends it."""
    archive = str(many_articles(tmp_path / "archive.jsonl", 1000))
    boss = tg.user(id=1, name="Boss")
    with RunningBot(tg, tmp_path / "home", admins="1", archive=archive):
        boss.send("What did ship 7 land?")
        first = boss.wait_for_message()
        boss.send("/reindex")
        already, shown = boss.wait_for_message(), boss.wait_for_message()
        boss.wait_for_text("░", 150)
    with RunningBot(tg, tmp_path / "home", admins="1", archive=archive):
        boss.send("/status")
        status = boss.wait_for_message()
        boss.send("/reindex")
        boss.wait_for_message()
        live = boss.wait_for_message()
        boss.tap(live, "Cancel")
        boss.wait_for_text("The run was cancelled.", 150)

    assert first.text == "The archive is being read for the first time. Ask again in a moment."
    assert already.text == "A run is going on already; this is how it stands."
    assert shown.buttons == ["Cancel"]
    assert re.search(r"A run is (?:going on: \d+ of \d+|about to go on)\.", status.text)
    assert live.text.startswith("The run was cancelled.")
    assert live.buttons == []
