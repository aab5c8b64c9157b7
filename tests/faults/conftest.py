"""What tests of shared runs share: a Chroma server, an archive, and who works on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.machine_made import write_archive
from tests.conftest import SAMPLE, indexed, open_library

from .served import Served
from .sharing import Crew

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from index.library import Library

ARTICLES = 24
"""Of those that are made by machine."""


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A Chroma server; each database has collections of its own there."""
    served = Served(tmp_path_factory.mktemp("server") / "chroma")
    served.start()
    yield served
    served.end()


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles made by machine, and the sample beside them: it has copies and repeated lines."""
    folder = tmp_path_factory.mktemp("archive")
    write_archive(folder / "made.jsonl", ARTICLES)
    for source in SAMPLE.rglob("*"):
        if source.is_file():
            (folder / f"{source.parent.name}-{source.name}").write_bytes(source.read_bytes())
    return folder


@pytest.fixture
def crew(tmp_path: Path, database: str, chroma: Served) -> Iterator[Crew]:
    """Nobody yet."""
    chroma.start()
    gathered = Crew(tmp_path, database, chroma.url)
    yield gathered
    gathered.end()


@pytest.fixture
def library(crew: Crew, bundled: BundledEmbedder) -> Iterator[Library]:
    """What the crew works on, as this process sees it."""
    opened = crew.library(bundled)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def alone(
    tmp_path_factory: pytest.TempPathFactory, bundled: BundledEmbedder, archive: Path
) -> Iterator[Library]:
    """A home that one process owns, with the archive indexed. Not to be written to."""
    opened = open_library(tmp_path_factory.mktemp("alone") / "home", bundled)
    assert indexed(opened, archive).state == "done"
    yield opened
    opened.close()
