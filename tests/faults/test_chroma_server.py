"""The index on a Chroma server: as in the home, and while the server is away or has lost it."""

from __future__ import annotations

import asyncio
import logging
import shutil
import signal
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from bot.answer.answerer import Answerer
from bot.terminal.status import show_status
from index.jobs.queue import settle
from index.jobs.schedule import Schedule
from index.models import Query
from index.progress import AWAY, CancelledError
from index.stores.chroma import Collection
from index.stores.chroma_server import ChromaServer
from tests.conftest import SAMPLE, Score, indexed, open_library

from .running import QUESTIONS, finish, phase, start, until
from .served import Served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from index.library import Library

FILES = {"a.txt": "The pier closed.", "b.txt": "The eels died.", "c.txt": "A storm came."}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for the module."""
    made = Served(tmp_path_factory.mktemp("server") / "chroma")
    made.start()
    yield made
    made.end()


@pytest.fixture(autouse=True)
def _empty(server: Served) -> None:
    """Each test finds it running; what others left in it is of other homes."""
    server.start()


@pytest.fixture
def opens(server: Served, bundled: BundledEmbedder) -> Iterator[Callable[..., Library]]:
    """Opens a home whose Chroma is the server."""
    opened: list[Library] = []

    def open_served(home: Path, **settings: Any) -> Library:
        opened.append(open_library(home, bundled, **{"chroma": server.url, **settings}))
        return opened[-1]

    yield open_served
    for each in opened:
        each.close()


@pytest.fixture
def served(tmp_path: Path, sample_home: Path, opens: Callable[..., Library]) -> Library:
    """The sample archive, moved to the server from a home that had it embedded."""
    library = opens(shutil.copytree(sample_home, tmp_path / "home"))
    assert indexed(library, SAMPLE).state == "done"
    return library


def archive(folder: Path, files: dict[str, str]) -> Path:
    """A folder with these files."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def hits(library: Library) -> list[tuple[str, Score]]:
    """What the owner of the index finds, which asks Chroma."""
    with library.owned():
        found = [library.retriever.search(Query(each, 10)) for each in QUESTIONS]
    return [(hit.passage.id, Score(hit.score)) for each in found for hit in each]


def neighbours(library: Library) -> bool:
    """Whether the questions so far were answered by Chroma."""
    opened = library.retriever._opened
    return bool(opened and opened.neighbours and not opened.away)


def answer(library: Library) -> str:
    """What the owner of the index answers."""
    with library.owned():
        found = asyncio.run(Answerer(library).answer("What did a kilo of cod cost in March 2025?"))
    return found.text


def test_hits_and_answers_are_those_of_the_embedded_index(served: Library, sample: Library) -> None:
    """The same passages with the same scores, and word for word the same answer."""
    found, expected = hits(served), hits(sample)

    assert found == expected
    assert neighbours(served)
    assert answer(served) == answer(sample)


def test_moving_between_home_and_server_loses_no_citation_and_embeds_nothing(
    tmp_path: Path, sample_home: Path, opens: Callable[..., Library], server: Served
) -> None:
    """Either way a new generation is made from the vectors that are there."""
    home = shutil.copytree(sample_home, tmp_path / "home")
    before = opens(home, chroma="embedded")
    size, old = vectors(before), hits(before)
    there, had = opens(home), len(server.names())
    damaged = there.damage()

    moved = indexed(there, SAMPLE)

    assert damaged is not None
    assert damaged[1] == "the vector index is missing on the Chroma server"
    assert (moved.state, hits(there), vectors(there)) == ("done", old, size)
    assert there.damage() is None
    assert len(server.names()) == had + 1
    assert not there.home.chroma(there.status()["generation"]).exists()
    back = opens(home, chroma="embedded")
    assert back.damage() is not None
    assert indexed(back, SAMPLE).state == "done"
    assert (hits(back), vectors(back), back.damage()) == (old, size, None)


def vectors(library: Library) -> int:
    """Bytes of the file of vectors."""
    return library.home.vectors(library.bundled.fingerprint).stat().st_size


def test_a_new_generation_replaces_the_old_one_on_the_server(
    served: Library, server: Served
) -> None:
    """Of a home there is one collection; runs that change little change that."""
    had, old = len(server.names()), served.status()["generation"]

    full = indexed(served, SAMPLE, kind="full")

    assert full.state == "done"
    assert served.status()["generation"] != old
    assert len(server.names()) == had
    assert served.vector_indexes.lacks(old) == "the vector index is missing on the Chroma server"


def test_two_homes_on_one_server_do_not_see_each_other(
    tmp_path: Path, opens: Callable[..., Library]
) -> None:
    """Not what the other has, and not that it builds its index anew."""
    one, other = opens(tmp_path / "one"), opens(tmp_path / "other")
    indexed(one, archive(tmp_path / "first", FILES))
    indexed(other, archive(tmp_path / "second", {"d.txt": "The mayor resigned."}))

    indexed(other, tmp_path / "second", kind="full")

    for library, count in ((one, 3), (other, 1)):
        assert len(hits(library)) == count * len(QUESTIONS)
        assert (neighbours(library), library.damage()) == (True, None)
        index = library.vector_indexes.existing(library.status()["generation"])
        assert index.count() == count


def test_questions_are_answered_while_the_server_is_away(
    served: Library, server: Served, caplog: pytest.LogCaptureFixture
) -> None:
    """By the words and the vectors of this machine, which is said once and is no damage."""
    caplog.set_level(logging.INFO)
    expected = hits(served)
    server.leave()

    away, healthy = hits(served), served.status()["healthy"]
    asked = served.vector_indexes.server()
    server.start()

    assert away == expected
    assert caplog.text.count("Questions are answered by what is on this machine.") == 1
    assert served.damage() is None
    assert (healthy, asked) == (True, {"where": server.url, "answers": False})
    until(lambda: hits(served) == expected and neighbours(served), 30)
    assert "the server of the vector index answers again." in caplog.text
    assert served.vector_indexes.server() == {"where": server.url, "answers": True}


def test_a_server_that_is_away_at_the_start_is_asked_when_it_is_there(
    served: Library, server: Served, opens: Callable[..., Library]
) -> None:
    """By the same process, without a run in between."""
    expected = hits(served)
    server.leave()
    begun = opens(served.home.root)

    away = hits(begun)
    server.start()

    assert away == expected
    assert not neighbours(begun)
    until(lambda: hits(begun) == expected and neighbours(begun), 30)


def test_commands_say_that_the_server_is_away(
    served: Library, server: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    """`ask` answers all the same; `doctor` repairs nothing that is not damaged."""
    server.leave()
    environment = {"PRESSMARK_CHROMA": server.url, "PRESSMARK_CHROMA_PATIENCE": "0s"}

    asked = finish(served.home.root, "ask", "What did a kilo of cod cost?", env=environment)
    show_status(
        served.status() | {"chroma": served.vector_indexes.server()},
        places={},
        rejected=(),
        runs={},
    )
    found = indexed(served, kind="doctor").result or {}

    assert (asked.returncode, "cod" in asked.stdout) == (0, True), asked.stderr
    assert f"{server.url} does not answer: a run waits for it" in " ".join(
        capsys.readouterr().out.split()
    )
    assert (found["healthy"], found["repaired"]) == (False, [])
    (chroma,) = [check for check in found["checks"] if check["name"] == "chroma"]
    assert chroma["detail"].startswith(f"the Chroma server at {server.url} does not answer")


def test_an_article_is_taken_out_while_the_server_is_away(served: Library, server: Served) -> None:
    """At once, without waiting; the index follows when the server is there."""
    (first, *_) = served.retriever.search(Query("Viktor Stamm bell theft", 1))
    server.leave()

    served.withdraw(first.passage.card.article)
    settle(served)
    waiting = [job.kind for job in served.unfinished()]
    found = served.retriever.search(Query("Viktor Stamm bell theft", 50))
    server.start()
    settle(served)

    assert first.passage.card.article not in {hit.passage.card.article for hit in found}
    assert (waiting, served.unfinished()) == (["sync"], [])
    index = served.vector_indexes.existing(served.status()["generation"])
    assert index.present([first.passage.id]) == set()


def test_a_run_waits_for_a_server_that_is_restarted(
    tmp_path: Path, opens: Callable[..., Library], server: Served
) -> None:
    """It says so, and goes on where it was."""
    library = opens(tmp_path / "home")
    said: list[str | None] = []

    def restart(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
        """Kill the server when passages are written, start it when that is noticed."""
        if phase == "indexing" and not said:
            said.append("killed")
            server.kill()
        if phase == AWAY and AWAY not in said:
            said.append(library.unfinished()[0].phase)
            if AWAY in said:
                server.start()

    job = indexed(library, archive(tmp_path / "files", FILES), progress=restart)

    assert (job.state, said) == ("done", ["killed", "indexing", AWAY])
    assert len(hits(library)) == 3 * len(QUESTIONS)


def test_a_run_that_waits_can_be_cancelled_and_goes_on_later(
    tmp_path: Path, opens: Callable[..., Library], server: Served
) -> None:
    """The server is not needed for that."""
    library, files = opens(tmp_path / "home"), archive(tmp_path / "files", FILES)
    server.leave()

    def cancel(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
        if phase == AWAY:
            raise CancelledError

    cancelled = indexed(library, files, progress=cancel)
    server.start()

    assert cancelled.state == "cancelled"
    assert indexed(library, files).state == "done"
    assert len(hits(library)) == 3 * len(QUESTIONS)


def test_a_run_gives_up_in_the_end_and_says_what_becomes_of_it(
    tmp_path: Path, opens: Callable[..., Library], server: Served
) -> None:
    """After ``PRESSMARK_CHROMA_PATIENCE``."""
    library = opens(tmp_path / "home", chroma_patience="0s")
    server.leave()

    job = indexed(library, archive(tmp_path / "files", FILES))

    assert job.error is not None
    assert job.error.startswith(f"the Chroma server at {server.url} does not answer (")
    assert job.error.endswith(
        "; start it, or correct PRESSMARK_CHROMA. What was done is kept; the same "
        "`pressmark index` command goes on from there."
    )


def test_an_index_that_the_server_lost_is_built_again(served: Library, server: Served) -> None:
    """The owner notices by itself; until then the vectors of this machine answer."""
    expected = hits(served)
    server.forget()

    meanwhile = hits(served)
    Schedule(served).look()
    (job,) = served.unfinished()
    run = indexed(served, kind="repair")

    assert (meanwhile, job.kind, run.id, run.state) == (expected, "repair", job.id, "done")
    assert (hits(served), neighbours(served), served.damage()) == (expected, True, None)


@pytest.mark.parametrize("first", [True, False], ids=["first run", "later run"])
def test_what_is_lost_under_a_run_is_built_again_by_it(
    tmp_path: Path, opens: Callable[..., Library], server: Served, *, first: bool
) -> None:
    """Whether it builds a generation or adds to one."""
    library, files = opens(tmp_path / "home"), archive(tmp_path / "files", FILES)
    lost: list[str] = []
    if not first:
        indexed(library, files)
        archive(files, {"d.txt": "The mayor resigned."})

    def lose(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
        if phase == "indexing" and not lost:
            lost.extend(server.names())
            server.forget()

    job = indexed(library, files, progress=lose)

    assert (job.state, len(lost) > 0) == ("done", True), job.error
    assert len(server.names()) == 1
    assert len(hits(library)) == (3 if first else 4) * len(QUESTIONS)
    assert neighbours(library)


def test_a_run_that_is_killed_leaves_nothing_behind(
    tmp_path: Path, sample: Library, opens: Callable[..., Library], server: Served
) -> None:
    """The next one completes it, in the same collection."""
    home, had = tmp_path / "home", len(server.names())
    with start(home, "index", str(SAMPLE), env={"PRESSMARK_CHROMA": server.url}) as run:
        until(lambda: phase(home) == "indexing" or run.poll() is not None)
        run.kill()
    killed = len(server.names())

    library = opens(home)
    job = indexed(library, SAMPLE)

    assert (run.returncode, killed, job.state) == (-9, had + 1, "done")
    assert len(server.names()) == had + 1
    assert hits(library) == hits(sample)


def test_old_generations_that_cannot_be_removed_now_are_removed_by_the_next_run(
    tmp_path: Path, opens: Callable[..., Library], server: Served
) -> None:
    """The server goes away just after the new one answers."""
    library, files = opens(tmp_path / "home"), archive(tmp_path / "files", FILES)
    indexed(library, files)
    had = len(server.names())

    def away(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
        if phase == "switching":
            server.leave()

    job = indexed(library, files, kind="full", progress=away)
    server.start()
    left = len(server.names())
    indexed(library, files)

    assert (job.state, left, len(server.names())) == ("done", had + 1, had)


def test_tenant_and_database_are_made_where_they_are_missing(
    tmp_path: Path, opens: Callable[..., Library], server: Served
) -> None:
    """Again where the server lost them."""
    library = opens(tmp_path / "home", chroma_tenant="press", chroma_database="harbour")
    files = archive(tmp_path / "files", FILES)
    indexed(library, files)
    made = len(server.names("press", "harbour"))
    server.lose()

    job = indexed(library, files)

    assert (made, job.state, len(server.names("press", "harbour"))) == (1, "done", 1)


def test_no_more_is_written_at_once_than_the_server_takes(
    tmp_path: Path, opens: Callable[..., Library]
) -> None:
    """More are written, looked for and taken out in portions."""
    indexes = opens(tmp_path / "home").vector_indexes
    assert isinstance(indexes, ChromaServer)
    opened = indexes.open("portions")
    few = Collection(opened._collection, opened._faults, attempt=opened._attempt, most=2)
    ids = [str(number) for number in range(5)]

    few.upsert(ids, np.eye(5, dtype=np.float32))
    few.delete(["0", "1", "2"])

    assert few.present(ids) == {"3", "4"}
    assert few.count() == 2
    assert opened._most == 256


def test_a_copy_of_a_home_makes_a_generation_of_its_own(
    tmp_path: Path, opens: Callable[..., Library], server: Served
) -> None:
    """Neither takes from the other what it had written, nor leaves its own there."""
    first, files = opens(tmp_path / "home"), archive(tmp_path / "files", FILES)
    indexed(first, files)
    had = len(server.names())
    copy = opens(shutil.copytree(tmp_path / "home", tmp_path / "copy"))
    indexed(first, archive(files, {"d.txt": "The mayor resigned."}))

    indexed(copy, archive(tmp_path / "others", {**FILES, "e.txt": "Bread got dearer."}))
    indexed(first, files)

    assert copy.status()["generation"] != first.status()["generation"]
    assert len(server.names()) == had + 1
    for library, count in ((first, 4), (copy, 4)):
        assert (len(hits(library)), neighbours(library)) == (count * len(QUESTIONS), True)


def test_a_backup_of_a_home_does_not_believe_what_was_written_since(
    tmp_path: Path, opens: Callable[..., Library]
) -> None:
    """As many passages as it knows are there, but not the same."""
    library, files = opens(tmp_path / "home"), archive(tmp_path / "files", FILES)
    indexed(library, files)
    library.close()
    backup = shutil.copytree(tmp_path / "home", tmp_path / "backup")
    (files / "a.txt").unlink()
    later = opens(tmp_path / "home")
    indexed(later, archive(files, {"d.txt": "The mayor resigned."}))
    later.close()
    shutil.rmtree(tmp_path / "home")
    restored = opens(backup.rename(tmp_path / "home"))

    indexed(restored, kind="sync")

    index = restored.vector_indexes.existing(restored.status()["generation"])
    with restored.catalog.read() as connection:
        ids = set(connection.exec_driver_sql("SELECT passage FROM indexed").scalars())
    assert (len(ids), index.present(sorted(ids)), index.count()) == (3, ids, 3)


def test_a_server_that_hangs_holds_up_one_question_for_seconds(
    served: Library, server: Served
) -> None:
    """The next ones do not wait for it."""
    expected = hits(served)
    begun = time.monotonic()
    server.process.send_signal(signal.SIGSTOP)
    try:
        hung = hits(served)
    finally:
        server.process.send_signal(signal.SIGCONT)

    assert hung == expected
    assert not neighbours(served)
    assert time.monotonic() - begun < 10  # four questions, of which one waits three seconds
