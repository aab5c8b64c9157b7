"""Three bots on one PostgreSQL behind one webhook: one is killed, everybody is answered once."""

from __future__ import annotations

import random
import shutil
import signal
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.store.schema import metadata
from index.jobs.relocation import relocate
from index.library import Library
from index.settings import IndexSettings
from tests.bot.telegram.test_bot_lifecycle import until
from tests.fakes.telegram import FakeTelegram

from .several import ANSWERED, has, several, told
from .test_bot_process import OTHER_QUESTION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgresql import Server

    from .several import OneOfMany

BOTS, PEOPLE = 3, 30
PATIENCE = 600.0
OTHER = "42 crowns"
"""What each answer has."""


@pytest.fixture(scope="module")
def database(server: Server, begun_database: str) -> Iterator[str]:
    """The database that they share."""
    name = server.database(like=begun_database)
    yield server.url(name)
    server.drop(name)


@pytest.fixture(scope="module")
def homes(indexed: Path, tmp_path_factory: pytest.TempPathFactory, database: str) -> list[Path]:
    """A home for each, with the index of the sample; the catalog of all is on the server."""
    folder = tmp_path_factory.mktemp("several")
    home = shutil.copytree(indexed, folder / "first")
    settings = IndexSettings(home=home, database=SecretStr(database), _env_file=None)  # type: ignore[call-arg]
    library = Library(settings, tables=metadata)
    relocate(library, home)
    library.close()
    (home / "catalog.sqlite").unlink()
    return [shutil.copytree(home, folder / f"bot{n}" / "home") for n in range(BOTS)]


@pytest.fixture(scope="module")
def tg() -> Iterator[FakeTelegram]:
    """Their Telegram, with its limits."""
    with FakeTelegram() as fake:
        yield fake


@pytest.fixture(scope="module")
def bots(tg: FakeTelegram, homes: list[Path], database: str) -> Iterator[list[OneOfMany]]:
    """Bots that hear from Telegram at one address."""
    with several(tg, homes, seed=1, users="everyone", database=database) as made:
        yield made


def test_questions_of_one_person_are_answered_in_their_order(
    tg: FakeTelegram, bots: list[OneOfMany]
) -> None:
    """Whichever bot each of them was posted to; and no bot does all of it."""
    questions = [(OTHER_QUESTION, OTHER), ("Who won the race to Mars?", "not say")]
    people = [tg.user(id=4001 + number, name=f"P{number}") for number in range(6)]
    for question, _ in questions:
        for person in people:
            person.send(question)
    for person in people:
        tg.wait_until(partial(has, person, len(questions)), PATIENCE)
    tg.quiet(1.0, 60)

    for person in people:
        texts = [message.text for message in person.bot_messages]
        assert [said in text for text, (_, said) in zip(texts, questions, strict=True)] == (
            [True] * len(questions)
        )
    assert sum(ANSWERED in bot.log for bot in bots) > 1


def test_a_bot_that_stood_still_says_nothing_of_what_others_took_over(
    tg: FakeTelegram, bots: list[OneOfMany]
) -> None:
    """It goes on, without what it had in hand, as one that has just come."""
    people = [tg.user(id=5001 + number, name=f"P{number}") for number in range(6)]
    for person in people:
        person.send(OTHER_QUESTION)
    time.sleep(0.7)
    buried = told("bots are gone", bots[1:])
    bots[0].signal(signal.SIGSTOP)
    tg.crashed()
    try:
        for person in people:
            tg.wait_until(partial(has, person, 1), PATIENCE)
        until(lambda: told("bots are gone", bots[1:]) > buried, 60)  # it may have had nothing
    finally:
        bots[0].signal(signal.SIGCONT)  # who stands still cannot be told to end
    until(lambda: "this bot was silent for too long" in bots[0].log, 60)
    right = [[True]] * len(people)

    def said() -> list[list[bool]]:
        """Of each message to each person, whether it is the answer and not only its beginning."""
        return [[OTHER in each.text for each in person.bot_messages] for person in people]

    until(lambda: said() == right, PATIENCE)
    tg.quiet(1.0, 60)

    assert said() == right


@pytest.mark.parametrize(
    "kills", [1, pytest.param(20, marks=pytest.mark.soak)], ids=["one", "many"]
)
def test_a_bot_is_killed_and_everybody_is_answered_once(
    tg: FakeTelegram, bots: list[OneOfMany], kills: int
) -> None:
    """The others take over what it had in hand; it comes back and takes its share again."""
    for bot in bots:
        bot.go_on()
    seed = random.randrange(10**6)  # noqa: S311 - any moments will do, and the seed is shown
    chance = random.Random(seed)  # noqa: S311
    people = [
        tg.user(id=3000 + 100 * kills + number, name=f"P{number}") for number in range(PEOPLE)
    ]
    for asked in range(1, kills + 1):
        for person in people:
            person.send(OTHER_QUESTION)
        time.sleep(chance.uniform(0.0, 3.0))
        killed = chance.choice(bots)
        killed.kill()
        for person in people:
            tg.wait_until(partial(has, person, asked), PATIENCE, f"answer {asked} (seed {seed})")
        if asked < kills:
            killed.go_on()
    tg.quiet(1.0, 60)

    counted = [[OTHER in each.text for each in person.bot_messages] for person in people]
    assert counted == [[True] * kills] * PEOPLE, f"seed {seed}"
