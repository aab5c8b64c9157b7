"""Whose a collection on a server is, and whether it is as this catalog left it.

Every run that opens a collection leaves a new mark at it, which the catalog keeps. A copy of a
home, or one that was brought back from a backup, finds a mark that it does not know: somebody else
has written there. It then builds a generation of its own, and leaves the other one alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from index.catalog import lookup

if TYPE_CHECKING:
    from index.catalog.engine import Catalog

_KEY = "mark"


class Marks:
    """The marks of one catalog; two a generation, as a run may be killed between writing both."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def known(self, generation: str) -> list[str]:
        """What may stand at the collection of a generation, if this catalog was the last there."""
        found = self._catalog.query(lookup.get_meta, f"{_KEY} {generation}")
        return found.split() if found else []

    def renew(self, generation: str, mark: str | None) -> str:
        """A new mark, to be put in the place of ``mark``; from now on both are known."""
        new = uuid4().hex
        marks = f"{mark} {new}" if mark else new
        self._catalog.change(lookup.set_meta, f"{_KEY} {generation}", marks)
        return new

    def forget(self, generation: str) -> None:
        """The generation is gone."""
        self._catalog.change(lookup.drop_meta, f"{_KEY} {generation}")
