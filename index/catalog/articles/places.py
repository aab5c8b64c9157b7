"""Where files were found, and which of them a walk has missed. Runs inside a transaction.

A file is missed where a folder that it was found in was listed to its end without it, or where
a folder above that one was and the folder itself is gone: whatever the archive was called when
the file was read first, ``a`` or ``a/b``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sqlalchemy import delete, select

from index.catalog import schema
from index.catalog.upserts import upsert

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from sqlalchemy import Connection


def remember_folders(connection: Connection, above: Mapping[str, str | None]) -> None:
    """Store folders, each with the one above it."""
    rows = [{"id": folder, "above": parent} for folder, parent in above.items()]
    upsert(connection, schema.folders, rows, keys=["id"])


class Listing(Protocol):
    """Folders that were listed to their end, and those left out with all below them."""

    @property
    def listed(self) -> AbstractSet[str]:
        """Digests of folders."""

    @property
    def skipped(self) -> AbstractSet[str]:
        """Digests of folders."""


def settle(
    connection: Connection, listing: Listing, *, glob: str | None, present: AbstractSet[str]
) -> None:
    """Drop the sightings of files that should have been ``present`` after a complete reading."""
    if listing.listed:
        _forget_missing(connection, listing, present)
    if glob:
        _forget_unmatched(connection, glob, present)
        rows = [{"origin": origin, "place": glob} for origin in present]
        upsert(connection, schema.finds, rows, keys=["origin", "place"])


def _forget_missing(connection: Connection, listing: Listing, present: AbstractSet[str]) -> None:
    """Drop the sightings of what is not there though its folder was listed.

    A file that was found in another folder too, behind a link, stays as long as it is there.
    """
    found: dict[str, set[str]] = {}
    for row in connection.execute(select(schema.finds)):
        found.setdefault(row.origin, set()).add(row.place)
    above = {row.id: row.above for row in connection.execute(select(schema.folders))}
    seen = {each for each in above if _was_listed(each, above, listing)}
    for origin in found.keys() - present:
        gone = found[origin] & seen
        if gone:
            elsewhere = (found[origin] - gone) & above.keys()
            _forget(connection, origin, places=gone if elsewhere else found[origin])
            if not elsewhere:
                _forget_sightings(connection, origin)


def _forget_unmatched(connection: Connection, glob: str, present: AbstractSet[str]) -> None:
    """Drop the sightings of files that a glob has matched before and no longer does."""
    finds = schema.finds
    known = connection.scalars(select(finds.c.origin).where(finds.c.place == glob))
    for origin in set(known) - present:
        connection.execute(delete(finds).where(finds.c.origin == origin))
        _forget_sightings(connection, origin)


def _was_listed(folder: str, above: Mapping[str, str | None], listing: Listing) -> bool:
    """Whether the walk would have come by every file in ``folder``, if there were one."""
    at: str | None = folder
    while at is not None and at not in listing.listed:
        if at in listing.skipped:
            return False
        at = above.get(at)
    return at is not None


def _forget(connection: Connection, origin: str, *, places: AbstractSet[str]) -> None:
    finds = schema.finds
    connection.execute(delete(finds).where(finds.c.origin == origin, finds.c.place.in_(places)))


def _forget_sightings(connection: Connection, origin: str) -> None:
    seen = schema.sightings
    connection.execute(delete(seen).where(seen.c.origin == origin))
