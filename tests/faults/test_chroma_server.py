"""The index on a Chroma server: as in the home, and while the server is away or has lost it."""

from __future__ import annotations

import asyncio
import logging
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from bot.answer.answerer import Answerer
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
    made.kill()


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
    there, had = opens(home), server.collections()
    damaged = there.damage()

    moved = indexed(there, SAMPLE)

    assert damaged is not None
    assert damaged[1] == "the vector index is missing on the Chroma server"
    assert (moved.state, hits(there), vectors(there)) == ("done", old, size)
    assert there.damage() is None
    assert server.collections() == had + 1
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
    had, old = server.collections(), served.status()["generation"]

    full = indexed(served, SAMPLE, kind="full")

    assert full.state == "done"
    assert served.status()["generation"] != old
    assert server.collections() == had
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
    server.kill()

    away, status = hits(served), served.status()
    server.start()

    assert away == expected
    assert caplog.text.count("Questions are answered by what is on this machine.") == 1
    assert served.damage() is None
    assert (status["healthy"], status["chroma"]) == (True, {"where": server.url, "answers": False})
    until(lambda: hits(served) == expected and neighbours(served), 30)
    assert "the server of the vector index answers again." in caplog.text
    assert served.status()["chroma"]["answers"]


def test_a_server_that_is_away_at_the_start_is_asked_when_it_is_there(
    served: Library, server: Served, opens: Callable[..., Library]
) -> None:
    """By the same process, without a run in between."""
    expected = hits(served)
    server.kill()
    begun = opens(served.home.root)

    away = hits(begun)
    server.start()

    assert away == expected
    assert not neighbours(begun)
    until(lambda: hits(begun) == expected and neighbours(begun), 30)


def test_a_command_answers_while_the_server_is_away(served: Library, server: Served) -> None:
    """So does one that is no owner, and `status` and `doctor` say what is wrong."""
    server.kill()
    environment = {"PRESSMARK_CHROMA": server.url, "PRESSMARK_CHROMA_PATIENCE": "0s"}

    asked = finish(served.home.root, "ask", "What did a kilo of cod cost?", env=environment)
    status = finish(served.home.root, "status", env=environment)
    doctor = finish(served.home.root, "doctor", env=environment)

    assert asked.returncode == 0, asked.stderr
    assert "cod" in asked.stdout
    assert f"{server.url} does not answer: a run waits for it" in status.stdout
    assert doctor.returncode == 1
    assert f"chroma: wrong: the Chroma server at {server.url} does not answer" in doctor.stdout
    assert "repaired" not in doctor.stdout


def test_a_run_waits_for_a_server_that_is_restarted(
    tmp_path: Path, opens: Callable[..., Library], server: Served
) -> None:
    """It says so, and goes on where it was."""
    library, said = opens(tmp_path / "home"), []

    def restart(phase: str, _done: int, _total: int) -> None:
        """Kill the server when passages are written, start it when that is noticed."""
        if phase == "indexing" and "killed" not in said:
            said.append("killed")
            server.kill()
        if phase == AWAY and AWAY not in said:
            said.append(AWAY)
            said.append(library.unfinished()[0].phase)
            server.start()

    job = indexed(library, archive(tmp_path / "files", FILES), progress=restart)

    assert (job.state, said) == ("done", ["killed", AWAY, AWAY])
    assert len(hits(library)) == 3 * len(QUESTIONS)


def test_a_run_that_waits_can_be_cancelled_and_goes_on_later(
    tmp_path: Path, opens: Callable[..., Library], server: Served
) -> None:
    """The server is not needed for that."""
    library, files = opens(tmp_path / "home"), archive(tmp_path / "files", FILES)
    server.kill()

    def cancel(phase: str, _done: int, _total: int) -> None:
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
    server.kill()

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
    server.lose()

    meanwhile = hits(served)
    Schedule(served).look()
    (job,) = served.unfinished()
    with served.owned():
        pass
    run = indexed(served, kind="repair")

    assert (meanwhile, job.kind, run.state) == (expected, "repair", "done")
    assert (hits(served), neighbours(served), served.damage()) == (expected, True, None)


@pytest.mark.parametrize("first", [True, False], ids=["first run", "later run"])
def test_what_is_lost_under_a_run_is_built_again_by_it(
    tmp_path: Path, opens: Callable[..., Library], server: Served, *, first: bool
) -> None:
    """Whether it builds a generation or adds to one."""
    library, files, lost = opens(tmp_path / "home"), archive(tmp_path / "files", FILES), []
    if not first:
        indexed(library, files)
        archive(files, {"d.txt": "The mayor resigned."})

    def lose(phase: str, _done: int, _total: int) -> None:
        if phase == "indexing" and not lost:
            lost.append(server.lose())

    job = indexed(library, files, progress=lose)

    assert (job.state, len(lost)) == ("done", 1), job.error
    assert server.collections() == 1
    assert len(hits(library)) == (3 if first else 4) * len(QUESTIONS)
    assert neighbours(library)


def test_a_run_that_is_killed_leaves_nothing_behind(
    tmp_path: Path, sample: Library, opens: Callable[..., Library], server: Served
) -> None:
    """The next one completes it, in the same collection."""
    home, had = tmp_path / "home", server.collections()
    with start(home, "index", str(SAMPLE), env={"PRESSMARK_CHROMA": server.url}) as run:
        until(lambda: phase(home) == "indexing" or run.poll() is not None)
        run.kill()
    killed = server.collections()

    library = opens(home)
    job = indexed(library, SAMPLE)

    assert (run.returncode, killed, job.state) == (-9, had + 1, "done")
    assert server.collections() == had + 1
    assert hits(library) == hits(sample)


def test_old_generations_that_cannot_be_removed_now_are_removed_by_the_next_run(
    tmp_path: Path, opens: Callable[..., Library], server: Served
) -> None:
    """The server goes away just after the new one answers."""
    library, files = opens(tmp_path / "home"), archive(tmp_path / "files", FILES)
    indexed(library, files)
    had = server.collections()

    def away(phase: str, _done: int, _total: int) -> None:
        if phase == "switching":
            server.kill()

    job = indexed(library, files, kind="full", progress=away)
    server.start()
    left = server.collections()
    indexed(library, files)

    assert (job.state, left, server.collections()) == ("done", had + 1, had)


def test_tenant_and_database_are_made_where_they_are_missing(
    tmp_path: Path, opens: Callable[..., Library], server: Served
) -> None:
    """Again where the server lost them."""
    library = opens(tmp_path / "home", chroma_tenant="press", chroma_database="harbour")
    files = archive(tmp_path / "files", FILES)
    indexed(library, files)
    made = server.collections("press", "harbour")
    server.lose()

    job = indexed(library, files)

    assert (made, job.state, server.collections("press", "harbour")) == (1, "done", 1)


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
