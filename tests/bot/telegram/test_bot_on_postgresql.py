"""The bot as a process whose catalog is on a PostgreSQL server."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from bot.store.schema import metadata
from index.jobs.relocation import relocate
from index.library import Library
from index.settings import IndexSettings
from tests.conftest import ROOT, SAMPLE
from tests.fakes.telegram import FakeTelegram

from .running import RunningBot, environment, pressmark
from .test_bot_lifecycle import until
from .test_bot_process import OTHER_QUESTION, QUESTION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.fakes.telegram import User
    from tests.postgresql import Server

SEARCHES = ("Who stole the bell?", "Lady Ingrid aground", "storm flood wall", "Маяк")
MOMENTS = {
    "the question is stored": "SELECT count(*) FROM updates WHERE state = 'received'",
    "the answer is made": "SELECT count(*) FROM answers",
    "the answer is owed": "SELECT count(*) FROM deliveries",
    "its arrival is written down": "SELECT count(*) FROM deliveries WHERE state = 'done'",
}


@pytest.fixture
def tg() -> Iterator[FakeTelegram]:
    """A Telegram of one's own."""
    with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def moved(home: Path, database: str) -> Path:
    """The sample's home, with its catalog on the server alone."""
    settings = IndexSettings(home=home, database=database, _env_file=None)  # type: ignore[call-arg]
    library = Library(settings, tables=metadata)
    relocate(library, home)
    library.close()
    (home / "catalog.sqlite").unlink()
    return home


def name_of(database: str) -> str:
    """The database in its address."""
    found = re.search(r"@/(\w+)\?", database)
    assert found is not None
    return found[1]


def said(home: Path, command: list[str], **settings: str) -> dict[str, object]:
    """What a command says, without how long it took."""
    done = pressmark([*command, "--json"], home.parent, environment(home, **settings))
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    found.pop("ms", None)
    return found


def test_what_is_found_and_answered_is_the_same(indexed: Path, moved: Path, database: str) -> None:
    """Hits, claims, citations: by any command, in either database."""
    answer = said(moved, ["ask", QUESTION], database=database)
    (citation, *_) = answer["citations"]  # type: ignore[misc]
    for command in (["search", "Маяк"], ["search", SEARCHES[1]], ["ask", OTHER_QUESTION]):
        assert said(moved, command, database=database) == said(indexed, command)

    assert said(indexed, ["ask", QUESTION]) == answer
    assert said(moved, ["cite", citation["id"]], database=database)["quote"] == citation["quote"]
    assert said(moved, ["status"], database=database)["healthy"] is True


def test_killed_at_any_step_it_answers_once(
    tg: FakeTelegram, moved: Path, database: str, server: Server
) -> None:
    """One process after the other, each killed at the next step of somebody else's question."""
    people: dict[str, User] = {}

    def count(query: str) -> int:
        """How many rows there are now."""
        return int(server.sql(name_of(database), query))

    with RunningBot(tg, moved, users="everyone", database=database) as bot:
        for number, (step, query) in enumerate(MOMENTS.items()):
            people[step] = tg.user(id=2**40 + number, name=f"P{number}")
            before = count(query)
            people[step].send(OTHER_QUESTION)
            until(lambda query=query, before=before: count(query) > before, 60)  # type: ignore[misc]
            bot.restart()
            people[step].wait_for_text("42 crowns", 150)
        tg.quiet(1.0, 60)
        status = said(moved, ["status"], database=database)

    after = said(moved, ["status"], database=database)
    assert {step: len(person.bot_messages) for step, person in people.items()} == dict.fromkeys(
        MOMENTS, 1
    )
    assert [found["telegram"]["state"] for found in (status, after)] == ["polling", "stopped"]  # type: ignore[index]


def test_a_server_that_is_restarted_interrupts_nobody(
    tg: FakeTelegram, moved: Path, database: str, server: Server
) -> None:
    """Who asks afterwards is answered, and the bot is still known to be alive."""
    ann = tg.user(id=2001, name="Ann")
    with RunningBot(tg, moved, users="everyone", database=database):
        ann.send(QUESTION)
        ann.wait_for_message(150)
        server.restart()
        ann.send(OTHER_QUESTION)
        ann.wait_for_text("42 crowns", 150)


def test_a_run_that_was_killed_is_simply_run_again(
    tmp_path: Path, indexed: Path, bare_database: str, server: Server
) -> None:
    """While reading, cutting and indexing: as if nothing had happened."""
    home, env = tmp_path / "home", environment(tmp_path / "home", database=bare_database)
    moments: list[Callable[[], object]] = [
        lambda: _count(server, bare_database, "articles"),
        lambda: _count(server, bare_database, "passages"),
        lambda: _count(server, bare_database, "vectors"),
    ]
    ends = []
    for moment in moments:
        command = [sys.executable, "-m", "bot", "index", str(SAMPLE)]
        with subprocess.Popen(command, env=env, cwd=ROOT, stderr=subprocess.DEVNULL) as run:
            while not moment() and run.poll() is None:
                time.sleep(0.02)
            os.kill(run.pid, signal.SIGKILL)
        ends.append(run.returncode)

    result = said(home, ["index", str(SAMPLE)], database=bare_database)
    assert ends == [-signal.SIGKILL] * 3
    assert (result["passages"], result["rejected"]) == (105, [])
    for question in SEARCHES:
        command = ["search", question]
        assert said(home, command, database=bare_database) == said(indexed, command)


def _count(server: Server, database: str, table: str) -> int:
    name = name_of(database)
    if not server.sql(name, f"SELECT to_regclass('{table}')"):
        return 0
    return int(server.sql(name, f"SELECT count(*) FROM {table}"))  # noqa: S608 - ours
