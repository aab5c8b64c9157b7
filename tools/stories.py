"""Scores how complete the stories are that answers tell: topics of which all articles are known.

A line of ``examples/stories.jsonl`` has a ``question``, the headlines of all ``articles`` that are
of that story, of the ``newest`` of them, and of those that ``maybe`` are, which count for nothing.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answer.composing.overview import MOST_LINES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.answer.answerer import Answerer

TOPICS = Path(__file__).resolve().parents[1] / "examples" / "stories.jsonl"
SCORES = frozenset({"articles_right", "articles_told", "newest_told"})


def report(answerer: Answerer, topics: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Scores as `tools/evaluate.py` holds them against floors.

    Of the articles that answers cite the part that is of the story, of those that are of it (or of
    as many as an answer has lines) the part that is cited, and how often the newest is.
    """
    right = wrong = known = newest = asked = 0
    for topic in topics:
        if not topic["articles"]:
            continue
        answer = asyncio.run(answerer.answer(topic["question"]))
        cited = {_bare(each.card.title) for each in answer.citations}
        own, either = (set(map(_bare, topic[name])) for name in ("articles", "maybe"))
        right += len(cited & own)
        wrong += len(cited - own - either)
        known += min(MOST_LINES, len(own))
        newest += _bare(topic["newest"]) in cited
        asked += 1
    scores = {
        "articles_right": (right / max(1, right + wrong), right + wrong),
        "articles_told": (right / max(1, known), known),
        "newest_told": (newest / max(1, asked), asked),
    }
    return {
        "retrieval": {},
        "answers": {name: {"value": value, "n": n} for name, (value, n) in scores.items()},
    }


def read(file: Path = TOPICS) -> list[dict[str, Any]]:
    """The topics of a file."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def _bare(title: str) -> str:
    return " ".join(title.split()).rstrip(".")
