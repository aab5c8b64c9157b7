"""Fits how likely a passage holds evidence by its cosine alone: for those with no word in common.

    python -m tools.fit.cosines HOME ARCHIVE QUESTIONS [ARCHIVE QUESTIONS …]

The arguments are those of `tools/fit/ranking.py`, HOME keeps the indexes. What the words of the
candidates say is left out. The two weights and the intercept become the entry ``cosine`` of
``weights.json``, with the share of all evidence that the best ten hold when ordered so.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.models import Query
from index.ranking import scorer
from index.ranking.features import WHOLE
from tools.fit.regression import newton
from tools.fit.sets import indexed, name_of, pairs, questions, without_space

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STEPS = 30


def main() -> None:
    """Measure, fit, store, print."""
    home = Path(sys.argv[1])
    sets = {
        name_of(archive): list(_pools(home / name_of(archive), archive, files))
        for archive, files in pairs(sys.argv[2:])
    }
    pools = [(pool, 1 / len(found)) for found in sets.values() for pool in found]
    features = np.concatenate([features for (features, _), _ in pools])
    intercept, *weights = newton(
        np.column_stack([np.ones(len(features)), features]),
        np.concatenate([right for (_, right), _ in pools]).astype(float),
        np.concatenate([np.full(len(right), weight) for (_, right), weight in pools]),
        steps=_STEPS,
    ).tolist()
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


def _pools(home: Path, archive: str, files: str) -> Iterator[tuple[Floats, NDArray[np.bool_]]]:
    """For each question the two features of its candidates, and which of them hold evidence."""
    with closing(indexed(home, archive)) as library:
        for question in questions(files):
            facts = [without_space(each["fact"]) for each in question.get("evidence") or []]
            if not facts:
                continue
            pool = library.retriever.pool(Query(question["question"]))
            cosines = pool.measured.whole[:, WHOLE.index("meaning")]
            texts = [without_space(text) for text in pool.texts]
            right = np.array([any(fact in text for fact in facts) for text in texts])
            yield scorer.by_cosine(cosines), right


def _hits(pools: list[tuple[Floats, NDArray[np.bool_]]]) -> float:
    """Share of the questions with evidence among the ten nearest."""
    found = [bool(right[np.argsort(-features[:, 0])[:10]].any()) for features, right in pools]
    return round(float(np.mean(found)), 4)


if __name__ == "__main__":
    main()
