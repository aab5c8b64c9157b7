"""Filters as bounds in seconds and as a mask over the columns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from index.archive.fields import parse_date
from index.errors import ArchiveError, QueryError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.models import Filters
    from index.parts import Columns

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


def allowed(
    columns: Columns, filters: Filters, epochs: tuple[float, float]
) -> NDArray[np.bool_] | None:
    """Which passages ``filters`` admit; None where they admit all."""
    if not filters:
        return None
    mask = np.ones(len(columns.ids), dtype=bool)
    if filters.after or filters.before:
        mask &= (columns.epochs >= epochs[0]) & (columns.epochs <= epochs[1])
    if filters.source:
        mask &= columns.sources == filters.source.casefold()
    return mask
