"""What `tools/reader/train.py` learns from: questions with passages, as marked readings.

`News` joins questions with what `tools/reader/candidates.py` found for them. The data itself is no
part of this project.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from pathlib import Path

FOLDS = 5
IGNORED = -1
"""Mark of a part that is neither right nor wrong."""
_SAME = 0.5
"""How often a passage that does not answer is of the article that does."""
_UNDATED = 0.6
"""How often an article of an unknown day is given none."""
_WHOLE = 30
"""Characters from which a text inside another one is the same sentence, split otherwise."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of one article; ``start`` is the place of the first in it, in characters."""

    id: str
    title: str
    date: str
    start: int
    sentences: tuple[str, ...]

    @property
    def keys(self) -> list[str]:
        """The headline and the sentences without white space, as they are compared."""
        return [key(self.title), *map(key, self.sentences)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what answers it: keys of sentences. ``near`` looks as if it did."""

    question: str
    kind: str
    language: str
    article: str
    source: str
    gold: frozenset[str] = frozenset()
    adds: frozenset[str] = frozenset()
    near: str = ""
    answer: str = ""

    @property
    def fold(self) -> int:
        """The fifth that its article is in."""
        return _fold(self.article or self.question)

    def right(self, text: str) -> bool:
        """Whether the part of this key answers: it is a gold one, or one holds the other."""
        return text in self.gold or any(
            len(text) >= _WHOLE and len(each) >= _WHOLE and (each in text or text in each)
            for each in self.gold
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """A question beside a passage. Marks are of the headline, then of each sentence.

    ``span`` is the part with the short answer, and where in it.
    """

    question: str
    passage: Passage
    right: tuple[int, ...]
    adds: tuple[int, ...]
    span: tuple[int, int, int] | None = None

    @property
    def answers(self) -> bool:
        """Whether some part answers."""
        return 1 in self.right


def fold_of(line: dict[str, Any]) -> int:
    """The fifth that the article of a question in the `eval` format is in."""
    titles = [each["title"] for each in line.get("evidence") or []]
    return _fold(key(line.get("article") or "".join(titles[:1])) or line["question"])


def _fold(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % FOLDS


@cache
def key(text: str) -> str:
    """``text`` without white space."""
    return re.sub(r"\s+", "", text)


class News:
    """An archive's passages, and for each question the first that the product found."""

    def __init__(self, folder: Path) -> None:
        self.passages: dict[str, Passage] = {}
        self.articles: dict[str, list[Passage]] = {}
        place: dict[str, int] = {}
        for line in lines(folder / "passages.jsonl"):
            start = place.get(line["title"], 0) if line["ordinal"] else 0
            place[line["title"]] = start + sum(len(each) + 1 for each in line["sentences"])
            day = (line["published"] or "")[:10]
            texts = tuple(line["sentences"])
            passage = Passage(line["id"], line["title"], day, start, texts)
            self.passages[passage.id] = passage
            self.articles.setdefault(key(passage.title), []).append(passage)
        self.hits: dict[str, list[tuple[str, float]]] = {
            line["question"]: [(each[0], each[1]) for each in line["hits"]]
            for line in lines(folder / "hits.jsonl")
        }

    def found(self, question: str) -> list[tuple[Passage, float]]:
        """The passages found for ``question`` with their scores, best first."""
        hits = self.hits.get(question, [])
        return [(self.passages[each], score) for each, score in hits if each in self.passages]

    def group(self, asked: Asked, rng: random.Random, wrong: int) -> list[Reading]:
        """A passage that answers, if any, the near one, and ``wrong`` others, each cut by chance.

        Some of the others are of the same article, the rest from what was found.
        """
        own = self.articles.get(asked.article, [])
        found = [passage for passage, _ in self.found(asked.question)]
        holders = [each for each in [*own, *found] if _holds(asked, each)]
        nears = [each for each in own if asked.near in each.keys]
        picked = [rng.choice(holders)] if holders else nears[:1]
        if asked.gold and not picked:
            return []
        same = [each for each in own if each not in holders and each not in picked]
        other = [each for each in found if each not in holders and each not in own]
        for _ in range(wrong + (not picked)):
            pool = same if (same and rng.random() < _SAME) or not other else other
            if pool:
                at = int(len(pool) * rng.random() ** 1.5)
                picked.append(pool.pop(at))
        budget = rng.choice((50, 70, 100, 140))
        dated = [each if each.date else replace(each, date=_day(rng)) for each in picked]
        return [cut(read(asked, each), rng, budget, asked.near) for each in dated]


def _day(rng: random.Random) -> str:
    """For an article of an unknown day: mostly none, or any, so that both are known to come."""
    if rng.random() < _UNDATED:
        return ""
    return f"{rng.randint(2015, 2026)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def _holds(asked: Asked, passage: Passage) -> bool:
    head, *body = passage.keys
    return any(map(asked.right, body)) or (passage.start == 0 and asked.right(head))


def read(asked: Asked, passage: Passage) -> Reading:
    """``passage`` beside the question, marked."""
    keys = passage.keys
    right = tuple(1 if asked.right(each) else IGNORED if each in asked.adds else 0 for each in keys)
    adds = (IGNORED,) * len(keys)
    if 1 in right:
        adds = tuple(
            IGNORED if mark == 1 else int(each in asked.adds)
            for each, mark in zip(keys, right, strict=True)
        )
    return Reading(asked.question, passage, right, adds, _span(asked, passage, right))


def _span(asked: Asked, passage: Passage, right: Sequence[int]) -> tuple[int, int, int] | None:
    if not asked.answer:
        return None
    for number, text in enumerate((passage.title, *passage.sentences)):
        at = text.lower().find(asked.answer.lower()) if right[number] == 1 else -1
        if at >= 0:
            return number, at, at + len(asked.answer)
    return None


def cut(reading: Reading, rng: random.Random, budget: int, near: str = "") -> Reading:
    """About ``budget`` words of the passage in a row, what answers (or is near) among them."""
    passage = reading.passage
    sizes = [len(each.split()) for each in passage.sentences]
    if sum(sizes) <= budget or not sizes:
        return reading
    wanted = [n for n, mark in enumerate(reading.right[1:]) if mark == 1]
    wanted = wanted or [n for n, each in enumerate(passage.keys[1:]) if each == near]
    first = last = rng.choice(wanted) if wanted else rng.randrange(len(sizes))
    words = sizes[first]
    while words < budget and (first > 0 or last < len(sizes) - 1):
        down = first > 0 and (last == len(sizes) - 1 or rng.random() < 0.5)  # noqa: PLR2004
        first, last = (first - 1, last) if down else (first, last + 1)
        words += sizes[first if down else last]
    return _part(reading, first, last + 1)


def _part(reading: Reading, first: int, last: int) -> Reading:
    passage, span = reading.passage, reading.span
    start = passage.start + sum(len(each) + 1 for each in passage.sentences[:first])
    kept = replace(passage, start=start, sentences=passage.sentences[first:last])
    if span and span[0]:
        inside = first < span[0] <= last
        span = (span[0] - first, span[1], span[2]) if inside else None
    marks = [(each[0], *each[first + 1 : last + 1]) for each in (reading.right, reading.adds)]
    return Reading(reading.question, kept, marks[0], marks[1], span)


def newsroom(file: Path, source: str) -> list[Asked]:
    """The questions of a file in the format of ``examples/newsroom.jsonl``."""
    found = []
    for line in lines(file):
        gold = [line["best"], *line["also"]] if line["answerable"] else []
        found.append(
            Asked(
                line["question"],
                line["type"],
                line["lang"],
                key(line.get("article", "")),
                source,
                frozenset(map(key, gold)),
                frozenset(map(key, line.get("complete", []))) - frozenset(map(key, gold)),
                key(line.get("near", "")),
                line.get("answer", ""),
            )
        )
    return found


def evidenced(file: Path, source: str) -> list[Asked]:
    """Questions of a file in the `eval` format: facts of their articles answer."""
    found = []
    for line in lines(file):
        facts = line.get("evidence", [])
        found.append(
            Asked(
                line["question"],
                line.get("type", "fact") if facts else "missing",
                "en",
                key(facts[0]["title"]) if facts else "",
                source,
                frozenset(key(each["fact"]) for each in facts),
                answer=line.get("answer", ""),
            )
        )
    return found


def lines(file: Path) -> list[Any]:
    """The JSON lines of ``file``."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
