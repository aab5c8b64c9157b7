"""What a plan prefers, laid over the columns: dates and outlets of the whole and of each part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.filtering import bounds
from index.models import Filters
from index.ranking.preferences import DATE, OUTLET, date_fit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from index.columns import Columns
    from index.models import Query
    from index.planning import Part, Plan

    Span = tuple[float, float]


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


def unmet(plan: Plan, columns: Columns, allowed: NDArray[np.bool_] | None) -> bool:
    """Whether nothing of the archive is what the question names."""
    wishes = [part for part in plan.parts if is_wishing(part)]
    return bool(wishes) and not any(_met(part, columns, allowed) for part in wishes)


def _met(part: Part, columns: Columns, allowed: NDArray[np.bool_] | None) -> bool:
    dates = span_of(part) if part.after or part.before else None
    rows = columns.appearances.rows(epochs=dates, sources=part.sources)
    met = columns.appearances.places[rows]
    return bool((allowed is None and len(met)) or (allowed is not None and allowed[met].any()))
