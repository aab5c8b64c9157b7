"""What questions see of a replica: the columns of a copy, as of a change in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.catalog import changes, generations
from index.catalog.passages.appearances import elsewhere
from index.stores.columns import Standing, columns_of
from index.stores.columns_file import columns_path, read_columns, write_columns

if TYPE_CHECKING:
    from index.catalog.engine import Catalog
    from index.home import Home
    from index.replicas.ledger import Copy, Ledger
    from index.stores.columns import Columns


def standing_of(copy: Copy, *, stamp: int | None = None) -> Standing:
    """A copy as a search knows it."""
    shown = copy.stamp if stamp is None else stamp
    return Standing(copy.name, copy.generation, copy.embedder, float(shown))


def publish(
    home: Home, ledger: Ledger, catalog: Catalog, copy: Copy, *, updated: float | None
) -> bool:
    """Have questions see a copy as it is written; False where it is not whole."""
    here = standing_of(copy, stamp=copy.stamp + 1)
    columns = collect(ledger, catalog, here, copy.position)
    if columns is None:
        return False
    write_columns(columns_path(home, copy.name), columns, _state(here))
    ledger.publish(copy, updated=updated, count=len(columns.ids))
    return True


def shown(home: Home, ledger: Ledger, catalog: Catalog, copy: Copy) -> Columns | None:
    """The columns of a copy that questions see, from its file or from the catalog."""
    here = standing_of(copy)
    kept = read_columns(columns_path(home, copy.name), _state(here), here)
    return kept or collect(ledger, catalog, here, copy.published)


def collect(ledger: Ledger, catalog: Catalog, here: Standing, position: int) -> Columns | None:
    """The columns as of a change; None where vectors, or changes behind it, are not there."""
    with catalog.read() as connection:
        if not changes.is_whole(connection, here.generation, position):
            return None
        found = generations.facts_at(connection, here.generation, position)
        others = list(elsewhere(connection))
    known = ledger.rows(here.embedder)
    rows = [known.get(each.digest, -1) for each in found]
    return None if -1 in rows else columns_of(found, rows, others, here)


def _state(here: Standing) -> list[str]:
    return [here.name, repr(here.stamp)]
