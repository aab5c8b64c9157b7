"""What is known of every indexed passage, in columns that a question is laid over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from index.catalog import generations
from index.catalog.passages.appearances import elsewhere

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from index.catalog.engine import Catalog
    from index.catalog.passages.appearances import Elsewhere


class Standing(NamedTuple):
    """What answers: its folder's ``name``, of which generation it is, by which embedder.

    With another ``stamp`` it is to be read anew.
    """

    name: str
    generation: str
    embedder: str
    stamp: float | None

    @classmethod
    def of(cls, live: Any) -> Standing:
        """A generation that lies in the home by its own name, from its row."""
        return cls(live.id, live.id, live.embedder, live.updated_at)


@dataclass(frozen=True, slots=True)
class Appearances:
    """The articles that have a passage: one row for each passage and article.

    ``places`` say where the passage stands in the columns. The first ``own`` rows are the passages'
    own articles, in the order of the columns; the others, in order of place, print it too.
    ``sources`` are numbers, which ``numbers`` has by the folded name of the outlet.
    """

    own: int
    places: NDArray[np.int64]
    epochs: NDArray[np.float64]
    sources: NDArray[np.int32]
    numbers: dict[str, int]

    def rows(
        self, *, epochs: tuple[float, float] | None, sources: Collection[str]
    ) -> NDArray[np.bool_]:
        """Rows between two moments, seconds since 1970, and of one of ``sources``, if any."""
        found = np.ones(len(self.places), dtype=bool)
        if epochs:
            found &= (self.epochs >= epochs[0]) & (self.epochs <= epochs[1])
        if sources:
            found &= np.isin(self.sources, self.named(sources))
        return found

    def named(self, sources: Collection[str]) -> list[int]:
        """The numbers of these outlets; -1: nothing is from there."""
        return [self.numbers.get(each.casefold(), -1) for each in sources]

    def of(self, places: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows of the passages at ``places``, and for each which of ``places`` it is."""
        others = self.places[self.own :]
        low, high = (np.searchsorted(others, places, side=side) for side in ("left", "right"))
        count = high - low
        rows = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count - low, count)
        each = np.arange(len(places))
        return np.append(places, self.own + rows), np.append(each, np.repeat(each, count))


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of every indexed passage, in the order of ``ids``; row -1: no vector.

    ``ids`` are sorted. ``articles`` are numbers, ``outlets`` as written; ``epochs`` are those of
    a passage's own article, ``newest`` is the day, in UTC, of the newest that has a date.
    """

    generation: str
    stamp: float | None
    ids: NDArray[Any]
    rows: NDArray[np.int64]
    articles: NDArray[np.int64]
    appearances: Appearances
    outlets: tuple[str, ...]
    newest: date | None

    @property
    def epochs(self) -> NDArray[np.float64]:
        """Seconds since 1970 ``(n,)``; minus infinity: undated."""
        return self.appearances.epochs[: len(self.ids)]

    def places(self, ids: Sequence[str]) -> NDArray[np.int64]:
        """Where those of ``ids`` stand that are indexed, in their order."""
        if not len(self.ids):
            return np.zeros(0, dtype=np.int64)
        wanted = np.array(ids, dtype=object)
        found = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        return np.asarray(found[self.ids[found] == wanted], dtype=np.int64)


def load_columns(
    catalog: Catalog, here: Standing, others: Sequence[Elsewhere] | None = None
) -> Columns:
    """The columns of a generation whose vectors the catalog knows; ``others``: read before."""
    with catalog.read() as connection:
        found = generations.columns(connection, generation=here.generation, embedder=here.embedder)
        others = list(elsewhere(connection)) if others is None else others
    rows = [-1 if row.row is None else row.row for row in found]
    return columns_of(found, rows, others, here)


def columns_of(
    found: Sequence[Any],
    rows: Sequence[int],
    others: Sequence[Any],
    here: Standing,
) -> Columns:
    """The columns of what the catalog knows of passages, in any order, each with its ``row``.

    ``others`` say who prints them too.
    """
    order = sorted(range(len(found)), key=lambda each: found[each].passage)
    own = [found[each] for each in order]  # a database may sort by its language
    articles = {row.article: None for row in own}
    numbers = {article: number for number, article in enumerate(articles)}
    at = {row.passage: place for place, row in enumerate(own)}
    known = [row for row in others if row.passage in at]
    every = [*own, *sorted(known, key=lambda row: at[row.passage])]
    names = [(row.source or "").casefold() for row in every]
    outlets = {each: number for number, each in enumerate(dict.fromkeys(names))}
    dated = [row.epoch for row in own if row.epoch is not None]
    return Columns(
        generation=here.name,
        stamp=here.stamp,
        ids=np.array([row.passage for row in own], dtype=object),
        rows=np.array([rows[each] for each in order], dtype=np.int64),
        articles=np.array([numbers[row.article] for row in own], dtype=np.int64),
        appearances=Appearances(
            own=len(own),
            places=np.array([at[row.passage] for row in every], dtype=np.int64),
            epochs=np.array(
                [-np.inf if row.epoch is None else row.epoch for row in every], dtype=np.float64
            ),
            sources=np.array([outlets[each] for each in names], dtype=np.int32),
            numbers=outlets,
        ),
        outlets=tuple(sorted({row.source for row in every if row.source})),
        newest=datetime.fromtimestamp(max(dated), UTC).date() if dated else None,
    )
