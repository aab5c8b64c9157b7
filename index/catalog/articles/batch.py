"""The rows that a batch of records becomes: new articles and new versions of known ones."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, update

from index.catalog import schema
from index.text.language import detect

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from index.catalog.articles.entries import Entry
    from index.catalog.articles.namesakes import Known, Namesakes

_AS_GIVEN = (*("title", "text", "source", "precision", "dated_by", "url", "author", "section"),)


class Batch:
    """Rows to write for a batch of entries, on top of what the catalog knows of them."""

    def __init__(self, namesakes: Namesakes, bodies: set[str]) -> None:
        self.namesakes = namesakes
        self.bodies = bodies
        self.withdrawn: set[tuple[str, str]] = set()
        self._articles: dict[str, dict[str, Any]] = {}
        self._versions: dict[str, dict[str, Any]] = {}
        self._points: dict[str, str] = {}

    def add(self, entry: Entry) -> Known:
        """Let the entry be a new, live article with one version."""
        known = self.namesakes.add(entry)
        self._articles[known.id] = {
            "id": known.id,
            "key": known.key,
            "family": entry.family,
            "address": entry.address,
            "version": known.version,
            "state": "live",
            "created_at": time.time(),
        }
        self._remember(entry, known, known.version)
        return known

    def extend(self, entry: Entry, known: Known, *, newest: bool) -> None:
        """Add a version to a known article, which shows it where it is the ``newest``."""
        version = entry.version_of(known.id)
        if newest:
            self.point(known, version)
            known.like = entry.article
        self._remember(entry, known, version)

    def point(self, known: Known, version: str) -> None:
        """Make a version the newest of its article, which is live from then on."""
        self._points[known.id] = version
        known.state, known.version = "live", version

    def _remember(self, entry: Entry, known: Known, version: str) -> None:
        known.versions.add(version)
        self.bodies.add(entry.body)
        self._versions[version] = _version_row(entry, known.id, version)

    def write(self, connection: Connection) -> None:
        """Write everything in the order that foreign keys ask for."""
        if self._articles:
            connection.execute(insert(schema.articles), list(self._articles.values()))
        if self._versions:
            connection.execute(insert(schema.versions), list(self._versions.values()))
        for article, version in self._points.items():
            which = schema.articles.c.id == article
            new = {"version": version, "state": "live"}
            connection.execute(update(schema.articles).where(which).values(new))


def _version_row(entry: Entry, of: str, version: str) -> dict[str, Any]:
    article = entry.article
    return {
        "id": version,
        "article": of,
        "digest": entry.digest,
        "body": entry.body,
        **{name: getattr(article, name) for name in _AS_GIVEN},
        "published": article.published.isoformat() if article.published else None,
        "epoch": article.published.timestamp() if article.published else None,
        "language": article.language or detect(article.text),
        "created_at": time.time(),
    }
