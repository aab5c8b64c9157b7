"""A million passages by simulation: an archive of `bench.scale`, repeated with other vectors.

::

    python -m bench.simulated FOLDER [--passages 1000000] [--questions 200]

FOLDER is what ``python -m bench.scale --passages 300000 --folder FOLDER`` left. Its
home is copied to FOLDER/simulated, and every article is put in again under other ids until there
are so many passages; each has a vector of its own, drawn around that of the original. What reading
and comparing would have written is left out. Chroma takes most of the time; a run that was
stopped goes on where it was. Then the same questions are asked of both homes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench import scale
from index.catalog.passages.passages import IndexEntry
from index.home import Home
from index.stores.generation import Generation
from index.stores.vector_file import VectorFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_BATCH = 2000
_NOISE = 0.35
_DIMENSIONS = 384
_REPEATED = {
    "articles": ("id || :mark", "key || :mark", "family || :mark", "version || :mark"),
    "versions": ("id || :mark", "article || :mark", "digest || :mark", "body || :mark"),
    "passages": (
        "id || :mark",
        "version || :mark",
        "ordinal",
        '"start"',
        '"end"',
        "digest || :mark",
    ),
    "vectors": ("embedder", "digest || :mark", '"row" + :rows'),
    "indexed": ("generation", "passage || :mark"),
}
"""The first columns of what is repeated; the others stay as they are."""


def main() -> None:
    """Repeat the archive where it is not yet large enough, then ask."""
    options = _options()
    small, large = Path(options.folder), Path(options.folder) / "simulated"
    if not (large / "ready").exists():
        _multiply(small / "home", large / "home", options.passages)
        (large / "ready").touch()
    asked = argparse.Namespace(vectors="drawn", questions=options.questions)
    for folder in (small, large):
        for step in (scale.ask_beside, scale.ask_owner):
            scale.show(f"{folder.name}: {step.__name__}", scale.apart(step, folder, asked))
    scale.show("recall", scale.apart(scale.recall, large, asked))


def _multiply(source: Path, target: Path, passages: int) -> None:
    if not target.exists():
        shutil.copytree(source, target)
    home = Home(target)
    with sqlite3.connect(home.catalog) as catalog:
        (generation,) = catalog.execute(
            "SELECT id FROM generations WHERE state = 'live'"
        ).fetchone()
        (count,) = catalog.execute(
            "SELECT count(*) FROM passages WHERE id NOT LIKE '%-%'"
        ).fetchone()
        copies = range(1, -(-passages // count))
        rows = len(VectorFile(source / "vectors" / "drawn.f32", dimensions=_DIMENSIONS))
        for number in copies:
            _repeat(catalog, f"-{number}", rows * number)
    _write_vectors(home, rows, copies)
    _write_indexes(home, generation, passages - count)


def _repeat(catalog: sqlite3.Connection, mark: str, rows: int) -> None:
    """Put every article in once more, its ids ending in ``mark``; what is there stays."""
    for table, changed in _REPEATED.items():
        names = [row[1] for row in catalog.execute(f"PRAGMA table_info({table})")]
        kept = [f'"{name}"' for name in names[len(changed) :]]
        original = {"vectors": "digest", "indexed": "passage"}.get(table, "id")
        catalog.execute(
            f"INSERT OR IGNORE INTO {table} SELECT {', '.join([*changed, *kept])} "  # noqa: S608
            f"FROM {table} WHERE {original} NOT LIKE '%-%'",
            {"mark": mark, "rows": rows},
        )
    catalog.commit()


def _write_vectors(home: Home, rows: int, copies: range) -> None:
    file = VectorFile(home.vectors("drawn"), dimensions=_DIMENSIONS)
    for number in copies:
        for start in range(0, rows, _BATCH):
            if len(file) <= number * rows + start:
                file.append(_drawn(file.open()[start : min(rows, start + _BATCH)], number))


def _drawn(vectors: NDArray[np.float32], number: int) -> NDArray[np.float32]:
    """Unit vectors around ``vectors``, others for each ``number``."""
    noise = np.random.default_rng(number).standard_normal(vectors.shape).astype(np.float32)
    moved = vectors + _NOISE / _DIMENSIONS**0.5 * noise
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), dtype=np.float32)


def _write_indexes(home: Home, generation: str, missing: int) -> None:
    """Index so many more passages, and take out of the catalog's set what is not needed."""
    writer = Generation(home, generation)
    with sqlite3.connect(home.catalog) as catalog:
        matrix = VectorFile(home.vectors("drawn"), dimensions=_DIMENSIONS).open()
        for batch, rows in islice(_batches(catalog), -(-missing // _BATCH)):
            ids = [entry.id for entry in batch]
            last = ids[-1:]
            if not writer.vectors.present(last) & writer.lexical.present(last):
                writer.write(batch, matrix[rows])
                print(f"\r{writer.vectors.count()} passages", end="", flush=True)
        catalog.execute("CREATE TEMP TABLE kept (id TEXT PRIMARY KEY)")
        for batch, _ in islice(_batches(catalog), -(-missing // _BATCH)):
            catalog.executemany("INSERT INTO kept VALUES (?)", [(entry.id,) for entry in batch])
        catalog.execute(
            "DELETE FROM indexed WHERE passage LIKE '%-%' AND passage NOT IN (SELECT id FROM kept)"
        )
        catalog.commit()
    writer.close()


def _batches(
    catalog: sqlite3.Connection,
) -> Iterator[tuple[list[IndexEntry], NDArray[np.int64]]]:
    """The passages that were put in again, copy by copy, with the rows of their vectors."""
    found = catalog.execute(
        "SELECT p.id, p.digest, p.language, "
        'substr(v.text, p."start" + 1, p."end" - p."start"), v.title, v.source, v.epoch, c."row" '
        "FROM passages p JOIN versions v ON v.id = p.version "
        "JOIN vectors c ON c.digest = p.digest WHERE p.id LIKE '%-%' "
        "ORDER BY substr(p.id, instr(p.id, '-')), p.id"
    )
    while some := found.fetchmany(_BATCH):
        yield [_entry(row) for row in some], np.array([row[-1] for row in some], dtype=np.int64)


def _entry(row: Any) -> IndexEntry:
    """The passage of a row of ``_batches``."""
    passage, digest, language, text, title, source, epoch, _ = row
    return IndexEntry(passage, digest, text, title, source, epoch, language)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder")
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=200)
    return parser.parse_args()


if __name__ == "__main__":
    os.nice(5)
    main()
