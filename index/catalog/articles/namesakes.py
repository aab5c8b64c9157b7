"""Which article of the catalog a record is, where several go by the same name.

Files that number their records from 1 use an id of the outlet again for other articles, and some
give one id, one address or one headline to all that they hold. So what a record is known by names
a family of articles: the record is the one of its file that it resembles, else the only one that
the file holds by that name, else one of another file, else a new one that is known by its file
besides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from index.articles.identity import common_words, is_edition, resembles, shares_words
from index.catalog import schema
from index.catalog.articles.sightings import seen
from index.catalog.portions import portions
from index.digests import opaque_id
from index.models import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection, Select

    from index.catalog.articles.entries import Entry

_MOST = 20
"""Namesakes that a record is held against, the youngest: an id of more articles is none."""


@dataclass(slots=True)
class Known:
    """An article as the catalog, or the batch so far, knows it.

    ``here``: the file in hand is known to hold it; ``met``: this run has met it there.
    """

    id: str
    key: str
    state: str
    version: str
    versions: set[str] = field(default_factory=set)
    here: bool = False
    met: bool = False
    like: Article | None = None


class Namesakes:
    """The articles that the records of a batch may be, by what they are known by."""

    def __init__(self, families: dict[str, list[Known]]) -> None:
        self._families = families
        self._pages: dict[str, list[Known]] = {}
        self.met: set[str] = set()

    @classmethod
    def load(
        cls, connection: Connection, entries: Sequence[Entry], *, origin: str, run: str
    ) -> Namesakes:
        """Everything in the catalog that goes by the name of an entry."""
        made = cls(_families(connection, {entry.family for entry in entries}))
        strangers = [entry for entry in entries if not made.has(entry)]
        made._add_crowded(connection, strangers)
        known = {each.id: each for family in made._families.values() for each in family}
        for article, last in seen(connection, known, origin=origin).items():
            known[article].here, known[article].met = True, last == run
        made._pages = _pages(connection, strangers, known)
        namesakes = [each for entry in strangers for each in made._candidates(entry)]
        _describe(
            connection, [*namesakes, *(each for some in made._pages.values() for each in some)]
        )
        return made

    def has(self, entry: Entry) -> bool:
        """Whether the very same record is stored by this name."""
        return any(_is_exact(entry, each) for each in self._candidates(entry))

    def here(self, entry: Entry) -> Known | None:
        """The article of its file that the entry is: the same record, or one that it resembles."""
        return _best(entry, self._held(entry), is_edition)

    def only(self, entry: Entry) -> Known | None:
        """The one article that its file holds by this name, where the run has not met it there."""
        held = self._held(entry)
        return held[0] if len(held) == 1 and not held[0].met else None

    def stays(self, entry: Entry, only: Known) -> bool:
        """Whether the entry is the one article by its name in a feed that may have lost others."""
        if entry.proves or only.like is None:
            return True
        return resembles(entry.article, only.like)

    def elsewhere(self, entry: Entry) -> Known | None:
        """The article of another file that the entry is, or one that has left its own file."""
        candidates = self._candidates(entry)
        held = self._held(entry)
        others = [each for each in candidates if each not in held]
        known_once = [each for each in others if each.key in entry.keys]
        found = _best(entry, known_once, is_edition)
        if found is None and entry.proves and len(others) == len(candidates) == 1:
            found = None if others[0].met else others[0]
        found = found or _best(entry, [each for each in others if each.met], is_edition)
        same = resembles if entry.article.external_id else is_edition
        found = found or _best(entry, [each for each in others if not each.met], same)
        found = found or self._on_its_page(entry)
        return found or next((each for each in candidates if each.key == entry.keys[-1]), None)

    def repeats(self, entry: Entry, known: Known) -> bool:
        """Whether the run has met another article in the file by the name of this one."""
        return any(each.met and each is not known for each in self._held(entry))

    def add(self, entry: Entry) -> Known:
        """The entry as a new article."""
        family = self._families.setdefault(entry.family, [])
        taken = {each.key for each in family}
        key = next(key for key in entry.keys if key not in taken) if family else entry.family
        article = opaque_id("article", key)
        made = Known(article, key, "live", entry.version_of(article), like=entry.article)
        family.append(made)
        if entry.address:
            self._pages.setdefault(entry.address, []).append(made)
        return made

    def meet(self, known: Known) -> None:
        """Say that the file holds the article."""
        known.here = known.met = True
        self.met.add(known.id)

    def _candidates(self, entry: Entry) -> list[Known]:
        """The youngest of the family, and of a large one the first and those with its keys."""
        family = self._families.get(entry.family, [])
        if len(family) <= _MOST:
            return family
        keys = (entry.family, *entry.keys)
        return [*(each for each in family[:-_MOST] if each.key in keys), *family[-_MOST:]]

    def _held(self, entry: Entry) -> list[Known]:
        """Those that its file was seen to hold; of a container it is not known which file."""
        return [
            each
            for each in self._candidates(entry)
            if each.here and (not entry.inside or each.key in entry.keys)
        ]

    def _on_its_page(self, entry: Entry) -> Known | None:
        """The article at the same address that another source knows by another id."""
        family = self._candidates(entry)
        page = [each for each in self._pages.get(entry.address or "", ()) if each not in family]
        return next(
            (each for each in page if each.like and shares_words(entry.article, each.like)), None
        )

    def _add_crowded(self, connection: Connection, entries: Iterable[Entry]) -> None:
        """Add to large families what has a key of an entry."""
        crowded = [each for each in entries if len(self._families.get(each.family, ())) >= _MOST]
        for name, found in _keyed(
            connection, {key for each in crowded for key in (each.family, *each.keys)}
        ).items():
            family = self._families[name]
            there = {each.id for each in family}
            family[:0] = [each for each in found if each.id not in there]


def _best(
    entry: Entry, known: Sequence[Known], same: Callable[[Article, Article], bool]
) -> Known | None:
    """The one that has the very same record, else the most like one of those that are the same."""
    exact = next((each for each in known if _is_exact(entry, each)), None)
    if exact is not None:
        return exact
    alike = [(each, each.like) for each in known if each.like and same(entry.article, each.like)]
    return max(alike, key=lambda pair: common_words(entry.article, pair[1]))[0] if alike else None


def _is_exact(entry: Entry, known: Known) -> bool:
    return entry.version_of(known.id) in known.versions


def _pages(
    connection: Connection, entries: Sequence[Entry], known: dict[str, Known]
) -> dict[str, list[Known]]:
    """The articles at the addresses of entries, by address."""
    table = schema.articles
    addresses = {each.address for each in entries if each.address}
    if not addresses:
        return {}
    rows = connection.execute(
        select(table.c.id, table.c.address, table.c.family).where(table.c.address.in_(addresses))
    ).all()
    others = _families(connection, {row.family for row in rows if row.id not in known})
    found = {each.id: each for family in others.values() for each in family} | known
    pages: dict[str, list[Known]] = {}
    for row in rows:
        if row.id in found:
            pages.setdefault(row.address, []).append(found[row.id])
    return pages


def _families(connection: Connection, names: set[str]) -> dict[str, list[Known]]:
    """The youngest articles of each family with all their versions, the youngest last."""
    table = schema.articles
    age = (table.c.created_at.desc(), table.c.key.desc())
    rank = func.row_number().over(partition_by=table.c.family, order_by=age).label("rank")
    found: dict[str, list[Known]] = {}
    for part in portions(names):
        ranked = select(table.c.id, rank).where(table.c.family.in_(part)).subquery()
        found |= _loaded(connection, select(ranked.c.id).where(ranked.c.rank <= _MOST))
    return found


def _keyed(connection: Connection, keys: set[str]) -> dict[str, list[Known]]:
    """The articles with these keys, by family."""
    table = schema.articles
    found: dict[str, list[Known]] = {}
    for part in portions(keys):
        for family, known in _loaded(
            connection, select(table.c.id).where(table.c.key.in_(part))
        ).items():
            found.setdefault(family, []).extend(known)
    return found


def _loaded(connection: Connection, which: Select[tuple[str]]) -> dict[str, list[Known]]:
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
        .where(articles.c.id.in_(which))
        .order_by(articles.c.created_at, articles.c.key)
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
    described = select(columns.id, columns.title, columns.text, columns.url, columns.epoch)
    for part in portions(by_version):
        for row in connection.execute(described.where(columns.id.in_(part))):
            dated = None if row.epoch is None else datetime.fromtimestamp(row.epoch, UTC)
            by_version[row.id].like = Article(row.title, row.text, published=dated, url=row.url)
