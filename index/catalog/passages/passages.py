"""Passages in the catalog: making them, and what of them ought to be indexed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import ColumnElement, Select, and_, delete, func, insert, or_, select, update

from index.catalog import changes, generations, schema
from index.catalog.passages.copies import order, repeated
from index.catalog.passages.reprints import firsts, reprints
from index.catalog.upserts import upsert
from index.digests import digest, folded, opaque_id
from index.models import ArticleCard, Passage, Span
from index.text.language import detect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Row


_CARD = ("article", "title", "source", "published", "precision", "url", "author", "dated_by")
"""The fields of a card, in its order."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What the vector and lexical indexes need to know of a passage."""

    id: str
    digest: str
    text: str
    title: str
    source: str | None
    epoch: float | None
    language: str


def unsplit(connection: Connection, *, splitter: str, limit: int) -> Sequence[Any]:
    """Newest versions of live articles without passages of this splitter."""
    of = schema.articles, _is_unsplit(splitter)
    return connection.execute(_splittable().join(*of).limit(limit)).all()


def _splittable() -> Select[Any]:
    versions = schema.versions
    return select(
        versions.c.id, versions.c.text, versions.c.language, versions.c.source, versions.c.url
    )


def waiting(connection: Connection, *, splitter: str) -> list[str]:
    """Ids of all that ``unsplit`` would give, sorted."""
    both = schema.versions.join(schema.articles, _is_unsplit(splitter))
    found = select(schema.versions.c.id).select_from(both).order_by(schema.versions.c.id)
    return list(connection.scalars(found))


def to_split(connection: Connection, versions: Sequence[str]) -> Sequence[Any]:
    """What splitting needs of these versions."""
    return connection.execute(_splittable().where(schema.versions.c.id.in_(versions))).all()


def count_unsplit(connection: Connection, *, splitter: str) -> int:
    """How many versions ``unsplit`` would give without a limit."""
    waiting = schema.versions.join(schema.articles, _is_unsplit(splitter))
    return int(connection.scalar(select(func.count()).select_from(waiting)) or 0)


def _is_unsplit(splitter: str) -> ColumnElement[bool]:
    """Of a version and an article: that it is the newest of a live one, and not so split."""
    versions, articles = schema.versions, schema.articles
    return and_(
        articles.c.version == versions.c.id,
        articles.c.state == "live",
        or_(versions.c.split_with.is_(None), versions.c.split_with != splitter),
    )


def store_split(
    connection: Connection, version: Row[Any], spans: Iterable[Span], *, splitter: str
) -> None:
    """Make ``spans`` the passages of a version; older passages stay for their citations."""
    passages = schema.passages
    connection.execute(
        update(passages).where(passages.c.version == version.id).values(current=False)
    )
    rows = [_passage_row(version, ordinal, span) for ordinal, span in enumerate(spans)]
    upsert(connection, passages, rows, keys=["id"], changing=("ordinal", "current"))
    connection.execute(
        update(schema.versions)
        .where(schema.versions.c.id == version.id)
        .values(split_with=splitter)
    )


def _passage_row(version: Row[Any], ordinal: int, span: Span) -> dict[str, Any]:
    text = span.of(version.text)
    found = detect(text)
    return {
        "id": opaque_id("passage", version.id, str(span.start), str(span.end)),
        "version": version.id,
        "ordinal": ordinal,
        "start": span.start,
        "end": span.end,
        "digest": digest(folded(text)),
        "language": found if found != "und" else version.language,
        "current": True,
    }


def _wanted() -> Select[tuple[str]]:
    """Ids of the passages that ought to be indexed: of copies, exact or edited, the earliest."""
    first = firsts().subquery()
    return select(first.c.id).where(first.c.id.not_in(repeated()))


def difference(connection: Connection, *, generation: str) -> tuple[list[str], list[str]]:
    """What brings ``generation`` up to date: passages to index, and passages to take out."""
    wanted: set[str] = set(connection.scalars(_wanted()))
    present = set(
        connection.scalars(
            select(schema.indexed.c.passage).where(schema.indexed.c.generation == generation)
        )
    )
    return sorted(wanted - present), sorted(present - wanted)


def entries(connection: Connection, ids: Sequence[str]) -> list[IndexEntry]:
    """What is to be indexed of each passage, in the order of ``ids``."""
    passages, versions = schema.passages, schema.versions
    rows = connection.execute(
        select(
            passages.c.id,
            passages.c.digest,
            passages.c.language,
            versions.c.title,
            versions.c.source,
            versions.c.epoch,
            _slice().label("text"),
        )
        .join(versions, versions.c.id == passages.c.version)
        .where(passages.c.id.in_(ids))
    )
    found = {
        row.id: IndexEntry(
            row.id, row.digest, row.text, row.title, row.source, row.epoch, row.language
        )
        for row in rows
    }
    return [found[passage] for passage in ids if passage in found]


def indexed_entries(
    connection: Connection, ids: Sequence[str], *, generation: str
) -> list[IndexEntry]:
    """The same of those that a generation has, sorted by id."""
    there = generations.indexed_of(connection, ids, generation=generation)
    return entries(connection, sorted(there))


def mark_indexed(connection: Connection, ids: Sequence[str], *, generation: str) -> None:
    """Record that these passages were read back from both indexes of ``generation``."""
    rows = [{"generation": generation, "passage": passage} for passage in ids]
    if rows:
        connection.execute(insert(schema.indexed), rows)
    changes.record(connection, generation, ids, added=True)


def unmark_indexed(connection: Connection, ids: Sequence[str], *, generation: str) -> None:
    """Record that these passages are no longer in ``generation``."""
    connection.execute(
        delete(schema.indexed).where(
            schema.indexed.c.generation == generation, schema.indexed.c.passage.in_(ids)
        )
    )
    changes.record(connection, generation, ids, added=False)


def load(connection: Connection, ids: Sequence[str]) -> dict[str, Passage]:
    """The passages with these ids that may be shown: of live articles.

    Of an article that was just updated the version before is shown until the new one is indexed.
    """
    rows = connection.execute(
        _shown().where(schema.passages.c.id.in_(ids), schema.articles.c.state == "live")
    )
    return {row.id: _passage(row) for row in rows}


def first(connection: Connection, ids: Sequence[str]) -> list[str]:
    """Of these passages of one article the one that stands first in it."""
    table = schema.passages
    wanted = select(table.c.id).where(table.c.id.in_(ids)).order_by(table.c.start).limit(1)
    return list(connection.scalars(wanted))


def copies(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[ArticleCard, ...]]:
    """For each passage the other live articles that have the same to say, earliest first.

    Equal passages that are indexed by themselves, weeks later, are not among them.
    """
    rows = [
        *connection.execute(_equal(ids)),
        *connection.execute(_carrying().where(schema.carried.c.passage.in_(ids))),
    ]
    found: dict[str, dict[str, ArticleCard]] = {}
    for row in sorted(rows, key=lambda row: (row.early, row.created_at, row.version)):
        found.setdefault(row.of, {})[row.article] = card(row)
    return {passage: tuple(cards.values()) for passage, cards in found.items()}


def _cards(of: ColumnElement[str]) -> Select[Any]:
    """Cards of articles that have the same to say as the passage ``of``."""
    versions, articles = schema.versions, schema.articles
    early, created_at, version = order(versions, articles)
    return select(
        of.label("of"),
        early.label("early"),
        created_at.label("created_at"),
        version.label("version"),
        *card_columns(),
    ).where(articles.c.state == "live", articles.c.version == versions.c.id)


def _equal(ids: Sequence[str]) -> Select[Any]:
    equal = reprints(ids)
    mine, other = equal.alias("mine"), equal.alias("other")
    same = and_(other.c.digest == mine.c.digest, other.c.reprint == mine.c.reprint)
    return (
        _cards(mine.c.id)
        .select_from(mine)
        .join(other, same)
        .join(schema.versions, schema.versions.c.id == other.c.version)
        .join(schema.articles, schema.articles.c.id == schema.versions.c.article)
        .where(mine.c.id.in_(ids), mine.c.version != other.c.version)
    )


def _carrying() -> Select[Any]:
    carried, compared = schema.carried, schema.compared
    return (
        _cards(carried.c.passage)
        .select_from(carried)
        .join(compared, compared.c.number == carried.c.number)
        .join(schema.versions, schema.versions.c.id == compared.c.version)
        .join(schema.articles, schema.articles.c.id == schema.versions.c.article)
    )


def _slice() -> ColumnElement[str]:
    """The text of a passage, cut out of its version by the database."""
    passages = schema.passages
    return cast(
        "ColumnElement[str]",
        func.substr(
            schema.versions.c.text, passages.c.start + 1, passages.c.end - passages.c.start
        ),
    )


def _shown() -> Select[Any]:
    passages, versions = schema.passages, schema.versions
    return (
        select(
            passages.c.id,
            passages.c.version,
            passages.c.start,
            passages.c.end,
            passages.c.language,
            _slice().label("text"),
            *card_columns(),
        )
        .select_from(passages)
        .join(versions, versions.c.id == passages.c.version)
        .join(schema.articles, schema.articles.c.id == versions.c.article)
    )


def card_columns() -> list[Any]:
    """Columns of ``versions`` that ``card`` reads."""
    return [schema.versions.c[name] for name in _CARD]


def card(row: Row[Any]) -> ArticleCard:
    """The card of the article in a row that has ``card_columns``."""
    return ArticleCard(*(getattr(row, name) for name in _CARD))


def _passage(row: Row[Any]) -> Passage:
    return Passage(
        id=row.id,
        version=row.version,
        span=Span(row.start, row.end),
        text=row.text,
        language=row.language,
        card=card(row),
    )
