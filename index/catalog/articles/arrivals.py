"""What came into the archive after a moment, as far as it can be searched, and what of it is news.

Moments are seconds since the epoch. An article came when it was first read; whether it has to be
looked at again is told by its newest version.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from index.catalog import lookup, schema
from index.catalog.passages import passages
from index.catalog.portions import portions

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Connection

_SLACK = 60.0
"""Seconds by which a clock may be set back, or a writer be late, so that nothing is missed."""
_HALF = 0.5
"""The share of an article's passages that say nothing of their own, if it is a copy."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The indexed passages of what came, each with its article; ``until``: by when all of it did.

    Some that came before that moment and after the one before it are among them again.
    """

    passages: dict[str, str]
    until: float


def since(connection: Connection, generation: str, *, begun: float, looked: float) -> Arrivals:
    """What came after ``begun``, of that the versions since somebody ``looked``.

    What was read and cannot be searched yet is not passed over: it comes another time.
    """
    articles, versions = schema.articles, schema.versions
    came, late = versions.c.created_at, looked - _SLACK
    new = (articles.c.state == "live", articles.c.created_at > begun, came > late)
    newest = articles.join(versions, versions.c.id == articles.c.version)
    moments = connection.scalars(select(came).select_from(newest).where(*new)).all()
    until, waiting = max([looked, *moments]), None
    if moments:
        waiting = lookup.first_waiting(connection, generation, since=late)
    if waiting is not None:
        until = max(looked, min(until, waiting))
    return Arrivals(_searchable(connection, generation, new) if moments else {}, until)


def _searchable(
    connection: Connection, generation: str, new: Sequence[ColumnElement[bool]]
) -> dict[str, str]:
    articles, versions = schema.articles, schema.versions
    cut, indexed = schema.passages, schema.indexed
    rows = connection.execute(
        select(cut.c.id, articles.c.id.label("article"))
        .join(versions, versions.c.id == cut.c.version)
        .join(articles, articles.c.version == versions.c.id)
        .join(indexed, indexed.c.passage == cut.c.id)
        .where(cut.c.current, indexed.c.generation == generation, *new)
    )
    return {row.id: row.article for row in rows}


def copied(
    connection: Connection, wanted: Collection[str], *, begun: float, told: Collection[str]
) -> set[str]:
    """Those of the articles that repeat, by half or more, what came before or was ``told``."""
    articles, cut = schema.articles, schema.passages
    rows = connection.execute(
        select(cut.c.id, articles.c.id.label("article"), (cut.c.end - cut.c.start).label("length"))
        .join(articles, articles.c.version == cut.c.version)
        .where(articles.c.id.in_(wanted), cut.c.current)
    ).all()
    carrying = {
        passage: cards
        for some in portions(row.id for row in rows)
        for passage, cards in passages.copies(connection, some).items()
    }
    inside = _inside(connection, wanted)
    cards = {card.article for found in carrying.values() for card in found}
    known = _known(connection, {*cards, *(other for _, other in inside)}, begun) | {*told}
    lengths, repeated = Counter[str](), Counter[str]()
    for row in rows:
        lengths[row.article] += row.length
        if any(card.article in known for card in carrying.get(row.id, ())):
            repeated[row.article] += row.length
    for (article, other), length in inside.items():
        if other in known:
            repeated[article] = max(repeated[article], length)
    return {each for each in repeated if repeated[each] >= _HALF * lengths[each]}


def _inside(connection: Connection, wanted: Collection[str]) -> dict[tuple[str, str], int]:
    """How many characters of which other articles stand in each: what adds a line is a copy too."""
    articles, compared, cut = schema.articles, schema.compared, schema.passages
    other = articles.alias("other")
    length = func.sum(cut.c.end - cut.c.start).label("length")
    rows = connection.execute(
        select(articles.c.id, other.c.id.label("other"), length)
        .join(compared, compared.c.version == articles.c.version)
        .join(schema.carried, schema.carried.c.number == compared.c.number)
        .join(cut, cut.c.id == schema.carried.c.passage)
        .join(other, other.c.version == cut.c.version)
        .where(articles.c.id.in_(wanted), cut.c.current)
        .group_by(articles.c.id, other.c.id)
    )
    return {(row.id, row.other): int(row.length) for row in rows}


def _known(connection: Connection, wanted: Collection[str], begun: float) -> set[str]:
    """Those of the articles that came before a moment."""
    articles = schema.articles
    before = select(articles.c.id).where(articles.c.id.in_(wanted), articles.c.created_at <= begun)
    return set(connection.scalars(before))


def outlets(connection: Connection, wanted: Sequence[str]) -> dict[str, str | None]:
    """The outlet of each of these articles, the newest date first."""
    articles, versions = schema.articles, schema.versions
    named = select(articles.c.id, versions.c.source, versions.c.epoch).join(
        versions, versions.c.id == articles.c.version
    )
    rows = [
        row
        for part in portions(wanted)
        for row in connection.execute(named.where(articles.c.id.in_(part)))
    ]
    return {row.id: row.source for row in sorted(rows, key=lambda row: -(row.epoch or 0.0))}


def are_live(connection: Connection, wanted: Collection[str]) -> bool:
    """Whether all these articles may be shown."""
    articles = schema.articles
    live = select(articles.c.id).where(articles.c.id.in_(wanted), articles.c.state == "live")
    return len(connection.scalars(live).all()) == len(set(wanted))
