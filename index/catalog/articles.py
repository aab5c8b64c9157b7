"""Writing articles: new ones and new versions. Every function runs inside a transaction."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import bindparam, insert, select, update

from index.catalog import schema
from index.catalog.namesakes import Entry, Namesakes
from index.catalog.sightings import sight
from index.language import detect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from index.catalog.namesakes import Known
    from index.catalog.sightings import Origin
    from index.models import Article

Outcome = Literal["added", "updated", "unchanged", "duplicate"]


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
        entries = [Entry.of(article, origin=origin.id, alone=alone) for article in articles]
        namesakes = Namesakes.load(connection, entries, origin=origin.id)
        strangers = [entry for entry in entries if not namesakes.holds(entry)]
        batch = _Batch(namesakes, _bodies(connection, strangers))
        outcomes = [self._place(batch, entry, explicit=explicit) for entry in entries]
        batch.write(connection)
        sight(connection, namesakes.met, origin=origin.id, run=self._run)
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

    def _place(self, batch: _Batch, entry: Entry, *, explicit: bool) -> Outcome:
        known = batch.namesakes.find(entry)
        if known is None:
            copy = entry.body in batch.bodies
            known = batch.add(entry)
            self._met[known.id] = known.version
            return "duplicate" if copy else "added"
        version = entry.version_of(known.id)
        again = self._met.get(known.id) == version
        self._met[known.id] = version
        if known.state == "withdrawn" and not explicit:
            return "unchanged"
        returned = known.state != "live"
        self._latest.pop(known.id, None)
        if version not in known.versions:
            batch.extend(entry, known)
            return "added" if returned else "updated"
        if returned:
            batch.point(known, version)
            return "added"
        if version == known.version:
            return "duplicate" if again else "unchanged"
        self._latest[known.id] = version
        return "unchanged"


class _Batch:
    """Rows to write for a batch of entries, on top of what the catalog knows of them."""

    def __init__(self, namesakes: Namesakes, bodies: set[str]) -> None:
        self.namesakes = namesakes
        self.bodies = bodies
        self._articles: dict[str, dict[str, Any]] = {}
        self._versions: dict[str, dict[str, Any]] = {}
        self._points: dict[str, str] = {}

    def add(self, entry: Entry) -> Known:
        known = self.namesakes.add(entry)
        self._articles[known.id] = {
            "id": known.id,
            "key": known.key,
            "family": entry.family,
            "version": known.version,
            "state": "live",
            "created_at": time.time(),
        }
        self._remember(entry, known)
        return known

    def extend(self, entry: Entry, known: Known) -> None:
        self.point(known, entry.version_of(known.id))
        self._remember(entry, known)

    def point(self, known: Known, version: str) -> None:
        self._points[known.id] = version
        known.state, known.version = "live", version

    def _remember(self, entry: Entry, known: Known) -> None:
        known.versions.add(known.version)
        self.bodies.add(entry.body)
        self._versions[known.version] = _version_row(entry, known)

    def write(self, connection: Connection) -> None:
        if self._articles:
            connection.execute(insert(schema.articles), list(self._articles.values()))
        if self._versions:
            connection.execute(insert(schema.versions), list(self._versions.values()))
        for article, version in self._points.items():
            _set(connection, article, version=version)


def _version_row(entry: Entry, known: Known) -> dict[str, Any]:
    article = entry.article
    return {
        "id": known.version,
        "article": known.id,
        "digest": entry.digest,
        "body": entry.body,
        "title": article.title,
        "text": article.text,
        "source": article.source,
        "published": article.published.isoformat() if article.published else None,
        "epoch": article.published.timestamp() if article.published else None,
        "precision": article.precision,
        "dated_by": article.dated_by,
        "url": article.url,
        "author": article.author,
        "language": article.language or detect(article.text),
        "section": article.section,
        "created_at": time.time(),
    }


def _bodies(connection: Connection, entries: Sequence[Entry]) -> set[str]:
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
