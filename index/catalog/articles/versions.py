"""Versions of articles as they are stored: for what is said about a quotation besides it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from index.articles.notices import dating, remarks
from index.catalog import schema

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection, Row

    from index.articles.notices import Remark
    from index.models import DatedBy, Precision


_FIELDS = ("id", "title", "text", "published", "precision", "language", "dated_by")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article, whole."""

    id: str
    title: str
    text: str
    published: str | None
    precision: Precision | None
    language: str
    dated_by: DatedBy

    def remarks(self) -> list[Remark]:
        """What it says about itself: about two milliseconds for a long article."""
        return remarks(self.title, self.text)

    def said(self) -> list[Remark]:
        """All that is to be known besides its text: the same, and where its date is from."""
        return [*self.remarks(), *dating(self.dated_by)]


def load(connection: Connection, ids: Collection[str]) -> dict[str, Version]:
    """The versions with these ids."""
    rows = connection.execute(select(*_columns()).where(schema.versions.c.id.in_(ids)))
    return {row.id: _version(row) for row in rows}


def of_passages(connection: Connection, passages: Collection[str]) -> dict[str, Version]:
    """For each passage the version that it is cut from."""
    table = schema.passages
    rows = connection.execute(
        select(table.c.id.label("passage"), *_columns())
        .join(table, table.c.version == schema.versions.c.id)
        .where(table.c.id.in_(passages))
    )
    return {row.passage: _version(row) for row in rows}


def _columns() -> list[Any]:
    return [schema.versions.c[name] for name in _FIELDS]


def _version(row: Row[Any]) -> Version:
    return Version(*(getattr(row, name) for name in _FIELDS))
