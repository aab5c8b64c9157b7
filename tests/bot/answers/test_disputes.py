"""Questions with two sides, updated figures, corrections and lists, asked of two archives.

``tests/data/disputes`` has articles and questions with what must be said, and which kinds of note
must or must not stand around it.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.answers.answering import Answerer
from tests.conftest import ROOT, World

if TYPE_CHECKING:
    from index.embedding import BundledEmbedder
    from index.library import Library

FOLDER = ROOT / "tests" / "data" / "disputes"
QUESTIONS = [json.loads(line) for line in (FOLDER / "questions.jsonl").read_text().splitlines()]


@pytest.fixture(scope="module")
def disputed(bundled: BundledEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The articles of the folder, indexed once."""
    world = World(tmp_path_factory.mktemp("disputes"), bundled)
    world.index_files({"articles.jsonl": (FOLDER / "articles.jsonl").read_bytes()})
    return world.library


def ask(library: Library, question: str, **more: Any) -> dict[str, Any]:
    """The object of one answer."""
    return asyncio.run(Answerer(library).answer(question, **more)).as_json()


@pytest.mark.parametrize("line", QUESTIONS, ids=lambda line: line["question"])
def test_both_sides_are_told_and_named(
    line: dict[str, Any], library: Library, disputed: Library
) -> None:
    """Claims are the archive's sentences; that they are disputed, and by whom, are notes."""
    answer = ask(library if line.get("archive") == "sample" else disputed, line["question"])
    said = " ".join(claim["text"] for claim in answer["claims"])
    kinds = {note["kind"] for note in answer["notes"]}

    assert [each for each in line["says"] if each not in said] == []
    assert set(line.get("notes", [])) <= kinds
    assert not set(line.get("silent", [])) & kinds
    if "first" in line:
        assert line["first"] in answer["claims"][0]["text"]
