"""Updates that nobody can read, and the bot as a process: the next ones are taken."""

from __future__ import annotations

import itertools
import json
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.bot.telegram.updates.test_arrivals import ANY_JSON, MESSAGE, UNREADABLE
from tests.fakes.telegram import FakeTelegram

from .conftest import ANN
from .running import RunningBot, pressmark
from .test_bot_lifecycle import until
from .test_bot_process import OTHER_QUESTION, QUESTION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_numbers = itertools.count(ANN)
HEALTH = {"users": "everyone", "admins": "1"}


@pytest.fixture
def own() -> Iterator[FakeTelegram]:
    """A Telegram of one's own."""
    with FakeTelegram(flood=False) as fake:
        yield fake


def pinned(chat: int) -> str:
    """A message that pins one that cannot be seen any more."""
    place = {"id": chat, "type": "private", "first_name": "Ann"}
    message = MESSAGE | {"chat": place, "from": MESSAGE["from"] | {"id": chat}}  # type: ignore[operator]
    del message["text"]
    message["pinned_message"] = {"chat": place, "message_id": 1, "date": 0}
    return f'{{"update_id": $id, "message": {json.dumps(message)}}}'


def with_any_id(raw: str) -> str:
    """The same update with whichever id it gets."""
    return raw.replace('"update_id": 5', '"update_id": $id')


def status(bot: RunningBot) -> dict[str, Any]:
    """What ``pressmark status --json`` says."""
    done = pressmark("status --json", bot.home.parent, bot.env)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def states(home: Path) -> list[str]:
    """The states of all updates, in the order of their ids."""
    with closing(sqlite3.connect(f"file:{home / 'catalog.sqlite'}?mode=ro", uri=True)) as opened:
        return [row[0] for row in opened.execute("SELECT state FROM updates ORDER BY id")]


def test_question_behind_a_pinned_message_that_nobody_sees_is_answered(
    own: FakeTelegram, home: Path
) -> None:
    """Also after a start; the pin itself is taken like any message."""
    ann = own.user(id=1001, name="Ann")
    with RunningBot(own, home, **HEALTH) as bot:
        own.put_raw(pinned(1001))
        ann.send(OTHER_QUESTION)
        ann.wait_for_text("42 crowns")
        until(lambda: states(home) == ["done", "done"])
        bot.kill()
        own.put_raw(pinned(1001))
        ann.send(QUESTION)
        bot.start()
        ann.wait_for_text("Brenna", 150)

        assert "Traceback" not in bot.log


def test_question_behind_updates_that_nobody_can_read_is_answered(
    own: FakeTelegram, home: Path
) -> None:
    """They are kept, logged once each, counted by `status` and `doctor`, and confirmed."""
    ann = own.user(id=1001, name="Ann")
    with RunningBot(own, home, **HEALTH) as bot:
        for raw in UNREADABLE.values():
            own.put_raw(with_any_id(raw))
        own.put_raw('{"message": 7}')
        ann.send(OTHER_QUESTION)
        ann.wait_for_text("42 crowns")
        until(lambda: not own.world.updates.pending)
        bot.restart()
        ann.send(QUESTION)
        ann.wait_for_text("Brenna", 150)
        found, log = status(bot), bot.log
        words = pressmark("status", home.parent, bot.env).stdout
        doctor = json.loads(pressmark("doctor --json", home.parent, bot.env).stdout)

    count = len(UNREADABLE) + 1
    assert found["healthy"]
    assert (found["telegram"]["state"], found["telegram"]["aside"]) == ("polling", count)
    assert log.count("and is set aside.") == count
    assert len(log) < 20_000
    said = f"{count} updates that could not be read set aside"
    assert said in " ".join(words.split())
    (telegram,) = (each for each in doctor["checks"] if each["name"] == "telegram")
    assert said in telegram["detail"]


def test_bot_that_can_read_nothing_of_what_comes_is_not_healthy(
    own: FakeTelegram, home: Path
) -> None:
    """Two may be odd; three without one between them that was taken are a fault of ours."""
    ann, said = own.user(id=1001, name="Ann"), []
    with RunningBot(own, home, **HEALTH) as bot:
        for _ in range(2):
            own.put_raw('{"update_id": $id, "message": 7}')
        until(lambda: states(home) == ["aside"] * 2)
        said.append(status(bot))
        own.put_raw('{"update_id": $id, "message": 7}')
        until(lambda: states(home) == ["aside"] * 3)
        said.append(status(bot))
        ann.send("/help")
        ann.wait_for_message()
        said.append(status(bot))

    assert [(each["healthy"], each["telegram"]["state"]) for each in said] == [
        (True, "polling"),
        (False, "deaf"),
        (True, "polling"),
    ]


@pytest.mark.parametrize("kind", ["malformed", "500", "502"])
def test_polls_that_fail_are_repeated_after_pauses(
    own: FakeTelegram, home: Path, kind: Any
) -> None:
    """Also one that was answered with half a response; the log has few words about it."""
    ann = own.user(id=1001, name="Ann")
    with RunningBot(own, home, **HEALTH) as bot:
        own.fail("getUpdates", kind=kind, times=3)
        begun = time.monotonic()
        for _ in range(2):  # the first comes with the poll that waits, the second with those
            ann.send("/help")
            ann.wait_for_message(30)
        seconds, log = time.monotonic() - begun, bot.log

    assert seconds > 2.0
    assert log.count("messages cannot be received, trying again") == 1
    assert log.count("Traceback") == 0


def test_updates_that_have_no_id_are_not_polled_without_a_pause(
    own: FakeTelegram, home: Path
) -> None:
    """Nothing can confirm them until the next comes; a hundred of them do not hide it."""
    own.put_raw('{"message": 7}')
    ann = own.user(id=1001, name="Ann")
    with RunningBot(own, home, **HEALTH) as bot:
        until(lambda: states(home) == ["aside"])
        time.sleep(3.0)
        polls = len(own.calls_of("getUpdates"))
        ann.send("/help")
        ann.wait_for_message()
        for _ in range(101):
            own.put_raw('{"message": 8}')
        ann.send(OTHER_QUESTION)
        ann.wait_for_text("42 crowns")

        assert bot.log.count("is set aside") == 2
    assert polls <= 4


def test_messages_wait_while_the_catalog_takes_none(own: FakeTelegram, home: Path) -> None:
    """Nothing is confirmed, and polls are repeated after pauses."""
    ann = own.user(id=1001, name="Ann")
    with (
        RunningBot(own, home, **HEALTH) as bot,
        closing(sqlite3.connect(home / "catalog.sqlite", isolation_level=None)) as opened,
    ):
        opened.execute("ALTER TABLE updates RENAME TO elsewhere")
        ann.send("/help")
        own.put_raw('{"update_id": $id, "message": 7}')
        begun = len(own.calls_of("getUpdates"))
        time.sleep(3.0)
        polls, waiting = len(own.calls_of("getUpdates")) - begun, len(own.world.updates.pending)
        opened.execute("ALTER TABLE elsewhere RENAME TO updates")
        ann.wait_for_message(30)
        until(lambda: states(home)[1:] == ["aside"])

        assert bot.log.count("messages cannot be received, trying again") == 1
    assert polls <= 4
    assert waiting == 2


SHAPED = st.fixed_dictionaries({}, optional=dict.fromkeys(MESSAGE, ANY_JSON)).map(
    lambda odd: MESSAGE | odd
)
BODIES = st.dictionaries(
    st.sampled_from(["message", "edited_message", "callback_query", "inline_query", "x"]),
    ANY_JSON | SHAPED,
    max_size=2,
)
SIZES = st.sampled_from([0, 1000, 1_000_000])


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(BODIES, SIZES, st.booleans())
@example({"message": MESSAGE}, 1_000_000, False)
def test_no_update_stops_the_next(
    tg: FakeTelegram,
    body: dict[str, Any],
    size: int,
    has_id: bool,  # noqa: FBT001 - drawn
) -> None:
    """Any JSON object, with and without an id, up to a megabyte of it."""
    tg.allow("")  # the bot may answer people that there are not
    ann = tg.user(id=next(_numbers), name="Ann")
    text = json.dumps({"padding": "y" * size} | body)
    tg.put_raw('{"update_id": $id, ' + text[1:] if has_id else text)
    ann.send("/help")

    assert ann.wait_for_message()


def test_inbox_keeps_what_telegram_wrote(own: FakeTelegram, home: Path) -> None:
    """Not what the library makes of it, which knows nothing of what comes with its next version."""
    held = own.fail("sendMessage", kind="hold")
    ann = own.user(id=7, name="Ann", started=True)
    message = MESSAGE | {"text": "/help", "unheard_of": {"numbers": [1, None]}}
    with RunningBot(own, home, **HEALTH) as bot:
        own.put_raw(f'{{"update_id": $id, "message": {json.dumps(message)}}}')
        until(lambda: held.used)
        with closing(sqlite3.connect(home / "catalog.sqlite")) as opened:
            (payload,) = opened.execute("SELECT payload FROM updates").fetchone()
        bot.restart()
        ann.wait_for_message()

    assert json.loads(payload)["update"]["message"] == message
