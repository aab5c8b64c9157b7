"""Whole articles, and the outlets that they are from, for people who read on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from index.articles.notices import dating, remarks
from index.catalog import schema
from index.catalog.articles import withdrawal
from index.catalog.passages.passages import card, card_columns, load
from index.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from index.articles.notices import Remark
    from index.models import ArticleCard, Passage


@dataclass(frozen=True, slots=True)
class WholeArticle:
    """The newest version of an article: of one that is withdrawn the card alone."""

    card: ArticleCard
    text: str
    withdrawn: bool
    said: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlet:
    """How many articles of an outlet answers may use, and of which days (ISO 8601)."""

    name: str | None
    articles: int
    first: str | None
    last: str | None


def whole(connection: Connection, name: str) -> WholeArticle:
    """The article with this id or URL.

    Raises:
        NotFoundError: there is none.
    """
    articles, versions = schema.articles, schema.versions
    row = connection.execute(
        select(articles.c.state, versions.c.text, *card_columns())
        .join(versions, versions.c.id == articles.c.version)
        .where(articles.c.id.in_(withdrawal.named(connection, name)))
        .order_by(articles.c.state != "live", articles.c.created_at)
    ).first()
    if row is None:
        raise NotFoundError(f"{name}: there is no article with this id or URL.")
    if row.state == "withdrawn":
        return WholeArticle(card(row), "", withdrawn=True)
    said = (*remarks(row.title, row.text), *dating(row.dated_by))
    return WholeArticle(card(row), row.text, withdrawn=False, said=said)


def outlets(connection: Connection) -> list[Outlet]:
    """Every outlet that answers may quote, those with most articles first."""
    articles, versions = schema.articles, schema.versions
    count = func.count().label("articles")
    rows = connection.execute(
        select(
            versions.c.source,
            count,
            func.min(versions.c.published).label("first"),
            func.max(versions.c.published).label("last"),
        )
        .join(articles, articles.c.version == versions.c.id)
        .where(articles.c.state == "live")
        .group_by(versions.c.source)
        .order_by(count.desc(), versions.c.source.nulls_first())
    )
    return [Outlet(row.source, row.articles, row.first, row.last) for row in rows]


def come_since(connection: Connection, moment: float) -> list[str]:
    """The articles that came in after a moment, in seconds since the epoch, newest date first."""
    articles, versions = schema.articles, schema.versions
    return list(
        connection.scalars(
            select(articles.c.id)
            .join(versions, versions.c.id == articles.c.version)
            .where(articles.c.state == "live", articles.c.created_at > moment)
            .order_by(func.coalesce(versions.c.epoch, 0.0).desc(), articles.c.id)
        )
    )


def beginnings(connection: Connection, wanted: Sequence[str]) -> list[Passage]:
    """How live articles begin, in the order of their ids that are ``wanted``."""
    articles, passages = schema.articles, schema.passages
    rows = connection.execute(
        select(articles.c.id, passages.c.id.label("passage"))
        .join(passages, passages.c.version == articles.c.version)
        .where(articles.c.id.in_(wanted), passages.c.current, passages.c.ordinal == 0)
    )
    first = {row.id: row.passage for row in rows}
    shown = load(connection, list(first.values()))
    return [shown[first[each]] for each in wanted if first.get(each) in shown]
