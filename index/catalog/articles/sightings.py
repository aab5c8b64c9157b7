"""Where articles were met: which files hold them, where those lie, what a server said of a URL.

An article that no file holds any more is removed. A file is missed where a folder that it was found
in was listed to its end without it, or where a folder above that one was and the folder itself is
gone: whatever the archive was called when the file was read first, ``a`` or ``a/b``. Of what was
fetched nothing is kept in clear but the server's own tag and date: a URL may hold a secret.

Every function runs inside a transaction.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, select, update

from index.catalog import schema
from index.catalog.locks import one_at_a_time
from index.catalog.portions import portions
from index.catalog.upserts import upsert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from sqlalchemy import Connection

    from index.archive.sources.folders import Walk


@dataclass(frozen=True, slots=True)
class Origin:
    """A file or feed that holds articles: a digest of where it is, and a name for people.

    ``place`` is the digest of the folder that it was found in.
    """

    id: str
    name: str
    place: str | None = None
    bundled: bool = False


def sight(connection: Connection, articles: Iterable[str], *, origin: str, run: str) -> None:
    """Record that ``run`` met these articles in a file."""
    rows = [{"origin": origin, "article": article, "run": run} for article in articles]
    upsert(connection, schema.sightings, rows, keys=["origin", "article"])


def seen(connection: Connection, articles: Iterable[str], *, origin: str) -> dict[str, str]:
    """Those of ``articles`` that a file is known to hold, and the last run that met each there."""
    table = schema.sightings
    held = select(table.c.article, table.c.run).where(table.c.origin == origin)
    return {
        row.article: row.run
        for part in portions(set(articles))
        for row in connection.execute(held.where(table.c.article.in_(part)))
    }


def forget_unseen(connection: Connection, *, run: str, origins: Iterable[str]) -> None:
    """Drop the sightings that ``run`` did not renew in files it has read completely."""
    one_at_a_time(connection, "articles")
    for origin in origins:
        table = schema.sightings
        connection.execute(delete(table).where(table.c.origin == origin, table.c.run != run))


def forget_bundled(connection: Connection) -> None:
    """Drop the sightings of the sample that comes with the program."""
    bundled = select(schema.origins.c.id).where(schema.origins.c.bundled)
    connection.execute(delete(schema.sightings).where(schema.sightings.c.origin.in_(bundled)))


def holds_own(connection: Connection) -> bool:
    """Whether any article comes from elsewhere than the sample."""
    table, origins = schema.sightings, schema.origins
    own = select(table.c.article).join(origins, origins.c.id == table.c.origin)
    return connection.execute(own.where(~origins.c.bundled).limit(1)).first() is not None


def remove_orphans(connection: Connection) -> int:
    """Mark live articles that no file holds any more as removed; how many."""
    one_at_a_time(connection, "articles")
    held = exists().where(schema.sightings.c.article == schema.articles.c.id)
    result = connection.execute(
        update(schema.articles)
        .where(schema.articles.c.state == "live", ~held)
        .values(state="removed")
    )
    return int(result.rowcount)


def remember_origin(connection: Connection, origin: Origin) -> None:
    """Store ``origin``, or what has changed about it."""
    row = {"id": origin.id, "name": origin.name, "bundled": origin.bundled}
    upsert(connection, schema.origins, [row], keys=["id"])
    if origin.place:
        found = {"origin": origin.id, "place": origin.place}
        upsert(connection, schema.finds, [found], keys=["origin", "place"])


def remember_folders(connection: Connection, above: Mapping[str, str | None]) -> None:
    """Store folders, each with the one above it."""
    rows = [{"id": folder, "above": parent} for folder, parent in above.items()]
    upsert(connection, schema.folders, rows, keys=["id"])


def settle(
    connection: Connection, walk: Walk, *, glob: str | None, present: AbstractSet[str]
) -> None:
    """Drop the sightings of files that should have been ``present`` after a complete reading."""
    one_at_a_time(connection, "articles")
    if walk.listed:
        _forget_missing(connection, walk, present)
    if glob:
        _forget_unmatched(connection, glob, present)
        rows = [{"origin": origin, "place": glob} for origin in present]
        upsert(connection, schema.finds, rows, keys=["origin", "place"])


def _forget_missing(connection: Connection, walk: Walk, present: AbstractSet[str]) -> None:
    """Drop the sightings of what is not there though its folder was listed.

    A file that was found in another folder too, behind a link, stays as long as it is there.
    """
    found: dict[str, set[str]] = {}
    for row in connection.execute(select(schema.finds)):
        found.setdefault(row.origin, set()).add(row.place)
    above = {row.id: row.above for row in connection.execute(select(schema.folders))}
    seen = {each for each in above if _was_listed(each, above, walk)}
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


def _was_listed(folder: str, above: Mapping[str, str | None], walk: Walk) -> bool:
    """Whether the walk would have come by every file in ``folder``, if there were one."""
    at: str | None = folder
    while at is not None and at not in walk.listed:
        if at in walk.skipped:
            return False
        at = above.get(at)
    return at is not None


def _forget(connection: Connection, origin: str, *, places: AbstractSet[str]) -> None:
    finds = schema.finds
    connection.execute(delete(finds).where(finds.c.origin == origin, finds.c.place.in_(places)))


def _forget_sightings(connection: Connection, origin: str) -> None:
    seen = schema.sightings
    connection.execute(delete(seen).where(seen.c.origin == origin))


@dataclass(frozen=True, slots=True)
class Validators:
    """Tag and date of the content that was stored; ``target`` is where the redirects ended."""

    target: str
    etag: str | None = None
    modified: str | None = None


def validators(connection: Connection, origin: str, *, returning: bool) -> Validators | None:
    """What to send with the next request; None where the content is wanted whatever it is.

    That is where nothing of it is in the catalog, and where withdrawn articles of it are to
    be ``returning``.
    """
    states = set(
        connection.scalars(
            select(schema.articles.c.state)
            .join(schema.sightings, schema.sightings.c.article == schema.articles.c.id)
            .where(schema.sightings.c.origin == origin)
            .distinct()
        )
    )
    if not states or (returning and "withdrawn" in states):
        return None
    row = connection.execute(select(schema.fetches).where(schema.fetches.c.origin == origin))
    found = row.first()
    return Validators(found.target, found.etag, found.modified) if found else None


def keep_validators(connection: Connection, origin: str, found: Validators) -> None:
    """Store what came with content that is now in the catalog."""
    upsert(connection, schema.fetches, [{"origin": origin, **asdict(found)}], keys=["origin"])
