"""Which article of the catalog a record is, where several go by the same id.

Files that number their records from 1 use an id of the outlet again for other articles. So what
a record is known by names a family of articles: the record is the one that its file is known to
hold, else the one that it resembles, else a new one that is known by its file besides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select

from index.articles.identity import address, identity, record_digest, resembles, shares_words
from index.catalog import schema
from index.catalog.articles.sightings import seen
from index.digests import digest, folded, opaque_id
from index.models import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection


@dataclass(frozen=True)
class Entry:
    """A record on its way into the catalog; ``family`` is the digest of what it is known by.

    ``place`` is the file that it stands in, ``inside`` where that lies in a container.
    """

    article: Article
    family: str
    digest: str
    place: str
    inside: bool = False

    @classmethod
    def of(
        cls, article: Article, *, origin: str, alone: bool, member: tuple[str, ...] = ()
    ) -> Entry:
        """The entry of a record that was met in the file ``origin``, or in a ``member`` of it."""
        place = opaque_id("member", origin, *member) if member else origin
        return cls(
            article=article,
            family=identity(article, origin=place, alone=alone),
            digest=record_digest(article),
            place=place,
            inside=bool(member),
        )

    @property
    def key(self) -> str:
        """Key of the article that its file alone knows by this id."""
        return digest("namesake", self.family, self.place)

    @cached_property
    def body(self) -> str:
        """Digest of the text alone; a record that is known needs none."""
        return digest(folded(self.article.text))

    @cached_property
    def address(self) -> str | None:
        """Digest of where it can be read."""
        return address(self.article)

    def version_of(self, article: str) -> str:
        """Id of the version that this record is of an article."""
        return opaque_id("version", article, self.digest)


@dataclass(slots=True)
class Known:
    """An article as the catalog, or the batch so far, knows it."""

    id: str
    key: str
    state: str
    version: str
    versions: set[str] = field(default_factory=set)
    here: bool = False
    like: Article | None = None


class Namesakes:
    """The articles that the records of a batch may be."""

    def __init__(self, families: dict[str, list[Known]]) -> None:
        self._families = families
        self._pages: dict[str, list[Known]] = {}
        self.met: set[str] = set()

    @classmethod
    def load(cls, connection: Connection, entries: Sequence[Entry], *, origin: str) -> Namesakes:
        """Everything in the catalog that goes by the name of an entry."""
        families = _families(connection, {entry.family for entry in entries})
        known = {each.id: each for family in families.values() for each in family}
        for article in seen(connection, known, origin=origin):
            known[article].here = True
        made = cls(families)
        made._pages = _pages(connection, entries, families)
        strangers = [families.get(each.family, []) for each in entries if not made.holds(each)]
        _describe(
            connection, [each for some in (*strangers, *made._pages.values()) for each in some]
        )
        return made

    def holds(self, entry: Entry) -> bool:
        """Whether the file is known to hold an article that goes by the entry's name."""
        return any(_holds(entry, each) for each in self._families.get(entry.family, ()))

    def find(self, entry: Entry) -> Known | None:
        """The article that the entry is, if it is there already."""
        family = self._families.get(entry.family, [])
        found = next((each for each in family if _holds(entry, each)), None)
        found = found or next((each for each in family if each.key == entry.key), None)
        found = found or next((each for each in family if _is_same(entry, each)), None)
        found = found or self._on_its_page(entry)
        if found is not None:
            self._meet(found)
        return found

    def add(self, entry: Entry) -> Known:
        """The entry as a new article."""
        family = self._families.setdefault(entry.family, [])
        key = entry.key if family else entry.family
        article = opaque_id("article", key)
        made = Known(article, key, "live", entry.version_of(article), like=entry.article)
        family.append(made)
        if entry.address:
            self._pages.setdefault(entry.address, []).append(made)
        self._meet(made)
        return made

    def _on_its_page(self, entry: Entry) -> Known | None:
        """The article at the same address that another source knows by another id."""
        page = self._pages.get(entry.address or "", ())
        like = (each for each in page if each.like and shares_words(entry.article, each.like))
        return next(like, None)

    def _meet(self, known: Known) -> None:
        known.here = True
        self.met.add(known.id)


def _holds(entry: Entry, known: Known) -> bool:
    """Whether the file was seen to hold the article; of a container it is not known which file."""
    return known.here and (not entry.inside or known.key == entry.key)


def _is_same(entry: Entry, known: Known) -> bool:
    if entry.article.external_id is None or known.like is None:
        return True
    return resembles(entry.article, known.like)


def _pages(
    connection: Connection, entries: Sequence[Entry], families: dict[str, list[Known]]
) -> dict[str, list[Known]]:
    """The articles at the addresses of entries whose name is new, by address."""
    new = {each.address for each in entries if each.address and each.family not in families}
    table = schema.articles
    rows = connection.execute(
        select(table.c.id, table.c.address, table.c.family).where(table.c.address.in_(new))
    ).all()
    others = _families(connection, {row.family for row in rows})
    known = {each.id: each for family in others.values() for each in family}
    known |= {each.id: each for family in families.values() for each in family}
    pages: dict[str, list[Known]] = {}
    for row in rows:
        pages.setdefault(row.address, []).append(known[row.id])
    return pages


def _families(connection: Connection, names: set[str]) -> dict[str, list[Known]]:
    """The articles of each family with all their versions, the first of it before the others."""
    articles, versions = schema.articles, schema.versions
    rows = connection.execute(
        select(
            articles.c.id,
            articles.c.key,
            articles.c.family,
            articles.c.state,
            articles.c.version,
            versions.c.id.label("each"),
        )
        .join(versions, versions.c.article == articles.c.id)
        .where(articles.c.family.in_(names))
        .order_by(articles.c.key != articles.c.family, articles.c.key)
    )
    families: dict[str, dict[str, Known]] = {}
    for row in rows:
        fresh = Known(row.id, row.key, row.state, row.version)
        families.setdefault(row.family, {}).setdefault(row.id, fresh).versions.add(row.each)
    return {family: list(known.values()) for family, known in families.items()}


def _describe(connection: Connection, articles: Iterable[Known]) -> None:
    """Let articles know the title, text, address and date of their newest version."""
    by_version = {each.version: each for each in articles}
    columns = schema.versions.c
    rows = connection.execute(
        select(columns.id, columns.title, columns.text, columns.url, columns.epoch).where(
            columns.id.in_(by_version)
        )
    )
    for row in rows:
        dated = None if row.epoch is None else datetime.fromtimestamp(row.epoch, UTC)
        by_version[row.id].like = Article(row.title, row.text, published=dated, url=row.url)
