"""Checks what runs share, the catalog and Chroma, and has a generation built anew if need be.

What a home has besides is a replica, which mends itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.catalog import generations
from index.catalog.passages import passages
from index.errors import StoreAwayError
from index.jobs.doctor import Diagnosis, check_catalog
from index.jobs.probes import Check

if TYPE_CHECKING:
    from index.catalog.engine import Catalog
    from index.shared_runs.leader import Leader


class SharedDoctor:
    """Looks, has the ``leader`` build anew where that helps, and looks again."""

    def __init__(self, catalog: Catalog, leader: Leader) -> None:
        self._catalog = catalog
        self._leader = leader

    def examine(self) -> Diagnosis:
        """What was found, and what was done about it."""
        catalog = check_catalog(lambda: self._catalog, self._catalog.name)
        live = self._catalog.query(generations.live)
        if live is None or not catalog.ok:
            nothing = Check("index", ok=True, detail="nothing is indexed yet")
            return Diagnosis(catalog.ok is True, (catalog, nothing) if catalog.ok else (catalog,))
        repaired: tuple[str, ...] = ()
        name = str(live.id)
        chroma, damaged = self._chroma(name)
        if damaged:
            name = self._leader.bring_up_to_date(full=True)
            said = f"the index was built anew from the catalog; generation {name} answers now"
            repaired = (said,)
            chroma, _ = self._chroma(name)
        missing, surplus = self._catalog.query(passages.difference, generation=name)
        waiting = len(missing) + len(surplus)
        said = f"{waiting} passages wait for the next run" if waiting else "nothing waits"
        checks = (catalog, chroma, Check("pending", ok=True, detail=said))
        return Diagnosis(chroma.ok is True, checks, repaired)

    def _chroma(self, generation: str) -> tuple[Check, bool]:
        """What is wrong with what Chroma has; whether building it anew helps."""
        try:
            wrong = self._leader.compared(generation)
        except StoreAwayError as exc:
            return Check("chroma", ok=False, detail=str(exc)), False
        if wrong is not None:
            return Check("chroma", ok=False, detail=wrong), True
        return Check("chroma", ok=True, detail="it holds what the catalog has, and no more"), False
