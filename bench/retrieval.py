"""Retrieval scores of an archive and a file of questions: Hits@1/4/10, MRR@10, all evidence.

    python -m bench.retrieval ARCHIVE QUESTIONS [HOME]

A hit counts if a gold fact is a substring of its text, white space removed from both. Words
alone, meaning alone and both by weighted reciprocal ranks are scored beside the fitted ranking,
in the same run.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.fusion import fuse
from bot.store.schema import metadata
from index.catalog import generations
from index.catalog.passages import passages
from index.jobs.queue import work_off
from index.library import Library
from index.models import Filters, Query
from index.progress import silent
from index.search.filters import bounds
from index.settings import IndexSettings
from index.stores.columns import Standing, load_columns
from index.stores.open_parts import Meanings, Words

if TYPE_CHECKING:
    from collections.abc import Callable

_SPACE = re.compile(r"\s+")
_DEPTH = 100
_FUSIONS = {"words": (1.0, 0.0), "meaning": (0.0, 1.0), "fused": (0.7, 0.3)}


def main() -> None:
    """Index the archive where the home has none yet, ask every question, print the scores."""
    archive, questions = sys.argv[1], _questions(Path(sys.argv[2]))
    home = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(tempfile.mkdtemp())  # noqa: PLR2004
    library = Library(IndexSettings(home=home), tables=metadata)
    if not library.status()["articles"]:
        work_off(library, library.submit("index", [archive]), progress=silent)
    plain = _Plain(library)
    for name, weights in _FUSIONS.items():
        print(name, _scores(partial(plain.texts, weights=weights), questions))

    def ranked(text: str) -> list[str]:
        """Texts of the ten hits that the fitted ranking puts first."""
        return [hit.passage.text for hit in library.retriever.search(Query(text))]

    print("ranked", _scores(ranked, questions))


class _Plain:
    """One list by words, one by meaning, and their fusion."""

    def __init__(self, library: Library) -> None:
        with library.catalog.read() as connection:
            live = generations.live(connection)
        if live is None:
            sys.exit("nothing is indexed")
        columns = load_columns(library.catalog, Standing.of(live))
        self._library = library
        self._words = Words(library.home.lexical(live.id), passages=len(columns.ids))
        self._meanings = Meanings(library.home, live.embedder, columns)

    def texts(self, text: str, weights: tuple[float, float]) -> list[str]:
        """Texts of the first ten."""
        stems = self._library.retriever.stems(text)
        epochs = bounds(Filters())
        lexical = self._words.search(stems, k=_DEPTH, filters=Filters(), epochs=epochs)
        dense = self._meanings.nearest(self._library.embedder.embed([text])[0], None, k=_DEPTH)
        lists = [[passage for passage, _ in found] for found in (lexical, dense)]
        fused = fuse((w, each) for w, each in zip(weights, lists, strict=True) if w)
        ids = [passage for passage, _ in fused[:10]]
        with self._library.catalog.read() as connection:
            shown = passages.load(connection, ids)
        return [shown[each].text for each in ids if each in shown]


def _questions(path: Path) -> list[tuple[str, list[str]]]:
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        (each["question"], [_bare(fact["fact"]) for fact in each["evidence"]])
        for each in found
        if each.get("evidence")
    ]


def _scores(find: Callable[[str], list[str]], questions: list[tuple[str, list[str]]]) -> str:
    hits = {1: 0, 4: 0, 10: 0}
    reciprocal = complete = 0.0
    for question, facts in questions:
        texts = [_bare(text) for text in find(question)]
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
