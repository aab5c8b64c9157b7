"""Twenty people at once, in fine weather and in a storm."""

from __future__ import annotations

import random
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.bot.telegram.watches.test_watch_kills import submit
from tests.bot.watches.values import story
from tests.fakes.telegram import FakeTelegram

from .running import RunningBot

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fakes.telegram import FaultKind, User

PEOPLE = 20
SHORT, LONG = 15, 300
QUESTIONS = (
    "How many people lived in Skelhaven on 1 January 2023?",
    "What did a kilo of cod cost at the Skelhaven auction in March 2025?",
    "Who stole the bell?",
    "Who won the race to Mars?",
    "What happened to the Lady Ingrid?",
)
FAULTS: dict[str, dict[FaultKind, float]] = {
    "sendMessage": {
        "429": 0.03,
        "500": 0.02,
        "502": 0.02,
        "drop": 0.02,
        "lost": 0.03,
        "malformed": 0.01,
    },
    "sendChatAction": {"429": 0.02, "502": 0.02, "drop": 0.02},
    "getUpdates": {"502": 0.02, "drop": 0.02, "malformed": 0.02},
}
WATCHED = ("lighthouse keeper", "beekeeper")
"""What the first people watch, by turns; the others watch nothing."""
WATCHERS = 8
ARTICLES = {SHORT: 3, LONG: 12}
"""How many come in about each: one before the storm, the others evenly over it."""
TOLD = "👁"
"""How a message about a watch begins."""
HEADLINE = re.compile(r"^The .+ of isle \d+ retires(?= — )", re.MULTILINE)
PATIENCE = 90.0
MOST_KILOBYTES = 40_000
MOST_MILLISECONDS = 100
"""How late the event loop may be in one of a hundred looks; held against in the long test alone,
since other programs of a busy machine delay the short one."""


@dataclass
class Times:
    """Seconds that people waited for a first sign and for the answer."""

    signs: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)

    def report(self, name: str) -> str:
        """Median, 95th of a hundred and worst of both."""
        lines = [
            f"{what} p50 {np.percentile(values, 50):.2f} p95 {np.percentile(values, 95):.2f} "
            f"worst {max(values):.2f} s"
            for what, values in (("first sign", self.signs), ("answer", self.answers))
        ]
        return f"{name}: {len(self.answers)} answers; {'; '.join(lines)}"


def answered(person: User) -> int:
    """How many questions of theirs were: what is told of watches answers none."""
    return sum(not message.text.startswith(TOLD) for message in person.bot_messages)


def ask(tg: FakeTelegram, person: User, question: str, times: Times) -> None:
    """Ask and wait for the answer."""
    before, events = answered(person), len(tg.world.events)
    begun = time.monotonic()
    person.send(question)

    def sign() -> bool:
        return any(
            event.chat_id == person.id and event.who.is_bot for event in tg.world.events[events:]
        )

    tg.wait_until(sign, PATIENCE, f"a sign for {person.id}")
    times.signs.append(time.monotonic() - begun)
    tg.wait_until(lambda: answered(person) > before, PATIENCE, f"an answer: {person.id}")
    times.answers.append(time.monotonic() - begun)


def talk(tg: FakeTelegram, person: User, end: float, times: Times, seed: int) -> int:
    """Ask until the end; how often."""
    chance, asked = random.Random(seed), 0  # noqa: S311 - pauses of people
    while time.monotonic() < end:
        if chance.random() < 0.05:
            tg.duplicate_next_update()
        ask(tg, person, chance.choice(QUESTIONS), times)
        asked += 1
        time.sleep(chance.uniform(0.5, 4.0))
    return asked


def watch(person: User, words: str) -> None:
    """Have them told of what comes in."""
    person.send(f"/watch {words}")
    person.wait_for_text(f"{TOLD} Watched from now on: {words}", PATIENCE)


def headline(words: str, number: int) -> str:
    """That of an article that is about what is watched, and like no other."""
    return f"The {words} of isle {number} retires"


def publish(home: Path, number: int) -> None:
    """An article comes in about each topic that is watched."""
    folder = home.parent / f"wire-{number}"
    folder.mkdir()
    for words in WATCHED:
        said = f"{number * 7} years and {number * 11} nights the {words} of isle {number} stayed."
        written = story("Post", f"2024-{number:02}-01", headline(words, number), said)
        (folder / f"{words}.md").write_text(written, encoding="utf-8")
    submit(home, folder)


def publish_until(end: float, home: Path, count: int) -> None:
    """So many come in about each, evenly, after the first."""
    pause = (end - time.monotonic()) / count
    for number in range(2, count + 1):
        time.sleep(pause)
        publish(home, number)


def expected(count: int) -> list[list[str]]:
    """The headlines that each person is to be told of, in alphabetical order."""
    about = [sorted(headline(words, number) for number in range(1, count + 1)) for words in WATCHED]
    return [about[n % len(about)] if n < WATCHERS else [] for n in range(PEOPLE)]


def told(person: User) -> list[str]:
    """The headlines that somebody was told of, as often as they were."""
    notices = [each.text for each in person.bot_messages if each.text.startswith(TOLD)]
    return HEADLINE.findall("\n".join(notices))


def wait_until_told(tg: FakeTelegram, people: list[User], count: int) -> None:
    """Until there are as many notices as are to be."""
    whole = sum(map(len, expected(count)))
    tg.wait_until(lambda: sum(len(told(each)) for each in people) >= whole, PATIENCE, "notices")


@pytest.mark.parametrize(
    "seconds", [SHORT, pytest.param(LONG, marks=pytest.mark.soak)], ids=["short", "long"]
)
def test_twenty_people_are_answered_once_each_time(
    home: Path, seconds: int, capfd: pytest.CaptureFixture[str]
) -> None:
    """Each answer and each notice once, no call refused, memory flat, the loop free."""
    seed = random.randrange(10**6)  # noqa: S311 - it is shown
    calm, stormy = Times(), Times()
    with FakeTelegram() as tg, ThreadPoolExecutor(PEOPLE) as pool:
        people = [tg.user(id=5001 + n, name=f"P{n}", started=True) for n in range(PEOPLE)]
        with RunningBot(tg, home, users="everyone") as bot:
            ask(tg, people[0], QUESTIONS[0], Times())
            for question in QUESTIONS[:2]:
                list(pool.map(lambda person: ask(tg, person, question, calm), people))  # noqa: B023
                time.sleep(3)
            for number, person in enumerate(people[:WATCHERS]):
                watch(person, WATCHED[number % len(WATCHED)])
            publish(home, 1)
            wait_until_told(tg, people, 1)
            begun = bot.memory
            tg.storm(FAULTS, seed=seed)
            if seconds == LONG:
                tg.fail("getUpdates", kind="hold", nth=200)
            end = time.monotonic() + seconds
            talks = [
                pool.submit(talk, tg, person, end, stormy, seed + n)
                for n, person in enumerate(people)
            ]
            publish_until(end, home, ARTICLES[seconds])
            asked = [each.result() for each in talks]
            tg.calm()
            wait_until_told(tg, people, ARTICLES[seconds])
            tg.quiet(2.0, 60)
            grown = bot.memory - begun

        log = bot.log
    late = re.search(r"event loop: .* p99 (\d+) ms.*", log)
    assert late is not None, log
    with capfd.disabled():
        sys.stderr.write(
            f"\nseed {seed}\n{calm.report('calm, 20 at once')}\n{stormy.report('storm')}\n"
            f"{late[0]}; memory {grown / 1000:+.1f} MB\n"
        )

    assert [answered(person) - 2 for person in people[1:]] == asked[1:], f"seed {seed}"
    assert answered(people[0]) - 3 == asked[0]
    assert [sorted(told(person)) for person in people] == expected(ARTICLES[seconds])
    assert grown < MOST_KILOBYTES
    if seconds == LONG:
        assert int(late[1]) <= MOST_MILLISECONDS
