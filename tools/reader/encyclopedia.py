"""SelQA and XQuAD as marked readings, for `tools/reader/train.py`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from index.text.sentences import sentences
from tools.reader import data

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_START = 2000
"""Place in its article, in characters, of a text whose place nobody knows."""


def encyclopedic(folder: Path) -> Iterator[data.Reading]:
    """Marked readings of SelQA, and of XQuAD in Russian, and in English asked in both."""
    for part in ("dev", "test"):
        for line in json.loads((folder / "selqa" / f"selqa-ass-{part}.json").read_text("utf-8")):
            gold = frozenset(data.key(line["candidates"][n]) for n in line["answers"])
            asked = data.Asked(line["question"], "fact", "en", "", "selqa", gold)
            title = line["article"]
            if line["section"] not in {"", "Abstract"}:
                title += f": {line['section']}"
            passage = data.Passage("", title, "", _START, tuple(line["candidates"]))
            yield data.read(asked, passage)
    other = {each[0]["id"]: each[0]["question"] for each in _paragraphs(folder, "ru")}
    for question, title, text in _paragraphs(folder, "en"):
        for asked in (question["question"], other[question["id"]]):
            yield from _squad(asked, question["answers"][0], title, text)
    for question, title, text in _paragraphs(folder, "ru"):
        yield from _squad(question["question"], question["answers"][0], title, text)


def _paragraphs(folder: Path, language: str) -> Iterator[tuple[dict[str, Any], str, str]]:
    content = json.loads((folder / "xquad" / f"xquad.{language}.json").read_text("utf-8"))
    for article in content["data"]:
        for paragraph in article["paragraphs"]:
            for question in paragraph["qas"]:
                yield question, article["title"].replace("_", " "), paragraph["context"]


def _squad(question: str, answer: dict[str, Any], title: str, text: str) -> Iterator[data.Reading]:
    spans = sentences(text)
    passage = data.Passage("", title, "", _START, tuple(span.of(text) for span in spans))
    for number, span in enumerate(spans, start=1):
        if span.start <= answer["answer_start"] < span.end:
            right = tuple(int(number == n) for n in range(len(spans) + 1))
            at = answer["answer_start"] - span.start
            where = (number, at, min(at + len(answer["text"]), span.end - span.start))
            yield data.Reading(question, passage, right, (data.IGNORED,) * len(right), where)
