"""Writing articles: new ones and new versions. Every function runs inside a transaction."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import insert, select, update

from index.articles.notices import notices
from index.catalog import schema
from index.catalog.articles.namesakes import Entry, Namesakes
from index.catalog.articles.sightings import sight
from index.text.language import detect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from index.catalog.articles.namesakes import Known
    from index.catalog.articles.sightings import Origin
    from index.models import Article

Outcome = Literal["added", "updated", "unchanged", "duplicate"]
_AS_GIVEN = (*("title", "text", "source", "precision", "dated_by", "url", "author", "section"),)
_TELLING_WORDS = 20
"""A shorter text may be that of another article too."""


class Intake:
    """Takes the articles of one run; remembers which it has met, so that order is respected.

    ``explicit`` says that the operator named the very file: then withdrawn articles come back.
    Where files hold several versions of an article, the newest stays the newest: an older file
    that is still there does not bring back what was corrected.
    """

    def __init__(self, run: str) -> None:
        self._run = run
        self._met: dict[str, set[str]] = {}
        self._latest: dict[str, str] = {}
        self._made: dict[str, Article] = {}
        self.returned: list[str] = []
        """Titles of withdrawn articles that came back."""

    def take(
        self,
        connection: Connection,
        origin: Origin,
        articles: Sequence[Article],
        *,
        alone: bool,
        explicit: bool,
        members: Sequence[tuple[str, ...]] = (),
    ) -> list[Outcome]:
        """Store what is new in ``articles`` of one file; what became of each, in order.

        ``members`` are the files inside the file that they stand in, where it is a container.
        """
        entries = [
            Entry.of(article, origin=origin.id, member=member, alone=alone)
            for article, member in zip(articles, members or [()] * len(articles), strict=True)
        ]
        namesakes = Namesakes.load(connection, entries, origin=origin.id)
        strangers = [entry for entry in entries if not namesakes.holds(entry)]
        batch = _Batch(namesakes, _bodies(connection, strangers))
        batch.withdrawn = set() if explicit else _withdrawn(connection, strangers)
        outcomes = [self._place(batch, entry, explicit=explicit) for entry in entries]
        batch.write(connection)
        sight(connection, namesakes.met, origin=origin.id, run=self._run)
        return outcomes

    def finish(self, connection: Connection) -> int:
        """Where the newest version of an article was not met, make the last one met the newest.

        How many changed back.
        """
        rows = schema.articles
        live = rows.c.state == "live"
        return sum(
            connection.execute(
                update(rows)
                .where(rows.c.id == article, live, rows.c.version.not_in(self._met[article]))
                .values(version=version)
            ).rowcount
            for article, version in self._latest.items()
        )

    def _place(self, batch: _Batch, entry: Entry, *, explicit: bool) -> Outcome:
        known = batch.namesakes.find(entry)
        if known is None:
            if _likeness(entry) in batch.withdrawn:
                return "unchanged"
            copy = entry.body in batch.bodies
            known = batch.add(entry)
            self._meet(known, known.version, made=entry.article)
            return "duplicate" if copy else "added"
        version = entry.version_of(known.id)
        again = version in self._met.get(known.id, ())
        if known.state == "withdrawn" and not explicit:
            return "unchanged"
        returned = known.state != "live"
        if known.state == "withdrawn":
            self.returned.append(entry.article.title)
        if version not in known.versions:
            newest = returned or self._is_newer(entry.article, known)
            batch.extend(entry, known, newest=newest)
            self._meet(known, version, made=entry.article if newest else None)
            return "added" if returned else "updated"
        self._meet(known, version)
        if returned:
            batch.point(known, version)
            return "added"
        if version != known.version:
            self._latest[known.id] = version
        return "duplicate" if again and version == known.version else "unchanged"

    def _meet(self, known: Known, version: str, *, made: Article | None = None) -> None:
        self._met.setdefault(known.id, set()).add(version)
        if made is not None:
            self._made[known.id] = made

    def _is_newer(self, article: Article, known: Known) -> bool:
        """Whether a new version follows the present one, which the same run may have brought.

        One from a file that did not hold the article before follows no version of a later date.
        """
        present = self._made.get(known.id)
        if present is not None:
            return _recency(article) >= _recency(present)
        dated, before = article.published, known.like.published if known.like else None
        return dated is None or before is None or dated >= before


def _recency(article: Article) -> tuple[float, bool]:
    """What tells the newer of two versions that come together: the date, then a correction."""
    epoch = article.published.timestamp() if article.published else 0.0
    return epoch, any(each.kind != "note" for each in notices(article.text))


class _Batch:
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


def _bodies(connection: Connection, entries: Sequence[Entry]) -> set[str]:
    """Those texts of the entries that some live article has already."""
    if not entries:
        return set()  # a search for one of none looks at everything
    rows = connection.scalars(
        select(schema.versions.c.body)
        .join(schema.articles, schema.articles.c.version == schema.versions.c.id)
        .where(
            schema.versions.c.body.in_({entry.body for entry in entries}),
            schema.articles.c.state == "live",
        )
    )
    return set(rows)


def _withdrawn(connection: Connection, entries: Sequence[Entry]) -> set[tuple[str, str]]:
    """Outlet and text of the withdrawn articles that the entries repeat under another name."""
    long = {each.body for each in entries if len(each.article.text.split()) >= _TELLING_WORDS}
    if not long:
        return set()
    rows = connection.execute(
        select(schema.versions.c.source, schema.versions.c.body)
        .join(schema.articles, schema.articles.c.id == schema.versions.c.article)
        .where(schema.versions.c.body.in_(long), schema.articles.c.state == "withdrawn")
    )
    return {((row.source or "").casefold(), row.body) for row in rows}


def _likeness(entry: Entry) -> tuple[str, str]:
    return (entry.article.source or "").casefold(), entry.body
