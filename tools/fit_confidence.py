"""Fits the model that decides when to refuse, and stores it with the scores it reached.

    python tools/fit_confidence.py ARCHIVE QUESTIONS [ARCHIVE QUESTIONS …]

QUESTIONS are files in the `eval` format, several joined by commas; a line counts as answerable
unless it says `"answerable": false`. Every archive weighs the same, however many questions it
has. The threshold refuses at most one in ten answerable questions, over all archives.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answers import confidence
from bot.answers.candidates import rank_sentences
from index.library import Library
from index.models import Query
from index.progress import silent
from index.queue import work_off
from index.settings import IndexSettings

Matrix = NDArray[np.float64]
_HITS = 8
_RIDGE = 0.003
_STEPS, _RATE = 30_000, 0.3
_AGAINST = {"lacking": -1.0, "unknown": -1.5}
"""Signals that speak against an answer, and the least they must: the development questions have
few of them, people ask many."""
_FALSE_REFUSALS = 0.10
_OUTPUT = Path(confidence.__file__).with_name("confidence.json")


def main() -> None:
    """Collect signals, fit, choose the threshold, write the file, print the scores."""
    pairs = list(zip(sys.argv[1::2], sys.argv[2::2], strict=True))
    sets = [_signals(archive, files.split(",")) for archive, files in pairs]
    names = [field.name for field in fields(confidence.Signals)]
    weights = _fit(sets, names)
    scored = [(_predict(weights, x), y) for x, y in sets]
    threshold = float(np.mean([np.quantile(p[y == 1], _FALSE_REFUSALS) for p, y in scored]))
    report = {
        Path(archive).parent.name: _scores(p, y, threshold)
        for (archive, _), (p, y) in zip(pairs, scored, strict=True)
    }
    content: dict[str, Any] = {
        "weights": dict(zip(names, np.round(weights[1:], 4).tolist(), strict=True)),
        "intercept": round(float(weights[0]), 4),
        "threshold": round(threshold, 4),
        "reached": report,
    }
    _OUTPUT.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(content, indent=2))


def _signals(archive: str, files: list[str]) -> tuple[Matrix, Matrix]:
    home = Path(tempfile.gettempdir()) / f"fit-{Path(archive).resolve().parent.name}"
    library = Library(IndexSettings(home=home))
    work_off(library, library.submit("index", [archive]), progress=silent)
    rows, labels = [], []
    for path in files:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            question = json.loads(line)
            rows.append(astuple(_of(library, question["question"])))
            labels.append(float(question.get("answerable", True)))
    return np.array(rows, dtype=float), np.array(labels)


def _of(library: Library, question: str) -> confidence.Signals:
    hits = library.retriever.search(Query(question, k=_HITS))
    ranked = rank_sentences(question, hits, retriever=library.retriever, embedder=library.embedder)
    return confidence.signals(question, ranked, library.retriever)


def _fit(sets: list[tuple[Matrix, Matrix]], names: list[str]) -> Matrix:
    """Ridge logistic regression by projected gradient ascent: intercept, then the weights.

    Every class of every set weighs the same. What speaks for an answer may not count against it,
    and the reverse.
    """
    x = np.vstack([np.column_stack([np.ones(len(y)), rows]) for rows, y in sets])
    y = np.concatenate([labels for _, labels in sets])
    w = np.concatenate(
        [np.where(each == 1, 0.5 / each.sum(), 0.5 / (1 - each).sum()) for _, each in sets]
    )
    low = np.array([-np.inf, *(-np.inf if name in _AGAINST else 0.0 for name in names)])
    high = np.array([np.inf, *(_AGAINST.get(name, np.inf) for name in names)])
    beta = np.clip(np.zeros(x.shape[1]), low, high)
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ beta))
        penalty = _RIDGE * np.concatenate([[0.0], beta[1:]])
        beta = np.clip(beta + _RATE * (x.T @ (w * (y - p)) - penalty), low, high)
    return np.asarray(beta)


def _predict(beta: Matrix, rows: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-(beta[0] + rows @ beta[1:]))))


def _scores(p: Matrix, y: Matrix, threshold: float) -> dict[str, float]:
    positive, negative = p[y == 1], p[y == 0]
    wins = (positive[:, None] > negative[None, :]).mean()
    return {
        "auc": round(float(wins), 3),
        "false_refusals": round(float((positive < threshold).mean()), 3),
        "right_refusals": round(float((negative < threshold).mean()), 3),
    }


if __name__ == "__main__":
    main()
