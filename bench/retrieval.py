"""Retrieval scores of an archive and a file of questions: Hits@1/4/10, MRR@10, all evidence.

    python -m bench.retrieval ARCHIVE QUESTIONS [HOME]

A hit counts if a gold fact is a substring of its text, white space removed from both. Words
alone and meaning alone are scored beside the fusion of both, in the same run.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path

from index import retrieval
from index.library import Library, work_off
from index.models import Query
from index.progress import silent
from index.settings import IndexSettings

_SPACE = re.compile(r"\s+")


def main() -> None:
    """Index the archive where the home has none yet, ask every question, print the scores."""
    archive, questions = sys.argv[1], _questions(Path(sys.argv[2]))
    home = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(tempfile.mkdtemp())  # noqa: PLR2004
    library = Library(IndexSettings(home=home))
    if not library.status()["articles"]:
        work_off(library, library.submit("index", [archive]), progress=silent)
    for name, weights in (("words", (1.0, 0.0)), ("meaning", (0.0, 1.0)), ("fused", None)):
        retrieval.LEXICAL_WEIGHT, retrieval.DENSE_WEIGHT = weights or _DEFAULT
        print(name, _scores(library, questions))


_DEFAULT = (retrieval.LEXICAL_WEIGHT, retrieval.DENSE_WEIGHT)


def _questions(path: Path) -> list[tuple[str, list[str]]]:
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        (each["question"], [_bare(fact["fact"]) for fact in each["evidence"]])
        for each in found
        if each.get("evidence")
    ]


def _scores(library: Library, questions: list[tuple[str, list[str]]]) -> str:
    hits = {1: 0, 4: 0, 10: 0}
    reciprocal = complete = 0.0
    for question, facts in questions:
        texts = [_bare(hit.passage.text) for hit in library.retriever.search(Query(question))]
        ranks = [
            min((rank for rank, text in enumerate(texts, 1) if fact in text), default=99)
            for fact in facts
        ]
        first = min(ranks)
        for k in hits:
            hits[k] += first <= k
        reciprocal += 1 / first if first <= 10 else 0  # noqa: PLR2004
        complete += max(ranks) <= 10  # noqa: PLR2004
    total = len(questions)
    shown = " ".join(f"Hits@{k} {count / total:.3f}" for k, count in hits.items())
    return f"{shown} MRR@10 {reciprocal / total:.3f} all@10 {complete / total:.3f} n={total}"


def _bare(text: str) -> str:
    return _SPACE.sub("", text)


if __name__ == "__main__":
    main()
