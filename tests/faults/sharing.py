"""What several processes need to share runs, and what they have made in the end."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from sqlalchemy import text

from index.catalog.crew import workers
from index.embedding.bundled import BundledEmbedder
from index.errors import EmbedderError
from index.models import Query
from tests.conftest import ROOT, Score, open_library

from .running import QUESTIONS, until

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from index.library import Library
    from index.stores.chroma_server import ChromaServer


_NEAR = 0.03
"""How far scores may differ: Tantivy counts the words of what was taken out, until it merges."""


class Counting(BundledEmbedder):
    """The bundled embedder, which counts the texts that it embeds, or fails."""

    def __init__(self, of: BundledEmbedder) -> None:
        super().__init__()
        self.encoder = of.encoder
        self.texts = 0
        self.fails = False

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same vectors."""
        if self.fails:
            raise EmbedderError("it fails here.")
        self.texts += len(texts)
        return super().embed(texts)


class Made(NamedTuple):
    """What a run leaves in the catalog, wherever that is; nothing that depends on the order."""

    articles: list[Any]
    passages: list[Any]
    lines: int
    carried: list[Any]
    indexed: set[str]


def made(library: Library) -> Made:
    """What runs have made of an archive so far."""
    with library.catalog.read() as connection:

        def rows(statement: str) -> list[Any]:
            """What the database gives, sorted here: it may sort by its language."""
            return sorted(tuple(row) for row in connection.execute(text(statement)))

        (lines,) = rows("SELECT count(*) FROM lines")
        indexed = rows(
            "SELECT i.passage FROM indexed i JOIN generations g ON g.id = i.generation "
            "WHERE g.state = 'live'"
        )
        assert len(indexed) == len(set(indexed))
        return Made(
            rows("SELECT id, key, state, version FROM articles"),
            rows('SELECT id, version, "start", "end", digest, current FROM passages'),
            int(lines[0]),
            rows(
                "SELECT k.passage, c.version FROM carried k JOIN compared c ON c.number = k.number"
            ),
            {row[0] for row in indexed},
        )


def in_chroma(library: Library) -> list[str]:
    """The ids that the generation that answers has on the server, sorted."""
    server = cast("ChromaServer", library.vector_indexes)
    generation = library.status()["generation"]
    index = server.joined(generation, attempt=lambda work: work())
    return sorted(each for some in index.ids() for each in some)


def hits(library: Library, *questions: str) -> list[tuple[str, Score]]:
    """What is found there, by default of the questions that all tests ask."""
    asked = questions or QUESTIONS
    found = [library.retriever.search(Query(each, 10)) for each in asked]
    return [(hit.passage.id, Score(hit.score)) for each in found for hit in each]


def are_alike(found: Sequence[tuple[str, float]], wanted: Sequence[tuple[str, float]]) -> bool:
    """Whether the same is found; what is as good may have changed places, also with the next."""
    scores, last = dict(wanted), wanted[-1][1]
    return len(found) == len(wanted) and all(
        abs(score - there) < _NEAR and abs(score - scores.get(passage, last)) < _NEAR
        for (passage, score), (_, there) in zip(found, wanted, strict=True)
    )


@dataclass
class Crew:
    """Processes that work on the runs of one database, each with a home of its own."""

    base: Path
    database: str
    chroma: str
    settings: dict[str, str] = field(default_factory=dict)
    begun: list[subprocess.Popen[str]] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        """The settings of a process, with a home that no other one has."""
        return {
            **os.environ,
            "PRESSMARK_HOME": str(self.base / f"home{len(self.begun)}"),
            "PRESSMARK_DATABASE": self.database,
            "PRESSMARK_CHROMA": self.chroma,
            **self.settings,
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """A process, ready to work."""
        log = self.base / f"log{len(self.begun)}"
        with log.open("w") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", "worker", *arguments],
                env=self.environment(),
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                text=True,
            )
        self.begun.append(process)
        until(lambda: "ready" in log.read_text() or process.poll() is not None)
        return process

    def said(self, process: subprocess.Popen[str]) -> str:
        """What it wrote to standard error."""
        return (self.base / f"log{self.begun.index(process)}").read_text()

    def library(self, embedder: BundledEmbedder) -> Library:
        """The same, as this process has it."""
        home = self.base / "own"
        return open_library(home, embedder, database=self.database, chroma=self.chroma)

    def end(self) -> None:
        """End all that still run."""
        for each in self.begun:
            each.kill()
            each.wait()


def done_by(library: Library) -> dict[str, int]:
    """How many parcels each process that is there has done, by its number."""
    there = library.catalog.query(workers.alive)
    return {each["place"].rpartition(":")[2]: each["parcels"] for each in there}
