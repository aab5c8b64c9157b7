"""What of the index is visibly wrong, on this machine and on a server that machines share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.catalog import generations
from index.stores.damage import lost_vectors, missing_parts

if TYPE_CHECKING:
    from index.catalog.engine import Catalog
    from index.home import Home
    from index.replicas.replica import Replica
    from index.stores.vector_indexes import VectorIndexes


class Health:
    """Looks, as far as that is cheap, and remembers what questions stumbled over."""

    def __init__(
        self, home: Home, catalog: Catalog, indexes: VectorIndexes, replica: Replica | None
    ) -> None:
        self._home = home
        self._catalog = catalog
        self._indexes = indexes
        self._replica = replica
        self._damaged: str | None = None

    def missing_parts(self) -> dict[str, str]:
        """What is gone, here or on the server, a sentence each, by part."""
        if self._replica is None:
            return missing_parts(self._home, self._catalog, self._indexes)
        return self._replica.missing_parts() | lost_vectors(self._catalog, self._indexes)

    def damage(self) -> tuple[str, str] | None:
        """The generation that answers and what is wrong with it, if that shows without reading it.

        What a question stumbled over counts too. What is damaged of a replica alone is copied
        anew, and is no damage of the generation.
        """
        live = self._catalog.query(generations.live)
        if live is None:
            return None
        alone = self._replica is None
        found = self.missing_parts() if alone else lost_vectors(self._catalog, self._indexes)
        if found:
            return live.id, "; ".join(found.values())
        if self._damaged == live.id:
            return live.id, "a question met a part that is damaged"
        return None

    def note(self, name: str, part: str) -> None:
        """A question met a ``part`` of what answers here that is damaged."""
        if self._replica is None:
            self._damaged = name
        elif part != "neighbours":  # which a server has, and a look at that tells
            self._replica.spoil(name)
