"""Columns kept beside the indexes of their generation, so that a start need not collect them.

The catalog has all of it; the file is believed only where it is of the generation that answers,
as it was last brought up to date, and can be lost or damaged at any time.
"""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.columns import Appearances, Columns, load_columns

if TYPE_CHECKING:
    from index.catalog.engine import Catalog
    from index.home import Home

_log = logging.getLogger(__name__)
_FORMAT = 1
"""Raised with every change of what is written."""
_LEAST = 5000
"""Passages below which collecting them takes no time worth a file."""


def kept_columns(home: Home, catalog: Catalog, live: Any) -> Columns:
    """The columns of the generation in the row ``live``, from the file or from the catalog."""
    path = home.generation(live.id) / "columns.npz"
    if found := _read(path, live):
        return found
    columns = load_columns(catalog, live)
    if len(columns.ids) >= _LEAST:
        _write(path, columns)
    return columns


def _read(path: Path, live: Any) -> Columns | None:
    """What the file says; None where it is missing, damaged, or of another state."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            said = {name: stored[name] for name in stored.files}
        if said["of"].tolist() != _of(live.id, live.updated_at):
            return None
        return _columns(live, said)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as exc:
        _log.info("%s is read from the catalog again (%s).", path.name, exc)
        return None


def _columns(live: Any, said: dict[str, Any]) -> Columns:
    newest = str(said["newest"])
    names = said["sources_by_number"].tolist()
    return Columns(
        generation=live.id,
        stamp=live.updated_at,
        ids=said["ids"].astype(str).astype(object),
        rows=said["rows"],
        articles=said["articles"],
        appearances=Appearances(
            own=len(said["ids"]),
            places=said["places"],
            epochs=said["epochs"],
            sources=said["sources"],
            numbers={name: number for number, name in enumerate(names)},
        ),
        outlets=tuple(said["outlets"].tolist()),
        newest=date.fromisoformat(newest) if newest else None,
    )


def _write(path: Path, columns: Columns) -> None:
    """Put the file in its place whole; a disk that cannot be written does without it."""
    appearances = columns.appearances
    with contextlib.suppress(OSError):
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix="columns-", suffix=".part")
        try:
            with os.fdopen(descriptor, "wb") as file:
                np.savez(
                    file,
                    of=np.array(_of(columns.generation, columns.stamp)),
                    ids=columns.ids.astype(bytes),
                    rows=columns.rows,
                    articles=columns.articles,
                    places=appearances.places,
                    epochs=appearances.epochs,
                    sources=appearances.sources,
                    sources_by_number=np.array(list(appearances.numbers), dtype=str),
                    outlets=np.array(columns.outlets, dtype=str),
                    newest=np.array(columns.newest.isoformat() if columns.newest else ""),
                )
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)


def _of(generation: str, stamp: float | None) -> list[str]:
    """What the file has to be of."""
    return [str(_FORMAT), generation, repr(stamp)]
