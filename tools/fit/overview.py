"""Fits by which words a question asks for a story: writes ``index/planning/overview.json``.

    python -m tools.fit.overview QUESTIONS …

QUESTIONS are JSON lines with ``question`` and ``type``; those of the types ``what_happened`` and
``latest`` ask for one. Printed are precision and recall by language, each fifth judged by weights
that were fitted without it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.planning.overview import FILE, signs
from tools.fit.regression import by_line, folds

if TYPE_CHECKING:
    from collections.abc import Sequence

_STORY = frozenset({"what_happened", "latest"})
_OFTEN = 6
"""Questions that have a word which is weighed."""
_RIDGE = 0.02


def main() -> None:
    """Fit, cross-validate, write."""
    lines = [
        json.loads(line)
        for file in sys.argv[1:]
        for line in Path(file).read_text("utf-8").splitlines()
    ]
    lines = [line for line in lines if line["type"] != "missing"]
    judged = np.zeros(len(lines), bool)
    for part in folds(len(lines)):
        inside = set(part.tolist())
        weights = _fitted([line for n, line in enumerate(lines) if n not in inside])
        for number in part:
            said = signs(lines[number]["question"])
            judged[number] = weights[""] + sum(weights.get(each, 0.0) for each in said) > 0
    for language in ("en", "ru", "uk"):
        own = np.array([line["lang"] == language for line in lines])
        story = np.array([line["type"] in _STORY for line in lines])
        both = (own & story & judged).sum()
        precision, recall = both / (own & judged).sum(), both / (own & story).sum()
        print(f"{language}: precision {precision:.2f}, recall {recall:.2f} of {own.sum()}")
    made = {name: round(weight, 2) for name, weight in sorted(_fitted(lines).items())}
    kept = {name: weight for name, weight in made.items() if weight or not name}
    FILE.write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _fitted(lines: Sequence[Any]) -> dict[str, float]:
    said = [signs(line["question"]) for line in lines]
    count = Counter(sign for each in said for sign in each)
    names = sorted(sign for sign, number in count.items() if number >= _OFTEN)
    place = {name: number for number, name in enumerate(names)}
    table = np.zeros((len(lines), len(names)))
    for row, each in enumerate(said):
        table[row, [place[sign] for sign in each if sign in place]] = 1.0
    wanted = np.array([float(line["type"] in _STORY) for line in lines])
    intercept, weights = by_line(table, wanted, np.ones(len(lines)), ridge=_RIDGE)
    return {"": intercept, **dict(zip(names, weights.tolist(), strict=True))}


if __name__ == "__main__":
    main()
