"""Replicas of an index that machines share, on a real PostgreSQL and a real Chroma server."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, cast

import pytest
from sqlalchemy import text

from bot import clock
from bot.__main__ import main
from bot.answer.answerer import Answerer
from bot.cli.diagnosis import diagnose
from bot.cli.queries import require
from bot.telegram.admin.index_owner import IndexKeeper
from bot.telegram.handlers.search import Searching
from bot.terminal.status import show_status
from bot.web.readiness import Readiness, checks_of
from bot.web.standings import standings_of
from index.catalog import changes
from index.errors import BusyError, NotCopiedError, StoreAwayError
from index.models import Query
from index.replicas.attendant import Attendant
from index.stores.lexical import LexicalIndex
from tests.conftest import ROOT, SAMPLE, indexed, open_library

from .running import until
from .sharing import are_alike, hits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from index.library import Library
    from index.replicas.lag import Lag
    from index.replicas.replica import Replica

    from .served import Served

LATE = "This machine’s copy of the archive is 10 min behind; what came in since then is not in it."
COD = "What did a kilo of cod cost in March 2025?"
FILES = {
    f"{name}.txt": f"The {name} closed. Nobody in the town had seen that coming."
    for name in ("pier", "mill", "school", "bakery", "harbour")
}


@pytest.fixture
def opens(
    chroma: Served, database: str, bundled: BundledEmbedder, tmp_path: Path
) -> Iterator[Callable[..., Library]]:
    """Opens a home by its name, as on a machine of its own."""
    chroma.start()
    opened: list[Library] = []

    def open_home(name: str, **settings: Any) -> Library:
        where = {"database": database, "chroma": chroma.url, **settings}
        opened.append(open_library(tmp_path / name, bundled, **where))
        return opened[-1]

    yield open_home
    for each in opened:
        each.close()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with five articles."""
    folder = tmp_path / "archive"
    folder.mkdir()
    for name, said in FILES.items():
        (folder / name).write_text(said)
    return folder


@pytest.fixture
def writer(opens: Callable[..., Library], archive: Path) -> Library:
    """A machine that has indexed them, and has no replica."""
    library = opens("writer")
    assert indexed(library, archive).state == "done"
    return library


@pytest.fixture
def reader(writer: Library, opens: Callable[..., Library]) -> Library:
    """Another one, that has them all."""
    assert writer is not None
    library = opens("reader")
    assert follow(library)
    return library


def replica(library: Library) -> Replica:
    """That of a home."""
    assert library.replica is not None
    return library.replica


def lag(library: Library) -> Lag:
    """How far it is behind."""
    found = replica(library).lag()
    assert found is not None
    return found


def follow(library: Library) -> bool:
    """Follow to the end."""
    with replica(library).follower(lambda: library.embedder).begun() as follower:
        return follower.follow(until=lambda: False)


def titles(library: Library, question: str = "what closed in the town") -> set[str]:
    """The articles that are found."""
    found = library.retriever.search(Query(question, 10))
    return {hit.passage.text.split()[1] for hit in found}


def embedded(archive: Path, tmp_path: Path, bundled: BundledEmbedder) -> Library:
    """A home that has all for itself."""
    library = open_library(tmp_path / "embedded", bundled)
    assert indexed(library, archive).state == "done"
    return library


def age(library: Library, seconds: float) -> None:
    """Have every change be as old."""
    with library.catalog.write() as connection:
        connection.execute(text("UPDATE changes SET at = at - :age"), {"age": seconds})


def test_replica_finds_and_answers_what_the_embedded_index_does(
    opens: Callable[..., Library], sample: Library
) -> None:
    """The same passages with the same scores, and word for word the same answer."""
    writer, reader = opens("writer"), opens("reader")
    assert indexed(writer, SAMPLE).state == "done"

    assert follow(reader)

    assert hits(reader) == hits(sample)
    asked = [asyncio.run(Answerer(each).answer(COD)).text for each in (reader, sample)]
    assert asked[0] == asked[1]
    assert replica(reader).missing_parts() == {}
    assert (lag(reader).answers, lag(reader).changes, lag(reader).seconds) == (True, 0, 0.0)


def test_what_came_and_went_is_found_and_not_as_in_a_home_of_its_own(
    reader: Library, writer: Library, archive: Path, tmp_path: Path, bundled: BundledEmbedder
) -> None:
    """By the log alone: what is there is not copied again, nor read from the server."""
    before = replica(reader).answering()
    (archive / "pier.txt").unlink()
    (archive / "mill.txt").write_text("The quarry closed. Nobody in the town had seen it coming.")
    (archive / "library.txt").write_text("The library closed. Nobody in the town minded at all.")
    assert indexed(writer, archive).state == "done"
    old, behind = titles(reader), lag(reader)

    assert follow(reader)

    alone = embedded(archive, tmp_path, bundled)
    assert old <= {name.removesuffix(".txt") for name in FILES}
    assert behind.changes == 4
    assert titles(reader) == {"quarry", "library", "school", "bakery", "harbour"}
    assert are_alike(hits(reader, "what closed"), hits(alone, "what closed"))
    after = replica(reader).answering()
    assert (after.name, after.stamp) == (before.name, (before.stamp or 0) + 1)
    assert len(vectors(reader)) == len(FILES) + 2
    alone.close()


def vectors(library: Library) -> dict[str, int]:
    """Where the vectors of a replica stand."""
    found = replica(library)
    return found._ledger.rows(library.bundled.fingerprint)


def test_a_new_generation_is_copied_beside_the_one_that_answers(
    reader: Library, writer: Library, archive: Path
) -> None:
    """Vectors that are here are not read again; what is old goes when nobody can have it open."""
    old = replica(reader).answering()
    rows = vectors(reader)
    assert indexed(writer, archive, kind="full").state == "done"
    meanwhile = titles(reader)
    behind = lag(reader)

    assert follow(reader)

    new = replica(reader).answering()
    assert len(meanwhile) == len(titles(reader)) == len(FILES)
    assert behind.changes == len(FILES)
    assert new.generation != old.generation
    assert vectors(reader) == rows
    assert replica(reader).home.generation(old.name).exists()
    assert follow(reader)
    assert not replica(reader).home.generation(old.name).exists()
    assert titles(reader) == meanwhile


def test_a_generation_that_is_being_made_is_copied_ahead(
    reader: Library, writer: Library, archive: Path
) -> None:
    """So that it can answer as soon as it does elsewhere."""
    ahead: list[list[tuple[str, int]]] = []

    def looks(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
        """Follow as the new generation is about to answer."""
        if phase == "switching":
            follow(reader)
            copies = replica(reader)._ledger.copies()
            ahead.append([(copy.name, copy.position) for copy in copies if not copy.answers])

    job = indexed(writer, archive, kind="full", progress=looks)
    behind = lag(reader)

    assert follow(reader)

    assert job.state == "done"
    assert [name for name, _ in ahead[-1]] == [replica(reader).answering().name]
    assert behind.changes == len(FILES)
    assert len(titles(reader)) == len(FILES)


def test_a_follower_that_is_killed_at_any_moment_goes_on(
    reader: Library,
    writer: Library,
    archive: Path,
    database: str,
    chroma: Served,
    tmp_path: Path,
    opens: Callable[..., Library],
) -> None:
    """While it copies all, and while it catches up with what came and went."""
    copied = killed(tmp_path / "killed", database, chroma)
    once = hits(opens("killed"), "what closed")
    expected = hits(reader, "what closed")
    (archive / "pier.txt").unlink()
    for number in range(3):
        (archive / f"{number}.txt").write_text(f"The shop {number} closed. It was the last one.")
    assert indexed(writer, archive).state == "done"

    caught_up = killed(tmp_path / "killed", database, chroma)

    assert copied >= 8
    assert caught_up >= 5
    assert once == expected
    library = opens("killed")
    assert follow(reader)
    assert are_alike(hits(library, "what closed"), hits(reader, "what closed"))
    assert replica(library).missing_parts() == {}
    assert lag(library).changes == 0
    words = replica(library).home.lexical(replica(library).answering().name)
    assert LexicalIndex(words).count() == len(FILES) + 2


def killed(home: Path, database: str, chroma: Served) -> int:
    """How often a follower was killed before it got through."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killed_follower"],
        cwd=ROOT,
        env={
            **os.environ,
            "PRESSMARK_HOME": str(home),
            "PRESSMARK_DATABASE": database,
            "PRESSMARK_CHROMA": chroma.behind,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_a_server_that_is_away_is_waited_for_and_questions_are_answered_meanwhile(
    reader: Library, writer: Library, archive: Path, chroma: Served
) -> None:
    """By what is here; the lag tells."""
    (archive / "library.txt").write_text("The library closed. Nobody in the town minded at all.")
    assert indexed(writer, archive).state == "done"
    chroma.leave()

    with pytest.raises(StoreAwayError):
        follow(reader)

    assert "library" not in titles(reader)
    assert lag(reader).changes == 1
    chroma.start()
    assert follow(reader)
    assert "library" in titles(reader)


def test_a_vector_that_the_server_lacks_is_made_again(
    writer: Library, opens: Callable[..., Library]
) -> None:
    """By the same embedder; the replica is as good."""
    generation = writer.status()["generation"]
    index = writer.vector_indexes.existing(generation)
    lost = writer.retriever._catalog.query(lambda connection: lost_of(connection, generation))
    index.delete([lost])
    library = opens("reader")

    assert follow(library)

    assert len(titles(library)) == len(FILES)


def lost_of(connection: Any, generation: str) -> str:
    """One passage of a generation."""
    found = connection.execute(
        text("SELECT min(passage) FROM indexed WHERE generation = :name"), {"name": generation}
    )
    return str(found.scalar_one())


def test_whoever_was_away_for_longer_than_the_log_takes_all_anew(
    reader: Library, writer: Library, archive: Path
) -> None:
    """The log is kept for a week for whoever is behind."""
    before = replica(reader).answering()
    with writer.catalog.write() as connection:
        connection.execute(text("UPDATE replicas SET seen_at = seen_at - 1000000"))
    (archive / "library.txt").write_text("The library closed. Nobody in the town minded at all.")
    assert indexed(writer, archive).state == "done"
    assert writer.catalog.query(changes.since, before.generation, 0, 9) == []

    assert follow(reader)

    assert replica(reader).answering().name != before.name
    assert "library" in titles(reader)


@pytest.mark.parametrize("part", ["lexical", "vectors", "ledger"])
def test_what_is_damaged_here_is_copied_anew(reader: Library, part: str) -> None:
    """No run is queued for it: what machines share is sound."""
    found, home = replica(reader), replica(reader).home
    here = found.answering()
    if part == "lexical":
        shutil.rmtree(home.lexical(here.name))
    elif part == "vectors":
        home.vectors(here.embedder).write_bytes(bytes(100))
    else:
        (home.root / "ledger.sqlite").write_bytes(b"no list" * 999)

    if part != "ledger":
        assert found.missing_parts()
        found.check()
        assert reader.damage() is None

    assert follow(reader)
    assert found.answering().name != here.name
    assert found.missing_parts() == {}
    assert len(titles(reader)) == len(FILES)


def test_being_late_is_told_by_answers_readiness_metrics_and_status(
    opens: Callable[..., Library],
    writer: Library,
    archive: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With the minutes, and no longer once it has caught up."""
    library = opens("reader", replica_lag="2m")
    assert follow(library)
    before = told(library, capsys)
    (archive / "library.txt").write_text("The library closed. Nobody in the town minded at all.")
    assert indexed(writer, archive).state == "done"
    soon = told(library, capsys)
    age(writer, 600)

    late = told(library, capsys)

    assert before == ([], [], 0.0, "up to date")
    assert soon[:2] == ([], [])
    assert late[:2] == ([LATE], ["replica"])
    assert 600 <= late[2] < 700
    assert late[3] == "1 change, 10 min behind; answers say so"
    assert follow(library)
    assert told(library, capsys) == before


def told(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> tuple[list[str], list[str], float, str]:
    """What an answer notes, what is degraded of a bot that is ready, the metric, and the status."""
    answer = asyncio.run(Answerer(library).answer("What closed?"))
    notes = [note.text for note in answer.notes if note.kind == "lag"]
    with ThreadPoolExecutor(2) as threads:
        checks = {"replica": checks_of(library, None)["replica"]}
        found = asyncio.run(Readiness(checks, threads).look())
    assert found["ready"]
    standings = {each[0]: each[3] for each in standings_of(library)()}
    show_status(library.status())
    rows = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    return notes, found["degraded"], standings["replica_lag_seconds"], rows["replica"].strip()


def test_how_old_it_is_stands_beside_passages_and_stories_too(
    writer: Library,
    opens: Callable[..., Library],
    archive: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In Telegram, in a terminal and in JSON; a command beside who follows can wait for nothing."""
    library = opens("reader", replica_lag="2m")
    assert follow(library)
    (archive / "library.txt").write_text("The library closed. Nobody in the town minded at all.")
    assert indexed(writer, archive).state == "done"
    age(writer, 600)
    settings = library.settings
    for name, value in {
        "HOME": settings.home, "CHROMA": settings.chroma, "REPLICA_LAG": "2m",
        "DATABASE": settings.database_url,
    }.items():  # fmt: skip
        monkeypatch.setenv(f"PRESSMARK_{name}", str(value))
    shown: list[str] = []

    with replica(library).home.owned():
        for command in (["search", "what closed"], ["latest"], ["timeline", "what closed"]):
            assert [main([*command, "--json"]), main(command)] == [0, 0]
            said, plain = capsys.readouterr().out.split("\n", 1)
            assert json.loads(said)["notes"][0] == {"kind": "lag", "text": LATE, "claim": None}
            shown.append(" ".join(plain.split()))
    page, _ = Searching(library, cast("Any", None))._page("en_1", "what closed", clock.now(), 1)

    assert [LATE in each for each in [*shown, page.text]] == [True] * 4


def test_a_command_copies_what_it_has_nothing_of_and_catches_up_with_a_little(
    writer: Library, archive: Path, opens: Callable[..., Library]
) -> None:
    """Before it asks."""
    library = opens("laptop")
    with pytest.raises(NotCopiedError, match="not on this machine yet"):
        titles(library)

    require(library)

    assert len(titles(library)) == len(FILES)
    (archive / "library.txt").write_text("The library closed. Nobody in the town minded at all.")
    assert indexed(writer, archive).state == "done"
    require(library)
    assert "library" in titles(library)


def test_doctor_brings_a_replica_up_and_has_a_damaged_one_copied_anew(
    writer: Library, opens: Callable[..., Library]
) -> None:
    """And says so."""
    library = opens("laptop")
    assert writer is not None
    first = diagnose(library, say=lambda _: None)
    here = replica(library).answering()
    shutil.rmtree(replica(library).home.lexical(here.name))

    second = diagnose(library, say=lambda _: None)

    assert [check["detail"] for check in first["checks"] if check["name"] == "replica"] == [
        "sound, up to date"
    ]
    assert (first["healthy"], first["repaired"]) == (True, [])
    assert second["healthy"]
    assert len(second["repaired"]) == 1
    assert second["repaired"][0].startswith("the replica was copied anew: the lexical index")
    assert len(titles(library)) == len(FILES)


def test_the_attendant_follows_while_questions_are_answered(
    reader: Library,
    writer: Library,
    archive: Path,
    chroma: Served,
) -> None:
    """One a home; it outlasts a server that is away."""
    seen: list[set[str]] = []
    attendant = Attendant(
        replica(reader), lambda: reader.embedder, shown=lambda: seen.append(titles(reader))
    )
    attendant.start()
    try:
        until(lambda: seen)
        with pytest.raises(BusyError):
            follow(reader)
        (archive / "library.txt").write_text("The library closed. Nobody in the town minded.")
        assert indexed(writer, archive).state == "done"
        until(lambda: "library" in seen[-1])
        (archive / "museum.txt").write_text("The museum closed. Nobody in the town minded.")
        chroma.leave()
        chroma.start()
        assert indexed(writer, archive).state == "done"
        until(lambda: "museum" in seen[-1])
    finally:
        assert attendant.stop(seconds=60)
    assert len(seen[0]) == len(FILES)
    assert lag(reader).changes == 0


def test_no_question_waits_until_what_came_in_is_loaded(
    reader: Library, writer: Library, archive: Path
) -> None:
    """It is answered from what is loaded, while another thread loads the rest."""
    before = titles(reader)
    (archive / "library.txt").write_text("The library closed. Nobody in the town minded at all.")
    assert indexed(writer, archive).state == "done"
    assert follow(reader)

    with reader.retriever._lock:
        meanwhile = titles(reader)

    assert meanwhile == before
    assert titles(reader) == before | {"library"}


def test_the_bot_brings_its_home_up_and_has_it_loaded(
    writer: Library, opens: Callable[..., Library]
) -> None:
    """Beside the runs that it works on."""
    assert writer is not None
    library = opens("bot")
    keeper = IndexKeeper(library)
    keeper.start()
    try:
        until(lambda: library.answers and library.retriever.is_loaded)
        found = titles(library)
    finally:
        assert keeper.stop(seconds=60)

    assert len(found) == len(FILES)


def test_the_bot_knows_at_its_end_that_its_home_is_still_being_written(
    writer: Library, opens: Callable[..., Library]
) -> None:
    """The interpreter cannot end beside that."""
    library = opens("bot")
    keeper = IndexKeeper(library)
    keeper.start()
    until(lambda: library.answers and library.retriever.is_loaded)

    with writer.catalog.read() as connection:
        connection.exec_driver_sql("LOCK TABLE changes IN ACCESS EXCLUSIVE MODE")
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        until(lambda: connection.exec_driver_sql(waiting).scalar_one())
        in_the_middle = keeper.stop(seconds=0.5)

    assert not in_the_middle
    assert keeper.stop(seconds=60)


def test_the_log_is_kept_until_every_home_has_it(
    reader: Library, writer: Library, archive: Path, opens: Callable[..., Library]
) -> None:
    """A run that ends drops what all have."""
    other = opens("other")
    assert follow(other)
    generation = replica(reader).answering().generation
    (archive / "library.txt").write_text("The library closed. Nobody in the town minded at all.")
    assert indexed(writer, archive).state == "done"
    assert follow(reader)
    assert writer.catalog.change(changes.prune, generation) == 0

    assert follow(other)

    assert writer.catalog.change(changes.prune, generation) == 1
    assert titles(other) == titles(reader)
