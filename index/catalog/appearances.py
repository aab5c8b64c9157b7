"""In which articles the indexed passages stand besides their own: reprints and edited copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, select

from index.catalog import passages, schema
from index.catalog.reprints import repeated_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection

    from index.models import ArticleCard, Passage


def elsewhere(connection: Connection, *, generation: str) -> Sequence[Any]:
    """``passage``, ``epoch`` and ``source`` of each other live article that has it."""
    indexed, versions, articles = schema.indexed, schema.versions, schema.articles
    carried, compared = schema.carried, schema.compared
    edited = (
        select(indexed.c.passage, versions.c.epoch, versions.c.source)
        .join(carried, carried.c.passage == indexed.c.passage)
        .join(compared, compared.c.number == carried.c.number)
        .join(versions, versions.c.id == compared.c.version)
        .join(articles, articles.c.version == versions.c.id)
        .where(indexed.c.generation == generation, articles.c.state == "live")
    )
    runs = repeated_runs()
    mine, other = runs.alias("mine"), runs.alias("other")
    same = and_(other.c.digest == mine.c.digest, other.c.reprint == mine.c.reprint)
    equal = (
        select(indexed.c.passage, versions.c.epoch, versions.c.source)
        .join(mine, mine.c.id == indexed.c.passage)
        .join(other, and_(same, other.c.version != mine.c.version))
        .join(versions, versions.c.id == other.c.version)
        .where(indexed.c.generation == generation)
    )
    return [*connection.execute(edited), *connection.execute(equal)]


def in_admitted_articles(
    connection: Connection, found: Mapping[str, Passage], admits: Callable[[ArticleCard], bool]
) -> dict[str, Passage]:
    """What to show for each passage: itself, or its like in an article that is admitted.

    Copies are indexed once, under the earliest article; one that is found because another article
    prints it is shown as that one has it, and left out where that has gone meanwhile.
    """
    refused = [each.id for each in found.values() if not admits(each.card)]
    copies = passages.copies(connection, refused)
    shown = {name: each for name, each in found.items() if name not in set(refused)}
    for name in refused:
        cards = [card for card in copies.get(name, ()) if admits(card)]
        if cards and (like := _likest(connection, found[name], cards[0])):
            shown[name] = like
    return shown


def _likest(connection: Connection, passage: Passage, card: ArticleCard) -> Passage | None:
    """The passage of the article on the card that shares most words with ``passage``."""
    table, articles = schema.passages, schema.articles
    ids = connection.scalars(
        select(table.c.id)
        .join(articles, articles.c.version == table.c.version)
        .where(articles.c.id == card.article, table.c.current)
        .order_by(table.c.ordinal)
    )
    words = set(passage.text.split())
    return max(
        passages.load(connection, list(ids)).values(),
        key=lambda each: len(words & set(each.text.split())),
        default=None,
    )
