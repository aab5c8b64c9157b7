"""Quality has floors that only go up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.answer.answerer import Answerer
from bot.evaluation.report import evaluate
from bot.evaluation.scores import ANSWERS, RETRIEVAL
from index.progress import silent
from tests.conftest import ROOT
from tools import stories
from tools.evaluate import FLOORS, REPLAY_SET, STORIES_SET, below, raised
from tools.verifier import replay
from tools.verifier.replay import SCORES

if TYPE_CHECKING:
    from index.library import Library


def report(**values: float) -> dict[str, Any]:
    """A report of a run over 50 questions."""
    scores = {name: {"value": value, "n": 50} for name, value in values.items()}
    return {"retrieval": scores, "answers": {}}


def test_sample_archive_reaches_its_floors(sample: Library) -> None:
    """A change that finds or answers less of the bundled questions fails here."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))

    found = evaluate(sample, Answerer(sample), [str(ROOT / "examples" / "questions.jsonl")], silent)

    assert below("sample", floors["sample"], found) == []


def test_guard_shows_what_is_faithful_and_not_what_is_wrong() -> None:
    """Sentences as a strong, a small and a wrong model would write them over the sample."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))

    assert below(REPLAY_SET, floors[REPLAY_SET], replay.report()) == []


def test_stories_are_as_complete_as_they_were(sample: Library) -> None:
    """Every sixth topic, and no more than a quarter worse than all of them."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))[STORIES_SET]

    found = stories.report(Answerer(sample), stories.read()[::6])

    for name, score in found["answers"].items():
        assert score["value"] >= 0.75 * floors[name]


def test_floors_are_of_scores_that_there_are() -> None:
    """A misspelt floor would never fail."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))

    assert {"sample", "multihop", "clapnq", REPLAY_SET, STORIES_SET} <= set(floors)
    assert set(floors.pop(REPLAY_SET)) == set(SCORES)
    assert set(floors.pop(STORIES_SET)) == stories.SCORES
    for scores in floors.values():
        assert set(scores) <= {*RETRIEVAL, *ANSWERS}
        assert scores["promises"] == 1.0
        assert all(0 <= floor <= 1 for floor in scores.values())


def test_score_may_be_one_question_below_its_floor_and_no_more() -> None:
    """Of 50: .62 for .64 is a tie that fell otherwise on another processor, .6 is not."""
    assert below("sample", {"mrr": 0.64}, report(mrr=0.62)) == []
    assert below("sample", {"mrr": 0.64}, report(mrr=0.6)) == [
        "sample: mrr is 0.6000, below its floor of 0.6400"
    ]


def test_floor_of_wrong_refusals_is_a_ceiling() -> None:
    """Fewer are better."""
    assert below("x", {"false_refusals": 0.1}, report(false_refusals=0.0)) == []
    assert below("x", {"false_refusals": 0.1}, report(false_refusals=0.2)) == [
        "x: false_refusals is 0.2000, above its ceiling of 0.1000"
    ]


def test_promises_are_kept_without_exception() -> None:
    """One answer in 50 is too many."""
    assert below("x", {"promises": 1.0}, report(promises=0.98)) == [
        "x: promises is 0.9800, below its floor of 1.0000"
    ]


def test_score_that_is_not_measured_any_more_is_below_its_floor() -> None:
    """Else a floor would vanish with the questions."""
    found = {"retrieval": {"mrr": None}, "answers": {}}

    assert below("x", {"mrr": 0.64}, found) == [
        "x: mrr has no questions any more, the floor is 0.6400"
    ]


def test_floors_are_raised_and_never_lowered() -> None:
    """A score without a floor gets one."""
    floors = {"mrr": 0.64, "false_refusals": 0.1, "promises": 1.0}

    assert raised(floors, report(mrr=0.7, false_refusals=0.2, auc=0.9)) == {
        "mrr": 0.7, "false_refusals": 0.1, "promises": 1.0, "auc": 0.9,
    }  # fmt: skip
