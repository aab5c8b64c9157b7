"""Columns kept beside the indexes of their generation, so that no question waits for them.

A run keeps them before it lets readers see what it changed. The catalog has all of it; the file is
believed only where it is of the generation that answers, as it was last brought up to date, with as
many passages and vectors as the catalog has now. It goes when a run begins to change the
generation, or lets go of vectors, so that what a run finds is of passages as they were; a run says
in it who prints them too, which changes without them. It can be lost or damaged at any time.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import threading
import zipfile
import zlib
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from index.catalog import generations
from index.catalog.passages.appearances import elsewhere
from index.digests import digest
from index.stores.columns import Appearances, Columns, Standing, load_columns

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from index.catalog.engine import Catalog
    from index.catalog.passages.appearances import Elsewhere
    from index.home import Home

_log = logging.getLogger(__name__)
_FORMAT = 2
"""Raised with every change of what is written."""
_DAMAGED = (
    OSError,
    ValueError,
    KeyError,
    EOFError,
    RuntimeError,
    zlib.error,
    zipfile.BadZipFile,
    MemoryError,
)
"""What a file that was overwritten anywhere makes numpy and zipfile raise."""
_LEAST = 5000
"""Passages below which collecting them takes no time worth a file."""


def kept_columns(home: Home, catalog: Catalog, here: Standing) -> Columns:
    """The columns of a generation, from the file or from the catalog."""
    path, state = columns_path(home, here.name), _state(catalog, here)
    if found := read_columns(path, state, here):
        return found
    columns = load_columns(catalog, here)
    if len(columns.ids) >= _LEAST and _state(catalog, here) == state:
        write_columns(path, columns, state)
    return columns


def keep_columns(home: Home, catalog: Catalog, here: Standing) -> None:
    """Have the columns of a generation that is about to answer kept, where they take time.

    They are collected anew only where the run before left others.
    """
    path, state = columns_path(home, here.name), _state(catalog, here)
    if int(state[2]) < _LEAST:
        return
    others = catalog.query(lambda connection: list(elsewhere(connection)))
    printed = _mark(others)
    columns = _left(catalog, here, path, printed) or load_columns(catalog, here, others)
    write_columns(path, columns, [*state, printed])


def _left(catalog: Catalog, here: Standing, path: Path, printed: str) -> Columns | None:
    """What the run before kept of a generation, if nothing of it has changed."""
    live = catalog.query(generations.live)
    if live is None or live.id != here.name:
        return None
    return read_columns(path, [*_state(catalog, Standing.of(live)), printed], here)


def _mark(others: Iterable[Elsewhere]) -> str:
    """What tells who prints passages too from what it was."""
    return digest(*sorted(map(repr, others)))


def forget_columns(home: Home, generation: str) -> None:
    """Let go of what is kept of ``generation``, before it is changed."""
    with contextlib.suppress(OSError):
        columns_path(home, generation).unlink(missing_ok=True)


def columns_path(home: Home, generation: str) -> Path:
    """Where they are kept."""
    return home.generation(generation) / "columns.npz"


def _state(catalog: Catalog, here: Standing) -> list[str]:
    """What the file has to be of."""
    with catalog.read() as connection:
        passages = generations.count_indexed(connection, here.generation)
        vectors = generations.count_embedded(connection, embedder=here.embedder)
    return [here.name, repr(here.stamp), str(passages), str(vectors)]


def read_columns(path: Path, state: list[str], here: Standing) -> Columns | None:
    """The columns in a file; None where it is missing, damaged, or its state begins otherwise."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            wanted = [str(_FORMAT), *state]
            if stored["of"].tolist()[: len(wanted)] != wanted:
                return None
            return _columns(here, {each: stored[each] for each in stored.files})
    except FileNotFoundError:
        return None
    except _DAMAGED as exc:
        _log.info("%s is collected from the catalog again (%s).", path.name, exc)
        return None


def _columns(here: Standing, said: dict[str, Any]) -> Columns:
    newest = str(said["newest"])
    names = _texts(said["sources_by_number"])
    return Columns(
        generation=here.name,
        stamp=here.stamp,
        ids=said["ids"].astype(str).astype(object),
        rows=said["rows"],
        articles=said["articles"],
        appearances=Appearances(
            own=len(said["ids"]),
            places=said["places"],
            epochs=said["epochs"],
            sources=said["sources"],
            numbers={each: number for number, each in enumerate(names)},
        ),
        outlets=tuple(_texts(said["outlets"])),
        newest=date.fromisoformat(newest) if newest else None,
    )


def write_columns(path: Path, columns: Columns, state: list[str]) -> None:
    """Put the file in its place whole; a disk that cannot be written does without it."""
    appearances = columns.appearances
    partial = path.with_name(f"columns-{os.getpid()}-{threading.get_ident()}.part")
    try:
        with partial.open("wb") as file:
            np.savez(
                file,
                of=np.array([str(_FORMAT), *state]),
                ids=columns.ids.astype(bytes),
                rows=columns.rows,
                articles=columns.articles,
                places=appearances.places,
                epochs=appearances.epochs,
                sources=appearances.sources,
                sources_by_number=_packed(appearances.numbers),
                outlets=_packed(columns.outlets),
                newest=np.array(columns.newest.isoformat() if columns.newest else ""),
            )
        partial.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def _packed(texts: Iterable[str]) -> NDArray[np.uint8]:
    """Texts of any length, side by side."""
    return np.frombuffer(json.dumps(list(texts)).encode(), dtype=np.uint8)


def _texts(packed: NDArray[np.uint8]) -> list[str]:
    """What ``_packed`` packed."""
    return [str(each) for each in json.loads(packed.tobytes())]
