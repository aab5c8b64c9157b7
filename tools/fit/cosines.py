"""Fits how likely a passage holds evidence by its cosine alone: for those with no word in common.

    python -m tools.fit.cosines HOME ARCHIVE QUESTIONS [ARCHIVE QUESTIONS …]

The arguments are those of `tools/fit/ranking.py`, HOME keeps the indexes. What the words of the
candidates say is left out. The two weights and the intercept become the entry ``cosine`` of
``weights.json``, with the share of all evidence that the best ten hold when ordered so.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.store.schema import metadata
from index.jobs.queue import work_off
from index.library import Library
from index.models import Query
from index.progress import silent
from index.ranking import scorer
from index.ranking.features import WHOLE
from index.settings import IndexSettings
from tools.fit.regression import logistic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STEPS = 30
_SPACE = re.compile(r"\s+")


def main() -> None:
    """Measure, fit, store, print."""
    home, pairs = Path(sys.argv[1]), list(zip(sys.argv[2::2], sys.argv[3::2], strict=True))
    sets = {
        Path(archive).resolve().parent.name: list(_pools(home, archive, questions))
        for archive, questions in pairs
    }
    pools = [(pool, 1 / len(found)) for found in sets.values() for pool in found]
    intercept, *weights = _logistic(
        np.concatenate([features for (features, _), _ in pools]),
        np.concatenate([right for (_, right), _ in pools]).astype(float),
        np.concatenate([np.full(len(right), weight) for (_, right), weight in pools]),
    )
    reached = {name: _hits(found) for name, found in sets.items()}
    content: dict[str, Any] = json.loads(scorer.FILE.read_text(encoding="utf-8"))
    names = ("cosine", "behind_best")
    content["cosine"] = {
        "weights": dict(zip(names, np.round(weights, 4).tolist(), strict=True)),
        "intercept": round(float(intercept), 4),
        "reached": reached,
    }
    scorer.FILE.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(content["cosine"]))


def _pools(home: Path, archive: str, questions: str) -> Iterator[tuple[Floats, NDArray[np.bool_]]]:
    """For each question the two features of its candidates, and which of them hold evidence."""
    library = Library(
        IndexSettings(home=home / Path(archive).resolve().parent.name), tables=metadata
    )
    work_off(library, library.submit("index", [archive]), progress=silent)
    for line in Path(questions).read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        facts = [_SPACE.sub("", each["fact"]) for each in question.get("evidence") or []]
        if not facts:
            continue
        pool = library.retriever.pool(Query(question["question"]))
        cosines = pool.measured.whole[:, WHOLE.index("meaning")]
        texts = [_SPACE.sub("", text) for text in pool.texts]
        right = np.array([any(fact in text for fact in facts) for text in texts])
        yield scorer.by_cosine(cosines), right
    library.close()


def _logistic(features: Floats, right: Floats, weight: Floats) -> list[float]:
    """Intercept and weights of the logistic model of ``right``, by Newton's method."""
    lines = np.column_stack([np.ones(len(right)), features])
    beta = np.zeros(lines.shape[1])
    for _ in range(_STEPS):
        chance = logistic(lines @ beta)
        slope = lines.T @ (weight * (right - chance))
        curve = (lines * (weight * chance * (1 - chance))[:, None]).T @ lines
        beta += np.linalg.solve(curve, slope)
    return [float(each) for each in beta]


def _hits(pools: list[tuple[Floats, NDArray[np.bool_]]]) -> float:
    """Share of the questions with evidence among the ten nearest."""
    found = [bool(right[np.argsort(-features[:, 0])[:10]].any()) for features, right in pools]
    return round(float(np.mean(found)), 4)


if __name__ == "__main__":
    main()
