"""Checks the replica of a home, and has it copied anew where it does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.embedding.embedder_identity import dimensions_of
from index.errors import StoreError
from index.jobs.probes import Check, Look
from index.progress import silent
from index.stores.damage import damaged_rows
from index.stores.vector_file import VectorFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from index.catalog.engine import Catalog
    from index.progress import Progress
    from index.replicas.replica import Replica
    from index.stores.columns import Columns, Standing


class ReplicaDoctor:
    """Looks at one; ``bring_up`` follows until nothing is left."""

    def __init__(
        self,
        catalog: Catalog,
        replica: Replica,
        *,
        bring_up: Callable[[], None],
        progress: Progress = silent,
    ) -> None:
        self._catalog = catalog
        self._replica = replica
        self._bring_up = bring_up
        self._progress = progress

    def examine(self, limit: timedelta) -> tuple[list[Check], list[str]]:
        """Whether it is sound and no further behind than ``limit``, and what was repaired."""
        self._bring_up()
        here = self._replica.shown()
        if here is None:
            return [Check("replica", ok=False, detail=str(self._replica.lag()))], []
        wrong, repaired = self._wrong(here), list[str]()
        if wrong:
            self._replica.spoil(here.name)
            self._bring_up()
            repaired = [f"the replica was copied anew: {wrong.detail}"]
            again = self._replica.shown()
            wrong = self._wrong(again) if again else wrong
        lag = self._replica.lag()
        late = lag is not None and lag.exceeds(limit)
        check = wrong or Check("replica", ok=not late, detail=f"sound, {lag}")
        return [check], repaired

    def _wrong(self, here: Standing) -> Check | None:
        """What does not hold; a passage that came in meanwhile does not count."""
        try:
            columns = self._replica.columns(here)
        except StoreError as exc:
            return Check("replica", ok=False, detail=str(exc))
        look = Look(self._catalog, columns, self._progress, 0, owner=False)
        words = look.lexical(self._replica.home.lexical(here.name))
        bad = self._damaged(here, columns)
        if bad:
            said = f"{bad} of {len(columns.rows)} vectors are missing or damaged"
            return Check("replica", ok=False, detail=said)
        return None if words.ok else Check("replica", ok=False, detail=words.detail)

    def _damaged(self, here: Standing, columns: Columns) -> int:
        path = self._replica.home.vectors(here.embedder)
        matrix = VectorFile(path, dimensions=dimensions_of(here.embedder)).open()
        return len(damaged_rows(matrix, columns.rows))
