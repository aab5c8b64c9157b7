"""The rest of the stories: starts, polls, a blocked loop, health that says so, memory."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from telegram import ChatMemberMember, User
from telegram.error import Conflict, TimedOut

from bot.answer.answerer import Answerer
from bot.store.people import Person
from bot.telegram.people.access import Membership, Standings
from bot.telegram.transport.lag import Lag
from bot.telegram.transport.limits import Budgets, Priority, Request
from bot.telegram.transport.message_ids import Marks
from bot.telegram.updates.polls import PollRequest, PollWatch
from bot.telegram.updates.turns import Turns
from tests.bot.telegram.updates.test_polls import polling
from tests.fakes.telegram import FakeTelegram

from .carrying import until
from .running import RunningBot, pressmark
from .test_bot_lifecycle import until as wait_until
from .test_bot_process import OTHER_QUESTION, QUESTION
from .test_kills import rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import World


@pytest.fixture
def tg() -> Iterator[FakeTelegram]:
    """A Telegram of one's own."""
    with FakeTelegram(flood=False) as fake:
        yield fake


def test_story_04_no_start_loses_or_repeats_an_answer_or_forgets_a_card(
    tg: FakeTelegram, home: Path
) -> None:
    """What was written while the bot was away is answered; a card is changed in its place."""
    ann = tg.user(id=1001, name="Ann")
    ann.send(QUESTION)
    with RunningBot(tg, home, users="everyone") as bot:
        answer = ann.wait_for_message(30)
        card = ann.tap(answer, "1").message()
        wait_until(lambda: rows(home, "SELECT * FROM cards"))
        bot.kill()
        ann.send(OTHER_QUESTION)
        bot.start()
        ann.wait_for_text("42 crowns", 150)
        again = ann.tap(answer, "2").message()
        bot.restart()
        ann.expect_silence(0.5)

    assert again is card
    assert len(ann.bot_messages) == 3


def test_story_04_album_is_added_whole_though_a_kill_falls_in_the_middle(
    tg: FakeTelegram, home: Path
) -> None:
    """What came before the caption waits in the catalog, what comes after it is wanted."""
    boss = tg.user(id=1, name="Boss")
    with RunningBot(tg, home, admins="1") as bot:
        for name in ("one", "two", "three"):
            article = {"title": f"Album {name}", "text": f"The {name} lighthouse was painted."}
            caption = "/add" if name == "two" else ""
            content = json.dumps(article).encode()
            boss.send_document(f"{name}.jsonl", content, caption=caption, album="7")
            wait_until(lambda: not unfinished(home))
            if name != "three":
                bot.restart()
        wait_until(lambda: articles(home, "Album %") == 3, 60)
        tg.quiet(1.0, 30)

    assert articles(home, "Album %") == 3


def unfinished(home: Path) -> int:
    """How many updates are not dealt with; before the first came there is one."""
    with closing(sqlite3.connect(f"file:{home / 'catalog.sqlite'}?mode=ro", uri=True)) as opened:
        known, done = opened.execute(
            "SELECT count(*), count(CASE state WHEN 'done' THEN 1 END) FROM updates"
        ).fetchone()
    return int(known - done or not known)


def articles(home: Path, title: str) -> int:
    """How many articles have a title like this one."""
    with closing(sqlite3.connect(f"file:{home / 'catalog.sqlite'}?mode=ro", uri=True)) as opened:
        found = opened.execute("SELECT count(*) FROM versions WHERE title LIKE ?", [title])
        return int(found.fetchone()[0])


@pytest.mark.anyio
async def test_story_05_second_program_with_the_token_is_named_once(
    tg: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    """And polling goes on."""
    tg.allow("conflict")
    watch, taken = PollWatch(), list[str]()
    async with polling(tg, watch, PollRequest(watch), taken) as intake:
        for _ in range(2):
            begun = tg.world.updates.polls
            poll = asyncio.create_task(intake.poll(5))
            await until(tg, lambda: tg.world.updates.polls > begun)  # noqa: B023
            async with httpx.AsyncClient() as other:
                await other.post(f"{tg.url}/bot{tg.token}/getUpdates", json={"timeout": 0})
            with pytest.raises(Conflict) as caught:
                await poll
            watch.failed(caught.value)
        tg.user(id=1001, name="Ann").send("hello")
        await intake.poll(5)

    said = [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(said) == 1
    assert said[0].startswith("another program receives the messages of this bot;")
    assert [json.loads(raw)["message"]["text"] for raw in taken] == ["hello"]


@pytest.mark.anyio
async def test_story_06_poll_on_a_dead_connection_is_ended_and_messages_come_again(
    tg: FakeTelegram,
) -> None:
    """The connections are made anew; nobody is told that the bot heard Telegram meanwhile."""
    tg.fail("getUpdates", kind="hold", times=2)
    tg.user(id=1001, name="Ann").send("hello")
    watch, taken = PollWatch(), list[str]()
    request = PollRequest(watch, late=0.3, silent=0.5)
    async with polling(tg, watch, request, taken) as intake:
        first = request._client
        for _ in range(2):
            with pytest.raises(TimedOut):
                await intake.poll(0)
        silent = watch.heard
        await intake.poll(0)

    assert request._client is not first
    assert silent is None
    assert watch.heard is not None
    assert [json.loads(raw)["message"]["text"] for raw in taken] == ["hello"]


@pytest.mark.anyio
async def test_story_07_loop_goes_on_while_an_answer_waits_for_the_catalog(world: World) -> None:
    """Whatever takes long does so in a thread: on the loop nobody could end this wait."""
    world.index_files({"pilot.txt": "Pilot\n\nThe pilot Orla Brandt sailed to Vollum in May."})
    answerer, lag = Answerer(world.library), Lag()
    await answerer.answer("Who sailed?")
    lag.start()
    path = world.home / "catalog.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as locked:
        locked.execute("BEGIN IMMEDIATE")
        asked = asyncio.create_task(answerer.answer("Who sailed to Vollum?"))
        await asyncio.sleep(1.0)
        waits = not asked.done()
        locked.execute("ROLLBACK")
        answer = await asked
    lag.stop()

    assert waits
    assert "Orla Brandt" in answer.claims[0].text


def test_story_07_catalog_is_read_while_an_answer_is_on_its_way(home: Path) -> None:
    """A send that hangs holds no transaction: others are answered meanwhile."""
    with FakeTelegram(flood=False) as tg:
        held = tg.fail("sendMessage", kind="slow", seconds=4)
        ann, ben = tg.user(id=1001, name="Ann"), tg.user(id=1002, name="Ben")
        with RunningBot(tg, home, users="everyone"):
            ann.send(OTHER_QUESTION)
            wait_until(lambda: held.used)
            ben.send(OTHER_QUESTION)
            ben.wait_for_message(3)

            assert ann.bot_messages == []
            ann.wait_for_message()


HEALTH = {"users": "everyone", "admins": "1"}


def status(bot: RunningBot) -> tuple[bool, str | None]:
    """What ``pressmark status --json`` says of health, and of the bot."""
    done = pressmark("status --json", bot.home.parent, bot.env)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found["healthy"], (found["telegram"] or {}).get("state")


def pulse(home: Path) -> dict[str, Any]:
    """What the bot wrote down of itself, nothing before it did."""
    with closing(sqlite3.connect(home / "catalog.sqlite")) as opened:
        row = opened.execute("SELECT value FROM meta WHERE key = 'telegram'").fetchone()
    return dict(json.loads(row[0])) if row else {}


def test_story_14_health_is_said_as_it_is(tg: FakeTelegram, home: Path) -> None:
    """No poll comes back for minutes; the process is killed; the index is damaged."""
    held = tg.fail("getUpdates", kind="hold", times=1000)
    bot = RunningBot(tg, home, **HEALTH)
    said = [status(bot)]
    bot.start()
    wait_until(lambda: pulse(home) and held.used)
    said.append(status(bot))
    later = json.dumps(pulse(home) | {"begun": pulse(home)["begun"] - 240})
    with closing(sqlite3.connect(home / "catalog.sqlite")) as opened, opened:
        opened.execute("UPDATE meta SET value = ? WHERE key = 'telegram'", [later])
    said.append(status(bot))
    bot.kill()
    said.append(status(bot))
    doctor = pressmark("doctor --json", home.parent, bot.env)
    held.times = 0
    with bot:
        tg.user(id=1001, name="Ann").send("/help")
        wait_until(lambda: pulse(home).get("heard"))
        said.append(status(bot))
    said.append(status(bot))
    for path in (home / "generations").glob("*/lexical/*"):
        path.unlink()
    said.append(status(bot))

    assert said == [
        (True, None),
        (True, "polling"),
        (False, "silent"),
        (False, "dead"),
        (True, "polling"),
        (True, "stopped"),
        (False, "stopped"),
    ]
    assert doctor.returncode == 1
    wrong = [each["name"] for each in json.loads(doctor.stdout)["checks"] if each["ok"] is False]
    assert wrong == ["telegram"]


def things_in(value: object, seen: set[int]) -> int:
    """How many values there are inside a value, each counted once."""
    if id(value) in seen or isinstance(value, str | int | float | None):
        return 0
    seen.add(id(value))
    inside = list(
        value.items() if isinstance(value, dict) else getattr(value, "__dict__", {}).items()
    )
    inside += [(None, each) for each in value] if isinstance(value, list | tuple | set) else []
    return len(inside) + sum(things_in(each, seen) for pair in inside for each in pair)


@pytest.mark.anyio
async def test_story_15_memory_does_not_grow_with_chats() -> None:
    """What is kept of people and chats is bounded; the ten thousandth costs what the first did."""

    async def member(_chat: int, person: int) -> ChatMemberMember:
        """Everybody is in every group."""
        return ChatMemberMember(User(person, "x", is_bot=False))

    marks, budgets, standings, turns, lag = Marks(), Budgets(), Standings(), Turns(), Lag()
    membership = Membership(member)
    sizes = []
    for chat in range(1, 30_001):
        for request in (
            Request(chat, Priority.FINAL),
            Request(-chat, Priority.FINAL),
            Request(chat, Priority.FRAME, activity=True),
        ):
            budgets.take(request, float(chat))
            budgets.silence(request, chat + 5.0, float(chat))
        marks.add(chat, chat)
        marks.add(-1_000_000_000_000 - chat, 1, kind="supergroup")
        standings.remember(Person(chat), code="en")
        lag.add(chat % 50 / 1000)
        async with turns.of(chat):
            await membership.holds(-1, chat)
        if chat in {15_000, 30_000}:
            kept = (marks, budgets, standings, turns, lag, membership)
            sizes.append(sum(things_in(each, set()) for each in kept))

    assert sizes[1] <= sizes[0]
