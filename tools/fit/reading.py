"""Fits how sentences are chosen and when a question is refused; stores what that reached.

    python -m tools.fit.reading [--fold N] HOME ARCHIVE QUESTIONS [ARCHIVE QUESTIONS …]

QUESTIONS are files in the `eval` format, several joined by commas; a line counts as answerable
unless it says `"answerable": false`. Archives are indexed into folders of HOME. With ``--fold``
only questions about that fifth of the articles count, which the reader was not trained on.

The score of a candidate, its chance, whether a sentence adds, and whether anything answers are
fitted one after the other, each on what the one before made of questions that it did not see. How
sure it is comes out so that the threshold refuses a tenth of the answerable questions of the sets.
The weights of each reader are fitted on the questions that it read.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.answer.reading import confidence
from bot.answer.reading.weights import FILE, Linear, chance_of, log_odds
from bot.evaluation.intervals import auc
from tools.fit.regression import by_line, by_list, folds
from tools.fit.rows import collected, passages
from tools.fit.sets import pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tools.fit.rows import Row

_RIDGE, _RIDGE_REFUSING = 0.01, 0.05
_CONSIDERED = 8
"""Candidates, best first, from which chances are learned."""
_REFUSED = 0.1
"""The share of answerable questions that may be refused."""
_TOP, _FEW = 3, 4
_SIGNS = {"best": 1, "right": 1, "answers": 1, "unknown": -1}
_UNKNOWN = -1.2
"""So that the population of a town that no article names is not that of another one."""
_CURVE = tuple(round(0.05 * step, 2) for step in range(1, 20))

Line = tuple["Mapping[str, float]", bool, float]


def main() -> None:
    """Collect, fit, cross-validate, write, print the scores."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--fold", type=int)
    parser.add_argument("home", type=Path)
    parser.add_argument("sets", nargs="+")
    options = parser.parse_args()
    rows = [
        row
        for archive, files in pairs(options.sets)
        for row in collected(options.home, archive, files, options.fold)
    ]
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    for name in dict.fromkeys(row.reading.reader for row in rows):
        own = [row for row in rows if row.reading.reader == name]
        kept["readers"][name] = made = _fit(own, kept["threshold"])
        print(name, json.dumps({**made, "curve": {}}, indent=1))
    FILE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def _fit(rows: Sequence[Row], threshold: float) -> dict[str, Any]:
    """The weights of one reader, and what they reached of questions that each did not see."""
    parts = [set(part.tolist()) for part in folds(len(rows))]
    for inside in parts:
        weights = _candidate([row for n, row in enumerate(rows) if n not in inside])
        for number in inside:
            _rank(rows[number], weights)
    right, adds, hit = _chance(rows), _adds(rows), _hit(rows)
    for inside in parts:
        model = _answerable([row for n, row in enumerate(rows) if n not in inside])
        for number in inside:
            rows[number].sure = model.probability(rows[number].signals)
    moved = log_odds(threshold) - log_odds(_refusing(rows))
    for row in rows:
        row.sure = chance_of(log_odds(row.sure) + moved)
    answerable = _with_unknown(_answerable(rows))
    ranks = {
        name: {"hits": _ranks(some), "reordered": _ranks(some, hit)} for name, some in _sets(rows)
    }
    return {
        "candidate": _rounded(_candidate(rows)),
        "right": _rounded(right),
        "adds": _rounded(adds),
        "hit": _rounded(hit),
        "answerable": _rounded(replace(answerable, intercept=answerable.intercept + moved)),
        "reached": {name: _quality(some) | ranks[name] for name, some in _sets(rows)},
        "curve": {name: _curve(some) for name, some in _sets(rows)},
    }


def _hit(rows: Sequence[Row]) -> Linear:
    """The chance that a hit holds what answers."""
    lines = [(measured, holds, 1.0) for row in rows for measured, holds in passages(row)]
    return _fitted(lines, ridge=0.0)


def _ranks(rows: Sequence[Row], model: Linear | None = None) -> dict[str, float]:
    """How early what answers is found, as it is or in the order of ``model``."""
    ranks = []
    for row in rows:
        found = passages(row)
        if row.answerable and any(holds for _, holds in found):
            if model:
                found.sort(key=lambda each: -model.score(each[0]))
            ranks.append(1 + [holds for _, holds in found].index(True))
    at = np.array(ranks)
    return {"mrr": round(float((1 / at).mean()), 3), "hits@4": round(float((at <= _FEW).mean()), 3)}


def _candidate(rows: Sequence[Row]) -> Linear:
    """Weights of what is measured: the softmax over candidates falls on the right ones."""
    names = list(rows[0].reading.ranked[0].measured)
    lists = [
        (
            np.array([[each.measured[name] for name in names] for each in row.reading.ranked]),
            np.array([each.at in row.right for each in row.reading.ranked]),
            1.0,
        )
        for row in rows
        if row.answerable and row.right
    ]
    return Linear(dict(zip(names, by_list(lists, ridge=_RIDGE).tolist(), strict=True)))


def _rank(row: Row, weights: Linear) -> None:
    scored = (replace(each, score=weights.score(each.measured)) for each in row.reading.ranked)
    row.ranked = sorted(scored, key=lambda each: -each.score)
    row.signals = confidence.signals(replace(row.reading, ranked=row.ranked), row.terms)


def _chance(rows: Sequence[Row]) -> Linear:
    """The chance that a candidate answers, of its score, where anything does."""
    lines = [
        ({"score": each.score}, each.at in row.right, 1.0)
        for row in rows
        if row.answerable
        for each in row.ranked[:_CONSIDERED]
    ]
    return _fitted(lines, ridge=0.0)


def _adds(rows: Sequence[Row]) -> Linear:
    """The chance that a sentence completes the best of its passage, of the reader's logit."""
    lines = [
        ({"score": float(each.judged.adds[each.place.order + 1])}, each.at in row.adds, 1.0)
        for row in rows
        if row.answerable and row.ranked[0].at in row.right
        for each in row.ranked[1:]
        if each.judged and each.passage.id == row.ranked[0].passage.id and each.at not in row.right
    ]
    return _fitted(lines, ridge=0.0)


def _answerable(rows: Sequence[Row]) -> Linear:
    """Whether anything answers; of every set both kinds weigh the same."""
    count = {(name, kind): 1 for name, _ in _sets(rows) for kind in (True, False)}
    for row in rows:
        count[row.group, row.answerable] += 1
    lines = [
        (row.signals, row.answerable, count[row.group, row.answerable] ** -0.5) for row in rows
    ]
    return _fitted(lines, ridge=_RIDGE_REFUSING, signs=_SIGNS)


def _with_unknown(model: Linear) -> Linear:
    """The model with the weight of a name that is nowhere, which few of these questions have."""
    return Linear({**model.weights, "unknown": _UNKNOWN}, model.intercept)


def _fitted(
    lines: Sequence[Line], *, ridge: float, signs: Mapping[str, int] | None = None
) -> Linear:
    names = list(lines[0][0])
    intercept, weights = by_line(
        np.array([[each[name] for name in names] for each, _, _ in lines]),
        np.array([float(right) for _, right, _ in lines]),
        np.array([weight for _, _, weight in lines]),
        ridge=ridge,
        signs=np.array([signs[name] for name in names]) if signs else None,
    )
    return Linear(dict(zip(names, weights.tolist(), strict=True)), intercept)


def _refusing(rows: Sequence[Row]) -> float:
    """How sure it has to be for as many answers as may be refused to be refused."""
    return float(np.quantile([row.sure for row in rows if row.answerable], _REFUSED))


def _sets(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    for name in dict.fromkeys(row.group for row in rows):
        yield name, [row for row in rows if row.group == name]


def _quality(rows: Sequence[Row]) -> dict[str, float]:
    asked = [row for row in rows if row.answerable]
    missing = [row.sure for row in rows if not row.answerable]
    sure = [row.sure for row in asked]
    scores: dict[str, Any] = {
        "questions": len(rows),
        "first": np.mean([row.ranked[0].at in row.right for row in asked]),
        "any": np.mean([any(each.at in row.right for each in row.ranked[:_TOP]) for row in asked]),
        "article": np.mean([_from_article(row) for row in asked]),
    }
    if missing:
        scores["auc"] = auc(sure, missing)
        scores["refused"] = np.mean(np.array(missing) < np.quantile(sure, _REFUSED))
    return {name: round(float(score), 3) for name, score in scores.items()}


def _from_article(row: Row) -> bool:
    titles = {each["title"] for each in row.question.get("evidence") or []}
    return row.ranked[0].passage.card.title in titles


def _curve(rows: Sequence[Row]) -> dict[str, list[float]]:
    """By threshold, the shares of answerable and of other questions that are refused."""
    kinds = [[row.sure for row in rows if row.answerable is kind] for kind in (True, False)]
    return {
        str(threshold): [
            round(float(np.mean(np.array(each) < threshold)), 3) for each in kinds if each
        ]
        for threshold in _CURVE
    }


def _rounded(model: Linear) -> dict[str, Any]:
    weights = {name: round(weight, 4) for name, weight in model.weights.items()}
    return {"weights": weights, "intercept": round(model.intercept, 4)}


if __name__ == "__main__":
    main()
