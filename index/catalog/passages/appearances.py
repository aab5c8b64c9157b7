"""In which articles the indexed passages stand besides their own: reprints and edited copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from index.catalog import schema
from index.catalog.passages import passages
from index.catalog.passages.reprints import repeated_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy import Connection

    from index.models import ArticleCard, Passage


class Elsewhere(NamedTuple):
    """A passage in another live article than its own: seconds since 1970, and outlet."""

    passage: str
    epoch: float | None
    source: str | None


def elsewhere(connection: Connection) -> Iterator[Elsewhere]:
    """Everything that is known of passages in other live articles.

    Passages that are not indexed are among them: whoever reads knows which are.
    """
    versions, articles = schema.versions, schema.articles
    carried, compared = schema.carried, schema.compared
    for row in connection.execute(
        select(carried.c.passage, versions.c.epoch, versions.c.source)
        .join(compared, compared.c.number == carried.c.number)
        .join(versions, versions.c.id == compared.c.version)
        .join(articles, articles.c.id == versions.c.article)
        .where(articles.c.version == versions.c.id, articles.c.state == "live")
    ):
        yield Elsewhere(row.passage, row.epoch, row.source)
    runs: dict[tuple[str, int], list[Any]] = {}
    for row in connection.execute(repeated_runs()):
        runs.setdefault((row.digest, row.reprint), []).append(row)
    for run in runs.values():
        first, *others = run
        for other in others:
            if other.version != first.version:
                yield Elsewhere(first.id, other.epoch, other.source)


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
