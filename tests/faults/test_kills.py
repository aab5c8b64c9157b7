"""A run that is killed, anywhere, is simply run again."""

from __future__ import annotations

import json
import shutil
import signal
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.embedding.bundled import DIMENSIONS
from tests.conftest import SAMPLE

from .running import finish, phase, start, state, undisturbed, until

if TYPE_CHECKING:
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder

FEW, MANY = 4, 50
LONGEST = 4.5
"""Seconds that a run over the sample takes on two cores, roughly."""


def kill_at_random(home: Path, times: int, seed: int) -> list[int]:
    """Runs that end at any moment; how each ended."""
    moments = np.random.default_rng(seed)
    ends = []
    for _ in range(times):
        with start(home, "index", str(SAMPLE)) as run:
            time.sleep(moments.uniform(0.2, LONGEST))
            run.kill()
        ends.append(run.returncode)
        if run.returncode == 0 and home.exists():
            shutil.rmtree(home)  # it was done: begin anew
    return ends


@pytest.mark.parametrize(
    "times", [FEW, pytest.param(MANY, marks=pytest.mark.soak)], ids=["few", "many"]
)
def test_killed_at_random_moments_it_ends_as_if_nothing_had_happened(
    tmp_path: Path, sample_home: Path, bundled: BundledEmbedder, times: int
) -> None:
    """The same articles, passages, vectors and hits; nothing twice."""
    seed = int(np.random.default_rng().integers(10**6))
    ends = kill_at_random(tmp_path / "home", times, seed)

    last = finish(tmp_path / "home", "index", str(SAMPLE), "--json")

    assert last.returncode == 0, last.stderr
    assert json.loads(last.stdout)["articles"]["read"] == 48
    assert -signal.SIGKILL in ends
    assert state(tmp_path / "home", bundled) == undisturbed(sample_home, bundled), f"seed {seed}"


LONG = (("counting", False), ("comparing", False), ("reading", True), ("switching", True))


@pytest.mark.parametrize(
    ("step", "full"),
    [
        *((step, False) for step in ("reading", "splitting", "indexing", "switching")),
        ("indexing", True),  # nothing is cut again
        *(pytest.param(*each, marks=pytest.mark.soak) for each in LONG),
    ],
)
def test_killed_at_a_step_it_ends_as_if_nothing_had_happened(
    tmp_path: Path,
    sample_home: Path,
    bundled: BundledEmbedder,
    step: str,
    full: bool,  # noqa: FBT001
) -> None:
    """The first run, and a full one over an index that answers meanwhile."""
    home = tmp_path / "home"
    arguments = ["index", str(SAMPLE), "--json"]
    if full:
        shutil.copytree(sample_home, home)
        arguments.append("--full")
    with start(home, *arguments) as run:
        until(lambda: phase(home) == step or run.poll() is not None)
        run.kill()
    if full:
        assert state(home, bundled).found == undisturbed(sample_home, bundled).found

    last = finish(home, *arguments)

    assert last.returncode == 0, last.stderr
    assert state(home, bundled) == undisturbed(sample_home, bundled)


def test_what_was_embedded_before_a_kill_is_not_embedded_again(
    tmp_path: Path, bundled: BundledEmbedder
) -> None:
    """At most the texts in hand are lost."""
    home = tmp_path / "home"
    file = home / "vectors" / f"{bundled.fingerprint}.f32"
    with start(home, "index", str(SAMPLE)) as run:
        until(lambda: file.exists() and file.stat().st_size >= 40 * 4 * DIMENSIONS)
        run.kill()
    kept = file.stat().st_size

    finish(home, "index", str(SAMPLE))

    rows = (file.stat().st_size - kept) // (4 * DIMENSIONS)
    assert rows <= 105 - 40 + 32
    assert file.stat().st_size // (4 * DIMENSIONS) <= 105 + 32
