"""Checks the index against the catalog, and has it built anew where it does not hold."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from index.catalog import generations, lookup, passages
from index.chroma import ChromaIndex
from index.columns import Columns, load_columns
from index.damage import damaged_rows
from index.errors import CatalogError, StoreError
from index.generations import Builder
from index.models import Filters
from index.parts import Words
from index.progress import silent
from index.tokens import terms
from index.vectors import VectorFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.catalog.engine import Catalog
    from index.catalog.passages import IndexEntry
    from index.embedding import BundledEmbedder
    from index.home import Home
    from index.progress import Progress

_MOST_DRAWN = 2000
"""Passages that are looked for; of more a sample is drawn at random."""
_EMBEDDED_AGAIN = 8
_MOST_LOST = 0.01
_SAME = 0.9995
"""Cosine of a vector with itself, rounding included: so near, a neighbour is as good."""
_ALIKE = 0.99
_NEAREST, _BEST, _STEMS = 3, 10, 16
_LAG = 256
"""Passages that another process may have written or taken out and not yet recorded."""
_BATCH = 100


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``ok`` is None where it could not be."""

    name: str
    ok: bool | None
    detail: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found, what was repaired, and whether all is well now."""

    healthy: bool
    checks: tuple[Check, ...]
    repaired: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object of the ``doctor`` command."""
        checks = [
            {"name": check.name, "ok": check.ok, "detail": check.detail} for check in self.checks
        ]
        return {"healthy": self.healthy, "checks": checks, "repaired": list(self.repaired)}


def check_catalog(catalog: Callable[[], Catalog], path: Path) -> Check:
    """Whether the database can be opened, finds itself sound and can be written."""
    try:
        opened = catalog()
        with opened.read() as connection:
            problems = lookup.problems(connection)
            articles = lookup.count_articles(connection)
        if not problems:
            opened.require_writable()
    except CatalogError as exc:
        return Check("catalog", ok=False, detail=str(exc))
    if problems:
        return Check(
            "catalog",
            ok=False,
            detail=f"{path.name}: the catalog is damaged ({problems[0]}); restore a copy of this "
            "file, or move PRESSMARK_HOME away and run `pressmark index` to read the archive "
            "again.",
        )
    return Check("catalog", ok=True, detail=f"sound, {articles} articles")


class Doctor:
    """Looks at one home. Only the ``owner`` of the index opens Chroma, sweeps and repairs."""

    def __init__(
        self,
        home: Home,
        catalog: Catalog,
        embedder: BundledEmbedder,
        *,
        owner: bool,
        answering: bool = False,
        progress: Progress = silent,
    ) -> None:
        """The ``owner`` of the index repairs; ``answering``: see `index.generations.Builder`."""
        self._home = home
        self._catalog = catalog
        self._embedder = embedder
        self._owner = owner
        self._answering = answering
        self._progress = progress
        self._foreign = False

    def examine(self) -> Diagnosis:
        """Look, build anew where that helps, and look again."""
        catalog = check_catalog(lambda: self._catalog, self._home.catalog)
        if not catalog.ok:
            return Diagnosis(healthy=False, checks=(catalog,))
        repaired = self._sweep() if self._owner else []
        found = after = self._index_checks()
        if self._owner and any(check.ok is False for check in found):
            repaired.append(self._rebuild())
            after = self._index_checks()
        healthy = all(check.ok is not False for check in after)
        return Diagnosis(healthy=healthy, checks=(catalog, *found), repaired=tuple(repaired))

    def _sweep(self) -> list[str]:
        """Remove what an interrupted rebuild left behind; what was removed.

        A catalog that knows of no generation is not the one that they were made from.
        """
        with self._catalog.read() as connection:
            known = generations.names(connection)
        if not known or not self._home.generations.is_dir():
            return []
        stray = [each for each in self._home.generations.iterdir() if each.name not in known]
        for folder in stray:
            shutil.rmtree(folder, ignore_errors=True)
        return [f"left-over generation {folder.name} was removed" for folder in stray]

    def _rebuild(self) -> str:
        if self._foreign:
            with self._catalog.write() as connection:
                generations.forget_rows(connection, embedder=self._embedder.fingerprint, first=0)
        builder = Builder(
            self._home,
            self._catalog,
            self._embedder,
            answering=self._answering,
            progress=self._progress,
        )
        name = builder.bring_up_to_date(full=True)
        return f"the index was built anew from the catalog; generation {name} answers now"

    def _index_checks(self) -> list[Check]:
        with self._catalog.read() as connection:
            live = generations.live(connection)
        if live is None:
            return [Check("index", ok=True, detail="nothing is indexed yet")]
        with self._catalog.read() as connection:
            missing, surplus = passages.difference(connection, generation=live.id)
        columns = load_columns(self._catalog, live)
        waiting = len(missing) + len(surplus)
        look = _Look(self._catalog, columns, self._progress, waiting, owner=self._owner)
        matrix = VectorFile(
            self._home.vectors(live.embedder), dimensions=self._embedder.dimensions
        ).open()
        checks = [self._vectors(columns, matrix, look)]
        if self._owner:
            checks.append(look.chroma(self._home.chroma(live.id), matrix))
        else:
            checks.append(Check("chroma", ok=None, detail="left out: another process has it open"))
        said = f"{waiting} passages wait for the next run" if waiting else "nothing waits"
        return [
            *checks,
            look.lexical(self._home.lexical(live.id)),
            Check("pending", ok=True, detail=said),
        ]

    def _vectors(self, columns: Columns, matrix: NDArray[np.float32], look: _Look) -> Check:
        """Every row is there and a unit vector; of a few texts it is the right one."""
        bad = len(damaged_rows(matrix, columns.rows))
        if bad:
            said = f"{bad} of {len(columns.rows)} are missing or damaged"
            return Check("vectors", ok=False, detail=said)
        few = look.drawn[:_EMBEDDED_AGAIN]
        entries = look.entries(few)
        if entries:
            again = self._embedder.embed([entry.text for entry in entries])
            stored = matrix[columns.rows[few]]
            self._foreign = bool(np.any(np.sum(again * stored, axis=1) < _ALIKE))
        if self._foreign:
            return Check("vectors", ok=False, detail="they are not those of the passages")
        return Check("vectors", ok=True, detail=f"{len(columns.rows)} present and finite")


class _Look:
    """Looks for passages, all or a sample, in each index."""

    def __init__(
        self, catalog: Catalog, columns: Columns, progress: Progress, waiting: int, *, owner: bool
    ) -> None:
        self._catalog = catalog
        self._columns = columns
        self._progress = progress
        self._slack = waiting if owner else waiting + _LAG
        self._owner = owner
        count = len(columns.ids)
        order = np.random.default_rng().permutation(count)
        self.drawn = order[:_MOST_DRAWN]

    def entries(self, places: NDArray[np.int64]) -> list[IndexEntry]:
        """What the catalog has of the passages at these places."""
        with self._catalog.read() as connection:
            return passages.entries(connection, [str(each) for each in self._columns.ids[places]])

    def chroma(self, folder: Path, matrix: NDArray[np.float32]) -> Check:
        """Counts agree, and passages are nearest to their own vectors."""
        if not folder.is_dir():
            return Check("chroma", ok=False, detail="its directory is missing")
        try:
            index = ChromaIndex(folder)
            if wrong := self._miscounted("chroma", index.count()):
                return wrong
            lost = sum(
                not self._is_near(index, place, matrix)
                for places in self._batches()
                for place in places
            )
        except StoreError as exc:
            return Check("chroma", ok=False, detail=str(exc))
        return self._verdict("chroma", lost, "vector")

    def _is_near(self, index: ChromaIndex, place: int, matrix: NDArray[np.float32]) -> bool:
        row = self._columns.rows[place]
        if not 0 <= row < len(matrix):
            return False
        count = len(self._columns.ids)
        found = index.search(np.asarray(matrix[row]), k=min(_NEAREST, count))
        own = str(self._columns.ids[place])
        return any(each == own for each, _ in found) or bool(found and found[-1][1] >= _SAME)

    def lexical(self, folder: Path) -> Check:
        """Counts agree, and passages are among the best for their own words."""
        try:
            words = Words(folder, passages=len(self._columns.ids))
            if wrong := self._miscounted("lexical", words.count()):
                return wrong
            lost = sum(
                not _has_words(words, entry)
                for places in self._batches()
                for entry in self.entries(places)
            )
        except StoreError as exc:
            return Check("lexical", ok=False, detail=str(exc))
        return self._verdict("lexical", lost, "words")

    def _batches(self) -> Iterator[NDArray[np.int64]]:
        for start in range(0, len(self.drawn), _BATCH):
            self._progress("checking", start, len(self.drawn))
            yield self.drawn[start : start + _BATCH]

    def _miscounted(self, name: str, held: int) -> Check | None:
        """A passage too many is one that a killed run wrote and the next one will record."""
        expected = len(self._columns.ids)
        least = expected if self._owner else expected - self._slack
        if least <= held <= expected + self._slack:
            return None
        return Check(name, ok=False, detail=f"it holds {held} passages, the catalog {expected}")

    def _verdict(self, name: str, lost: int, by: str) -> Check:
        count, drawn = len(self._columns.ids), len(self.drawn)
        which = f"{drawn} of {count} drawn at random" if drawn < count else f"all {count}"
        said = f"{which} looked for, {drawn - lost} found by their own {by}"
        return Check(name, ok=lost <= _MOST_LOST * drawn, detail=said)


def _has_words(words: Words, entry: IndexEntry) -> bool:
    """Whether a passage is found by its longest words; one without words cannot be."""
    stems = _longest(terms(entry.text, entry.language))
    if not stems:
        return True
    found = words.search(stems, k=_BEST, filters=Filters(), epochs=(0.0, 0.0))
    return any(each == entry.id for each, _ in found)


def _longest(stems: Sequence[str]) -> list[str]:
    """A few stems that tell much: long ones are rare ones, mostly."""
    return sorted(dict.fromkeys(stems), key=lambda stem: (-len(stem), stem))[:_STEMS]
