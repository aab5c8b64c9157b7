"""The bot as a process whose catalog is on a PostgreSQL server."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from bot.store import pulse
from bot.store.schema import metadata
from index.jobs.relocation import relocate
from index.library import Library
from index.models import Query
from index.settings import IndexSettings
from tests.conftest import ROOT, SAMPLE, Score, open_library
from tests.conftest import indexed as run_over
from tests.fakes.telegram import FakeTelegram

from .running import RunningBot, environment
from .test_bot_lifecycle import until
from .test_bot_process import OTHER_QUESTION, QUESTION, REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from tests.fakes.telegram import User
    from tests.postgresql import Server

SEARCHES = ("Who stole the bell?", "Lady Ingrid aground", "storm flood wall", "Маяк")
MOMENTS = {
    "the question is stored": "SELECT count(*) FROM updates WHERE state = 'received'",
    "the answer is owed": "SELECT count(*) FROM deliveries",
}


@pytest.fixture
def tg() -> Iterator[FakeTelegram]:
    """A Telegram of one's own."""
    with FakeTelegram() as fake:
        yield fake


def opened(home: Path, database: str) -> Library:
    """A home whose catalog is on the server."""
    settings = IndexSettings(home=home, database=SecretStr(database), _env_file=None)  # type: ignore[call-arg]
    return Library(settings, tables=metadata)


@pytest.fixture
def moved(home: Path, database: str) -> Path:
    """The sample's home, with its catalog on the server alone."""
    library = opened(home, database)
    relocate(library, home)
    library.close()
    (home / "catalog.sqlite").unlink()
    return home


def said(home: Path, command: str, lines: tuple[str, ...] = (), **settings: str) -> list[Any]:
    """What a command says of each line, without how long it took."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *command.split(), "--json"],
        cwd=home.parent,
        env=environment(home, **settings),
        input="\n".join(lines),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return [{name: value for name, value in each.items() if name != "ms"} for each in found]


def test_what_is_answered_is_the_same(indexed: Path, moved: Path, database: str) -> None:
    """Claims, citations, notes; and a citation is found by its id."""
    questions = (QUESTION, OTHER_QUESTION, REFUSED)
    answers = said(moved, "ask -", questions, database=database)

    (cited,) = said(moved, f"cite {answers[0]['citations'][0]['id']}", database=database)
    assert answers == said(indexed, "ask -", questions)
    assert [answer["refused"] for answer in answers] == [False, False, True]
    assert cited["quote"] == answers[0]["citations"][0]["quote"]


def test_killed_at_any_step_it_answers_once(
    tg: FakeTelegram, moved: Path, database: str, server: Server
) -> None:
    """One process after the other, and then the server; it is known to be alive, then stopped."""
    people: dict[str, User] = {}
    library = opened(moved, database)

    def count(query: str) -> int:
        """How many rows there are now."""
        with library.catalog.read() as connection:
            return int(connection.exec_driver_sql(query).scalar_one())

    def state() -> str:
        """How the bot is, as other processes see it."""
        found = pulse.look(library)
        return str(found and found["state"])

    with RunningBot(tg, moved, users="everyone", database=database) as bot:
        for number, (step, query) in enumerate(MOMENTS.items()):
            people[step] = tg.user(id=2**40 + number, name=f"P{number}")
            before = count(query)
            people[step].send(OTHER_QUESTION)
            until(lambda query=query, before=before: count(query) > before, 60)  # type: ignore[misc]
            bot.restart()
            people[step].wait_for_text("42 crowns", 150)
        server.restart()
        people["again"] = tg.user(id=2**41, name="Ann")
        people["again"].send(OTHER_QUESTION)
        people["again"].wait_for_text("42 crowns", 150)
        tg.quiet(1.0, 60)
        until(lambda: state() == "polling", 30)

    found = {step: len(person.bot_messages) for step, person in people.items()}
    assert found == dict.fromkeys([*MOMENTS, "again"], 1)
    assert state() == "stopped"
    library.close()


def test_a_run_that_was_killed_is_simply_run_again(
    tmp_path: Path, sample: Library, bundled: BundledEmbedder, bare_database: str, server: Server
) -> None:
    """While reading and while indexing: as if nothing had happened."""
    home, ends = tmp_path / "home", []
    env = environment(home, database=bare_database)
    for table in ("articles", "vectors"):
        command = [sys.executable, "-m", "bot", "index", str(SAMPLE)]
        with subprocess.Popen(command, env=env, cwd=ROOT, stderr=subprocess.DEVNULL) as run:
            while not rows(server, bare_database, table) and run.poll() is None:
                time.sleep(0.05)
            run.kill()
        ends.append(run.returncode)

    library = open_library(home, bundled, database=bare_database)
    job = run_over(library, SAMPLE)
    assert ends == [-signal.SIGKILL] * 2
    assert (job.state, library.status()["passages"]) == ("done", 105)
    for question in SEARCHES:
        assert hits(library, question) == hits(sample, question)
    library.close()


def hits(library: Library, question: str) -> list[tuple[str, str, float]]:
    """What is found, in order."""
    found = library.retriever.search(Query(question, 10))
    return [(hit.passage.id, hit.passage.text, Score(hit.score)) for hit in found]


def rows(server: Server, database: str, table: str) -> int:
    """How many rows a table has, which may not be there yet."""
    name = database.partition("@/")[2].partition("?")[0]
    if not server.sql(name, f"SELECT to_regclass('{table}')"):
        return 0
    return int(server.sql(name, f"SELECT count(*) FROM {table}"))  # noqa: S608 - ours
