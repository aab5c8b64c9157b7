"""Two processes and one index; and an owner whose index is damaged under its feet."""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
import time
from typing import TYPE_CHECKING

import pytest

from index.catalog import lookup
from index.jobs.runner import Runner
from tests.conftest import SAMPLE, open_library

from .running import answers, finish, start, state, undisturbed, until

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from index.library import Library

QUESTION = "What did a kilo of cod cost at the Skelhaven auction in March 2025?"


def test_two_runs_at_once_are_one_after_the_other(
    tmp_path: Path, sample_home: Path, bundled: BundledEmbedder
) -> None:
    """The second says whom it waits for, shows how it goes, and gets its result."""
    home = tmp_path / "home"
    with start(home, "index", str(SAMPLE), "--json") as first:
        until(lambda: (home / "lock").exists() and (home / "lock").read_text())
        second = finish(home, "index", str(SAMPLE), "--json")
        out, err = first.communicate(timeout=600)

    assert (first.returncode, second.returncode) == (0, 0), err + second.stderr
    assert json.loads(out)["articles"]["added"] == 47
    assert json.loads(second.stdout)["passages"] == 105
    said = [line for line in second.stderr.splitlines() if "is owned by process" in line]
    assert said == [
        f"pressmark: the index in {home} is owned by process {first.pid}; job 2 waits in its queue."
    ]
    assert state(home, bundled) == undisturbed(sample_home, bundled)


def test_a_waiting_command_that_is_interrupted_leaves_its_run(
    tmp_path: Path, sample_home: Path, bundled: BundledEmbedder
) -> None:
    """And says so; the owner works it off."""
    library = open_library(shutil.copytree(sample_home, tmp_path / "home"), bundled)
    with Runner.owning(library) as runner:
        with start(library.home.root, "index", str(SAMPLE)) as waiting:
            assert waiting.stderr is not None
            lines = [waiting.stderr.readline() for _ in range(2)]
            time.sleep(0.5)
            waiting.send_signal(signal.SIGINT)
            lines += waiting.communicate(timeout=600)[1].splitlines()
        job = runner.run_next()
    library.close()

    assert waiting.returncode == 130
    assert any(f"owned by process {os.getpid()}; job 2 waits" in line for line in lines), lines
    assert "pressmark: job 2 goes on without this command; `pressmark status` shows it." in lines
    assert job is not None
    assert (job.id, job.state) == (2, "done")


def test_a_run_that_is_interrupted_says_that_it_goes_on_next_time(tmp_path: Path) -> None:
    """Where the command was the owner itself."""
    home = tmp_path / "home"
    with start(home, "index", str(SAMPLE)) as run:
        until((home / "vectors").exists)
        run.send_signal(signal.SIGINT)
        said = run.communicate(timeout=600)[1]

    assert run.returncode == 130
    assert "pressmark: job 1 was interrupted; the next run goes on where it stopped." in said
    assert "Traceback" not in said


def test_doctor_asks_the_owner(tmp_path: Path, sample_home: Path, bundled: BundledEmbedder) -> None:
    """Who has Chroma open, and repairs what is to be repaired."""
    library = open_library(shutil.copytree(sample_home, tmp_path / "home"), bundled)
    shutil.rmtree(library.home.chroma(library.status()["generation"]))
    stop = threading.Event()

    def own() -> None:
        with Runner.owning(library) as runner:
            while not stop.wait(0.1):
                runner.run_next()

    owner = threading.Thread(target=own)
    owner.start()
    done = finish(library.home.root, "doctor", "--json")
    stop.set()
    owner.join(30)
    library.close()

    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert (found["healthy"], len(found["repaired"])) == (True, 1)
    assert "job 2 waits in its queue" in done.stderr


def test_doctor_says_what_it_did(tmp_path: Path, sample_home: Path) -> None:
    """For people; of a home that is not there as well."""
    home = shutil.copytree(sample_home, tmp_path / "home")
    (home / "generations" / "stray").mkdir()

    sick, well = finish(home, "doctor"), finish(home, "doctor")
    empty = finish(tmp_path / "nothing", "doctor")

    assert (sick.returncode, well.returncode, empty.returncode) == (0, 0, 0)
    assert "repaired: left-over generation stray was removed" in sick.stdout
    assert "repaired" not in well.stdout
    assert well.stdout.splitlines()[-1] == "All is well."
    first, *_, last = empty.stdout.splitlines()
    assert (first, last) == ("catalog: ok: nothing is indexed yet", "All is well.")
    assert not (tmp_path / "nothing").exists()


def chroma(library: Library) -> Path:
    """Chroma's folder."""
    return library.home.chroma(library.status()["generation"])


def lexical(library: Library) -> Path:
    """Tantivy's folder."""
    return library.home.lexical(library.status()["generation"])


def vectors(library: Library) -> Path:
    """The folder of the file of vectors."""
    return library.home.root / "vectors"


def delete(folder: Path) -> None:
    """Nothing is left."""
    shutil.rmtree(folder)


def garble(folder: Path) -> None:
    """Every file has its length, and means nothing."""
    for path in [each for each in folder.rglob("*") if each.is_file()]:
        with path.open("r+b") as file:
            file.write(os.urandom(path.stat().st_size))


def cut(folder: Path) -> None:
    """Half of every file is left."""
    for path in [each for each in folder.rglob("*") if each.is_file()]:
        os.truncate(path, path.stat().st_size // 2)


LONG = [
    pytest.param(part, harm, running, marks=pytest.mark.soak)
    for part in (chroma, lexical, vectors)
    for harm in (delete, garble, cut)
    for running in (True, False)
]


@pytest.mark.parametrize(
    ("part", "harm", "running"),
    [
        (chroma, delete, True),
        (lexical, cut, True),
        (vectors, garble, True),
        (lexical, garble, False),
        *LONG,
    ],
)
def test_a_chat_answers_from_what_is_left_and_mends_itself(
    tmp_path: Path,
    sample_home: Path,
    bundled: BundledEmbedder,
    part: Callable[[Library], Path],
    harm: Callable[[Path], None],
    running: bool,  # noqa: FBT001
) -> None:
    """One repair, nobody asked; afterwards all is as before."""
    library = open_library(shutil.copytree(sample_home, tmp_path / "home"), bundled)
    with library.catalog.write() as connection:  # as after a run over the configured archive
        chat_sees = open_library(library.home.root, bundled, archive=str(SAMPLE))
        lookup.set_meta(connection, "archive", chat_sees.archive_digest())
    old = library.status()["generation"]
    if not running:
        harm(part(library))
    with start(library.home.root, "run") as chat:
        said = [ask(chat)]
        if running:
            harm(part(library))
            said.append(ask(chat))
        until(lambda: library.status()["generation"] != old)
        until(lambda: library.status()["healthy"])
        said.append(ask(chat))
        time.sleep(3)
        _, log = chat.communicate("", timeout=600)

    after = library.status()
    library.close()
    assert all("42 crowns" in each for each in said), said
    assert chat.returncode == 0
    assert "Traceback" not in log
    assert log.count("Questions are answered from what is left.") <= 2
    assert after["jobs"] == []
    assert after["generation"] != old
    assert state(library.home.root, bundled) == undisturbed(sample_home, bundled)
    with library.catalog.read() as connection:
        kinds = connection.exec_driver_sql("SELECT kind FROM jobs WHERE id > 1").scalars().all()
    library.close()
    assert kinds == ["repair"]


def ask(chat: subprocess.Popen[str]) -> str:
    """The first line of an answer."""
    assert chat.stdin is not None
    assert chat.stdout is not None
    chat.stdin.write(QUESTION + "\n")
    chat.stdin.flush()
    answer, cited = "", 0
    while not answer or cited < answer.count(" ["):
        line = chat.stdout.readline()
        assert line, "the chat has ended"
        cited += line.lstrip().startswith("cite ")
        if not answer and line.strip() and not line.startswith("understood: "):
            answer = line
    return answer


@pytest.mark.parametrize("harm", [delete, garble])
@pytest.mark.parametrize("part", [chroma, lexical, vectors])
def test_a_command_beside_the_owner_answers_from_what_is_left(
    tmp_path: Path,
    sample_home: Path,
    bundled: BundledEmbedder,
    part: Callable[[Library], Path],
    harm: Callable[[Path], None],
) -> None:
    """It repairs nothing, and says what is wrong."""
    library = open_library(shutil.copytree(sample_home, tmp_path / "home"), bundled)
    harm(part(library))

    said, status = answers(library.home.root, QUESTION), finish(library.home.root, "status")

    library.close()
    assert "42 crowns" in said
    assert "no: `pressmark doctor` says what is wrong" in status.stdout
