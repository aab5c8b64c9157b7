"""Finds the passages for a query: words and meaning, fused, duplicates folded."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from index.archive.fields import parse_date
from index.catalog import generations, passages
from index.chroma import ChromaIndex
from index.errors import ArchiveError, EmptyArchiveError, QueryError, StoreError
from index.fusion import fuse
from index.language import UNKNOWN, detect
from index.lexical import LexicalIndex
from index.models import Filters, Hit
from index.tokens import terms
from index.vectors import VectorFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from index.catalog.engine import Catalog
    from index.home import Home
    from index.models import Embedder, Query

_log = logging.getLogger(__name__)

LEXICAL_WEIGHT = 0.7
DENSE_WEIGHT = 0.3
_DEPTH = 100
"""Candidates from each side, where not more are wanted."""
_FAR = 2.0**62


@dataclass(frozen=True, slots=True)
class _Columns:
    """What is known of every indexed passage, in the order of ``ids``."""

    generation: str
    stamp: float | None
    ids: NDArray[Any]
    rows: NDArray[np.int64]
    epochs: NDArray[np.float64]
    sources: NDArray[Any]
    matrix: NDArray[np.float32]
    lexical: LexicalIndex
    chroma: ChromaIndex | None


class Retriever:
    """Searches the generation that answers, and follows it when it changes.

    Unless this process is the ``owner`` it reads the catalog, the lexical index and the mapped
    vectors, and so works beside the process that owns the index; the owner asks Chroma where
    nothing is filtered.
    Safe to use from several threads.
    """

    def __init__(
        self,
        home: Home,
        catalog: Catalog,
        embedder: Embedder,
        *,
        owner: Callable[[], bool] = lambda: False,
    ) -> None:
        self._home = home
        self._catalog = catalog
        self._embedder = embedder
        self._owner = owner
        self._columns: _Columns | None = None
        self._lock = threading.Lock()

    def search(self, query: Query) -> list[Hit]:
        """At most ``query.k`` hits, best first, every exact copy folded into one.

        Raises:
            EmptyArchiveError: nothing is indexed yet.
            QueryError: a date of the filters is not ISO 8601.
        """
        columns = self._current()
        epochs = bounds(query.filters)
        allowed = _allowed(columns, query.filters, epochs)
        stems = self.stems(query.text)
        depth = max(_DEPTH, query.k)
        lexical = columns.lexical.search(stems, k=depth, filters=query.filters, epochs=epochs)
        dense = self._dense(columns, query.text, allowed, depth)
        fused = fuse(
            [
                (LEXICAL_WEIGHT, [passage for passage, _ in lexical]),
                (DENSE_WEIGHT, [passage for passage, _ in dense]),
            ]
        )
        return self._hits(fused, dict(dense), k=query.k)

    def stems(self, text: str) -> list[str]:
        """The terms that ``text`` is looked up by."""
        language = detect(text)
        return terms(text, "en" if language == UNKNOWN else language)

    def rarity(self, stem: str) -> float:
        """Inverse document frequency of a stem, natural logarithm, as BM25 counts it."""
        columns = self._current()
        total, found = columns.lexical.count(), columns.lexical.frequency(stem)
        return float(np.log(1 + (total - found + 0.5) / (found + 0.5)))

    def occurs(self, stem: str) -> bool:
        """Whether any indexed passage or headline has this stem."""
        return self._current().lexical.frequency(stem) > 0

    def _current(self) -> _Columns:
        with self._catalog.read() as connection:
            live = generations.live(connection)
        if live is None:
            raise EmptyArchiveError(
                "nothing is indexed yet; run `pressmark index PATH` with your articles, "
                "or `pressmark index` for the sample."
            )
        with self._lock:
            columns = self._columns
            if columns is None or (columns.generation, columns.stamp) != (
                live.id,
                live.updated_at,
            ):
                columns = self._columns = self._load(live)
        return columns

    def _load(self, live: Any) -> _Columns:
        with self._catalog.read() as connection:
            rows = generations.columns(connection, generation=live.id, embedder=live.embedder)
        matrix = VectorFile(
            self._home.vectors(live.embedder), dimensions=self._embedder.dimensions
        ).open()
        if any(row.row >= len(matrix) for row in rows):
            raise StoreError(
                "the file of vectors is missing or too short; "
                "run `pressmark index` to make them again."
            )
        return _Columns(
            generation=live.id,
            stamp=live.updated_at,
            ids=np.array([row.passage for row in rows], dtype=object),
            rows=np.array([row.row for row in rows], dtype=np.int64),
            epochs=np.array(
                [-np.inf if row.epoch is None else row.epoch for row in rows], dtype=np.float64
            ),
            sources=np.array([(row.source or "").casefold() for row in rows], dtype=object),
            matrix=matrix,
            lexical=LexicalIndex(self._home.lexical(live.id)),
            chroma=self._open_chroma(live.id),
        )

    def _open_chroma(self, generation: str) -> ChromaIndex | None:
        if not self._owner():
            return None
        try:
            return ChromaIndex(self._home.chroma(generation))
        except StoreError as exc:
            _log.warning("%s Questions are answered by exact search until then.", exc)
            return None

    def _dense(
        self, columns: _Columns, text: str, allowed: NDArray[np.bool_] | None, depth: int
    ) -> list[tuple[str, float]]:
        """Passages nearest in meaning and their cosine similarity, best first."""
        vector = self._embedder.embed([text])[0]
        if columns.chroma is not None and allowed is None and len(columns.ids):
            try:
                return columns.chroma.search(vector, k=min(depth, len(columns.ids)))
            except StoreError as exc:
                _log.warning("%s This question is answered by exact search.", exc)
        return _scan(columns, vector, allowed, depth)

    def _hits(
        self, fused: Sequence[tuple[str, float]], similarity: dict[str, float], *, k: int
    ) -> list[Hit]:
        hits: list[Hit] = []
        with self._catalog.read() as connection:
            shown = passages.load(connection, [passage for passage, _ in fused])
            best = [(each, score) for each, score in fused if each in shown][:k]
            copies = passages.copies(connection, [each for each, _ in best])
        for rank, (each, score) in enumerate(best, start=1):
            near = similarity.get(each, 0.0)
            hits.append(Hit(rank, score, shown[each], near, copies.get(each, ())))
        return hits


def _scan(
    columns: _Columns,
    vector: NDArray[np.float32],
    allowed: NDArray[np.bool_] | None,
    depth: int,
) -> list[tuple[str, float]]:
    """The nearest passages by comparing with every one that is allowed."""
    scores = (columns.matrix @ vector)[columns.rows]
    if allowed is not None:
        scores = np.where(allowed, scores, -np.inf)
    depth = min(depth, len(scores))
    best = np.argpartition(-scores, depth - 1)[:depth] if depth else np.array([], dtype=int)
    ordered = sorted(best, key=lambda place: (-scores[place], columns.ids[place]))
    return [
        (str(columns.ids[place]), float(scores[place]))
        for place in ordered
        if np.isfinite(scores[place])
    ]


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


def _allowed(
    columns: _Columns, filters: Filters, epochs: tuple[float, float]
) -> NDArray[np.bool_] | None:
    if not filters:
        return None
    mask = np.ones(len(columns.ids), dtype=bool)
    if filters.after or filters.before:
        mask &= (columns.epochs >= epochs[0]) & (columns.epochs <= epochs[1])
    if filters.source:
        mask &= columns.sources == filters.source.casefold()
    return mask
