"""Taking articles out of every answer. Runs inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from index.articles.identity import canonical_url
from index.catalog import schema
from index.catalog.locks import one_at_a_time

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection


def withdraw(connection: Connection, name: str) -> list[str]:
    """Withdraw the article with this id, or the articles with this URL; their ids."""
    one_at_a_time(connection, "articles")
    found = named(connection, name)
    if found:
        connection.execute(
            update(schema.articles).where(schema.articles.c.id.in_(found)).values(state="withdrawn")
        )
    return found


def named(connection: Connection, name: str) -> list[str]:
    """Ids of the articles with this id or this URL."""
    ids = {name, *_with_url(connection, name)}
    articles = schema.articles
    found = select(articles.c.id).where(articles.c.id.in_(ids)).order_by(articles.c.id)
    return list(connection.scalars(found))


def withdrawn(connection: Connection) -> set[str]:
    """Ids of the articles that are withdrawn."""
    articles = schema.articles
    return set(connection.scalars(select(articles.c.id).where(articles.c.state == "withdrawn")))


def titles(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Titles of the newest versions of these articles, by id."""
    articles, versions = schema.articles, schema.versions
    rows = connection.execute(
        select(articles.c.id, versions.c.title)
        .join(versions, versions.c.id == articles.c.version)
        .where(articles.c.id.in_(ids))
    )
    return {row.id: row.title for row in rows}


def _with_url(connection: Connection, url: str) -> set[str]:
    """Ids of the articles whose URL names the same page as ``url``."""
    wanted = canonical_url(url)
    page = wanted.partition("?")[0].rpartition("/")[2]
    rows = connection.execute(
        select(schema.versions.c.article, schema.versions.c.url).where(
            schema.versions.c.url.icontains(page, autoescape=True)
        )
    )
    return {row.article for row in rows if canonical_url(row.url) == wanted}
