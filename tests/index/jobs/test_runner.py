"""Working off the queue of jobs."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from index.catalog import jobs, leases
from index.embedding.bundled import BundledEmbedder
from index.errors import BusyError, StoreError
from index.jobs.queue import work_off
from index.jobs.runner import Runner
from index.models import Query
from index.progress import CancelledError, silent
from tests.conftest import ROOT, SAMPLE, Score, indexed, open_library

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from index.library import Library
    from tests.conftest import World

FILES = {"a.txt": "The pier closed.", "b.txt": "The eels died."}
OWN = """
import sys
from pathlib import Path
from index.jobs.runner import Runner
from index.library import Library
from index.settings import IndexSettings
library = Library(IndexSettings(home=Path(sys.argv[1])))
with Runner.owning(library) as runner:
    print("owned", flush=True)
    sys.stdin.readline()
    while runner.run_next():
        pass
"""


def running(library: Library, number: int) -> None:
    """Leave a job as a killed owner leaves it: claimed, and nobody there."""
    with library.catalog.write() as connection:
        job = leases.claim(connection)
    assert job is not None
    assert job.id == number


def test_a_run_reports_its_phases(world: World) -> None:
    """From reading to indexing, each to its total; the row has the result."""
    world.write(FILES)
    seen: list[tuple[str, int, int]] = []

    job = indexed(world.library, world.archive, progress=lambda *step: seen.append(step))

    assert [step for step in seen if step[1] == step[2]] == [
        ("reading", 2, 2),
        ("counting", 2, 2),
        ("splitting", 2, 2),
        ("comparing", 2, 2),
        ("indexing", 2, 2),
    ]
    assert job.result is not None
    assert job.result | {"seconds": 0} == {
        "articles": {
            "read": 2,
            "added": 2,
            "updated": 0,
            "unchanged": 0,
            "duplicate": 0,
            "removed": 0,
            "rejected": 0,
        },
        "passages": 2,
        "seconds": 0,
        "rejected": [],
        "warnings": [],
        "remarks": [],
        "lacking": ["2 records without a date (the first is a.txt)."],
        "failed": [],
        "notes": [],
    }


def test_jobs_are_run_oldest_first_until_the_one_that_is_waited_for(world: World) -> None:
    """What was asked for later stays in the queue."""
    world.write(FILES)
    kinds: list[jobs.Kind] = ["index", "sync", "full"]
    numbers = [world.library.submit(kind, [str(world.archive)]) for kind in kinds]

    with Runner.owning(world.library) as runner:
        runner.run_until(numbers[1])

    assert [world.library.job(number).state for number in numbers] == ["done", "done", "queued"]
    with Runner.owning(world.library) as runner:
        assert runner.run_next() is not None
        assert runner.run_next() is None


def test_an_interrupted_job_is_run_again_by_the_next_owner(world: World) -> None:
    """Nobody has to ask for it a second time."""
    world.write(FILES)
    number = world.library.submit("index", [str(world.archive)])
    running(world.library, number)

    job = work_off(world.library, number, progress=silent)

    assert (job.state, world.library.status()["articles"]) == ("done", 2)


def test_a_cancelled_run_keeps_what_it_has_done(world: World) -> None:
    """The articles that were read stay; the next run does the rest."""
    world.write(FILES)

    def stop(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
        if phase == "indexing":
            raise CancelledError

    job = indexed(world.library, world.archive, progress=stop)

    assert (job.state, job.result, job.locations) == ("cancelled", None, ())
    assert world.library.status()["articles"] == 2
    assert world.index()["articles"]["unchanged"] == 2
    assert world.library.status()["passages"] == 2


def test_a_cancel_reaches_a_run_after_an_interruption(world: World) -> None:
    """The wish to stop outlives the owner that did not hear it."""
    world.write(FILES)
    number = world.library.submit("index", [str(world.archive)])
    running(world.library, number)
    world.library.cancel(number)

    job = work_off(world.library, number, progress=silent)

    assert job.state == "cancelled"


def test_a_queued_job_is_cancelled_without_an_owner(world: World) -> None:
    """It never begins."""
    number = world.library.submit("index", [str(world.archive)])

    world.library.cancel(number)

    assert work_off(world.library, number, progress=silent).state == "cancelled"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (StoreError("the disk is full."), "the disk is full."),
        (ZeroDivisionError("secret"), "an unexpected ZeroDivisionError; see the log."),
    ],
)
def test_a_failing_run_says_why(
    world: World, error: Exception, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A known error is its sentence; an unknown one is named, logged and raised."""
    caplog.set_level("INFO")
    world.write(FILES)
    number = world.library.submit("index", [str(world.archive)])

    def fail(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
        raise error

    with Runner.owning(world.library) as runner:
        if isinstance(error, StoreError):
            runner.run_next(progress=fail)
        else:
            with pytest.raises(ZeroDivisionError):
                runner.run_next(progress=fail)

    job = world.library.job(number)
    assert (job.state, job.error, job.locations) == ("failed", sentence, ())
    assert world.library.status()["healthy"] is False
    assert f"job {number} failed" in caplog.text


def test_work_off_waits_for_the_thread_that_owns_the_index(world: World) -> None:
    """It does not run the job itself, and says for whom it waits."""
    world.write(FILES)
    other = world.another()
    number = world.library.submit("index", [str(world.archive)])
    waiting = threading.Event()
    phases: list[str] = []
    sentences: list[str] = []

    def note(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
        phases.append(phase)
        waiting.set()

    def own() -> None:
        with Runner.owning(other) as runner:
            owned.set()
            waiting.wait(10)
            runner.run_next()

    owned = threading.Event()
    owner = threading.Thread(target=own)
    owner.start()
    owned.wait(10)
    job = work_off(world.library, number, progress=note, wait=0.02, say=sentences.append)
    owner.join()
    other.close()

    assert job.state == "done"
    owner_is = f"the index in {world.home} is owned by process {os.getpid()}"
    assert sentences == [f"{owner_is}; job {number} waits in its queue."]
    assert phases[0] == "waiting for the owner of the index"
    assert "reading" not in phases[:1]


def test_work_off_waits_for_the_process_that_owns_the_index(world: World) -> None:
    """The other process does the work; its result is read from the catalog."""
    world.write(FILES)
    command = [sys.executable, "-c", OWN, str(world.home)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        assert owner.stdin is not None
        assert owner.stdout.readline() == "owned\n"
        with pytest.raises(BusyError, match=f"process {owner.pid}$"), world.library.owned():
            pass
        number = world.library.submit("index", [str(world.archive)])
        owner.stdin.write("go\n")
        owner.stdin.flush()

        job = work_off(world.library, number, progress=silent, wait=0.02)

    assert job.state == "done"
    assert [hit.passage.text for hit in world.search("pier", k=1)] == ["The pier closed."]


def test_work_off_takes_over_from_an_owner_that_was_killed(world: World) -> None:
    """The operating system gives the index back, and the queue is worked off here."""
    world.write(FILES)
    command = [sys.executable, "-c", OWN, str(world.home)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "owned\n"
        number = world.library.submit("index", [str(world.archive)])
        threading.Timer(0.1, owner.kill).start()

        job = work_off(world.library, number, progress=silent, wait=0.02)

    assert job.state == "done"


def test_runs_that_were_asked_for_before_one_began_end_with_it(world: World) -> None:
    """The archive is read once, and everybody who asked hears the result."""
    world.write(FILES)
    numbers = [world.library.submit("index", [str(world.archive)]) for _ in range(3)]
    running(world.library, numbers[0])
    reads: list[str] = []

    work_off(world.library, numbers[2], progress=lambda phase, *_: reads.append(phase), wait=0.02)

    ended = [world.library.job(number) for number in numbers]
    assert [job.state for job in ended] == ["done"] * 3
    assert [job.result for job in ended] == [ended[0].result] * 3
    assert reads.count("switching") == 1


def test_a_run_that_is_asked_for_while_another_goes_on_comes_after_it(world: World) -> None:
    """What changed meanwhile must not be missed."""
    world.write(FILES)
    first = world.library.submit("index", [str(world.archive)])
    later: list[int] = []

    def ask(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
        if not later:
            later.append(world.library.submit("index", [str(world.archive)]))

    with Runner.owning(world.library) as runner:
        runner.run_until(first, progress=ask)

    assert world.library.job(later[0]).state == "queued"


class Slow(BundledEmbedder):
    """A machine that embeds eight passages a second."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors, late."""
        time.sleep(len(texts) / 8)
        return super().embed(texts)


def test_a_cancel_takes_effect_at_once_on_a_slow_machine(world: World) -> None:
    """In the middle of embedding; what was embedded is not embedded again."""
    library = open_library(world.home, Slow())
    number = library.submit("index", [str(SAMPLE)])
    asked: list[float] = []

    def ask() -> None:
        while library.job(number).phase != "indexing" or library.job(number).done < 20:
            time.sleep(0.05)
        library.cancel(number)
        asked.append(time.monotonic())

    thread = threading.Thread(target=ask)
    thread.start()
    job = work_off(library, number, progress=silent)
    took = time.monotonic() - asked[0]
    thread.join()
    library.close()

    assert job.state == "cancelled"
    assert took < 8
    assert world.vectors() >= 20
    world.index(SAMPLE)
    assert world.vectors() == world.library.status()["passages"]


def has(pattern: str) -> Callable[[Path], bool]:
    """Whether the home holds a file of this name that is not empty."""

    def check(home: Path) -> bool:
        with contextlib.suppress(FileNotFoundError):  # it went while we looked
            return any(path.stat().st_size for path in home.glob(pattern))
        return False

    return check


MOMENTS: list[Callable[[Path], bool]] = [
    has("catalog.sqlite"),
    has("vectors/*.f32"),
    has("generations/*/lexical/*.store"),
]


def index_process(home: Path) -> subprocess.Popen[str]:
    """A real run of the command over the sample."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "index", str(SAMPLE), "--json"],
        env=os.environ | {"PRESSMARK_HOME": str(home)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def found(library: Library) -> list[tuple[str, str, float]]:
    """What some questions find, in order."""
    questions = ("Who stole the bell?", "Lady Ingrid aground", "storm flood wall", "Маяк")
    return [
        (hit.passage.id, hit.passage.text, Score(hit.score))
        for question in questions
        for hit in library.retriever.search(Query(question, 10))
    ]


@pytest.mark.soak  # one kill a run: `tests/faults/test_kills.py`
def test_a_run_that_was_killed_anywhere_is_simply_run_again(
    tmp_path: Path, sample_home: Path, bundled: BundledEmbedder
) -> None:
    """Killed while reading, embedding and indexing, then run: as if nothing had happened."""
    home = tmp_path / "home"
    ends: list[int] = []
    for moment in MOMENTS:
        with index_process(home) as run:
            while not moment(home) and run.poll() is None:
                time.sleep(0.005)
            run.kill()
        ends.append(run.returncode)
    with index_process(home) as run:
        output = run.communicate()[0]

    library, undisturbed = open_library(home, bundled), open_library(sample_home, bundled)
    result = json.loads(output)
    assert ends == [-signal.SIGKILL] * len(MOMENTS)
    assert (run.returncode, result["passages"]) == (0, undisturbed.status()["passages"])
    assert result["articles"]["read"] == 48
    assert library.status()["articles"] == 48
    assert found(library) == found(undisturbed)
    with library.owned():
        assert found(library) == found(undisturbed)
    library.close()
    undisturbed.close()
