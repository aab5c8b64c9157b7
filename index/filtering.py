"""Filters as bounds in seconds and as a mask over the columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from index.archive.fields import parse_date
from index.errors import ArchiveError, QueryError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.columns import Columns
    from index.models import ArticleCard, Filters

_FAR = 2.0**62


def bounds(filters: Filters) -> tuple[float, float]:
    """Seconds since the epoch of the first and last moment that ``filters`` admit.

    Raises:
        QueryError: a date is not ISO 8601.
    """
    low = -_FAR if filters.after is None else _moment("after", filters.after).timestamp()
    if filters.before is None:
        return low, _FAR
    last = _moment("before", filters.before)
    whole_day = len(filters.before.strip()) <= len("2024-12-31")
    return low, (last + timedelta(days=1, microseconds=-1) if whole_day else last).timestamp()


def _moment(name: str, value: str) -> datetime:
    try:
        return parse_date(value)[0].astimezone(UTC)
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
    return card.published is not None and low <= _moment("", card.published).timestamp() <= high
