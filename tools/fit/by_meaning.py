"""Fits when to refuse a question that has no word in common with the archive: another language's.

    python -m tools.fit.by_meaning HOME ARCHIVE QUESTIONS [ARCHIVE QUESTIONS …]

The arguments are those of `tools/fit/sentences.py`. Questions and articles are of one language
here; what their words say is left out, and the bundled embedder's cosines stand for those of a
multilingual one, which are brought to the same scale. The model and what it reached,
cross-validated and with each set left out once, become ``by_meaning`` of ``confidence.json``.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.answer.reading import confidence
from bot.answer.reading.candidates import Candidate, shortlist, with_meaning
from bot.answer.reading.question import understand
from bot.answer.reading.sentence_model import Linear
from bot.answer.reading.vector_cache import Readings
from bot.evaluation.intervals import auc
from index.models import Query
from tools.fit.regression import by_line, folds
from tools.fit.sets import indexed, name_of, pairs, questions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.library import Library

_HITS = 8
_RIDGE = 0.3
_FALSE_REFUSALS = 0.07


@dataclass(slots=True)
class _Row:
    group: str
    answerable: bool
    signals: dict[str, float]
    sure: float = 0.0


def main() -> None:
    """Measure, fit, cross-validate, store, print the scores."""
    home = Path(sys.argv[1])
    rows = [row for archive, files in pairs(sys.argv[2:]) for row in _rows(home, archive, files)]
    _judge(rows, list(folds(len(rows))))
    model, threshold = _fitted(rows), _threshold(rows)
    reached = {"cross-validated": _scores(rows, threshold)}
    groups = sorted({row.group for row in rows})
    _judge(rows, [np.flatnonzero([row.group == name for row in rows]) for name in groups])
    reached["without the set"] = _scores(rows, threshold)
    content: dict[str, Any] = json.loads(confidence.FILE.read_text(encoding="utf-8"))
    content["by_meaning"] = {
        "weights": {name: round(weight, 4) for name, weight in model.weights.items()},
        "intercept": round(model.intercept, 4),
        "threshold": threshold,
        "reached": reached,
    }
    confidence.FILE.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(content["by_meaning"], indent=1))


def _rows(home: Path, archive: str, files: str) -> Iterator[_Row]:
    group = name_of(archive)
    library = indexed(home / group, archive)
    vectors = Readings(library.bundled, most=100_000)
    for question in questions(files):
        answerable = bool(question.get("answerable", True))
        yield _Row(group, answerable, _signals(question["question"], library, vectors))


def _signals(question: str, library: Library, vectors: Readings) -> dict[str, float]:
    found = library.retriever.find(Query(question, k=_HITS))
    asked = understand(question, library.retriever, topic=found.plan.text)
    measured = with_meaning(asked, shortlist(asked, found.hits, models=None, most=None), vectors)
    ranked = [Candidate(place, each["meaning_context"], each) for place, each in measured]
    ranked.sort(key=lambda each: -each.score)
    return confidence.signals_by_meaning(ranked)


def _judge(rows: Sequence[_Row], parts: Sequence[Any]) -> None:
    """How sure it is of each row, by a model that was fitted without its part."""
    for part in parts:
        inside = set(part.tolist())
        model = _fitted([row for number, row in enumerate(rows) if number not in inside])
        for number in inside:
            rows[number].sure = model.probability(rows[number].signals)


def _fitted(rows: Sequence[_Row]) -> Linear:
    """Every set weighs the same, and in it what is answered as much as what is not."""
    count = Counter((row.group, row.answerable) for row in rows)
    names = list(rows[0].signals)
    intercept, weights = by_line(
        np.array([[row.signals[name] for name in names] for row in rows]),
        np.array([float(row.answerable) for row in rows]),
        np.array([1 / count[row.group, row.answerable] for row in rows]),
        ridge=_RIDGE,
        signs=np.ones(len(names), dtype=int),
    )
    return Linear(dict(zip(names, weights.tolist(), strict=True)), intercept)


def _threshold(rows: Sequence[_Row]) -> float:
    """The highest at which no set has more answerable questions refused than it may."""
    sure = {
        name: [row.sure for row in rows if row.answerable and row.group == name]
        for name in {row.group for row in rows} - {"examples"}
    }
    return round(min(float(np.quantile(each, _FALSE_REFUSALS)) for each in sure.values()), 3)


def _scores(rows: Sequence[_Row], threshold: float) -> dict[str, dict[str, float]]:
    scores = {}
    for name in sorted({row.group for row in rows}):
        yes = [row.sure for row in rows if row.group == name and row.answerable]
        no = [row.sure for row in rows if row.group == name and not row.answerable]
        scores[name] = {
            "auc": round(auc(yes, no), 3),
            "false_refusals": round(float(np.mean(np.array(yes) < threshold)), 3),
            "right_refusals": round(float(np.mean(np.array(no) < threshold)), 3),
        }
    return scores


if __name__ == "__main__":
    main()
