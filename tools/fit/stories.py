"""Fits which of the articles that are found are of a story; stores what that reached.

    python -m tools.fit.stories HOME ARCHIVE TOPICS [ARCHIVE TOPICS …]

TOPICS are JSON lines with a ``question``, the headlines of all ``articles`` that are of that story,
and of those that mention it in passing (``maybe``), which count half. Archives are indexed into
folders of HOME. Precision and recall are those of articles of topics that the weights were not
fitted on.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.answer.composing.membership import FILE, LIKELY, by_article, signs
from bot.answer.reading.candidates import read
from bot.answer.retrieved import with_more_articles
from bot.answer.stories.reporter import FOUND, MORE, READ
from index.models import Query
from tools.fit.regression import by_line, folds, logistic
from tools.fit.sets import indexed, name_of, pairs, questions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_RIDGE = 0.0005
_HALF = 0.5


class Article(NamedTuple):
    """One that was found for a topic: what is looked at, and whether it is of the story."""

    topic: str
    signs: Mapping[str, float]
    member: bool
    worth: float


def main() -> None:
    """Collect, cross-validate, fit, write."""
    home, *sets = sys.argv[1:]
    every = [each for archive, files in pairs(sets) for each in found(Path(home), archive, files)]
    topics = list(dict.fromkeys(each.topic for each in every))
    chances = np.zeros(len(every))
    for part in folds(len(topics)):
        left_out = {topics[at] for at in part}
        model = _fitted([each for each in every if each.topic not in left_out])
        for at, each in enumerate(every):
            if each.topic in left_out:
                chances[at] = model(each.signs)
    member = np.array([each.member for each in every])
    told = (chances >= LIKELY) & np.array([each.worth == 1 for each in every])
    reached = {
        "topics": len(topics),
        "precision": round(float((told & member).sum() / told.sum()), 3),
        "recall": round(float((told & member).sum() / member.sum()), 3),
    }
    kept = {**_fitted(every).stored(), "reached": reached}
    FILE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(kept, indent=1))


class _Model(NamedTuple):
    names: tuple[str, ...]
    intercept: float
    weights: Sequence[float]

    def __call__(self, values: Mapping[str, float]) -> float:
        """The probability that an article is of the story."""
        row = np.array([[values[name] for name in self.names]])
        return float(logistic(self.intercept + row @ np.array(self.weights))[0])

    def stored(self) -> dict[str, object]:
        """As `bot.answer.composing.membership` reads it."""
        rounded = (round(weight, 3) for weight in self.weights)
        weights = dict(zip(self.names, rounded, strict=True))
        return {"weights": weights, "intercept": round(self.intercept, 3)}


def _fitted(articles: Sequence[Article]) -> _Model:
    names = tuple(articles[0].signs)
    rows = np.array([[each.signs[name] for name in names] for each in articles])
    right = np.array([float(each.member) for each in articles])
    worth = np.array([each.worth for each in articles])
    intercept, weights = by_line(rows, right, worth, ridge=_RIDGE)
    return _Model(names, intercept, weights.tolist())


def found(home: Path, archive: str, files: str) -> Iterator[Article]:
    """What is found for the topics of ``files`` in ``archive``."""
    library = indexed(home / name_of(archive), archive)
    retriever = library.retriever
    for line in questions(files):
        retrieved = retriever.find(Query(line["question"], k=FOUND))
        reading = read(
            line["question"],
            with_more_articles(retrieved.hits, READ, MORE),
            retriever=retriever,
            readers=library.readers,
            topic=retrieved.plan.text,
            overview=True,
        )
        members, either = (set(map(_bare, line.get(each, ()))) for each in ("articles", "maybe"))
        own = by_article(reading)
        for name, each in signs(reading, retriever).items():
            title = _bare(own[name][0].passage.card.title)
            mentions = title in either - members
            yield Article(line["question"], each, title in members, _HALF if mentions else 1.0)
    library.close()


def _bare(title: str) -> str:
    return " ".join(title.split()).rstrip(".")


if __name__ == "__main__":
    main()
