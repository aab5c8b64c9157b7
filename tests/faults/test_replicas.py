"""Replicas of an index that machines share, on a real PostgreSQL and a real Chroma server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.answer.answerer import Answerer
from index.models import Query
from tests.conftest import SAMPLE, Score, indexed, open_library

from .running import QUESTIONS
from .served import Served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from index.library import Library
    from index.replicas.replica import Replica

COD = "What did a kilo of cod cost in March 2025?"


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for the module."""
    made = Served(tmp_path_factory.mktemp("server") / "chroma")
    made.start()
    yield made
    made.end()


@pytest.fixture
def opens(
    chroma: Served, database: str, bundled: BundledEmbedder, tmp_path: Path
) -> Iterator[Callable[..., Library]]:
    """Opens a home by its name, as on a machine of its own."""
    chroma.start()
    opened: list[Library] = []

    def open_home(name: str, **settings: Any) -> Library:
        where = {"database": database, "chroma": chroma.url, **settings}
        opened.append(open_library(tmp_path / name, bundled, **where))
        return opened[-1]

    yield open_home
    for each in opened:
        each.close()


def replica(library: Library) -> Replica:
    """That of a home."""
    assert library.replica is not None
    return library.replica


def follow(library: Library, *, steps: int | None = None) -> bool:
    """Follow to the end, or so many steps; whether all is done."""
    with replica(library).follower(lambda: library.embedder).begun() as follower:
        if steps is None:
            return follower.follow(until=lambda: False)
        return not [more for _ in range(steps) if (more := follower.step())][steps - 1 :]


def hits(library: Library) -> list[tuple[str, Score]]:
    """What is found here."""
    found = [library.retriever.search(Query(each, 10)) for each in QUESTIONS]
    return [(hit.passage.id, Score(hit.score)) for each in found for hit in each]


def test_replica_finds_and_answers_what_the_embedded_index_does(
    opens: Callable[..., Library], sample: Library
) -> None:
    """The same passages with the same scores, and word for word the same answer."""
    writer, reader = opens("writer"), opens("reader")
    assert indexed(writer, SAMPLE).state == "done"

    assert follow(reader)

    assert hits(reader) == hits(sample)
    asked = [asyncio.run(Answerer(each).answer(COD)).text for each in (reader, sample)]
    assert asked[0] == asked[1]
    assert replica(reader).missing_parts() == {}
    lag = replica(reader).lag()
    assert lag is not None
    assert (lag.answers, lag.changes, lag.seconds) == (True, 0, 0.0)
