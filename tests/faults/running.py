"""Real runs of the command, and what they left behind."""

from __future__ import annotations

import functools
import json
import os
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from index.errors import PressmarkError
from index.models import Query
from index.stores.chroma import ChromaIndex
from index.stores.lexical import LexicalIndex
from tests.conftest import ROOT, SAMPLE, Score, open_library

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder

QUESTIONS = ("Who stole the bell?", "Lady Ingrid aground", "storm flood wall", "Маяк")


def start(
    home: Path, *arguments: str, env: Mapping[str, str] | None = None, **options: Any
) -> subprocess.Popen[str]:
    """A command, begun; what it covers is not measured: its disks and limits would be met too."""
    inherited = {name: value for name, value in os.environ.items() if "COVERAGE_" not in name}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        env={
            **inherited,
            "PRESSMARK_HOME": str(home),
            "PRESSMARK_ARCHIVE": str(SAMPLE),
            **(env or {}),
        },
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def finish(home: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """A command, ended."""
    with start(home, *arguments, **options) as process:
        out, err = process.communicate(timeout=600)
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def until(true: Callable[[], object], seconds: float = 300.0) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def phase(home: Path) -> str | None:
    """What the newest run is doing by its row; None where there is none or it has ended."""
    try:
        connection = sqlite3.connect(f"file:{home / 'catalog.sqlite'}?mode=ro", uri=True)
    except sqlite3.OperationalError:
        return None
    try:
        row = connection.execute(
            "SELECT phase FROM jobs WHERE state = 'running' ORDER BY id DESC"
        ).fetchone()
    except sqlite3.OperationalError:
        return None
    finally:
        connection.close()
    return None if row is None else row[0]


class State(NamedTuple):
    """Everything that two runs over the same archive have in common."""

    articles: list[Any]
    passages: list[Any]
    indexed: set[str]
    counted: int
    compared: list[Any]
    carried: list[Any]
    chroma: int
    lexical: int
    vectors: int
    generations: int
    found: list[tuple[str, str, Score]]


def state(home: Path, embedder: BundledEmbedder) -> State:
    """What is in a home."""
    library = open_library(home, embedder)
    with library.catalog.read() as connection:
        read = connection.exec_driver_sql
        articles = [tuple(row) for row in read("SELECT key, state FROM articles ORDER BY key")]
        passages = [
            tuple(row)
            for row in read('SELECT id, "start", "end", digest, current FROM passages ORDER BY id')
        ]
        indexed = set(read("SELECT passage FROM indexed").scalars())
        counted = int(read("SELECT count(*) FROM lines").scalar_one())
        compared = [tuple(row) for row in read("SELECT number, version FROM compared")]
        carried = [tuple(row) for row in read("SELECT passage, number FROM carried")]
        vectors = int(read("SELECT count(*) FROM vectors").scalar_one())
    generation = library.status()["generation"]
    hits = [
        (hit.passage.id, hit.passage.text, Score(hit.score))
        for question in QUESTIONS
        for hit in library.retriever.search(Query(question, 10))
    ]
    made = State(
        articles,
        passages,
        indexed,
        counted,
        sorted(compared),
        sorted(carried),
        ChromaIndex(library.home.chroma(generation)).count(),
        LexicalIndex(library.home.lexical(generation)).count(),
        vectors,
        len(list(library.home.generations.iterdir())),
        hits,
    )
    library.close()
    return made


@functools.cache
def undisturbed(home: Path, embedder: BundledEmbedder) -> State:
    """The same of a home that nothing is written to, looked at once."""
    return state(home, embedder)


def answers(home: Path, question: str = "What did a kilo of cod cost in March 2025?") -> str:
    """The answer of another process."""
    done = finish(home, "ask", question, "--json")
    if done.returncode:
        raise PressmarkError(done.stderr)
    return str(json.loads(done.stdout)["answer"])
