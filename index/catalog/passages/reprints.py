"""Equal passages in the catalog: which of them are one reprint, and which are news again.

Four decisions of a bank in one wording are four decisions. An equal passage is a reprint only where
it follows the one before it within days, or where it has no date; ``reprint`` numbers the runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import CompoundSelect, Select, and_, case, func, or_, select, union_all

from index.catalog import schema
from index.catalog.passages.copies import order
from index.duplicates import DAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Subquery

_SECONDS = DAYS * 86_400.0


def firsts() -> CompoundSelect[tuple[str]]:
    """Ids of the current passages of live articles that reprint no earlier one."""
    passages, articles = schema.passages, schema.articles
    newest = and_(articles.c.version == passages.c.version, passages.c.current)
    alone = (
        select(passages.c.id)
        .join(articles, newest)
        .where(articles.c.state == "live", passages.c.digest.not_in(_several()))
    )
    ranked = _ranked(and_(newest, passages.c.digest.in_(_several())))
    return union_all(alone, select(ranked.c.id).where(_starts(ranked)))


def _several() -> Select[tuple[str]]:
    """Digests that more than one passage has; next to none of an archive."""
    digest = schema.passages.c.digest
    return select(digest).group_by(digest).having(func.count() > 1)


def reprints(ids: Sequence[str]) -> Subquery:
    """The passages equal to these, and these, by ``id``, ``version``, ``digest``, ``reprint``."""
    passages, articles = schema.passages, schema.articles
    digests = select(passages.c.digest).where(passages.c.id.in_(ids))
    newest = and_(articles.c.version == passages.c.version, passages.c.current)
    return _runs(and_(passages.c.digest.in_(digests), or_(newest, passages.c.id.in_(ids))))


def repeated_runs() -> Select[Any]:
    """The current passages of live articles that have an equal one, the first of each run first.

    ``id``, ``version``, ``digest``, ``reprint``, and its article's ``epoch`` and ``source``.
    """
    passages, articles, versions = schema.passages, schema.articles, schema.versions
    newest = and_(articles.c.version == passages.c.version, passages.c.current)
    runs = _runs(and_(passages.c.digest.in_(_several()), newest))
    return (
        select(runs, versions.c.epoch, versions.c.source)
        .join(versions, versions.c.id == runs.c.version)
        .order_by(runs.c.digest, runs.c.place)
    )


def _runs(wanted: ColumnElement[bool]) -> Subquery:
    """Passages of live articles, those of one run of reprints under one number."""
    ranked = _ranked(wanted)
    return select(
        ranked.c.id,
        ranked.c.version,
        ranked.c.digest,
        ranked.c.place,
        func.sum(case((_starts(ranked), 1), else_=0))
        .over(partition_by=ranked.c.digest, order_by=ranked.c.place)
        .label("reprint"),
    ).subquery()


def _ranked(wanted: ColumnElement[bool]) -> Subquery:
    """Passages of live articles, each with its place among equal ones and the date before its."""
    passages, versions, articles = schema.passages, schema.versions, schema.articles
    equal, place = passages.c.digest, (*order(versions, articles), passages.c.ordinal)
    return (
        select(
            passages.c.id,
            passages.c.version,
            passages.c.digest,
            versions.c.epoch,
            func.row_number().over(partition_by=equal, order_by=place).label("place"),
            func.lag(versions.c.epoch).over(partition_by=equal, order_by=place).label("before"),
        )
        .join(versions, versions.c.id == passages.c.version)
        .join(articles, articles.c.id == versions.c.article)
        .where(articles.c.state == "live", wanted)
        .subquery()
    )


def _starts(ranked: Subquery) -> ColumnElement[bool]:
    """Whether a passage is the first of its run; an undated one is that only before all others."""
    return or_(ranked.c.place == 1, ranked.c.epoch - ranked.c.before > _SECONDS)
