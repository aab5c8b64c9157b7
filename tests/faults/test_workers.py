"""Several processes share runs; whoever is killed, the end is that of a single one."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from itertools import count
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.embedding.factory import make_embedder
from tests.conftest import ROOT, indexed
from tests.fakes.embedder import FakeEmbedder, affine

from .conftest import ARTICLES
from .running import finish, until
from .sharing import done_by, in_chroma, made

if TYPE_CHECKING:
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from index.library import Library

    from .sharing import Crew

FEW, MANY = 3, 20
LONGEST = 6.0
"""Seconds between two kills: a run over the archive takes as long on two cores."""
STOPPED_WITHIN = 30.0
"""Seconds: eight on a quiet machine, of the ten that `docker stop` waits; steps take longer."""


def test_processes_share_a_run_and_it_ends_as_that_of_one(
    crew: Crew, library: Library, alone: Library, archive: Path
) -> None:
    """The same articles, passages and copies; in Chroma stands what the catalog says, and once."""
    workers, calls = list[subprocess.Popen[str]](), count()

    def beside_others(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
        """Begin when two others are there, and go on when both have done something."""
        if phase == "splitting" and not workers:
            workers.extend(crew.start() for _ in range(2))
        if phase == "indexing" and next(calls) == 1:
            until(lambda: all(done_by(library).get(str(each.pid)) for each in workers))

    job = indexed(library, archive, progress=beside_others)

    assert job.state == "done", job.error
    assert made(library) == made(alone)
    assert in_chroma(library) == sorted(made(library).indexed)
    assert len(made(library).indexed) > ARTICLES
    for each in workers:
        assert f"job {job.id}: working along" in crew.said(each)
        each.send_signal(signal.SIGTERM)
        assert each.wait(60) == 0
        assert "stopped" in crew.said(each)
    assert done_by(library) == {}


@pytest.mark.parametrize(
    "times", [FEW, pytest.param(MANY, marks=pytest.mark.soak)], ids=["few", "many"]
)
def test_workers_killed_at_random_moments_lose_and_double_nothing(
    crew: Crew, library: Library, alone: Library, archive: Path, times: int
) -> None:
    """Whoever leads and whoever helps; the others take over what it had in hand."""
    seed = int(np.random.default_rng().integers(10**6))
    chance = np.random.default_rng(seed)
    alive = [crew.start(), crew.start()]
    number = library.submit("index", [str(archive)])
    for _ in range(times):
        time.sleep(chance.uniform(0.2, LONGEST))
        victim = alive.pop(int(chance.integers(2)))
        victim.kill()
        victim.wait()
        alive.append(crew.start())
        if library.job(number).ended:  # or it failed, as too many had died over it
            number = library.submit("full", [str(archive)])
    number = library.submit("index", [str(archive)])
    until(lambda: library.job(number).ended, 600)

    last = library.job(number)
    assert last.state == "done", (last.error, seed)
    assert made(library) == made(alone), f"seed {seed}"
    assert in_chroma(library) == sorted(made(library).indexed), f"seed {seed}"
    with library.catalog.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM parcels").scalar() == 0


def test_a_worker_that_works_once_ends_when_nothing_is_left(
    crew: Crew, library: Library, archive: Path
) -> None:
    """It leads what waits, and says how that went."""
    number = library.submit("index", [str(archive)])

    worker = crew.start("--once")

    assert worker.wait(300) == 0
    assert library.job(number).state == "done"
    assert f"job {number} (index): done" in crew.said(worker)
    assert "nothing is left to do" in crew.said(worker)


def test_a_worker_that_is_told_to_end_leaves_what_it_has_to_the_others(
    crew: Crew, library: Library, archive: Path
) -> None:
    """Within the ten seconds that a supervisor waits, and nobody takes it for a crash."""
    number = library.submit("full", [str(archive)])
    first = crew.start()
    until(lambda: library.job(number).phase == "indexing")

    assert ended(first) < STOPPED_WITHIN
    with library.catalog.read() as connection:
        row = connection.exec_driver_sql("SELECT state, crashes FROM jobs").one()
    assert row == ("queued", 0)
    assert crew.start("--once").wait(300) == 0
    assert library.job(number).state == "done"


def test_a_worker_in_the_middle_of_a_long_step_ends_in_time_and_leaves_its_part(
    crew: Crew, library: Library, bundled: BundledEmbedder, tmp_path: Path
) -> None:
    """An embedder may take two minutes for a batch."""
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "pier.txt").write_text("The pier closed. Nobody in the town had seen that coming.")
    with FakeEmbedder(affine(bundled, share=0.0)) as slow:
        crew.settings = {f"PRESSMARK_{k.upper()}": each for k, each in slow.settings().items()}
        library.settings = library.settings.model_copy(update=slow.settings())
        library.embedder = make_embedder(library.settings) or bundled
        assert indexed(library, archive).state == "done"
        (archive / "mill.txt").write_text("The mill burnt down. It had stood there since 1802.")
        number = library.submit("index", [str(archive)])
        slow.behave("hang", times=1)
        first = crew.start()
        until(lambda: slow.unanswered)

        assert ended(first) < STOPPED_WITHIN
        with library.catalog.read() as connection:
            run = connection.exec_driver_sql("SELECT state, crashes FROM jobs ORDER BY id").all()
            part = connection.exec_driver_sql("SELECT owner, crashes, done FROM parcels").one()
        assert (run[-1], part) == (("queued", 0), (None, 0, False))
        assert "in the middle of a step" in crew.said(first)
        assert crew.start("--once").wait(300) == 0
    assert library.job(number).state == "done"
    assert in_chroma(library) == sorted(made(library).indexed)


def test_a_worker_ends_in_time_though_the_database_stands_still(
    crew: Crew, library: Library, tmp_path: Path
) -> None:
    """It cannot say there that it ends; the others find out."""
    (tmp_path / "pier.txt").write_text("The pier closed. Nobody in the town had seen that coming.")
    first = crew.start()

    with library.catalog.read() as connection:
        connection.exec_driver_sql("LOCK TABLE parcels IN ACCESS EXCLUSIVE MODE")
        number = library.submit("index", [str(tmp_path / "pier.txt")])
        until(lambda: library.job(number).state == "running")
        took = ended(first)

    assert took < STOPPED_WITHIN
    assert crew.start("--once").wait(300) == 0
    assert library.job(number).state == "done"


def ended(worker: subprocess.Popen[str]) -> float:
    """Seconds that a worker takes which is told to end, as it should."""
    begun = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(120) == 0
    return time.monotonic() - begun


def test_a_worker_without_servers_says_which_settings_it_needs(tmp_path: Path) -> None:
    """It is of no use beside the owner of a home."""
    done = finish(tmp_path / "home", "worker", "--once")

    assert done.returncode == 1
    assert "PRESSMARK_DATABASE" in done.stderr
    assert "PRESSMARK_CHROMA" in done.stderr


def test_the_status_names_who_is_at_work(crew: Crew, library: Library) -> None:
    """Worker, machine and process."""
    worker = crew.start()

    shown = subprocess.run(
        [sys.executable, "-m", "bot", "status", "--json"],
        env=crew.environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    (there,) = json.loads(shown.stdout)["workers"]
    assert (there["kind"], there["parcels"]) == ("worker", 0)
    assert there["place"].endswith(f":{worker.pid}")
    assert library.settings.shared
