"""The index on a Chroma server beside the one in the home: building, and questions.

::

    python -m bench.chroma_server [--passages 5000] [--questions 200]

A machine-made archive (`bench.machine_made`) with drawn vectors is indexed in a home of each kind;
then both are built anew, and both are asked, by turns, in one process. The server is a ``chroma
run`` on the same machine.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench import machine_made
from bench.drawn import DrawnEmbedder
from bot.store.schema import metadata
from index.jobs.runner import Runner
from index.library import Library
from index.models import Query
from index.settings import IndexSettings
from tests.faults.served import Served

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.catalog.jobs import Kind

_PASSAGES_AN_ARTICLE = 3
_ROUNDS = 2
_PORTION = 20


def main() -> None:
    """Build, ask, and print what each took and how they compare."""
    options = _options()
    folder = Path(tempfile.mkdtemp())
    server = Served(folder / "chroma")
    server.start()
    machine_made.write_archive(folder / "archive.jsonl", options.passages // _PASSAGES_AN_ARTICLE)
    homes = {
        name: _library(folder, name, where)
        for name, where in (("embedded", "embedded"), ("server", server.behind))
    }
    try:
        _build(homes, folder / "archive.jsonl")
        _ask(homes, machine_made.questions(options.questions))
    finally:
        for library in homes.values():
            library.close()
        server.end()
        shutil.rmtree(folder)


def _build(homes: dict[str, Library], archive: Path) -> None:
    """Every home is read once, and built anew a few times: no vector is made again."""
    for library in homes.values():
        _run(library, "index", archive)
    taken = {
        name: min(_run(library, "full", archive) for _ in range(_ROUNDS))
        for name, library in homes.items()
    }
    count = homes["server"].status()["passages"]
    _say("passages", {"all": count})
    _say("built anew, seconds", taken)


def _ask(homes: dict[str, Library], questions: Sequence[str]) -> None:
    """By turns, a portion at a time, so that whatever else is done here hits both alike."""
    taken: dict[str, list[float]] = {name: [] for name in homes}
    found: dict[str, list[list[str]]] = {name: [] for name in homes}
    with homes["embedded"].owned(), homes["server"].owned():
        for library in homes.values():
            library.retriever.search(Query(questions[0], 20))
        for start in range(0, len(questions), _PORTION):
            for name, library in homes.items():
                for question in questions[start : start + _PORTION]:
                    begun = time.monotonic()
                    hits = library.retriever.search(Query(question, 20))
                    taken[name].append(1000 * (time.monotonic() - begun))
                    found[name].append([hit.passage.id for hit in hits])
    for share in (50, 95):
        milliseconds = {name: float(np.percentile(each, share)) for name, each in taken.items()}
        _say(f"p{share}, milliseconds", milliseconds)
    same = sum(one == other for one, other in zip(found["embedded"], found["server"], strict=True))
    _say("questions with the same hits", {"of all": len(questions), "same": same})


def _run(library: Library, kind: Kind, archive: Path) -> float:
    begun = time.monotonic()
    with Runner.owning(library) as runner:
        runner.run_until(number := library.submit(kind, [str(archive)]))
    assert library.job(number).state == "done", library.job(number).error
    return time.monotonic() - begun


def _say(what: str, values: dict[str, float]) -> None:
    shown = {name: round(value, 2) for name, value in values.items()}
    if {"embedded", "server"} <= values.keys():
        shown["server / embedded"] = round(values["server"] / values["embedded"], 2)
    print(f"{what}: {json.dumps(shown)}", flush=True)


def _library(folder: Path, name: str, where: str) -> Library:
    library = Library(IndexSettings(home=folder / name, chroma=where), tables=metadata)
    library.embedder = library.bundled = DrawnEmbedder()
    return library


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=5000)
    parser.add_argument("--questions", type=int, default=200)
    return parser.parse_args()


if __name__ == "__main__":
    main()
