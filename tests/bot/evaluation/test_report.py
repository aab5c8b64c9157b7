"""The object of `eval`, made from outcomes made by hand."""

from __future__ import annotations

from dataclasses import replace

from bot.evaluation.history import LastRun
from bot.evaluation.report import report
from bot.evaluation.run import written
from bot.evaluation.scores import ANSWERS, RETRIEVAL
from bot.models import Note, Tally
from tests.bot.evaluation.made import answer, outcome
from tests.conftest import ROOT


def test_every_broken_promise_is_counted_and_the_first_twenty_shown() -> None:
    """With the question that broke it."""
    two = replace(outcome({}, text="Who?"), broken=("[2] has no citation", "claim 1 is bad"))

    found = report([two] * 11, None)["violations"]

    assert found["total"] == 22
    assert len(found["examples"]) == 20
    assert found["examples"][1] == {"question": "Who?", "violation": "claim 1 is bad"}


def test_what_became_of_a_model_s_sentences_is_summed() -> None:
    """Null where none is set; of an answer that the archive's own stands for only what is lost."""
    by_model = replace(answer("The ferry ran aground.", "21 people were hurt."), model="openai:x")
    by_model = replace(by_model, tally=Tally(1, 1, 3), notes=(Note("replaced", "…", 1),))
    own = replace(answer("The ferry ran aground."), tally=Tally(1, 0, 2))
    outcomes = [replace(outcome({}), writing=written(each)) for each in (by_model, own)]

    assert report([outcome({})], None)["writing"] is None
    assert report(outcomes, None)["writing"] == {
        "answers": 1, "refusals": 0, "instead": 1,
        "kept": 1, "repaired": 0, "replaced": 1, "dropped": 5,
    }  # fmt: skip


def test_kinds_have_the_scores_that_are_means() -> None:
    """A score that a kind has no questions for is null."""
    found = report([outcome({"hits@1": 1.0}, kind="date"), outcome({}, kind="person")], None)

    assert found["types"]["date"]["retrieval"]["hits@1"]["value"] == 1.0
    assert found["types"]["person"]["retrieval"]["hits@1"] is None
    assert found["types"]["person"]["questions"] == 1


def test_changed_questions_are_named_those_with_most_scores_first() -> None:
    """With the scores that say so; one question may be better and worse at once."""
    before = LastRun("then", "extractive", ({"hits@1": 0.0}, {"hits@1": 0.0, "mrr@10": 0.5}))
    now = [
        outcome({"hits@1": 1.0}, text="A?"),
        outcome({"hits@1": 1.0, "mrr@10": 1.0}, text="B?"),
    ]

    found = report(now, before)["compared"]

    assert found == {
        "at": "then",
        "model": "extractive",
        "scores": {
            "hits@1": {"better": 2, "worse": 0, "p": 0.5},
            "mrr@10": {"better": 1, "worse": 0, "p": 1.0},
        },
        "better": [
            {"question": "B?", "scores": ["hits@1", "mrr@10"]},
            {"question": "A?", "scores": ["hits@1"]},
        ],
        "worse": [],
    }


def test_every_score_is_documented() -> None:
    """By its name in the report."""
    documented = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")

    assert [name for name in RETRIEVAL + ANSWERS if f"`{name}`" not in documented] == []
