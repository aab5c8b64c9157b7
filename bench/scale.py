"""A large archive: built, searched, read again, changed by one in a hundred, rebuilt.

::

    python -m bench.scale [--passages 300000] [--vectors drawn|embedded] [--folder DIR]

``drawn`` vectors lie around real ones, so that the size of the index is tried without hours of
embedding; ``embedded`` ones are made by the bundled embedder. Prints seconds, rates, memory (peak
of the process), disk, and how long questions take, before and while the index is rebuilt. Every
step runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench import machine_made
from bench.drawn import DrawnEmbedder
from bot.store.schema import metadata
from index.catalog import generations
from index.embedding.bundled import BundledEmbedder
from index.indexing.priority import give_way
from index.jobs.queue import work_off
from index.jobs.runner import Runner
from index.library import Library
from index.models import Filters, Query
from index.progress import silent
from index.settings import IndexSettings
from index.stores.columns import Standing, load_columns
from index.stores.open_parts import Meanings, Neighbours

if TYPE_CHECKING:
    from collections.abc import Sequence


_SECONDS_OF_REST = 0.05


def main() -> None:
    """Every step after the other, a line each."""
    options = _options()
    folder = Path(options.folder or tempfile.mkdtemp(prefix="pressmark-scale-"))
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / "archive.jsonl"
    articles = options.passages // machine_made.PASSAGES_OF_AN_ARTICLE
    show("text", machine_made.write_archive(archive, articles))
    for name, step in (
        ("idle", idle),
        ("build", build),
        ("ask beside", ask_beside),
        ("ask the owner", ask_owner),
        ("recall", recall),
        ("unchanged", build),
        ("change", change),
        ("rebuild", rebuild),
        ("ask the owner again", ask_owner),
    ):
        show(name, apart(step, folder, options))


def idle(_folder: Path, _options: argparse.Namespace) -> dict[str, Any]:
    """A process that has loaded everything and done nothing."""
    import chromadb  # noqa: F401, PLC0415 - its weight is part of every run

    BundledEmbedder().embed(["one question"])
    return {}


def build(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """One run of ``index`` over the archive."""
    library = _library(folder, options.vectors)
    begun = time.monotonic()
    job = work_off(library, library.submit("index", [_archive(folder)]), progress=silent)
    assert job.result is not None, job.error
    seconds = time.monotonic() - begun
    count = job.result["passages"]
    return {
        "seconds": round(seconds, 1),
        "passages": count,
        "passages/s": round(count / seconds),
        "articles": job.result["articles"],
    }


def ask_beside(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Milliseconds of questions asked beside the owner of the index, with filters and without."""
    library = _library(folder, options.vectors)
    questions = machine_made.questions(options.questions)
    outlet, dates = Filters(source="Outlet 3"), Filters(after="2024-02-01", before="2024-03-31")
    asked = {"all": Filters(), "outlet": outlet, "dates": dates}
    return {name: _milliseconds(library, questions, each) for name, each in asked.items()}


def ask_owner(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """The same of the owner, without filters; and the first one, which opens everything."""
    library = _library(folder, options.vectors)
    questions = machine_made.questions(options.questions)
    with library.owned():
        first = _times(library, questions[:1], Filters())[0]
        return {"first": round(first), "all": _milliseconds(library, questions, Filters())}


def recall(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Share of the exact twenty nearest that Chroma finds."""
    library = _library(folder, options.vectors)
    return {"recall@20": _recall(library, machine_made.questions(options.questions))}


def change(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """One article in a hundred gets another first sentence; one run of ``index``."""
    path = Path(_archive(folder))
    lines = path.read_text(encoding="utf-8").splitlines()
    with path.open("w", encoding="utf-8") as file:
        for number, line in enumerate(lines):
            record = json.loads(line)
            if number % 100 == 0:
                record["text"] = f"A sentence of {number} was put first. " + record["text"]
            file.write(json.dumps(record) + "\n")
    return build(folder, options)


def rebuild(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """A full rebuild, with questions asked in the same process all the while."""
    library = _library(folder, options.vectors)
    questions = machine_made.questions(options.questions)
    with Runner.owning(library) as runner:
        before = _milliseconds(library, questions, Filters())
        number = library.submit("full", [_archive(folder)])
        begun = time.monotonic()
        run = threading.Thread(target=_run_behind, args=(runner, number))
        run.start()
        taken: list[float] = []
        most = beside = 0
        while run.is_alive():
            taken += _times(library, questions[:20], Filters())
            most, beside = max(most, _disk(folder)), max(beside, _resident_of_children())
            time.sleep(_SECONDS_OF_REST)
        run.join()
    count = library.status()["passages"]
    during = _percentiles(taken)
    return {
        "seconds": round(time.monotonic() - begun, 1),
        "state": library.job(number).state,
        "before": before,
        "during": during,
        "ratio of p95": round(during["p95"] / before["p95"], 2),
        "kB/passage at most": round(most / 1000 / count, 2),
        "MB of the process that writes": _mb(beside),
        "passages": count,
    }


def _run_behind(runner: Runner, number: int) -> None:
    """As the bot does it."""
    give_way()
    runner.run_until(number)


def _library(folder: Path, vectors: str) -> Library:
    library = Library(IndexSettings(home=folder / "home"), tables=metadata)
    library.embedder = DrawnEmbedder() if vectors == "drawn" else BundledEmbedder()
    return library


def _archive(folder: Path) -> str:
    return str(folder / "archive.jsonl")


def _milliseconds(library: Library, questions: Sequence[str], filters: Filters) -> dict[str, Any]:
    _times(library, questions[:10], filters)
    return _percentiles(_times(library, questions, filters))


def _times(library: Library, questions: Sequence[str], filters: Filters) -> list[float]:
    taken = []
    for question in questions:
        begun = time.monotonic()
        library.retriever.search(Query(question, filters=filters))
        taken.append(1000 * (time.monotonic() - begun))
    return taken


def _percentiles(taken: Sequence[float]) -> dict[str, Any]:
    p50, p95 = np.percentile(taken, [50, 95])
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1), "questions": len(taken)}


def _recall(library: Library, questions: Sequence[str]) -> float:
    with library.catalog.read() as connection:
        live: Any = generations.live(connection)
    columns = load_columns(library.catalog, Standing.of(live))
    exact = Meanings(library.home, live.embedder, columns)
    near = Neighbours(library.vector_indexes, live.id, passages=len(columns.ids))
    found = 0
    for question in questions:
        vector = library.embedder.embed([question])[0]
        best = {each for each, _ in exact.nearest(vector, None, k=20)}
        found += len(best & {each for each, _ in near.nearest(vector, k=20)})
    return round(found / (20 * len(questions)), 4)


def _sizes(folder: Path, passages: int) -> dict[str, Any]:
    disk = _disk(folder)
    lines = Path(_archive(folder)).read_text(encoding="utf-8").splitlines()
    text = sum(len(json.loads(line)["text"]) for line in lines)
    parts = {each.name: _mb(_size(each)) for each in sorted((folder / "home").iterdir())}
    return {
        "disk MB": _mb(disk),
        "kB/passage beyond the text": round((disk - text) / 1000 / passages, 2),
        "parts": parts,
    }


def _disk(folder: Path) -> int:
    return _size(folder / "home")


def _resident_of_children() -> int:
    """Bytes in memory of the processes that this one has started, on Linux (proc(5))."""
    found = 0
    for path in Path("/proc/self/task").glob("*/children"):
        for child in path.read_text().split():
            try:
                status = Path(f"/proc/{child}/status").read_text()
            except OSError:
                continue  # ended meanwhile
            sizes = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
            found += sum(int(each) * 1024 for each in sizes)
    return found


def _size(path: Path) -> int:
    if path.is_file():
        return path.stat().st_blocks * 512
    total = 0
    for each in path.rglob("*"):
        try:
            total += each.stat().st_blocks * 512
        except OSError:
            continue  # gone meanwhile
    return total


def _mb(size: int) -> float:
    return round(size / 1e6, 1)


def apart(step: Any, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """What ``step`` gives in a process of its own, with the peak of that process's memory."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return dict(pool.apply(_measured, (step, folder, options)))


def _measured(step: Any, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    found = dict(step(folder, options))
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    sizes = _sizes(folder, found["passages"]) if "passages" in found else {}
    return found | {"peak MB": _mb(own)} | sizes


def show(name: str, values: dict[str, Any]) -> None:
    """Print what a step gave, on a line."""
    print(f"{name}: {json.dumps(values)}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--passages", type=int, default=300_000)
    parser.add_argument("--vectors", choices=("drawn", "embedded"), default="drawn")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--folder")
    return parser.parse_args()


if __name__ == "__main__":
    main()
