"""How long a cold process takes: --help, status, ask and search, on the sample archive.

    python -m bench.commands

Prints medians of seven runs in seconds, and as a ratio to a bare interpreter in the same run.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

_RUNS = 7
_COMMANDS = {
    "bare interpreter": ["-c", "pass"],
    "--help": ["-m", "bot", "--help"],
    "status --json": ["-m", "bot", "status", "--json"],
    "search --json": ["-m", "bot", "search", "storm flood", "--json"],
    "ask --json": ["-m", "bot", "ask", "How high did the sea rise during Storm Runa?", "--json"],
}


def main() -> None:
    """Index the sample into a temporary home, then time every command in turn."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "PRESSMARK_HOME": home}
        _seconds(["-m", "bot", "index"], environment)
        times: dict[str, list[float]] = {name: [] for name in _COMMANDS}
        for _ in range(_RUNS):
            for name, arguments in _COMMANDS.items():
                times[name].append(_seconds(arguments, environment))
    bare = statistics.median(times["bare interpreter"])
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:18} {median:6.3f} s  {median / bare:6.1f} x")


def _seconds(arguments: list[str], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own program
        [sys.executable, *arguments], env=environment, check=True, capture_output=True
    )
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
