"""Writing articles: new ones, new versions, removals. Every function runs inside a transaction."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import bindparam, delete, exists, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from index.catalog import schema
from index.digests import digest, folded, opaque_id
from index.identity import identity, record_digest
from index.language import detect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Table

    from index.models import Article

Outcome = Literal["added", "updated", "unchanged", "duplicate"]


@dataclass(frozen=True, slots=True)
class Origin:
    """A file or feed that holds articles: a digest of where it is, and a name for people.

    ``place`` is the digest of the folder that it was found in.
    """

    id: str
    name: str
    place: str | None = None
    bundled: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """A record on its way into the catalog."""

    article: Article
    id: str
    key: str
    version: str
    digest: str
    body: str


class Intake:
    """Takes the articles of one run; remembers which it has met, so that order is respected.

    ``explicit`` says that the operator named the very file: then withdrawn articles come back.
    """

    def __init__(self, run: str) -> None:
        self._run = run
        self._met: dict[str, str] = {}
        self._latest: dict[str, str] = {}

    def take(
        self,
        connection: Connection,
        origin: Origin,
        articles: Sequence[Article],
        *,
        alone: bool,
        explicit: bool,
    ) -> list[Outcome]:
        """Store what is new in ``articles`` of one file; what became of each, in order."""
        entries = [_entry(article, origin=origin, alone=alone) for article in articles]
        known = _known(connection, entries)
        bodies = _bodies(connection, entries)
        batch = _Batch(known, bodies)
        outcomes = [self._place(batch, entry, explicit=explicit) for entry in entries]
        batch.write(connection)
        _sight(connection, origin, {entry.id for entry in entries}, run=self._run)
        return outcomes

    def finish(self, connection: Connection) -> int:
        """Make the last version met of each live article its newest; how many changed back."""
        live = schema.articles.c.state == "live"
        return sum(
            connection.execute(
                update(schema.articles)
                .where(schema.articles.c.id == article, live)
                .values(version=version)
            ).rowcount
            for article, version in self._latest.items()
        )

    def _place(self, batch: _Batch, entry: _Entry, *, explicit: bool) -> Outcome:
        row = batch.known.get(entry.id)
        again = self._met.get(entry.id) == entry.version
        self._met[entry.id] = entry.version
        if row is None:
            copy = entry.body in batch.bodies
            batch.add(entry)
            return "duplicate" if copy else "added"
        if row["state"] == "withdrawn" and not explicit:
            return "unchanged"
        returned = row["state"] != "live"
        self._latest.pop(entry.id, None)
        if entry.version not in row["versions"]:
            batch.extend(entry)
            return "added" if returned else "updated"
        if returned:
            batch.point(entry)
            return "added"
        if entry.version == row["version"]:
            return "duplicate" if again else "unchanged"
        self._latest[entry.id] = entry.version
        return "unchanged"


class _Batch:
    """Rows to write for a batch of entries, on top of what the catalog knows of them."""

    def __init__(self, known: dict[str, dict[str, Any]], bodies: set[str]) -> None:
        self.known = known
        self.bodies = bodies
        self._articles: dict[str, dict[str, Any]] = {}
        self._versions: dict[str, dict[str, Any]] = {}
        self._points: dict[str, str] = {}

    def add(self, entry: _Entry) -> None:
        self._articles[entry.id] = {
            "id": entry.id,
            "key": entry.key,
            "version": entry.version,
            "state": "live",
            "created_at": time.time(),
        }
        self.known[entry.id] = {"state": "live", "version": entry.version, "versions": set()}
        self._remember(entry)

    def extend(self, entry: _Entry) -> None:
        self.point(entry)
        self._remember(entry)

    def point(self, entry: _Entry) -> None:
        self._points[entry.id] = entry.version
        self.known[entry.id] |= {"state": "live", "version": entry.version}

    def _remember(self, entry: _Entry) -> None:
        self.known[entry.id]["versions"].add(entry.version)
        self.bodies.add(entry.body)
        self._versions[entry.version] = _version_row(entry)

    def write(self, connection: Connection) -> None:
        if self._articles:
            connection.execute(insert(schema.articles), list(self._articles.values()))
        if self._versions:
            connection.execute(insert(schema.versions), list(self._versions.values()))
        for article, version in self._points.items():
            _set(connection, article, version=version)


def forget_unseen(connection: Connection, *, run: str, origins: Iterable[str]) -> None:
    """Drop the sightings that ``run`` did not renew in files it has read completely."""
    for origin in origins:
        seen = schema.sightings
        connection.execute(delete(seen).where(seen.c.origin == origin, seen.c.run != run))


def forget_bundled(connection: Connection) -> None:
    """Drop the sightings of the sample that comes with the program."""
    bundled = select(schema.origins.c.id).where(schema.origins.c.bundled)
    connection.execute(delete(schema.sightings).where(schema.sightings.c.origin.in_(bundled)))


def remove_orphans(connection: Connection) -> int:
    """Mark live articles that no file holds any more as removed; how many."""
    seen = exists().where(schema.sightings.c.article == schema.articles.c.id)
    result = connection.execute(
        update(schema.articles)
        .where(schema.articles.c.state == "live", ~seen)
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


def _entry(article: Article, *, origin: Origin, alone: bool) -> _Entry:
    key = identity(article, origin=origin.id, alone=alone)
    fields = record_digest(article)
    article_id = opaque_id("article", key)
    return _Entry(
        article=article,
        id=article_id,
        key=key,
        version=opaque_id("version", article_id, fields),
        digest=fields,
        body=digest(folded(article.text)),
    )


def _version_row(entry: _Entry) -> dict[str, Any]:
    article = entry.article
    return {
        "id": entry.version,
        "article": entry.id,
        "digest": entry.digest,
        "body": entry.body,
        "title": article.title,
        "text": article.text,
        "source": article.source,
        "published": article.published.isoformat() if article.published else None,
        "epoch": article.published.timestamp() if article.published else None,
        "precision": article.precision,
        "url": article.url,
        "author": article.author,
        "language": article.language or detect(article.text),
        "section": article.section,
        "created_at": time.time(),
    }


def _known(connection: Connection, entries: Sequence[_Entry]) -> dict[str, dict[str, Any]]:
    """State, newest version and all versions of those entries that the catalog has."""
    articles, versions = schema.articles, schema.versions
    rows = connection.execute(
        select(articles.c.id, articles.c.state, articles.c.version, versions.c.id.label("each"))
        .join(versions, versions.c.article == articles.c.id)
        .where(articles.c.id.in_({entry.id for entry in entries}))
    )
    known: dict[str, dict[str, Any]] = {}
    for row in rows:
        fresh = {"state": row.state, "version": row.version, "versions": set()}
        known.setdefault(row.id, fresh)["versions"].add(row.each)
    return known


def _bodies(connection: Connection, entries: Sequence[_Entry]) -> set[str]:
    """Those texts of the entries that some live article has already."""
    rows = connection.scalars(
        select(schema.versions.c.body)
        .join(schema.articles, schema.articles.c.version == schema.versions.c.id)
        .where(
            schema.versions.c.body.in_({entry.body for entry in entries}),
            schema.articles.c.state == "live",
        )
    )
    return set(rows)


def _set(connection: Connection, article: str, *, version: str) -> None:
    connection.execute(
        update(schema.articles)
        .where(schema.articles.c.id == bindparam("which"))
        .values(version=version, state="live"),
        {"which": article},
    )


def _sight(connection: Connection, origin: Origin, articles: set[str], *, run: str) -> None:
    rows = [{"origin": origin.id, "article": article, "run": run} for article in articles]
    upsert(connection, schema.sightings, rows, keys=["origin", "article"])


def upsert(
    connection: Connection, table: Table, rows: list[dict[str, Any]], *, keys: list[str]
) -> None:
    """Insert rows, or overwrite those with the same keys."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    kept = (
        statement.on_conflict_do_update(index_elements=keys, set_=changed)
        if changed
        else statement.on_conflict_do_nothing(index_elements=keys)
    )
    connection.execute(kept, rows)
