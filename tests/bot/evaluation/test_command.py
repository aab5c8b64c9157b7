"""The `eval` command over the sample archive: what it prints, keeps and refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.answer.answerer import Answerer
from bot.evaluation.report import evaluate
from bot.evaluation.scores import ANSWERS, RETRIEVAL
from bot.terminal import score_tables as table
from bot.terminal.console import Output
from bot.terminal.score_tables import show_report
from index.progress import silent
from tests.bot.cli.test_commands import Inside, inside, one_line

if TYPE_CHECKING:
    from pathlib import Path

    from index.library import Library
    from tests.bot.conftest import Pressmark

__all__ = ["inside"]

GUST = {
    "question": "How strong was the strongest gust of Storm Runa at Cape Gull?",
    "evidence": [
        {
            "title": "Storm Runa",
            "fact": "The weather station at Cape Gull measured a gust of 41 metres per second at "
            "19:52, the strongest since it was automated in 1994.",
        }
    ],
    "answer": "41 metres per second",
    "answerable": True,
}
NOBEL = {"question": "Who won the Nobel prize in chemistry in 1998?", "answerable": False}


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """A file with a question that the sample answers and one that it does not."""
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in (GUST, NOBEL)), encoding="utf-8")
    return path


def values(report: dict[str, Any], part: str) -> dict[str, float | None]:
    """The values of the scores of a part."""
    return {name: score and score["value"] for name, score in report[part].items()}


def test_report_is_one_object_with_every_score(
    own: Pressmark, inside: Inside, questions: Path
) -> None:
    """What no question has the fields for is null."""
    code, out, err = inside(own, "eval", str(questions), "--json")
    report = one_line(out)

    assert (code, err) == (0, "")
    assert set(report) == {
        "file", "model", "seconds", "questions", "retrieval", "answers", "types", "violations",
        "worst", "ms", "writing", "compared",
    }  # fmt: skip
    assert (report["file"], report["model"]) == (str(questions), "extractive")
    assert values(report, "retrieval") == dict.fromkeys(RETRIEVAL, 1.0)
    assert values(report, "answers") == {
        **dict.fromkeys(ANSWERS, 1.0), "word_f1": None, "false_refusals": 0.0,
        **dict.fromkeys(("first", "any", "article", "precision")),
    }  # fmt: skip
    assert report["retrieval"]["hits@1"]["n"] == 1
    assert report["violations"] == {"total": 0, "examples": []}
    assert report["worst"] == []
    assert set(report["types"]) == {"en answerable", "en unanswerable"}
    assert report["ms"]["search"]["p50"] <= report["ms"]["search"]["p95"]
    assert report["compared"] is None


def test_second_run_is_compared_with_the_first_and_leaves_nothing_else(
    sample: Library, questions: Path
) -> None:
    """One file by digest of the content, no answers in the catalog, no place named anywhere."""
    answerer = Answerer(sample)
    evaluate(sample, answerer, [str(questions)], silent)
    (kept,) = sample.home.evaluations.iterdir()
    run = json.loads(kept.read_bytes())
    run["scores"][0]["mrr@10"] = 0.25
    kept.write_text(json.dumps(run), encoding="utf-8")

    report = evaluate(sample, answerer, [str(questions)], silent)

    assert report["compared"]["at"] == run["at"]
    assert report["compared"]["scores"]["mrr@10"] == {"better": 1, "worse": 0, "p": 1.0}
    assert report["compared"]["better"] == [{"question": GUST["question"], "scores": ["mrr@10"]}]
    assert report["compared"]["worse"] == []
    assert list(sample.home.evaluations.iterdir()) == [kept]
    assert str(questions) not in kept.read_text(encoding="utf-8")
    with sample.catalog.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM answers").scalar() == 0


def test_report_for_people_names_scores_times_and_changes(
    own: Pressmark, inside: Inside, questions: Path
) -> None:
    """A line a score, the kinds, and whether anything changed."""
    inside(own, "eval", str(questions))
    code, out, err = inside(own, "eval", str(questions))

    assert (code, err) == (0, "")
    assert out.startswith(f"{questions}: 2 questions, extractive\n")
    for label in ("hits@1 ", "all_evidence@10", "auc", "en unanswerable", "search"):
        assert f"\n{label}" in out
    assert "\nEvery quote, offset, marker and figure is as promised.\n" in out
    assert "\nCompared with the run of " in out
    assert out.endswith("\nNo question changed.\n")


def test_table_names_broken_promises_and_changed_questions(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A few of each, whatever stands in their text; the rest is counted."""
    changed = [{"question": f"[bold]{n}", "scores": ["mrr@10"]} for n in range(7)]
    score = {"value": 0.5, "low": 0.25, "high": 0.75, "n": 9}
    report = {
        "file": "[q].jsonl",
        "questions": 9,
        "model": "extractive",
        "retrieval": {"mrr@10": score},
        "answers": {"auc": score, "word_f1": None},
        "types": {},
        "violations": {
            "total": 1,
            "examples": [{"question": "x" * 90, "violation": "[2] has no citation"}],
        },
        "worst": [{"question": f"[w]{n}", "wrong": ["one", "two"]} for n in range(6)],
        "ms": {"search": {"p50": 1.0, "p95": 2.0}},
        "writing": {
            "answers": 3,
            "refusals": 1,
            "instead": 5,
            "kept": 4,
            "repaired": 2,
            "replaced": 6,
            "dropped": 7,
        },
        "compared": {
            "at": "2025-01-01T00:00:00+00:00",
            "model": "extractive",
            "scores": {"mrr@10": {"better": 1, "worse": 7, "p": 0.0703}},
            "better": changed[:1],
            "worse": changed,
        },
    }

    show_report(report)
    out = capsys.readouterr().out

    assert "\nextractive wrote 3 answers and 1 refusals; 5 times the archive's own stand. " in out
    assert "4 are shown as written, 2 mended, 6 replaced by the archive's, 7 left out.\n" in out
    assert out.startswith("[q].jsonl: 9 questions, extractive\n")
    assert "0.500  0.250–0.750" in out
    assert "+1 −7  p 0.07" in out
    assert "9 or more a side" in out
    assert "\nSomething went wrong at 6 of 9 questions:\n  [w]0 (one; two)\n" in out
    assert "  [w]4 (one; two)\n  and 1 more; --json names them all\n" in out
    assert f"Promises broken: 1.\n  [2] has no citation: {'x' * 79}…\n" in out
    assert "7 worse:\n  [bold]0 (mrr@10)\n" in out
    assert "  and 2 more; --json names them all\n1 better:\n  [bold]0 (mrr@10)\n" in out


def test_questions_at_which_something_went_wrong_are_named(
    own: Pressmark, inside: Inside, tmp_path: Path
) -> None:
    """The gravest first: an answer that the archive does not give, then one it does."""
    path = tmp_path / "wrong.jsonl"
    asked = [
        {"question": NOBEL["question"], "answerable": True},
        GUST | {"answer": "53 pounds"},
        {"question": GUST["question"], "answerable": False},
    ]
    path.write_text("".join(json.dumps(each) + "\n" for each in asked), encoding="utf-8")

    found = one_line(inside(own, "eval", str(path), "--json")[1])["worst"]

    assert found == [
        {"question": GUST["question"], "wrong": ["answered, though the archive does not say"]},
        {"question": NOBEL["question"], "wrong": ["refused, though the archive says"]},
        {"question": GUST["question"], "wrong": ["the short answer is not in the answer"]},
    ]


def test_table_by_kind_fits_into_eighty_columns(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No heading and no kind is cut or wrapped."""
    score = {"value": 0.5, "low": 0.25, "high": 0.75, "n": 9}
    parts = {
        "retrieval": dict.fromkeys(RETRIEVAL, score),
        "answers": dict.fromkeys(ANSWERS, score),
    }
    kinds = {kind: {"questions": 120, **parts} for kind in ("en answerable", "en unanswerable")}
    monkeypatch.setattr(table, "_WIDE", 80)

    show_report(
        {
            "file": "q",
            "questions": 9,
            "model": "m",
            **parts,
            "types": kinds,
            "worst": [],
            "violations": {"total": 0, "examples": []},
            "ms": {},
            "writing": None,
            "compared": None,
        }
    )
    lines = capsys.readouterr().out.splitlines()

    assert [line.split()[:3] for line in lines if "unanswerable" in line] == [
        ["en", "unanswerable", "120"]
    ]
    (heading,) = (line for line in lines if line.startswith("kind"))
    assert heading.split() == [
        "kind", "n", "@1", "@4", "@10", "MRR", "all", "nDCG", "answer", "F1", "first", "refused",
    ]  # fmt: skip


def test_reader_of_the_table_that_goes_away_is_left_to_the_command_line() -> None:
    """It ends the program quietly, as with every other command."""
    with pytest.raises(BrokenPipeError):
        Output().on_broken_pipe()


def test_file_without_anything_to_score_says_so(
    own: Pressmark, inside: Inside, tmp_path: Path
) -> None:
    """Promises and times are measured all the same."""
    path = tmp_path / "bare.jsonl"
    path.write_text('{"question": "Who?"}\n', encoding="utf-8")

    code, out, err = inside(own, "eval", str(path), "--json")
    report = one_line(out)

    assert code == 0
    assert err == (
        f"pressmark: {path}: no question has evidence, answer, answerable, best or article; "
        "only promises and times are measured.\n"
    )
    assert set(values(report, "retrieval").values()) == {None}
    assert report["answers"]["promises"]["value"] == 1.0


def test_wrong_file_is_one_sentence_with_its_line(
    own: Pressmark, inside: Inside, tmp_path: Path
) -> None:
    """Nothing on standard output."""
    path = tmp_path / "wrong.jsonl"
    path.write_text('{"question": "Who?"}\n{"question": ""}\n', encoding="utf-8")

    assert inside(own, "eval", str(path)) == (
        1,
        "",
        f'pressmark: {path}:2: the field "question" is missing or empty.\n',
    )


def test_wrong_file_is_told_before_anything_else(
    fresh: Pressmark, inside: Inside, tmp_path: Path
) -> None:
    """Whoever indexes first would learn it an hour later."""
    assert inside(fresh, "eval", str(tmp_path / "none")) == (
        1,
        "",
        f"pressmark: {tmp_path / 'none'}: cannot be read (No such file or directory).\n",
    )


def test_before_anything_is_indexed_it_says_so(
    fresh: Pressmark, inside: Inside, questions: Path
) -> None:
    """Scores of nothing would be worse than none."""
    code, out, err = inside(fresh, "eval", str(questions))

    assert (code, out) == (1, "")
    assert err.startswith("pressmark: nothing is indexed yet")
