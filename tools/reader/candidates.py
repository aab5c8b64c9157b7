"""Writes what the product finds for questions, for `tools/reader/train.py` to learn from.

    python -m tools.reader.candidates [--home FOLDER] [--k 16] ARCHIVE OUTPUT QUESTIONS …

The archive is indexed in a home of its own. OUTPUT is a folder for two files: `passages.jsonl`,
every passage of the archive with its headline and sentences, and `hits.jsonl`, for each question
of QUESTIONS (JSON lines with `question` or `q`) the ids and scores of its first k passages. A run
that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from index.catalog.passages import passages as stored
from index.catalog.schema import passages as table
from index.jobs.queue import work_off
from index.library import Library
from index.models import Query
from index.progress import silent
from index.settings import IndexSettings
from index.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_AT_ONCE = 200
"""Passages read from the catalog in one go."""


def main() -> None:
    """Index, write the passages, ask."""
    options = _options()
    options.output.mkdir(parents=True, exist_ok=True)
    library = Library(IndexSettings(home=options.home or options.output / "home"))
    if not library.answers:
        work_off(library, library.submit("index", [str(options.archive)]), progress=silent)
    _write(options.output / "passages.jsonl", _passages(library))
    hits = options.output / "hits.jsonl"
    asked = {line["question"] for line in _lines(hits)} if hits.exists() else set()
    with hits.open("a", encoding="utf-8") as file:
        for question in _questions(options.questions):
            if question not in asked:
                asked.add(question)
                file.write(json.dumps(_found(library, question, options.k)) + "\n")
                file.flush()
    library.close()


def _found(library: Library, question: str, k: int) -> dict[str, Any]:
    hits = library.retriever.search(Query(question, k=k))
    found = [[hit.passage.id, round(hit.score, 5), round(hit.similarity, 5)] for hit in hits]
    return {"question": question, "hits": found}


def _passages(library: Library) -> Iterator[dict[str, Any]]:
    """Every passage in use: an article's lie beside each other, in order."""
    wanted = select(table.c.id, table.c.version, table.c.ordinal).where(table.c.current)
    with library.catalog.read() as connection:
        rows = connection.execute(wanted.order_by(table.c.version, table.c.ordinal)).all()
        for start in range(0, len(rows), _AT_ONCE):
            part = rows[start : start + _AT_ONCE]
            loaded = stored.load(connection, [row.id for row in part])
            for row in part:
                if row.id in loaded:
                    yield _described(loaded[row.id], row.ordinal)


def _described(passage: Any, ordinal: int) -> dict[str, Any]:
    texts = [span.of(passage.text) for span in sentences(passage.text)]
    card = passage.card
    known = {"id": passage.id, "title": card.title, "published": card.published}
    return {**known, "ordinal": ordinal, "sentences": texts}


def _questions(files: Iterable[Path]) -> Iterator[str]:
    for file in files:
        yield from (line.get("question") or line["q"] for line in _lines(file))


def _lines(file: Path) -> list[Any]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


def _write(file: Path, records: Iterable[dict[str, Any]]) -> None:
    with file.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--home", type=Path, help="default: a folder in OUTPUT")
    parser.add_argument("--k", type=int, default=16, help="passages kept of each question")
    parser.add_argument("archive", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("questions", type=Path, nargs="+")
    return parser.parse_args()


if __name__ == "__main__":
    main()
