"""The last run: kept, compared with, and never trusted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.evaluation.history import LastRun, changes, keep, load
from tests.bot.evaluation.made import outcome

if TYPE_CHECKING:
    from pathlib import Path

RUN = [outcome({"hits@1": 1.0, "mrr@10": 0.5}), outcome({"hits@1": 0.0})]


def test_run_is_kept_and_read_again(tmp_path: Path) -> None:
    """Its folder is made, and nothing else is left in it."""
    path = tmp_path / "eval" / "x.json"

    keep(path, "extractive", RUN)
    last = load(path, 2)

    assert last is not None
    assert last.model == "extractive"
    assert last.scores == ({"hits@1": 1.0, "mrr@10": 0.5}, {"hits@1": 0.0})
    assert list(path.parent.iterdir()) == [path]
    assert str(tmp_path) not in path.read_text(encoding="utf-8")


def test_there_is_none_where_none_was_kept(tmp_path: Path) -> None:
    """The first run has nothing to be compared with."""
    assert load(tmp_path / "x.json", 2) is None


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff", b"[]", b'{"format": 2}', b'{"format": 1}',
        b'{"format": 1, "at": "", "model": "", "scores": [1, 2]}',
        b'{"format": 1, "at": "", "model": "", "scores": [{"mrr@10": "x"}, {}]}',
        b'{"format": 1, "at": "", "model": "", "scores": [{"mrr@10": NaN}, {}]}',
        b'{"format": 1, "at": "", "model": "", "scores": [{}]}',
    ],
)  # fmt: skip
def test_damaged_or_foreign_file_counts_as_none(tmp_path: Path, content: bytes) -> None:
    """It is no reason to fail: the next run replaces it."""
    path = tmp_path / "x.json"
    path.write_bytes(content)

    assert load(path, 2) is None


def test_changes_are_counted_question_by_question() -> None:
    """More is better, except for wrong refusals; what only one run has is left out."""
    before = LastRun(
        "then",
        "extractive",
        ({"mrr@10": 0.5}, {"mrr@10": 1.0, "false_refusals": 1.0}, {"mrr@10": 0.25}, {}),
    )
    now = [
        outcome({"mrr@10": 1.0}),
        outcome({"mrr@10": 0.5, "false_refusals": 0.0}),
        outcome({"mrr@10": 0.25}),
        outcome({"mrr@10": 1.0, "hits@1": 1.0}),
    ]

    found = changes(before, now)

    assert (found["mrr@10"].better, found["mrr@10"].worse) == ((0,), (1,))
    assert found["mrr@10"].p == 1.0
    assert (found["false_refusals"].better, found["false_refusals"].worse) == ((1,), ())
    assert set(found) == {"mrr@10", "false_refusals"}


def test_file_is_plain_json(tmp_path: Path) -> None:
    """For whoever wants to look inside."""
    keep(tmp_path / "x.json", "extractive", RUN)

    assert set(json.loads((tmp_path / "x.json").read_bytes())) == {
        "format",
        "at",
        "model",
        "scores",
    }
