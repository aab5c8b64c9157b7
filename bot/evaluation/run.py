"""Asks every question of a file and keeps what came of it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.answer.composing import selection
from bot.answer.reading import reordering
from bot.evaluation.answer_scores import answer_scores, quote_counts
from bot.evaluation.promises import broken_promises
from bot.evaluation.retrieval import DEPTH, fact_ranks, retrieval_scores
from bot.store import answers
from index.errors import NotFoundError
from index.models import Query

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.answer.answerer import Answerer
    from bot.evaluation.question_file import Question
    from bot.models import Answer
    from bot.store.answers import CitedPassage
    from index.library import Library
    from index.progress import Progress


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question: its scores by name, and what they are made from.

    ``quotes`` counts pairs, quotes and gold sentences, where there are gold sentences;
    ``milliseconds`` are those of a search and of a whole answer. ``writing`` counts what became of
    a language model's sentences: nothing where none is set.
    """

    question: Question
    scores: dict[str, float]
    quotes: tuple[float, float, float] | None
    sureness: float
    broken: tuple[str, ...]
    milliseconds: dict[str, float]
    writing: Mapping[str, int] = field(default_factory=dict)


def ask_all(
    library: Library, answerer: Answerer, questions: Sequence[Question], progress: Progress
) -> list[Outcome]:
    """The outcome of every question, in order; no question remembers another.

    The answers are not kept in the catalog.

    Raises:
        PressmarkError: the index cannot be searched.
    """
    outcomes = []
    with asyncio.Runner() as runner:
        for done, question in enumerate(questions):
            progress("questions", done, len(questions))
            searched, scores = _search(library, question)
            answer = runner.run(answerer.answer(question.text))
            outcome = _outcome(library, question, answer, searched, scores)
            by_model = answerer.model != selection.MODEL
            outcomes.append(replace(outcome, writing=written(answer)) if by_model else outcome)
    progress("questions", len(questions), len(questions))
    return outcomes


def written(answer: Answer) -> dict[str, int]:
    """What became of a model's sentences, and whether the archive's own answer stands for them."""
    own = answer.model == selection.MODEL
    replaced = sum(note.kind == "replaced" for note in answer.notes)
    return {
        "answers": int(not own and not answer.refused),
        "refusals": int(not own and answer.refused),
        "instead": int(own),
        "kept": 0 if own else answer.tally.kept,
        "repaired": 0 if own else answer.tally.repaired - replaced,
        "replaced": 0 if own else replaced,
        "dropped": answer.tally.dropped,
    }


def _search(library: Library, question: Question) -> tuple[float, dict[str, float]]:
    """Milliseconds of a search, and its scores."""
    started = time.perf_counter()
    hits = reordering.search(Query(question.text, k=DEPTH), library=library).hits
    milliseconds = (time.perf_counter() - started) * 1000
    ranks = fact_ranks(question.facts, [hit.passage.text for hit in hits])
    return milliseconds, dict(retrieval_scores(ranks))


def _outcome(
    library: Library,
    question: Question,
    answer: Answer,
    searched: float,
    scores: dict[str, float],
) -> Outcome:
    broken = broken_promises(answer, _cited(library, answer))
    return Outcome(
        question=question,
        scores=scores | dict(answer_scores(question, answer)) | {"promises": float(not broken)},
        quotes=quote_counts(question, answer),
        sureness=answer.score,
        broken=tuple(broken),
        milliseconds={"search": searched, "answer": answer.milliseconds["answer"]},
    )


def _cited(library: Library, answer: Answer) -> dict[str, CitedPassage]:
    """What the catalog says about the citations of an answer; the answer is taken out of it."""
    library.catalog.change(answers.discard_answer, answer.id)
    return dict(_looked_up(library, {each.id for each in answer.citations}))


def _looked_up(library: Library, ids: Iterable[str]) -> Iterator[tuple[str, CitedPassage]]:
    with library.catalog.read() as connection:
        for each in ids:
            with contextlib.suppress(NotFoundError):  # it is missed where promises are checked
                yield each, answers.cited(connection, each)
