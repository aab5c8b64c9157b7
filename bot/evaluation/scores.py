"""Scores of a whole run: a value with its interval for each name, over all and by kind.

Most are means over the questions that have what the score needs. Two are not: ``auc`` compares
answerable with unanswerable questions, ``quote_f1`` sums over all quotes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.evaluation.intervals import auc, auc_interval, bootstrap, mean_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.evaluation.intervals import Interval
    from bot.evaluation.run import Outcome

RETRIEVAL = ("hits@1", "hits@4", "hits@10", "mrr@10", "all_evidence@10", "ndcg@10")
ANSWERS = (
    "short_answer",
    "word_f1",
    "first_claim",
    "first",
    "any",
    "article",
    "precision",
    "quote_f1",
    "false_refusals",
    "right_refusals",
    "auc",
    "promises",
)
LOWER_IS_BETTER = frozenset({"false_refusals", "wrong_shown"})
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Score:
    """A value from 0 to 1, its interval of 95 %, and the number of questions it is made from.

    For ``auc`` the number is that of the smaller side.
    """

    value: float
    interval: Interval
    n: int

    def as_json(self) -> dict[str, float]:
        """Rounded, for the ``eval`` command."""
        low, high = (round(end, _DIGITS) for end in self.interval)
        return {"value": round(self.value, _DIGITS), "low": low, "high": high, "n": self.n}


def means(outcomes: Sequence[Outcome]) -> dict[str, Score]:
    """The scores that are means, by name; a name without questions is missing."""
    found = {}
    for name in RETRIEVAL + ANSWERS:
        values = [each.scores[name] for each in outcomes if name in each.scores]
        if values:
            mean = float(np.mean(values))
            found[name] = Score(mean, mean_interval(values), len(values))
    return found


def all_scores(outcomes: Sequence[Outcome]) -> dict[str, Score]:
    """Every score, by name."""
    others = {"auc": _auc(outcomes), "quote_f1": _quote_f1(outcomes)}
    known = {name: score for name, score in others.items() if score is not None}
    found = means(outcomes) | known
    return {name: found[name] for name in RETRIEVAL + ANSWERS if name in found}


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """Outcomes grouped by the kind of question, the most frequent kind first."""
    counts = Counter(each.question.kind for each in outcomes)
    return {
        kind: [each for each in outcomes if each.question.kind == kind]
        for kind, _ in counts.most_common()
    }


def times(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """Median and 95th percentile of the milliseconds of a search and of an answer."""
    return {
        name: {
            f"p{percent}": round(
                float(np.percentile([each.milliseconds[name] for each in outcomes], percent)), 1
            )
            for percent in (50, 95)
        }
        for name in ("search", "answer")
    }


def _auc(outcomes: Sequence[Outcome]) -> Score | None:
    sides = [
        [each.sureness for each in outcomes if each.question.answerable is label]
        for label in (True, False)
    ]
    if not all(sides):
        return None
    return Score(auc(*sides), auc_interval(*sides), min(map(len, sides)))


def _quote_f1(outcomes: Sequence[Outcome]) -> Score | None:
    counts = [each.quotes for each in outcomes if each.quotes is not None]
    if not counts:
        return None
    value = _f1(np.array([counts], dtype=np.float64).sum(axis=1))
    return Score(float(value[0]), bootstrap(counts, _f1), len(counts))


def _f1(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of rows with pairs, quotes and facts; there is a fact at least."""
    return np.asarray(2 * sums[:, 0] / (sums[:, 1] + sums[:, 2]))
