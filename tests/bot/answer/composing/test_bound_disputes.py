"""That a claim is disputed is said at the claim that the denial is about, or not at all.

``tests/data/disputes/bound.jsonl`` has a case a line: two or three articles, a question, and the
words of the claim whose note is wanted; ``null`` where nobody denies what is asked.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.answer.answerer import Answerer
from tests.conftest import ROOT, World

if TYPE_CHECKING:
    from index.embedding.bundled import BundledEmbedder
    from index.library import Library

FOLDER = ROOT / "tests" / "data" / "disputes"
CASES = [json.loads(line) for line in (FOLDER / "bound.jsonl").read_text().splitlines()]
KINDS = {"dispute", "correction"}


@pytest.fixture(scope="module")
def archive(bundled: BundledEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The articles of all cases, indexed once: each is found among those of the others."""
    world = World(tmp_path_factory.mktemp("bound"), bundled)
    lines = [json.dumps(article) for case in CASES for article in case["articles"]]
    world.index_files({"articles.jsonl": "\n".join(lines).encode()})
    return world.library


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_note_stands_at_the_claim_that_is_denied(case: dict[str, Any], archive: Library) -> None:
    """Where another matter is denied, or nothing is, there is no such note."""
    answer = asyncio.run(Answerer(archive).answer(case["question"])).as_json()
    claims = [claim["text"] for claim in answer["claims"]]
    noted = [claims[note["claim"]] for note in answer["notes"] if note["kind"] in KINDS]

    assert claims
    if case["disputed"] is None:
        assert noted == []
    else:
        assert [case["disputed"] in each for each in noted] == [True]
    assert [each for each in case.get("says", []) if each not in " ".join(claims)] == []
