"""Passages a second of one worker and of two, on one PostgreSQL and one Chroma server.

::

    python -m bench.workers [--articles 60] [--rounds 2] [--first]

Two `pressmark worker` processes, of which one ends for the other to work alone. Each run reads
articles of its own (`bench.machine_made`), by turns, so that whatever else the machine does hits
both alike. ``apart`` is the same with a core for each worker, as on two machines. The seconds are
those of the run; ``phases`` are those of the two, of all rounds together, and what they computed is
told by who did. With ``--first``, which
root alone may, all of it goes before what else the machine does.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from bench.machine_made import write_archive
from bench.priority import FIRST, go_first
from index.embedding.bundled import BundledEmbedder
from tests.faults.served import Served
from tests.faults.sharing import Crew
from tests.postgresql import Server, binaries

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from index.library import Library

_LOOK_SECONDS = 0.1


def main() -> None:
    """Print rates and ratios."""
    options = _options()
    programs = binaries()
    if programs is None:
        raise SystemExit("no PostgreSQL server is installed: apt-get install postgresql")
    if options.first:
        go_first(os.getpid())
    folder = Path(tempfile.mkdtemp(prefix="pressmark-workers-"))
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        server = Server.start(programs)
        stack.callback(server.stop)
        if options.first:
            go_first(int((server.data / "postmaster.pid").read_text().split()[0]))
        chroma = Served(folder / "chroma")
        chroma.start()
        stack.callback(chroma.end)
        crew = Crew(folder, server.url(server.database()), chroma.behind)
        stack.callback(crew.end)
        library = crew.library(BundledEmbedder())
        stack.callback(library.close)
        assert library.catalog
        archives = _archives(folder, options.articles, 4 * options.rounds + 1)
        size = _bytes(library)
        workers = _measure(library, crew, archives, options)
        grown = (_bytes(library) - size) / library.status()["passages"]
        print(json.dumps({"kB of the database a passage": round(grown / 1000, 2)}), flush=True)
        spent = {"workers": workers, "Chroma": _computed(chroma.process.pid)}
        said = {name: round(seconds, 1) for name, seconds in spent.items()}
        print(json.dumps({"seconds of computing": said}), flush=True)


def _measure(
    library: Library, crew: Crew, archives: Iterator[Path], options: argparse.Namespace
) -> float:
    """Print what there is; the seconds that the workers have computed."""
    first, spent = crew.start(), list[float]()
    _run(library, next(archives), defaultdict(float))
    phases: dict[str, float] = defaultdict(float)
    for name, cores in (("together", (None, None)), ("apart", (0, 1))):
        one, two = [], []
        for _ in range(options.rounds):
            _pin(first, cores[0], first=options.first)
            one.append(_run(library, next(archives), defaultdict(float)))
            second = crew.start()
            _pin(second, cores[1], first=options.first)
            two.append(_run(library, next(archives), phases))
            spent.append(_computed(second.pid))
            second.terminate()
            second.wait()
        _say(name, one, two)
    spent.append(_computed(first.pid))
    seconds = {phase: round(spent, 1) for phase, spent in phases.items()}
    print(json.dumps({"phases of two": seconds}), flush=True)
    return sum(spent)


def _say(name: str, one: list[float], two: list[float]) -> None:
    rates = {"one": statistics.median(one), "two": statistics.median(two)}
    ratio = rates["two"] / rates["one"]
    said = {key: round(rate, 1) for key, rate in rates.items()} | {"ratio": round(ratio, 2)}
    print(json.dumps({f"passages/s, {name}": said}), flush=True)


def _run(library: Library, archive: Path, phases: dict[str, float]) -> float:
    """Passages a second of one run, which the workers lead; its seconds by phase are added."""
    before = library.status()["passages"]
    number = library.submit("add", [str(archive)])
    begun = last = time.monotonic()
    while not (job := library.job(number)).ended:
        time.sleep(_LOOK_SECONDS)
        now = time.monotonic()
        phases[job.phase or "waiting"] += now - last
        last = now
    assert job.state == "done", job.error
    assert job.started_at is not None
    assert job.finished_at is not None
    assert time.monotonic() >= begun
    return float(library.status()["passages"] - before) / (job.finished_at - job.started_at)


def _archives(folder: Path, articles: int, count: int) -> Iterator[Path]:
    """Files of so many articles each, all different."""
    whole = folder / "whole.jsonl"
    write_archive(whole, articles * count)
    lines = whole.read_text(encoding="utf-8").splitlines(keepends=True)
    for start in range(0, len(lines), articles):
        path = folder / f"part{start}.jsonl"
        path.write_text("".join(lines[start : start + articles]), encoding="utf-8")
        yield path


def _pin(worker: subprocess.Popen[str], core: int | None, *, first: bool) -> None:
    """Have all threads of a process run on one core, or on any; a worker gives way by itself."""
    every = set(range(os.cpu_count() or 1))
    for task in Path(f"/proc/{worker.pid}/task").iterdir():
        os.sched_setaffinity(int(task.name), every if core is None else {core})
        os.setpriority(os.PRIO_PROCESS, int(task.name), FIRST if first else 0)


def _bytes(library: Library) -> int:
    """What the database takes on its disk."""
    with library.catalog.read() as connection:
        size = "SELECT pg_database_size(current_database())"
        return int(connection.exec_driver_sql(size).scalar_one())


def _computed(process: int) -> float:
    """Seconds that the threads of a process have computed so far (proc_pid_stat(5))."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=60, help="of each run")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--first", action="store_true", help="go before all else (needs root)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
