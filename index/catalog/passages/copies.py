"""Copies in the catalog: what was compared, where to look for a copy, what a copy carries.

``compared`` is a set of newest versions. A version that leaves it takes its bands and all that
was found about it along, so what is known depends on the live articles alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Select,
    Tuple,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    tuple_,
    union_all,
)

from index.catalog import schema
from index.duplicates import DAYS, Signature, bands
from index.models import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import CompoundSelect, Connection

_FAR = 2.0**62
_DAY_BITS = 22
_UNDATED = 0
"""In place of the day, which is counted from 1; undated articles are near undated ones alone."""
_SECONDS_A_DAY = 86_400
_EPOCH_DAY = 719_163
"""1 January 1970 as ``date.toordinal`` counts."""


@dataclass(frozen=True, slots=True)
class Comparable:
    """A version that is to be compared, with its passages by id, in order."""

    version: str
    title: str
    text: str
    day: int | None
    passages: dict[str, Span]


@dataclass(frozen=True, slots=True)
class Compared:
    """A version that was compared, and what was found: passages, and numbers that carry them."""

    number: int
    version: str
    signature: Signature
    bands: Sequence[int]
    carried: Sequence[tuple[str, int]]


def day_of(epoch: float | None) -> int | None:
    """The day, in UTC, of seconds since 1970, counted as ``date.toordinal`` does."""
    return None if epoch is None else int(epoch // _SECONDS_A_DAY) + _EPOCH_DAY


def dated_bands(of: Signature, day: int | None) -> list[int]:
    """The keys under which a version is stored: band first, then day."""
    return [band << _DAY_BITS | (day or _UNDATED) for band in bands(of)]


def undated(band: int) -> int:
    """The band in a dated band."""
    return band >> _DAY_BITS


def day_in(band: int) -> int:
    """The day in a dated band; 0 where there is none."""
    return band & ((1 << _DAY_BITS) - 1)


def window(band: int) -> tuple[int, int]:
    """The first and last dated band in which a copy of a version with this one may stand."""
    day = day_in(band)
    return (band, band) if day == _UNDATED else (band - min(DAYS, day - 1), band + DAYS)


def uncompared(connection: Connection) -> list[str]:
    """Newest versions of live articles that were not compared, those of the same days together."""
    articles, compared, versions = schema.articles, schema.compared, schema.versions
    return list(
        connection.scalars(
            select(articles.c.version)
            .join(versions, versions.c.id == articles.c.version)
            .outerjoin(compared, compared.c.version == articles.c.version)
            .where(articles.c.state == "live", compared.c.number.is_(None))
            .order_by(func.coalesce(versions.c.epoch, _FAR), versions.c.id)
        )
    )


def outdated(connection: Connection, *, comparer: str) -> list[str]:
    """Versions that were compared and are not the newest of a live article, or not so compared."""
    articles, compared, versions = schema.articles, schema.compared, schema.versions
    return list(
        connection.scalars(
            select(compared.c.version)
            .join(versions, versions.c.id == compared.c.version)
            .join(articles, articles.c.id == versions.c.article)
            .where(
                or_(
                    compared.c.comparer != comparer,
                    articles.c.state != "live",
                    articles.c.version != compared.c.version,
                )
            )
        )
    )


def forget(connection: Connection, versions: Sequence[str]) -> None:
    """Drop everything that was found about these versions."""
    compared, carried, passages = schema.compared, schema.carried, schema.passages
    rows = connection.execute(
        select(compared.c.number, compared.c.signature, schema.versions.c.epoch)
        .join(schema.versions, schema.versions.c.id == compared.c.version)
        .where(compared.c.version.in_(versions))
    ).all()
    if not rows:
        return
    keys = [
        {"key": band, "of": row.number}
        for row in rows
        for band in dated_bands(Signature.from_bytes(row.signature), day_of(row.epoch))
    ]
    table = schema.bands
    if keys:
        connection.execute(
            delete(table).where(
                table.c.band == bindparam("key"), table.c.number == bindparam("of")
            ),
            keys,
        )
    numbers = [row.number for row in rows]
    mine = select(passages.c.id).where(passages.c.version.in_(versions))
    connection.execute(delete(carried).where(carried.c.passage.in_(mine)))
    connection.execute(delete(carried).where(carried.c.number.in_(numbers)))
    connection.execute(delete(compared).where(compared.c.number.in_(numbers)))


def next_number(connection: Connection) -> int:
    """A number above all that versions were compared under."""
    return int(connection.scalar(select(func.max(schema.compared.c.number))) or 0) + 1


def neighbours(
    connection: Connection, dated: Sequence[int], *, most: int
) -> dict[int, list[tuple[int, int]]]:
    """For each of the bands those in its window: band and number, at most ``most``, sorted."""
    found: dict[int, list[tuple[int, int]]] = {}
    if dated:
        ranges = {
            f"{name}{place}": value
            for place, band in enumerate(dated)
            for name, value in zip(("low", "high"), window(band), strict=True)
        }
        for row in connection.execute(_look_up(len(dated)), ranges | {"most": most}):
            found.setdefault(dated[row.place], []).append((row.band, row.number))
    return found


@lru_cache(maxsize=64)
def _look_up(count: int) -> CompoundSelect[Any]:
    """One search a band, each with an end: a pattern that thousands share tells nothing."""
    table = schema.bands
    parts = [
        select(bindparam(f"place{place}", place, literal_execute=True).label("place"), table)
        .where(table.c.band.between(bindparam(f"low{place}"), bindparam(f"high{place}")))
        .order_by(table.c.band, table.c.number)
        .limit(bindparam("most"))
        .subquery(f"search{place}")
        for place in range(count)
    ]
    return union_all(*[select(part) for part in parts])


def named(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """The versions that were compared under these numbers."""
    table = schema.compared
    rows = connection.execute(
        select(table.c.number, table.c.version).where(table.c.number.in_(list(numbers)))
    )
    return {row.number: row.version for row in rows}


def comparable(connection: Connection, versions: Sequence[str]) -> list[Comparable]:
    """What comparing needs of these versions, in their order."""
    table, passages = schema.versions, schema.passages
    spans: dict[str, dict[str, Span]] = {}
    for row in connection.execute(
        select(passages.c.version, passages.c.id, passages.c.start, passages.c.end)
        .where(passages.c.version.in_(versions), passages.c.current)
        .order_by(passages.c.version, passages.c.ordinal)
    ):
        spans.setdefault(row.version, {})[row.id] = Span(row.start, row.end)
    found = {
        row.id: Comparable(row.id, row.title, row.text, day_of(row.epoch), spans.get(row.id, {}))
        for row in connection.execute(
            select(table.c.id, table.c.title, table.c.text, table.c.epoch).where(
                table.c.id.in_(versions)
            )
        )
    }
    return [found[version] for version in versions]


def store(connection: Connection, found: Iterable[Compared], *, comparer: str) -> None:
    """Record versions as compared, with their bands and what they carry or others of theirs."""
    marks: list[dict[str, Any]] = []
    keys: list[dict[str, int]] = []
    carried: list[dict[str, Any]] = []
    for each in found:
        mark = {"number": each.number, "version": each.version, "comparer": comparer}
        marks.append(mark | {"signature": bytes(each.signature)})
        keys.extend({"band": band, "number": each.number} for band in each.bands)
        carried.extend({"passage": passage, "number": number} for passage, number in each.carried)
    tables = (schema.compared, schema.bands, schema.carried)
    for table, rows in zip(tables, (marks, sorted(keys, key=_band), carried), strict=True):
        if rows:
            connection.execute(insert(table), rows)


def _band(row: dict[str, int]) -> int:
    return row["band"]


def order(versions: Any, articles: Any) -> Tuple:
    """What originals are found by: the earliest, undated ones last, then the one met first."""
    return tuple_(func.coalesce(versions.c.epoch, _FAR), articles.c.created_at, versions.c.id)


def repeated() -> Select[tuple[str]]:
    """Ids of the passages that say nothing but what stands in an earlier live article."""
    carried, compared, passages = schema.carried, schema.compared, schema.passages
    mine, my_article = schema.versions.alias("mine"), schema.articles.alias("my_article")
    other, article = schema.versions.alias("other"), schema.articles.alias("other_article")
    return (
        select(carried.c.passage)
        .join(passages, passages.c.id == carried.c.passage)
        .join(mine, mine.c.id == passages.c.version)
        .join(my_article, my_article.c.id == mine.c.article)
        .join(compared, compared.c.number == carried.c.number)
        .join(other, other.c.id == compared.c.version)
        .join(article, article.c.id == other.c.article)
        .where(
            article.c.state == "live",
            article.c.version == other.c.id,
            order(other, article) < order(mine, my_article),
        )
    )
