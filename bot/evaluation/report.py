"""The ``eval`` command: ask the questions, compare with the last run, keep this one, report."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.evaluation.history import changes, keep, load
from bot.evaluation.question_file import read_questions
from bot.evaluation.run import ask_all
from bot.evaluation.scores import ANSWERS, RETRIEVAL, Score, all_scores, by_kind, means, times

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.answer.answerer import Answerer
    from bot.evaluation.history import LastRun
    from bot.evaluation.question_file import Questions
    from bot.evaluation.run import Outcome
    from index.library import Library
    from index.progress import Progress

Json = dict[str, Any]
_EXAMPLES = 20
"""Broken promises that are shown in full; the rest is counted."""
_WRONG: tuple[tuple[str, float, str], ...] = (
    ("promises", 0.0, "a promise is broken"),
    ("right_refusals", 0.0, "answered, though the archive does not say"),
    ("false_refusals", 1.0, "refused, though the archive says"),
    ("hits@10", 0.0, "no evidence in the first ten hits"),
    ("short_answer", 0.0, "the short answer is not in the answer"),
    ("word_f1", 0.0, "no word of the reference is in the answer"),
    ("first_claim", 0.0, "the first claim quotes another sentence"),
    ("any", 0.0, "no claim quotes a sentence that answers"),
    ("first", 0.0, "the first claim quotes a sentence that does not answer"),
)
"""A score, the value that is wrong, and what it means; the gravest first."""


def evaluate(
    library: Library, answerer: Answerer, paths: Sequence[str], progress: Progress
) -> dict[str, Any]:
    """The object of the ``eval`` command over the questions of all ``paths`` together.

    Raises:
        PressmarkError: a file is not a questions file, or the index cannot be searched.
    """
    started = time.perf_counter()
    questions = read_questions([Path(path) for path in paths])
    _say_what_is_missing(paths, questions)
    outcomes = ask_all(library, answerer, questions.each, progress)
    kept = library.home.evaluations / f"{questions.digest}.json"
    last = load(kept, len(outcomes))
    keep(kept, answerer.model, outcomes)
    return {
        "file": "; ".join(paths),
        "model": answerer.model,
        "seconds": round(time.perf_counter() - started, 1),
        **report(outcomes, last),
    }


def _say_what_is_missing(paths: Sequence[str], questions: Questions) -> None:
    if not any(question.scorable for question in questions.each):
        sys.stderr.write(
            f"pressmark: {'; '.join(paths)}: no question has evidence, answer, answerable, best or "
            "article; only promises and times are measured.\n"
        )


def report(outcomes: Sequence[Outcome], last: LastRun | None) -> Json:
    """Scores over all and by kind, promises broken, times, and what changed since ``last``."""
    return {
        "questions": len(outcomes),
        **_parts(all_scores(outcomes)),
        "types": {
            kind: {"questions": len(of_kind), **_parts(means(of_kind))}
            for kind, of_kind in by_kind(outcomes).items()
        },
        "violations": _violations(outcomes),
        "worst": worst(outcomes),
        "ms": times(outcomes),
        "writing": _summed(outcomes),
        "compared": None if last is None else _compared(outcomes, last),
    }


def _summed(outcomes: Sequence[Outcome]) -> Json | None:
    """What became of all sentences of a language model; null where none is set."""
    counts: Counter[str] = Counter()
    for each in outcomes:
        counts.update(each.writing)
    return {name: counts[name] for each in outcomes[:1] for name in each.writing} or None


def _parts(scores: Mapping[str, Score]) -> Json:
    """The scores of each part by name; null where no question has what a score needs."""
    return {
        part: {name: scores[name].as_json() if name in scores else None for name in names}
        for part, names in (("retrieval", RETRIEVAL), ("answers", ANSWERS))
    }


def _violations(outcomes: Sequence[Outcome]) -> Json:
    found = [(each.question.text, sentence) for each in outcomes for sentence in each.broken]
    return {
        "total": len(found),
        "examples": [
            {"question": question, "violation": sentence}
            for question, sentence in found[:_EXAMPLES]
        ],
    }


def _compared(outcomes: Sequence[Outcome], last: LastRun) -> Json:
    found = changes(last, outcomes)
    texts = [each.question.text for each in outcomes]
    return {
        "at": last.at,
        "model": last.model,
        "scores": {
            name: {
                "better": len(change.better),
                "worse": len(change.worse),
                "p": round(change.p, 4),
            }
            for name, change in found.items()
        },
        "better": _named(texts, {name: change.better for name, change in found.items()}),
        "worse": _named(texts, {name: change.worse for name, change in found.items()}),
    }


def _named(texts: Sequence[str], changed: Mapping[str, tuple[int, ...]]) -> list[Json]:
    """Each question that changed with the scores that say so, the most scores first."""
    counts = Counter(place for places in changed.values() for place in places)
    return [
        {
            "question": texts[place],
            "scores": [name for name, places in changed.items() if place in places],
        }
        for place, _ in counts.most_common()
    ]


def worst(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Each question at which something went wrong, with what; the gravest first."""
    found = [(list(_wrong(each)), each.question.text) for each in outcomes]
    return [
        {"question": question, "wrong": [_WRONG[place][2] for place in places]}
        for places, question in sorted(
            (each for each in found if each[0]), key=lambda each: (each[0][0], -len(each[0]))
        )
    ]


def _wrong(outcome: Outcome) -> Iterator[int]:
    """Places in the list above; a refusal, which loses everything, is named alone."""
    scores = outcome.scores
    for place, (name, value, _) in enumerate(_WRONG):
        if scores.get(name) == value:
            yield place
            if name.endswith("refusals"):
                return
