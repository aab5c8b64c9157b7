"""How good rankings, additions and refusals are, on questions with gold sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.answer.composing.selection import chosen
from bot.evaluation.answer_scores import contains, same_sentence
from bot.evaluation.intervals import auc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.answer.reading.candidates import Candidate
    from bot.answer.reading.question import Asked
    from bot.answer.reading.sentences import Place
    from index.library import Library

    Key = tuple[str, int]
    Measured = tuple[Place, dict[str, float]]

SHORT = 8
"""Most words of a short answer."""
NO_NAMES = frozenset({"comparison_query", "temporal_query"})
"""Kinds of MultiHop-RAG whose short answer is yes, no or the like."""
_THRESHOLDS = tuple(round(0.05 * step, 2) for step in range(2, 17))


@dataclass(slots=True)
class Row:
    """A question with its sentences, which of them are right, and what was made of them.

    ``useful`` are those that may be added: the right ones, and others that name the answer.
    """

    group: str
    question: Mapping[str, Any]
    asked: Asked
    library: Library
    places: list[Measured]
    right: frozenset[Key]
    useful: frozenset[Key]
    ranked: list[Candidate] = field(default_factory=list)
    worth: list[float] = field(default_factory=list)
    signals: dict[str, float] = field(default_factory=dict)
    sure: float = 0.0

    @property
    def answerable(self) -> bool:
        """Whether the archive answers it."""
        return bool(self.question.get("answerable", True))

    @property
    def facts(self) -> list[str]:
        """Its gold sentences."""
        return list(dict.fromkeys(each["fact"] for each in self.question.get("evidence") or []))


def quality(rows: Sequence[Row], sure: float, *, worth: float) -> dict[str, dict[str, float]]:
    """By set, what `pressmark eval` would show, as far as it is about sentences and refusal."""
    return {
        name: _of_group([row for row in rows if row.group == name], sure, worth)
        for name in dict.fromkeys(row.group for row in rows)
    }


def _of_group(rows: Sequence[Row], sure: float, worth: float) -> dict[str, float]:
    asked = [row for row in rows if row.answerable]
    said = [chosen(row.ranked, row.worth, worth) if row.sure >= sure else [] for row in asked]
    pairs = list(zip(asked, said, strict=True))
    found = sum(_found(row, texts) for row, texts in pairs)
    positive = [row.sure for row in asked]
    negative = [row.sure for row in rows if not row.answerable]
    scores = {
        "first": float(np.mean([_gold(row, row.ranked[:1]) for row in asked])),
        "first_claim": float(np.mean([_gold(row, texts[:1]) for row, texts in pairs])),
        "quote_f1": 2 * found / sum(len(texts) + len(row.facts) for row, texts in pairs),
        "right_article": float(np.mean([_from_gold(row, texts) for row, texts in pairs])),
        "auc": auc(positive, negative),
        "false_refusals": float(np.mean(np.array(positive) < sure)),
        "right_refusals": float(np.mean(np.array(negative) < sure)),
    }
    named = [
        contains(" ".join(each.text for each in texts), row.question["answer"])
        for row, texts in pairs
        if row.question.get("type") not in NO_NAMES
        and 0 < len((row.question.get("answer") or "").split()) <= SHORT
    ]
    if len(named) > 1:
        scores["short_answer"] = float(np.mean(named))
    return {name: round(score, 3) for name, score in scores.items()}


def _gold(row: Row, said: Sequence[Candidate]) -> bool:
    return any(same_sentence(each.text, fact) for each in said for fact in row.facts)


def _found(row: Row, said: Sequence[Candidate]) -> int:
    return min(len(said), sum(_gold(row, [each]) for each in said))


def _from_gold(row: Row, said: Sequence[Candidate]) -> bool:
    titles = {each["title"] for each in row.question.get("evidence") or []}
    return any(each.passage.card.title in titles for each in said)


def curve(rows: Sequence[Row]) -> dict[str, dict[str, list[float]]]:
    """By set and threshold, the shares of answerable and of other questions that are refused."""
    return {
        name: {
            str(threshold): [
                round(
                    float(
                        np.mean(
                            [
                                row.sure < threshold
                                for row in rows
                                if row.group == name and row.answerable == kind
                            ]
                        )
                    ),
                    3,
                )
                for kind in (True, False)
            ]
            for threshold in _THRESHOLDS
        }
        for name in dict.fromkeys(row.group for row in rows)
    }
