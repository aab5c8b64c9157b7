"""The ``eval`` command: read the questions, ask them, compare with the last run, keep this one."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.evaluation.history import keep, load
from bot.evaluation.question_file import read_questions
from bot.evaluation.report import report
from bot.evaluation.run import ask_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.answerer import Answerer
    from bot.evaluation.question_file import Questions
    from index.library import Library
    from index.progress import Progress


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
            f"pressmark: {'; '.join(paths)}: no question has evidence, answer or answerable; "
            "only promises and times are measured.\n"
        )
