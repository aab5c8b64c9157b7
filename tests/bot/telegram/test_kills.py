"""A bot that is killed, anywhere, has given every question one answer in the end."""

from __future__ import annotations

import random
import sqlite3
import time
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.fakes.telegram import FakeTelegram

from .running import RunningBot
from .test_bot_lifecycle import until
from .test_bot_process import OTHER_QUESTION, QUESTION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.fakes.telegram import User

ANSWERS = {QUESTION: "[1]", OTHER_QUESTION: "42 crowns", "Who won the race to Mars?": "not say"}
"""Questions, and what each answer has."""
FEW, MANY = 4, 60


@pytest.fixture
def tg() -> Iterator[FakeTelegram]:
    """A Telegram of one's own, with its limits."""
    with FakeTelegram() as fake:
        yield fake


def rows(home: Path, query: str) -> int:
    """How many rows the catalog of a running bot has."""
    with closing(sqlite3.connect(f"file:{home / 'catalog.sqlite'}?mode=ro", uri=True)) as opened:
        return len(opened.execute(query).fetchall())


def row_appears(query: str) -> Callable[[FakeTelegram, Path], Callable[[], object]]:
    """The moment at which one row more is there than now."""

    def moment(_: FakeTelegram, home: Path) -> Callable[[], object]:
        before = rows(home, query)
        return lambda: rows(home, query) > before

    return moment


def fault(kind: str, method: str = "sendMessage") -> Callable[..., Callable[[], object]]:
    """The moment at which a call has met its fault."""

    def moment(tg: FakeTelegram, _: Path) -> Callable[[], object]:
        planned = tg.fail(method, kind=kind)  # type: ignore[arg-type]
        return lambda: planned.used

    return moment


def arrived(tg: FakeTelegram, _: Path) -> Callable[[], object]:
    """The moment at which a message stands in a chat; the bot may not know it yet."""
    before = len([call for call in tg.calls_of("sendMessage") if call.ok])
    return lambda: len([call for call in tg.calls_of("sendMessage") if call.ok]) > before


STEPS = {
    "the question is stored": row_appears("SELECT id FROM updates WHERE state = 'received'"),
    "typing was shown": fault("hold", "sendChatAction"),
    "the answer is made": row_appears("SELECT id FROM answers"),
    "the answer is owed": row_appears("SELECT id FROM deliveries"),
    "it is on its way": fault("hold"),
    "it arrived and nobody was told": fault("mute"),
    "it arrived": arrived,
    "its arrival is written down": row_appears("SELECT id FROM deliveries WHERE state = 'done'"),
    "the question is done": row_appears("SELECT id FROM updates WHERE state = 'done'"),
}


def has(person: User, count: int) -> bool:
    """Whether somebody was written to so often."""
    return len(person.bot_messages) >= count


def finals(person: User, question: str) -> int:
    """How many answers to a question stand in somebody's private chat."""
    return sum(ANSWERS[question] in message.text for message in person.bot_messages)


def test_killed_at_any_step_it_answers_once(tg: FakeTelegram, home: Path) -> None:
    """One process after the other, each killed at the next step of somebody else's question."""
    people: dict[str, User] = {}
    with RunningBot(tg, home, users="everyone") as bot:
        for number, (step, moment) in enumerate(STEPS.items()):
            person = people[step] = tg.user(id=2001 + number, name=f"P{number}")
            reached = moment(tg, home)
            person.send(OTHER_QUESTION)
            until(reached, 60)
            bot.restart()
            person.wait_for_text("42 crowns", 150)
        tg.quiet(1.0, 60)

        assert {step: finals(person, OTHER_QUESTION) for step, person in people.items()} == (
            dict.fromkeys(STEPS, 1)
        )
        assert [len(person.bot_messages) for person in people.values()] == [1] * len(STEPS)


@pytest.mark.parametrize(
    "kills", [FEW, pytest.param(MANY, marks=pytest.mark.soak)], ids=["few", "many"]
)
def test_killed_at_random_moments_it_answers_everybody_once(
    tg: FakeTelegram, home: Path, kills: int
) -> None:
    """Three people ask at once, again and again, in private and in a group."""
    seed = random.randrange(10**6)  # noqa: S311 - any moments will do, and the seed is shown
    moments = random.Random(seed)  # noqa: S311
    people = [tg.user(id=3001 + number, name=f"P{number}") for number in range(3)]
    with RunningBot(tg, home, users="everyone") as bot:
        for asked in range(1, kills + 1):
            for person, question in zip(people, ANSWERS, strict=True):
                person.send(question)
            time.sleep(moments.uniform(0.0, 0.8))
            bot.kill()
            bot.start()
            for person in people:
                tg.wait_until(partial(has, person, asked), 120)
        bot.restart()
        tg.quiet(1.0, 60)

    counted = [finals(*each) for each in zip(people, ANSWERS, strict=True)]
    assert counted == [kills] * 3, f"seed {seed}"
