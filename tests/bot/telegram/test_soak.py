"""Many people at once, in fine weather and in a storm."""

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

from bot.store.schema import metadata
from index.library import Library
from index.settings import IndexSettings
from tests.bot.telegram.watches.test_watch_kills import submit
from tests.bot.watches.values import story
from tests.fakes.telegram import FakeTelegram

from .running import RunningBot

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fakes.telegram import FaultKind, User

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
TOLD = "👁"
"""How a message about a watch begins."""
HEADLINE = re.compile(r"^The .+ of isle \d+ retires(?= — )", re.MULTILINE)
PATIENCE = 900.0
"""Fifty people waited for up to 286 s on a machine with 30 other programs."""
MOST_KILOBYTES = 150_000
"""By which it grows until questions and runs have met in all threads: from 340 MB to 450."""
MOST_A_MINUTE = 1.0
"""Megabytes by which a bot that runs for half an hour may grow a minute, once it is warm."""
MOST_MILLISECONDS = 100
"""How much later the event loop may be in one of a hundred looks than a thread that only sleeps."""
LOOK_SECONDS = 0.05


@dataclass(frozen=True)
class Storm:
    """How many ask for how many seconds.

    Of ``articles`` about each topic so many come ``before``, the others evenly. ``reindexed``: all
    is read anew in the middle.
    """

    people: int
    seconds: int
    articles: int
    before: int = 4
    reindexed: bool = False

    @property
    def short(self) -> bool:
        """Whether it is over before anything can be said of memory and delays."""
        return self.seconds < 60


STORMS = {
    "short": Storm(20, 15, 3, before=1),
    "long": Storm(20, 300, 12),
    "half-an-hour": Storm(50, 1800, 24, reindexed=True),
}


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
        day = f"2024-{(number - 1) % 12 + 1:02}-{(number - 1) // 12 + 1:02}"
        written = story("Post", day, headline(words, number), said)
        (folder / f"{words}.md").write_text(written, encoding="utf-8")
    submit(home, folder)


def publish_until(end: float, home: Path, storm: Storm) -> None:
    """Those that do not come in before, evenly."""
    pause = (end - time.monotonic()) / storm.articles
    for number in range(storm.before + 1, storm.articles + 1):
        time.sleep(pause)
        publish(home, number)


def expected(people: int, count: int) -> list[list[str]]:
    """The headlines that each person is to be told of, in alphabetical order."""
    about = [sorted(headline(words, number) for number in range(1, count + 1)) for words in WATCHED]
    return [about[n % len(about)] if n < WATCHERS else [] for n in range(people)]


def told(person: User) -> list[str]:
    """The headlines that somebody was told of, as often as they were."""
    notices = [each.text for each in person.bot_messages if each.text.startswith(TOLD)]
    return HEADLINE.findall("\n".join(notices))


def wait_until_told(tg: FakeTelegram, people: list[User], count: int) -> None:
    """Until there are as many notices as are to be."""
    whole = sum(map(len, expected(len(people), count)))
    tg.wait_until(lambda: sum(len(told(each)) for each in people) >= whole, PATIENCE, "notices")


def read_anew(end: float, home: Path) -> None:
    """Have all read anew, half way to the end."""
    time.sleep((end - time.monotonic()) / 2)
    library = Library(IndexSettings(home=home), tables=metadata)
    library.submit("full")
    library.close()


@dataclass
class Watchman:
    """What a bot needs, and how late this machine is, looked at until the end."""

    minutes: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)

    def look(self, bot: RunningBot, end: float) -> None:
        """Again and again."""
        while (now := time.monotonic()) < end:
            self.minutes.append(now / 60)
            self.megabytes.append(bot.memory / 1000)
            time.sleep(LOOK_SECONDS)
            self.late.append(1000 * (time.monotonic() - now - LOOK_SECONDS))

    @property
    def slope(self) -> float:
        """Megabytes a minute, once a third is over."""
        warm = len(self.minutes) // 3
        return float(np.polyfit(self.minutes[warm:], self.megabytes[warm:], 1)[0])

    def report(self) -> str:
        """The slope, and the milliseconds of a hundredth of all looks."""
        late = np.percentile(self.late, 99)
        return f"{self.slope:+.2f} MB a minute; a sleeping thread is p99 {late:.0f} ms late"


@pytest.mark.parametrize(
    "storm",
    [
        pytest.param(each, id=name, marks=() if each.short else pytest.mark.soak)
        for name, each in STORMS.items()
    ],
)
def test_everybody_is_answered_and_told_once_each_time(
    home: Path, storm: Storm, capfd: pytest.CaptureFixture[str]
) -> None:
    """Each answer and each notice once, no call refused, memory flat, the loop free."""
    seed = random.randrange(10**6)  # noqa: S311 - it is shown
    calm, stormy, watchman = Times(), Times(), Watchman()
    with FakeTelegram() as tg, ThreadPoolExecutor(storm.people + 2) as pool:
        people = [tg.user(id=5001 + n, name=f"P{n}", started=True) for n in range(storm.people)]
        with RunningBot(tg, home, users="everyone") as bot:
            ask(tg, people[0], QUESTIONS[0], Times())
            for question in QUESTIONS[:2]:
                list(pool.map(lambda person: ask(tg, person, question, calm), people))  # noqa: B023
                time.sleep(3)
            for number, person in enumerate(people[:WATCHERS]):
                watch(person, WATCHED[number % len(WATCHED)])
            for number in range(1, storm.before + 1):
                publish(home, number)
                wait_until_told(tg, people, number)
            begun = bot.memory
            tg.storm(FAULTS, seed=seed)
            if not storm.short:
                tg.fail("getUpdates", kind="hold", nth=200)
            end = time.monotonic() + storm.seconds
            looking = pool.submit(watchman.look, bot, end)
            reading = pool.submit(read_anew, end, home) if storm.reindexed else looking
            talks = [
                pool.submit(talk, tg, person, end, stormy, seed + n)
                for n, person in enumerate(people)
            ]
            publish_until(end, home, storm)
            asked = [each.result() for each in talks]
            tg.calm()
            wait_until_told(tg, people, storm.articles)
            tg.quiet(2.0, 60)
            grown = bot.memory - begun
            for each in (looking, reading):
                each.result()

        log = bot.log
    late = re.search(r"event loop: .* p99 (\d+) ms.*", log)
    assert late is not None, log
    with capfd.disabled():
        sys.stderr.write(
            f"\nseed {seed}\n{calm.report(f'calm, {storm.people} at once')}\n"
            f"{stormy.report('storm')}\n{late[0]}; memory {grown / 1000:+.1f} MB, "
            f"{watchman.report()}\n"
        )

    assert [answered(person) - 2 for person in people[1:]] == asked[1:], f"seed {seed}"
    assert answered(people[0]) - 3 == asked[0]
    assert [sorted(told(person)) for person in people] == expected(len(people), storm.articles)
    if storm.reindexed:
        assert watchman.slope <= MOST_A_MINUTE
    else:
        assert grown < MOST_KILOBYTES
    if not storm.short:
        assert int(late[1]) <= MOST_MILLISECONDS + np.percentile(watchman.late, 99)
