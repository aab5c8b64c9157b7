"""Filters as bounds in seconds and as a mask over the columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from index.archive.record.fields import parse_date
from index.errors import ArchiveError, QueryError
from index.models import Filters
from index.ranking.preferences import DATE, OUTLET, date_fit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from index.models import ArticleCard, Precision, Query
    from index.planning.planner import Part, Plan
    from index.stores.columns import Columns

    Span = tuple[float, float]

_FAR = 2.0**62


def bounds(filters: Filters) -> tuple[float, float]:
    """Seconds since the epoch of the first and last moment that ``filters`` admit.

    Raises:
        QueryError: a date is not ISO 8601.
    """
    low = -_FAR if filters.after is None else _moment("after", filters.after)[0].timestamp()
    if filters.before is None:
        return low, _FAR
    last, precision = _moment("before", filters.before)
    whole_day = timedelta(days=1, microseconds=-1) if precision == "day" else timedelta()
    return low, (last + whole_day).timestamp()


def _moment(name: str, value: str) -> tuple[datetime, Precision]:
    try:
        moment, precision = parse_date(value)
        return moment.astimezone(UTC), precision
    except (ArchiveError, OverflowError) as exc:
        raise QueryError(f'"{value}" is not a date; write {name} as 2024-12-31.') from exc


@dataclass(frozen=True, slots=True)
class Admitted:
    """What filters admit of the indexed passages.

    ``mask`` has every passage of an article that they admit; ``borrowed`` are those of them
    whose own article they refuse: another one that prints the passage is admitted.
    """

    mask: NDArray[np.bool_]
    borrowed: NDArray[np.int64]


def admitted(columns: Columns, filters: Filters, epochs: tuple[float, float]) -> Admitted | None:
    """What ``filters`` admit, their dates being ``epochs``; None where they admit all."""
    if not filters:
        return None
    dates = epochs if filters.after or filters.before else None
    appearances, count = columns.appearances, len(columns.ids)
    rows = appearances.rows(epochs=dates, sources=[filters.source] if filters.source else [])
    mask = rows[:count].copy()
    elsewhere = appearances.places[count:][rows[count:]]
    borrowed = np.unique(elsewhere[~mask[elsewhere]])
    mask[borrowed] = True
    return Admitted(mask, borrowed)


def admits(filters: Filters, card: ArticleCard) -> bool:
    """Whether ``filters`` admit the article on this card."""
    if filters.source and (card.source or "").casefold() != filters.source.casefold():
        return False
    if not filters.after and not filters.before:
        return True
    low, high = bounds(filters)
    return card.published is not None and low <= _moment("", card.published)[0].timestamp() <= high


def is_wishing(part: Part) -> bool:
    """Whether a part names dates or outlets."""
    return bool(part.sources or part.after or part.before)


def span_of(part: Part) -> Span:
    """First and last moment that a part names."""
    return bounds(Filters(part.after, part.before))


def narrowed(part: Part, query: Query) -> Iterator[tuple[Filters, Span]]:
    """Filters that admit what both ``part`` wishes and ``query`` insists on, one an outlet."""
    hard, soft = bounds(query.filters), span_of(part)
    span = (max(hard[0], soft[0]), min(hard[1], soft[1]))
    insisted = query.filters.source
    outlets = [each for each in part.sources or (insisted,) if insisted in {None, each}]
    for outlet in outlets if span[0] <= span[1] else []:
        yield (
            Filters(part.after or query.filters.after, part.before or query.filters.before, outlet),
            span,
        )


def gains(plan: Plan, columns: Columns, places: NDArray[np.int64]) -> NDArray[np.float64]:
    """What the passages at ``places`` gain for each part: ``(n, k)``; their best article counts."""
    appearances = columns.appearances
    rows, at = appearances.of(places)
    found = np.zeros((len(places), len(plan.parts)))
    for number, part in enumerate(plan.parts):
        worth = np.zeros(len(rows))
        if part.after or part.before:
            worth += DATE * date_fit(appearances.epochs[rows], *span_of(part))
        if part.sources:
            worth += OUTLET * np.isin(appearances.sources[rows], appearances.named(part.sources))
        np.maximum.at(found[:, number], at, worth)
    return found


def admits_named(plan: Plan, query: Query, card: ArticleCard) -> bool:
    """Whether the article on this card is within the filters and what some part names, if any."""
    parts = [part for part in plan.parts if is_wishing(part)]
    within = [filters for part in parts for filters, _ in narrowed(part, query)]
    return admits(query.filters, card) and (not parts or any(admits(each, card) for each in within))


def unmet(plan: Plan, columns: Columns, allowed: NDArray[np.bool_] | None) -> bool:
    """Whether nothing of the archive is what the question names."""
    met = meeting(plan, columns, allowed)
    return met is not None and not met.any()


def meeting(
    plan: Plan, columns: Columns, allowed: NDArray[np.bool_] | None
) -> NDArray[np.bool_] | None:
    """Which passages that are ``allowed`` are what some part names; None where none names any."""
    parts = [part for part in plan.parts if is_wishing(part)]
    if not parts:
        return None
    met = np.zeros(len(columns.ids), bool)
    for part in parts:
        dates = span_of(part) if part.after or part.before else None
        rows = columns.appearances.rows(epochs=dates, sources=part.sources)
        met[columns.appearances.places[rows]] = True
    return met if allowed is None else met & allowed
