"""Checks the index against the catalog, and has it built anew where it does not hold."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from index.catalog import generations, lookup
from index.catalog.passages import passages
from index.embedding.embedder_identity import dimensions_of
from index.errors import CatalogError, EmbedderError, StoreAwayError
from index.jobs.probes import Check, Look
from index.stores.columns import Columns, Standing, load_columns
from index.stores.damage import damaged_rows
from index.stores.vector_file import VectorFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from index.catalog.engine import Catalog
    from index.indexing.builder import Builder

_EMBEDDED_AGAIN = 8
_ALIKE = 0.99


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found, what was repaired, and whether all is well now."""

    healthy: bool
    checks: tuple[Check, ...]
    repaired: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object of the ``doctor`` command."""
        checks = [asdict(check) for check in self.checks]
        return {"healthy": self.healthy, "checks": checks, "repaired": list(self.repaired)}


def check_catalog(catalog: Callable[[], Catalog], name: str) -> Check:
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
            detail=f"{name}: the catalog is damaged ({problems[0]}); restore a copy of this "
            "file, or move PRESSMARK_HOME away and run `pressmark index` with what it had read.",
        )
    return Check("catalog", ok=True, detail=f"sound, {articles} articles")


class Doctor:
    """Looks at one home. Only the ``owner`` of the index sweeps, repairs and opens its Chroma."""

    def __init__(self, builder: Builder, *, owner: bool) -> None:
        """``builder`` knows what there is to look at, and builds it anew."""
        self._builder = builder
        self._home = builder.home
        self._catalog = builder.catalog
        self._embedder = builder.embedder
        self._owner = owner
        self._foreign = ""
        self._silent: EmbedderError | None = None
        self._away = False

    def examine(self) -> Diagnosis:
        """Look, build anew where that helps, and look again."""
        catalog = check_catalog(lambda: self._catalog, self._home.catalog.name)
        if not catalog.ok:
            return Diagnosis(healthy=False, checks=(catalog,))
        repaired = self._sweep() if self._owner else []
        found = after = self._index_checks()
        if self._owner and any(self._is_damage(check) for check in found):
            repaired.append(self._rebuild())
            after = self._index_checks()
        also = [check for check in (self._embedder_check(),) if check]
        healthy = all(check.ok is not False for check in (*after, *also))
        checks = (catalog, *found, *also)
        return Diagnosis(healthy=healthy, checks=checks, repaired=tuple(repaired))

    def _sweep(self) -> list[str]:
        """Remove what an interrupted rebuild left behind; what was removed.

        A catalog that knows of no generation is not the one that they were made from.
        """
        known = self._catalog.query(generations.names)
        if not known or not self._home.generations.is_dir():
            return []
        stray = [each for each in self._home.generations.iterdir() if each.name not in known]
        for folder in stray:
            shutil.rmtree(folder, ignore_errors=True)
        return [f"left-over generation {folder.name} was removed" for folder in stray]

    def _rebuild(self) -> str:
        if self._foreign:
            self._catalog.change(generations.forget_rows, embedder=self._foreign, first=0)
        name = self._builder.bring_up_to_date(full=True)
        return f"the index was built anew from the catalog; generation {name} answers now"

    def _index_checks(self) -> list[Check]:
        live = self._catalog.query(generations.live)
        if live is None:
            return [Check("index", ok=True, detail="nothing is indexed yet")]
        missing, surplus = self._catalog.query(passages.difference, generation=live.id)
        columns = load_columns(self._catalog, Standing.of(live))
        waiting = len(missing) + len(surplus)
        look = Look(self._catalog, columns, self._builder.progress, waiting, owner=self._owner)
        matrix = VectorFile(
            self._home.vectors(live.embedder), dimensions=dimensions_of(live.embedder)
        ).open()
        checks = [self._vectors(live.embedder, columns, matrix, look)]
        checks.append(self._chroma(look, live.id, matrix))
        said = f"{waiting} passages wait for the next run" if waiting else "nothing waits"
        return [
            *checks,
            look.lexical(self._home.lexical(live.id)),
            Check("pending", ok=True, detail=said),
        ]

    def _chroma(self, look: Look, generation: str, matrix: NDArray[np.float32]) -> Check:
        indexes = self._builder.indexes
        if not (self._owner or indexes.shared):
            return Check("chroma", ok=None, detail="left out: another process has it open")
        try:
            return look.chroma(indexes, generation, matrix)
        except StoreAwayError as exc:
            self._away = True
            return Check("chroma", ok=False, detail=str(exc))

    def _is_damage(self, check: Check) -> bool:
        """Whether building the index anew helps: a server that is away is not damaged."""
        return check.ok is False and not (self._away and check.name == "chroma")

    def _vectors(
        self, made_by: str, columns: Columns, matrix: NDArray[np.float32], look: Look
    ) -> Check:
        """Every row is there and a unit vector; of a few texts it is the right one."""
        bad = len(damaged_rows(matrix, columns.rows))
        if bad:
            said = f"{bad} of {len(columns.rows)} are missing or damaged"
            return Check("vectors", ok=False, detail=said)
        few = look.drawn[:_EMBEDDED_AGAIN]
        entries = look.entries(few)
        if entries and self._embedder.made(made_by):
            again = self._again([entry.text for entry in entries])
            if again is not None and not _agree(again, matrix[columns.rows[few]]):
                self._foreign = made_by
                return Check("vectors", ok=False, detail="they are not those of the passages")
        return Check("vectors", ok=True, detail=f"{len(columns.rows)} present and finite")

    def _again(self, texts: Sequence[str]) -> NDArray[np.float32] | None:
        """Vectors of ``texts``, made anew; None where the embedder is away."""
        try:
            return self._embedder.embed(texts)
        except EmbedderError as exc:
            self._silent = exc
            return None

    def _embedder_check(self) -> Check | None:
        """Whether the embedder of the settings made the index, and answers; None: all is well."""
        live = self._catalog.query(generations.live)
        if self._silent is not None:
            return Check("embedder", ok=False, detail=str(self._silent))
        if live is None or self._embedder.made(live.embedder):
            return None
        return Check(
            "embedder",
            ok=None,
            detail=f"the index was made with {live.embedder}, the settings name another; "
            "`pressmark index` builds it with that",
        )


def _agree(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    """Whether the vectors are the same, rounding apart."""
    if one.shape != other.shape:
        return False
    return bool(np.all(np.sum(one * other, axis=1) >= _ALIKE))
