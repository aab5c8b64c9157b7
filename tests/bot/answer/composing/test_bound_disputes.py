"""That a claim is disputed is said at the claim that the denial is about, or not at all.

``tests/data/disputes/bound.jsonl`` has a case a line: two or three articles, a question, and the
words of the claim whose note is wanted; ``null`` where nobody denies what is asked. Those of
``settled.jsonl`` have what was found out later, which comes first.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.answer.answerer import Answerer
from bot.answer.composing.composer import tell
from bot.answer.reading.candidates import read
from index.models import Filters, Query
from tests.conftest import ROOT, World

if TYPE_CHECKING:
    from index.embedding.bundled import BundledEmbedder
    from index.library import Library

FOLDER = ROOT / "tests" / "data" / "disputes"
CASES, SETTLED = (
    [json.loads(line) for line in (FOLDER / name).read_text().splitlines()]
    for name in ("bound.jsonl", "settled.jsonl")
)
KINDS = {"dispute", "correction"}


@pytest.fixture(scope="module")
def archive(bundled: BundledEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The articles of all cases, indexed once: each is found among those of the others."""
    world = World(tmp_path_factory.mktemp("bound"), bundled)
    lines = [json.dumps(article) for case in (*CASES, *SETTLED) for article in case["articles"]]
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


@pytest.mark.parametrize("case", SETTLED, ids=lambda case: case["case"])
def test_what_was_found_out_later_comes_first(case: dict[str, Any], archive: Library) -> None:
    """The newest finding about the dispute, with a note; both sides stand behind it."""
    answer = asyncio.run(Answerer(archive).answer(case["question"])).as_json()
    claims = [claim["text"] for claim in answer["claims"]]
    about = [note for note in answer["notes"] if note["claim"] is not None]
    kinds = {note["kind"]: claims[note["claim"]] for note in about}

    assert "dispute" in kinds
    if case["first"] is None:
        assert "update" not in kinds
        assert kinds["dispute"] in claims[:2]
    else:
        assert case["first"] in claims[0]
        assert kinds["update"] == claims[0]
        assert kinds["dispute"] in claims[1:3]


def test_finding_is_looked_up_where_the_hits_have_none(archive: Library) -> None:
    """Of a dispute that is told, what appeared afterwards is asked for by its day."""
    case = SETTLED[0]
    retriever = archive.retriever
    before = Query(case["question"], 8, Filters(before="2023-12-31"))
    found = retriever.find(before)
    reading = read(before.text, found.hits, retriever=retriever, readers=archive.readers)

    telling = tell(reading, found.plan, retriever)

    assert case["first"] not in " ".join(each.text for each in reading.ranked)
    assert case["first"] in telling.chosen[0].text
