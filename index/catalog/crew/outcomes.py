"""What came of a parcel, kept in the transaction that says that it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.catalog.crew import parcels
from index.catalog.passages import passages, splits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from index.catalog.passages.splits import Cut


def keep_split(
    connection: Connection, parcel: int, found: Sequence[Cut], *, owner: str, splitter: str
) -> None:
    """Where passages begin and end.

    Raises:
        BusyError: the parcel is another's by now, or the run is over.
    """
    parcels.finish(connection, parcel, owner=owner)
    splits.keep(connection, found, splitter=splitter)


def keep_indexed(
    connection: Connection, parcel: int, ids: Sequence[str], *, owner: str, generation: str
) -> None:
    """Which passages a generation has.

    Raises:
        BusyError: the parcel is another's by now, or the run is over.
    """
    parcels.finish(connection, parcel, owner=owner)
    passages.mark_indexed(connection, sorted(ids), generation=generation)
