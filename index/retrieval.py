"""Finds the passages for a query: words and meaning, fused, duplicates folded."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from index.archive.fields import parse_date
from index.catalog import generations, passages
from index.errors import ArchiveError, EmptyArchiveError, QueryError, StoreError
from index.fusion import fuse
from index.language import UNKNOWN, detect
from index.models import Filters, Hit
from index.parts import Columns, Meanings, Neighbours, Words, load_columns
from index.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from index.catalog.engine import Catalog
    from index.home import Home
    from index.models import Embedder, Passage, Query

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

LEXICAL_WEIGHT = 0.7
DENSE_WEIGHT = 0.3
_DEPTH = 100
"""Candidates from each side, where not more are wanted."""
_FAR = 2.0**62


@dataclass(slots=True)
class _Parts:
    """What is open of a generation; None: damaged, or not for this process. ``said``: warned of."""

    columns: Columns
    words: Words | None = None
    meanings: Meanings | None = None
    neighbours: Neighbours | None = None
    said: set[str] = field(default_factory=set)


class Retriever:
    """Searches the generation that answers, and follows it when it changes.

    Unless this process is the ``owner`` it reads the catalog, the lexical index and the mapped
    vectors, and so works beside the process that owns the index; the owner asks Chroma where
    nothing is filtered. A part that is damaged is done without until it was built again.
    Safe to use from several threads.
    """

    def __init__(
        self,
        home: Home,
        catalog: Catalog,
        embedder: Embedder,
        *,
        owner: Callable[[], bool] = lambda: False,
        damaged: Callable[[str], None] = lambda _: None,
    ) -> None:
        """``damaged`` is told the generation of which a part cannot be read."""
        self._home = home
        self._catalog = catalog
        self._embedder = embedder
        self._owner = owner
        self._damaged = damaged
        self._parts: _Parts | None = None
        self._lock = threading.Lock()

    def search(self, query: Query) -> list[Hit]:
        """At most ``query.k`` hits, best first, copies folded into one.

        Raises:
            EmptyArchiveError: nothing is indexed yet.
            QueryError: a date of the filters is not ISO 8601.
            StoreError: neither words nor vectors can be read.
        """
        parts = self._current()
        epochs = bounds(query.filters)
        allowed = _allowed(parts.columns, query.filters, epochs)
        stems = self.stems(query.text)
        depth = max(_DEPTH, query.k)
        words = parts.words
        lexical = (
            self._use(
                parts,
                "words",
                lambda: words.search(stems, k=depth, filters=query.filters, epochs=epochs),
            )
            if words
            else None
        )
        dense = self._dense(parts, query.text, allowed, depth)
        if lexical is None and dense is None:
            raise StoreError(
                "neither the lexical index nor the vectors can be read; "
                "run `pressmark doctor` to build them again."
            )
        fused = fuse(
            [
                (LEXICAL_WEIGHT, [passage for passage, _ in lexical or ()]),
                (DENSE_WEIGHT, [passage for passage, _ in dense or ()]),
            ]
        )
        return self._hits(fused, dict(dense or ()), k=query.k)

    def stems(self, text: str) -> list[str]:
        """The terms that ``text`` is looked up by."""
        language = detect(text)
        return terms(text, "en" if language == UNKNOWN else language)

    def rarity(self, stem: str) -> float:
        """Inverse document frequency of a stem, natural logarithm, as BM25 counts it.

        The same for every stem while the lexical index cannot be read.
        """
        shares = self._share(stem)
        if shares is None:
            return 1.0
        found, total = shares
        return float(np.log(1 + (total - found + 0.5) / (found + 0.5)))

    def occurs(self, stem: str) -> bool:
        """Whether any indexed passage or headline may have this stem."""
        shares = self._share(stem)
        return shares is None or shares[0] > 0

    def _share(self, stem: str) -> tuple[int, int] | None:
        parts = self._current()
        words = parts.words
        return self._use(parts, "words", lambda: words.share(stem)) if words else None

    def _current(self) -> _Parts:
        with self._catalog.read() as connection:
            live = generations.live(connection)
        if live is None:
            raise EmptyArchiveError(
                "nothing is indexed yet; run `pressmark index PATH` with your articles, "
                "or `pressmark index` for the sample."
            )
        with self._lock:
            parts = self._parts
            if parts is None or (parts.columns.generation, parts.columns.stamp) != (
                live.id,
                live.updated_at,
            ):
                parts = self._parts = self._load(live, before=parts)
        return parts

    def _load(self, live: Any, *, before: _Parts | None) -> _Parts:
        columns, home = load_columns(self._catalog, live), self._home
        same = before is not None and before.columns.generation == live.id
        parts = _Parts(columns, said=before.said if before and same else set())
        count = len(columns.ids)
        parts.words = self._use(
            parts, "words", lambda: Words(home.lexical(live.id), passages=count)
        )
        dimensions = self._embedder.dimensions
        parts.meanings = self._use(
            parts,
            "meanings",
            lambda: Meanings(home, live.embedder, columns, dimensions=dimensions),
        )
        if self._owner() and count:
            parts.neighbours = self._use(
                parts, "neighbours", lambda: Neighbours(home.chroma(live.id), passages=count)
            )
        return parts

    def _dense(
        self, parts: _Parts, text: str, allowed: NDArray[np.bool_] | None, depth: int
    ) -> list[tuple[str, float]] | None:
        """Passages nearest in meaning and their cosine similarity, best first; None: damaged."""
        neighbours, meanings = parts.neighbours, parts.meanings
        if neighbours is None and meanings is None:
            return None
        vector = self._embedder.embed([text])[0]
        if neighbours and allowed is None:
            near = self._use(parts, "neighbours", lambda: neighbours.nearest(vector, k=depth))
            if near is not None:
                return near
        if meanings is None:
            return None
        return self._use(parts, "meanings", lambda: meanings.nearest(vector, allowed, k=depth))

    def _use(self, parts: _Parts, name: str, use: Callable[[], _T]) -> _T | None:
        """What a part gives; None where it is damaged, which is said once a generation."""
        try:
            return use()
        except StoreError as exc:
            setattr(parts, name, None)
            if name not in parts.said:
                _log.warning("%s Questions are answered from what is left.", exc)
            parts.said.add(name)
            self._damaged(parts.columns.generation)
            return None

    def _hits(
        self, fused: Sequence[tuple[str, float]], similarity: dict[str, float], *, k: int
    ) -> list[Hit]:
        best: list[tuple[Passage, float]] = []
        with self._catalog.read() as connection:
            for start in range(0, len(fused), k):  # some may not be shown any more
                batch = fused[start : start + k]
                shown = passages.load(connection, [passage for passage, _ in batch])
                best += [(shown[each], score) for each, score in batch if each in shown]
                if len(best) >= k:
                    break
            copies = passages.copies(connection, [each.id for each, _ in best[:k]])
        return [
            Hit(rank, score, each, similarity.get(each.id, 0.0), copies.get(each.id, ()))
            for rank, (each, score) in enumerate(best[:k], start=1)
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
    columns: Columns, filters: Filters, epochs: tuple[float, float]
) -> NDArray[np.bool_] | None:
    if not filters:
        return None
    mask = np.ones(len(columns.ids), dtype=bool)
    if filters.after or filters.before:
        mask &= (columns.epochs >= epochs[0]) & (columns.epochs <= epochs[1])
    if filters.source:
        mask &= columns.sources == filters.source.casefold()
    return mask
