"""Bots with replicas and workers, all at once, of which some are killed: nobody notices."""

from __future__ import annotations

import asyncio
import random
import shutil
import time
from contextlib import closing
from functools import partial
from itertools import count
from threading import Thread
from typing import TYPE_CHECKING

import httpx
import pytest

from bot.answer.answerer import Answerer
from bot.telegram.views.answer import render
from tests.bot.telegram.several import ANSWERED, has, several
from tests.bot.telegram.test_bot_process import OTHER_QUESTION
from tests.bot.watches.values import story
from tests.conftest import SAMPLE, indexed, open_library
from tests.fakes.telegram import FakeTelegram

from .running import QUESTIONS, until
from .sharing import are_alike, hits, in_chroma, made

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from subprocess import Popen

    from index.embedding.bundled import BundledEmbedder
    from index.library import Library
    from tests.bot.telegram.several import OneOfMany
    from tests.fakes.telegram import User

    from .sharing import Crew

BOTS, WORKERS, PEOPLE = 3, 2, 12
PATIENCE = 900.0
OTHER = "42 crowns"
"""What each answer to the question of the storm has."""
LONGEST = 4.0
"""Seconds from the beginning of a run to a kill."""
EVERY = 4
"""How often all is made anew."""
MOST_ROUNDS = 20
_ids = count(7001)


@pytest.fixture
def tg() -> Iterator[FakeTelegram]:
    """Their Telegram, with its limits."""
    with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The sample, in a folder to which more is put."""
    return shutil.copytree(SAMPLE, tmp_path / "archive")


@pytest.fixture
def library(
    crew: Crew, archive: Path, bundled: BundledEmbedder, tmp_path: Path
) -> Iterator[Library]:
    """What all share, as this process sees it."""
    where = {"database": crew.database, "chroma": crew.chroma, "archive": str(archive)}
    opened = open_library(tmp_path / "own", bundled, **where)
    yield opened
    opened.close()


def report(archive: Path, number: int) -> None:
    """An article comes in, and in another outlet the same again."""
    text = (
        f"The lighthouse keeper of isle {number} has found a chest with {100 + number} silver "
        f"coins under the stairs. The mayor of isle {number} wants to show it in the town hall.\n\n"
        "The coins were struck before the great flood, the museum of Skelhaven says."
    )
    day = f"2025-0{1 + number % 9}-{10 + number % 18}"
    for outlet in ("Post", "Skelhaven Courier"):
        headline = f"Silver under the stairs of isle {number}"
        (archive / f"{outlet}-{number}.md").write_text(story(outlet, day, headline, text))


def found_on(number: int) -> str:
    """The question that it answers."""
    return f"How many silver coins did the lighthouse keeper of isle {number} find?"


def crowd(tg: FakeTelegram) -> list[User]:
    """People who have not asked before."""
    return [tg.user(id=next(_ids), name=f"P{number}") for number in range(PEOPLE)]


def says(bot: OneOfMany, **details: str) -> bool:
    """Whether these are what a bot says of its checks."""
    checks = httpx.get(f"{bot.url}/readyz", timeout=60).json()["checks"]
    return all(checks.get(name, {}).get("detail") == each for name, each in details.items())


def caught_up(bots: Sequence[OneOfMany]) -> None:
    """Wait until every replica has all there is, and it is loaded."""
    for bot in bots:
        until(partial(says, bot, replica="up to date"), PATIENCE)
    for bot in bots:
        until(partial(says, bot, replica="up to date", index="is loaded"), PATIENCE)


def told_by_each(tg: FakeTelegram, bots: Sequence[OneOfMany], question: str) -> set[str]:
    """All that people are told who ask this, until each bot has answered somebody."""
    before = [bot.log.count(ANSWERED) for bot in bots]
    told: set[str] = set()
    for _ in range(MOST_ROUNDS):
        people = crowd(tg)
        for person in people:
            person.send(question)
        for person in people:
            tg.wait_until(partial(has, person, 1), PATIENCE)
            told |= {message.text for message in person.bot_messages}
        if all(bot.log.count(ANSWERED) > was for bot, was in zip(bots, before, strict=True)):
            return told
    raise AssertionError("one of them answers nobody")


def killed_workers(crew: Crew, alive: list[Popen[str]], chance: random.Random) -> None:
    """Kill one of those that are there, and have another one come."""
    time.sleep(chance.uniform(0.0, LONGEST))
    victim = alive.pop(chance.randrange(len(alive)))
    victim.kill()
    victim.wait()
    alive.append(crew.start())


@pytest.mark.parametrize(
    "kills", [1, pytest.param(20, marks=pytest.mark.soak)], ids=["once", "many"]
)
def test_bots_and_workers_are_killed_and_it_is_as_if_one_process_had_done_it_all(
    tg: FakeTelegram,
    crew: Crew,
    library: Library,
    archive: Path,
    bundled: BundledEmbedder,
    tmp_path: Path,
    kills: int,
) -> None:
    """While people ask and runs go on: each is answered once, nothing is lost, nothing doubled.

    Whoever was killed is started again; in the end every bot finds and says what a home of one's
    own does.
    """
    seed = random.randrange(10**6)  # noqa: S311 - any moments will do, and the seed is shown
    chance = random.Random(seed)  # noqa: S311
    first = library.submit("index")
    workers = [crew.start() for _ in range(WORKERS)]
    until(lambda: library.job(first).ended, PATIENCE)
    homes = [tmp_path / f"bot{number}" / "home" for number in range(BOTS)]
    for home in homes:
        home.mkdir(parents=True)
    shared = {"database": crew.database, "chroma": crew.chroma, "archive": str(archive)}

    with (
        closing(open_library(tmp_path / "alone", bundled, archive=str(archive))) as alone,
        several(tg, homes, seed=seed, users="everyone", **shared) as bots,
    ):
        caught_up(bots)
        people = crowd(tg)
        for step in range(1, kills + 1):
            report(archive, step)
            library.submit("index")
            if step % EVERY == 1:
                library.submit("full")
            for person in people:
                person.send(OTHER_QUESTION)
            killing = Thread(target=killed_workers, args=(crew, workers, chance))
            killing.start()
            time.sleep(chance.uniform(0.0, LONGEST))
            bot = chance.choice(bots)
            bot.kill()
            bot.go_on()
            killing.join()
            for person in people:
                tg.wait_until(partial(has, person, step), PATIENCE, f"answer {step} (seed {seed})")
        last = library.submit("index")
        until(lambda: not library.unfinished(), PATIENCE)
        caught_up(bots)
        told = [told_by_each(tg, bots, found_on(number)) for number in {1, kills}]
        tg.quiet(1.0, PATIENCE)

        answered = [[OTHER in each.text for each in person.bot_messages] for person in people]
        assert answered == [[True] * kills] * PEOPLE, f"seed {seed}"
        assert library.job(last).state == "done", (library.job(last).error, seed)
        assert indexed(alone, archive).state == "done"
        assert made(library) == made(alone), f"seed {seed}"
        assert in_chroma(library) == sorted(made(library).indexed), f"seed {seed}"
        assert told == [{said(alone, found_on(number))} for number in {1, kills}], f"seed {seed}"
        asked = (*QUESTIONS, *map(found_on, range(1, kills + 1)))
        for home in homes:
            with closing(open_library(home, bundled, **shared)) as replica:
                for question in asked:
                    found, wanted = hits(replica, question), hits(alone, question)
                    assert are_alike(found, wanted), f"seed {seed}: {question}"


def said(library: Library, question: str) -> str:
    """What the bot writes of the answer that is found there."""
    answer = asyncio.run(Answerer(library).answer(question))
    assert not answer.refused
    (part,) = render(answer, username="pressmark_bot")
    return part.content.text
