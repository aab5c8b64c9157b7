"""Fits the scorer of `index/ranking`, and stores it with the scores it reached.

    python tools/fit/ranking.py [--homes FOLDER] [--dry] ARCHIVE QUESTIONS [ARCHIVE QUESTIONS …]

QUESTIONS are files in the `eval` format; lines with evidence count. Each archive is indexed in a
home of its own in FOLDER (default: the temporary folder). Every archive weighs the same, and one
whose questions have several parts twice as much, since the weights of parts are learned there.

What is fitted is a softmax over the candidates of each question: the chance that a passage with
the fact is drawn, for each fact. The scores stored are those on all questions (`fitted`), on
fifths of one archive's questions left out of fitting (`crossed`), and on each archive left out
as a whole (`left_out`). The same input gives the same file.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.models import Query
from index.ranking import scorer
from index.ranking.features import PART, WHOLE
from index.ranking.selection import select
from tools.fit.regression import newton
from tools.fit.sets import indexed, name_of, pairs, questions, without_space

if TYPE_CHECKING:
    from index.library import Library
    from index.ranking.pool import Measured

Floats = NDArray[np.float64]
_RIDGE, _STEPS, _RATE = 0.03, 300, 0.08
_FOLDS = 5
_SEVERAL = 1.5
"""Parts a question of an archive that weighs twice."""
_DEPTHS = (1, 4, 10)


@dataclass(frozen=True)
class Asked:
    """A question: what was measured of its candidates, what else is gained, and who holds what.

    ``gold`` is ``(facts, n)``, of all facts; those that no candidate holds are never found.
    """

    measured: Measured
    gains: Floats
    articles: NDArray[np.int64]
    gold: NDArray[np.bool_]


Sets = dict[str, list[Asked]]


def main() -> None:
    """Measure, fit, write the file, print the scores."""
    options = _options()
    sets = {name_of(a): _asked(a, files, options.homes) for a, files in pairs(options.pairs)}
    fitted = fit(sets)
    content = _content(fitted, {
        "fitted": {name: scores(fitted, each) for name, each in sets.items()},
        "crossed": {name: _crossed(sets, name) for name in sets},
        "left_out": {name: scores(fit({n: s for n, s in sets.items() if n != name}), sets[name])
                     for name in sets if len(sets) > 1},
    })  # fmt: skip
    content["cosine"] = json.loads(scorer.FILE.read_text(encoding="utf-8"))["cosine"]
    print(json.dumps(content, indent=2))
    if not options.dry:
        scorer.FILE.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _asked(archive: str, files: str, homes: Path) -> list[Asked]:
    with closing(indexed(homes / f"home-{name_of(archive)}", archive)) as library:
        return [
            _measured(
                library,
                each["question"],
                [without_space(known["fact"]) for known in each["evidence"]],
            )
            for each in questions(files)
            if each.get("evidence")
        ]


def _measured(library: Library, question: str, facts: list[str]) -> Asked:
    pool = library.retriever.pool(Query(question))
    gold = [[fact in without_space(text) for text in pool.texts] for fact in facts]
    return Asked(pool.measured, pool.gains, pool.articles, np.array(gold, dtype=bool))


def fit(sets: Sets) -> scorer.Scorer:
    """The scorer of these archives, by Adam on the mean negative log chance of the facts."""
    several = {
        name: np.mean([each.measured.parts.shape[1] for each in asked]) > _SEVERAL
        for name, asked in sets.items()
    }
    weighed = [
        (each, (2.0 if several[name] else 1.0) / len(asked))
        for name, asked in sets.items()
        for each in asked
        if each.gold.any()
    ]
    stacked = _Stacked(weighed)
    return _calibrated(stacked.fitted(), [each for each, _ in weighed])


class _Stacked:
    """Candidates of all questions in one table, and who belongs to whom."""

    def __init__(self, weighed: list[tuple[Asked, float]]) -> None:
        whole = np.vstack([each.measured.whole for each, _ in weighed])
        parts = np.vstack([each.measured.parts.reshape(-1, len(PART)) for each, _ in weighed])
        self._spread = np.concatenate([whole.std(axis=0), parts.std(axis=0)]) + 1e-9
        self._whole = (whole - whole.mean(axis=0)) / self._spread[: len(WHOLE)]
        self._parts = (parts - parts.mean(axis=0)) / self._spread[len(WHOLE) :]
        sizes = [each.measured.parts.shape[:2] for each, _ in weighed]
        self._gains = np.concatenate([each.gains.ravel() for each, _ in weighed])
        self._kinds = np.concatenate([np.full(n, k) for n, k in sizes])
        self._counts = np.array([n for n, _ in sizes])
        self._gold, self._facts, self._fact_weight = _gold(weighed)
        self._weight = np.repeat([weight for _, weight in weighed], self._counts)
        self._all = sum(weight for _, weight in weighed)

    def fitted(self) -> Floats:
        """Weights of the features as they are measured: whole, then parts."""
        weights = np.concatenate([np.zeros(len(WHOLE)), np.full(len(PART), 0.3)])
        mean, square = np.zeros_like(weights), np.zeros_like(weights)
        for step in range(1, _STEPS + 1):
            slope = self._slope(weights) / self._all - _RIDGE * weights
            mean = 0.9 * mean + 0.1 * slope
            square = 0.999 * square + 0.001 * slope**2
            rate = _RATE * (1 - 0.95 * step / _STEPS)
            weights += (
                rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
            )
        return np.asarray(weights / self._spread)

    def _slope(self, weights: Floats) -> Floats:
        cut = len(WHOLE)
        worth = self._parts @ weights[cut:] + self._gains
        share, peak = _softmax(worth, self._kinds)
        scores = self._whole @ weights[:cut] + peak
        chance, _ = _softmax(scores, self._counts)
        drawn, _ = _softmax(scores[self._gold], self._facts)
        missing = -chance * self._weight
        np.add.at(missing, self._gold, drawn * self._fact_weight)
        by_part = np.repeat(missing, self._kinds) * share
        return np.concatenate([self._whole.T @ missing, self._parts.T @ by_part])


def _gold(weighed: list[tuple[Asked, float]]) -> tuple[NDArray[np.int64], Any, Floats]:
    """Rows that hold a fact, fact by fact; how many each fact has; the weight of each row."""
    rows: list[NDArray[np.int64]] = []
    weights: list[float] = []
    start = 0
    for each, weight in weighed:
        held = [np.flatnonzero(row) + start for row in np.atleast_2d(each.gold) if row.any()]
        rows += held
        weights += [weight / len(held)] * len(held)
        start += each.gold.shape[1]
    counts = np.array([len(row) for row in rows])
    return np.concatenate(rows), counts, np.repeat(weights, counts)


def _softmax(scores: Floats, counts: Any) -> tuple[Floats, Floats]:
    """The softmax within groups of these sizes, and the smooth maximum of each group."""
    starts = np.cumsum(counts) - counts
    highest = np.maximum.reduceat(scores, starts)
    powers = np.exp(scores - np.repeat(highest, counts))
    sums = np.add.reduceat(powers, starts)
    return powers / np.repeat(sums, counts), np.log(sums) + highest


def _calibrated(weights: Floats, asked: list[Asked]) -> scorer.Scorer:
    """The scorer with scale and offset that make probabilities of the first ten's scores."""
    fitted = scorer.Scorer(weights[: len(WHOLE)], weights[len(WHOLE) :])
    scored, held = [], []
    for each in asked:
        by_part, order = _order(fitted, each)
        scored.append(scorer.total(by_part)[order])
        held.append(np.any(each.gold[:, order], axis=0))
    x, y = np.concatenate(scored), np.concatenate(held).astype(float)
    middle, spread = x.mean(), x.std()
    design = np.column_stack([(x - middle) / spread, np.ones(len(x))])
    beta = newton(design, y, np.ones(len(y)), steps=50, ridge=1e-6)
    scale = float(beta[0] / spread)
    return scorer.Scorer(fitted.whole, fitted.parts, scale, float(beta[1] - scale * middle))


def _order(fitted: scorer.Scorer, each: Asked) -> tuple[Floats, list[int]]:
    by_part = fitted.by_part(each.measured) + each.gains
    return by_part, select(by_part, each.articles, exempt=each.measured.titled, k=10)[:10]


def scores(fitted: scorer.Scorer, asked: list[Asked]) -> dict[str, float]:
    """Hits@1/4/10, MRR@10 and all evidence@10 of these questions."""
    return _summary([_ranks(fitted, each) for each in asked])


def _ranks(fitted: scorer.Scorer, each: Asked) -> list[int]:
    """The rank of each fact; 99: not among the first ten."""
    _, order = _order(fitted, each)
    held = each.gold[:, order]
    return [int(row.argmax()) + 1 if row.any() else 99 for row in held]


def _summary(ranks: list[list[int]]) -> dict[str, float]:
    first = np.array([min(each) for each in ranks])
    last = np.array([max(each) for each in ranks])
    found = {f"hits@{k}": np.mean(first <= k) for k in _DEPTHS}
    found["mrr@10"] = np.mean(np.where(first <= max(_DEPTHS), 1 / first, 0))
    found["all_evidence@10"] = np.mean(last <= max(_DEPTHS))
    return {name: round(float(value), 4) for name, value in found.items()}


def _crossed(sets: Sets, name: str) -> dict[str, float]:
    """The scores on one archive, each fifth of it scored by what the others were fitted to."""
    asked = sets[name]
    shuffled = np.random.default_rng(0).permutation(len(asked))
    ranks = []
    for fold in (shuffled[at::_FOLDS] for at in range(_FOLDS)):
        held_out = set(fold.tolist())
        rest = [each for at, each in enumerate(asked) if at not in held_out]
        fitted = fit({**sets, name: rest})
        ranks += [_ranks(fitted, asked[at]) for at in fold]
    return _summary(ranks)


def _content(fitted: scorer.Scorer, reached: dict[str, Any]) -> dict[str, Any]:
    return {
        "whole": dict(zip(WHOLE, np.round(fitted.whole, 4).tolist(), strict=True)),
        "part": dict(zip(PART, np.round(fitted.parts, 4).tolist(), strict=True)),
        "probability": {"scale": round(fitted.scale, 4), "offset": round(fitted.offset, 4)},
        "reached": reached,
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--homes", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--dry", action="store_true", help="print, and leave the file as it is")
    parser.add_argument("pairs", nargs="+", metavar="ARCHIVE QUESTIONS")
    return parser.parse_args()


if __name__ == "__main__":
    main()
