"""Notices that files of the index are gone, cut short or overwritten, before they are read.

Reading a mapped file behind its end kills the process, so whoever has one mapped asks first.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np

from index.catalog import generations
from index.embedding.embedder_identity import dimensions_of
from index.errors import CatalogError, StoreAwayError, StoreError
from index.stores.vector_file import VectorFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from index.catalog.engine import Catalog
    from index.home import Home
    from index.stores.vector_indexes import VectorIndexes

_BLOCK = 4096
_DRAWN = 16
_UNIT = 0.02
"""How far the length of a vector may be from 1; rounding is a thousand times smaller."""


@contextlib.contextmanager
def rebuilt(
    which: str, what: str, faults: tuple[type[BaseException], ...] = (ValueError, OSError)
) -> Iterator[None]:
    """Work on an index, whose ``faults`` are ours; ``what``: that it "cannot be written".

    Raises:
        StoreError: it failed; the sentence says how to build the index again.
    """
    try:
        yield
    except faults as exc:
        raise StoreError(
            f"the {which} index {what} ({exc}); run `pressmark index --full` to build it again."
        ) from exc


@dataclass(frozen=True, slots=True)
class Mapped:
    """Files that a reader has mapped, as they were when it opened them.

    A file that was deleted or replaced is still whole for whoever has the old one mapped;
    one that was written to is not. ``growing`` files may get longer.
    """

    files: dict[Path, tuple[int, int, int]]
    growing: bool = False

    @classmethod
    def of(cls, *paths: Path, growing: bool = False) -> Mapped:
        """The files as they are now; those that are not there are left out."""
        found: dict[Path, tuple[int, int, int]] = {}
        for path in paths:
            with contextlib.suppress(OSError):
                stat = path.stat()
                found[path] = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
        return cls(found, growing)

    @property
    def intact(self) -> bool:
        """Whether all of what was opened can still be read."""
        return all(self._is_intact(path, was) for path, was in self.files.items())

    def _is_intact(self, path: Path, was: tuple[int, int, int]) -> bool:
        try:
            stat = path.stat()
        except OSError:
            return True
        if stat.st_ino != was[0]:
            return True
        if self.growing:
            return stat.st_size >= was[1]
        return (stat.st_size, stat.st_mtime_ns) == was[1:]


def has_index(home: Home, *, served: bool) -> bool:
    """Whether there is anything that was made from a catalog; the catalog is made before it.

    ``served``: that is on a server, so that what follows it counts. Of that nothing is lost.
    """
    folders = [home.generations, home.root / "vectors", *([home.root / "replica"] * served)]
    for folder in folders:
        with contextlib.suppress(OSError):
            if any(folder.iterdir()):
                return True
    return False


def may_begin(home: Home, *, served: bool) -> bool:
    """Whether a catalog may be made, where there is none: nothing here was made from another one.

    Raises:
        CatalogError: that is in a database, and the settings name none.
    """
    if not has_index(home, served=served):
        return True
    if not served and home.identity() and not home.catalog.exists():
        raise CatalogError(
            f"{home.root}: the index here belongs to the catalog in the database that "
            "PRESSMARK_DATABASE named, and that setting is gone; set it again, or, to begin anew "
            "without that database, set PRESSMARK_HOME to an empty folder."
        )
    return False


def segment_files(folder: Path) -> list[Path]:
    """The files of a lexical index that are never written to again once they are committed.

    Raises:
        StoreError: there is no index.
    """
    try:
        meta = json.loads((folder / "meta.json").read_bytes())
        names = {str(each["segment_id"]).replace("-", "") for each in meta["segments"]}
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise StoreError(
            "the lexical index cannot be opened (its list of files is missing or damaged); "
            "run `pressmark doctor` to build it again."
        ) from exc
    listed = (path for path in folder.iterdir() if path.suffix != ".del")
    return [path for path in listed if path.name.partition(".")[0] in names]


def missing_parts(home: Home, catalog: Catalog, indexes: VectorIndexes) -> dict[str, str]:
    """What of the generation that answers is visibly gone, a sentence each, by part.

    A few looks at the disk, and at some vectors drawn at random: cheap enough to do it all the
    time. Of a server that does not answer nothing is known.
    """
    with catalog.read() as connection:
        live = generations.live(connection)
        if live is None or not generations.count_indexed(connection, live.id):
            return {}
        rows = generations.count_rows(connection, embedder=live.embedder)
        drawn = generations.some_rows(
            connection, embedder=live.embedder, start=uuid4().hex, limit=_DRAWN
        ) or generations.some_rows(connection, embedder=live.embedder, start="", limit=_DRAWN)
    found = _lost(indexes, live.id)
    try:
        if not segment_files(home.lexical(live.id)):
            found["lexical"] = "the lexical index is empty"
    except StoreError:
        found["lexical"] = "the lexical index is missing or damaged"
    if not holds_vectors(home, catalog):
        return found | {"vectors": "the vectors are those of another PRESSMARK_HOME"}
    file = VectorFile(home.vectors(live.embedder), dimensions=dimensions_of(live.embedder))
    if len(file) < rows:
        found["vectors"] = "the file of vectors is missing or too short"
    elif len(damaged_rows(file.open(), np.array(drawn, dtype=np.int64))):
        found["vectors"] = "the file of vectors is damaged"
    after = catalog.query(generations.live)
    return found if after is not None and after.id == live.id else {}


def lost_vectors(catalog: Catalog, indexes: VectorIndexes) -> dict[str, str]:
    """The same of the vector index alone, wherever that is."""
    with catalog.read() as connection:
        live = generations.live(connection)
        if live is None or not generations.count_indexed(connection, live.id):
            return {}
    return _lost(indexes, live.id)


def _lost(indexes: VectorIndexes, generation: str) -> dict[str, str]:
    with contextlib.suppress(StoreAwayError):
        if said := indexes.lacks(generation):
            return {"chroma": said}
    return {}


def holds_vectors(home: Home, catalog: Catalog) -> bool:
    """Whether the vectors that the catalog knows are in the file of this home."""
    return not catalog.shared or catalog.query(generations.is_of, home.identity())


def damaged_rows(matrix: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those of ``rows`` that are not in ``matrix``, ``(n, d)``, or are no unit vectors there."""
    present = rows[(rows >= 0) & (rows < len(matrix))]
    bad = [rows[(rows < 0) | (rows >= len(matrix))]]
    for block in _blocks(np.sort(present)):
        with np.errstate(all="ignore"):
            lengths = np.linalg.norm(matrix[block].astype(np.float64), axis=1)
        bad.append(block[~(np.abs(lengths - 1) <= _UNIT)])
    return np.concatenate(bad)


def _blocks(rows: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    for start in range(0, len(rows), _BLOCK):
        yield rows[start : start + _BLOCK]
