"""Archives with questions in the `eval` format, each indexed in a home of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.store.schema import metadata
from index.jobs.queue import work_off
from index.library import Library
from index.progress import silent
from index.settings import IndexSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def name_of(archive: str) -> str:
    """What a set is called: the folder that its archive lies in."""
    return Path(archive).resolve().parent.name


def pairs(arguments: Sequence[str]) -> list[tuple[str, str]]:
    """Archives, each with its questions, as a command names them one behind the other."""
    return list(zip(arguments[::2], arguments[1::2], strict=True))


def indexed(home: Path, archive: str) -> Library:
    """The archive, brought up to date in ``home``; whoever asked closes it."""
    library = Library(IndexSettings(home=home), tables=metadata)
    work_off(library, library.submit("index", [archive]), progress=silent)
    return library


def questions(files: str) -> Iterator[dict[str, Any]]:
    """The lines of question files, several joined by commas."""
    for path in files.split(","):
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def without_space(text: str) -> str:
    """``text`` as facts are looked for in it."""
    return "".join(text.split())
