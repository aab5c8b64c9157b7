"""The benchmark of a large archive, on a small one: every step of it holds what it promises."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_a_machine_made_archive_is_built_searched_changed_rebuilt_and_repeated(
    tmp_path: Path,
) -> None:
    """Nothing is read twice, one in a hundred is read anew, and a rebuild has the same passages."""
    sizes = ["--passages", "500", "--questions", "20"]
    command = [sys.executable, "-m", "bench.scale", *sizes, "--folder", str(tmp_path)]
    out = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    steps: dict[str, Any] = {}
    for line in out.splitlines():
        name, _, found = line.partition(": ")
        steps[name] = json.loads(found)

    assert steps["build"]["articles"]["added"] == 166
    assert steps["unchanged"]["articles"]["unchanged"] == 166
    assert steps["change"]["articles"]["updated"] == 2
    assert steps["rebuild"]["state"] == "done"
    assert steps["rebuild"]["passages"] == steps["change"]["passages"] > 400
    assert steps["recall"]["recall@20"] >= 0.98

    simulated = [sys.executable, "-m", "bench.simulated", str(tmp_path), "--passages", "1000"]
    out = subprocess.run(
        [*simulated, "--questions", "5"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert json.loads(out.rpartition("recall: ")[2])["recall@20"] >= 0.95
