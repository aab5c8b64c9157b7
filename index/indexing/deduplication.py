"""Compares articles with those of the same days, so that copies are indexed once.

Articles are compared one after the other, each with those before it, always in the same order:
where a run is killed, the next one goes on and finds what it would have found.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cachetools import FIFOCache

from index.catalog.passages import copies
from index.duplicates import (
    DAYS,
    in_window,
    judge,
    overlap,
    runs,
    signature_of,
    unmatched_passages,
)
from index.progress import strides

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.catalog.engine import Catalog
    from index.catalog.passages.copies import Comparable, Compared
    from index.models import Span
    from index.progress import Progress

_log = logging.getLogger(__name__)

COMPARER = f"2-{DAYS}"
"""Fingerprint of everything that decides what is a copy; raised, all is compared again."""
MOST_CANDIDATES = 20
"""Articles that one is judged against: those with the most bands in common, earlier days first."""
_CROWD = 200
"""Articles of a week looked at for a band: one that more share comes from a pattern."""
_BATCH = 100
_STEP_SECONDS = 0.5
_FORGOTTEN = 100
_KEPT = 256
"""Texts kept at hand, as many as the judge keeps read."""
_LEAST_OVERLAP = 0.2
"""Runs of words in common below which nothing is judged: newsrooms' edits leave .62 and more."""
_LETTERS = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class _Side:
    """A version as it is judged: what no passage has is blank in its text."""

    number: int
    of: Comparable
    text: str
    runs: NDArray[np.uint64]

    @classmethod
    def made(cls, number: int, of: Comparable) -> _Side:
        """The side of a version."""
        text = _shown(of)
        return cls(number, of, text, runs(text))

    @property
    def day(self) -> date | None:
        """The day in UTC that the version is dated; None where it has no date."""
        return None if self.of.day is None else date.fromordinal(self.of.day)

    def carried(self, matched: Iterable[Span]) -> list[str]:
        """Ids of the passages that have ``matched`` sentences alone."""
        spans = list(self.of.passages.values())
        new = set(unmatched_passages(self.text, set(matched), spans))
        return [passage for passage, span in self.of.passages.items() if span not in new]


def compare(catalog: Catalog, *, progress: Progress) -> None:
    """Compare every newest version that was not, and forget what is not the newest any more."""
    gone = catalog.query(copies.outdated, comparer=COMPARER)
    for start in range(0, len(gone), _FORGOTTEN):
        catalog.change(copies.forget, gone[start : start + _FORGOTTEN])
    with catalog.read() as connection:
        waiting = copies.uncompared(connection)
        comparer = _Comparer(catalog, copies.next_number(connection))
    for batch in strides(
        waiting, "comparing", most=_BATCH, seconds=_STEP_SECONDS, progress=progress
    ):
        found = comparer.compare(batch)
        catalog.change(copies.store, found, comparer=COMPARER)
    if comparer.capped:
        _log.warning(
            "%d articles have more than %d look-alikes; those most alike were compared.",
            comparer.capped,
            MOST_CANDIDATES,
        )


class _Comparer:
    """Compares versions with those stored, and with those of the batch before them."""

    def __init__(self, catalog: Catalog, number: int) -> None:
        self.capped = 0
        self._catalog = catalog
        self._number = number
        self._known: FIFOCache[int, _Side] = FIFOCache(_KEPT)
        self._batch: dict[int, _Side] = {}
        self._fresh: dict[int, list[tuple[int, int]]] = {}

    def compare(self, versions: Sequence[str]) -> list[Compared]:
        """What is found about ``versions``, in order."""
        self._batch, self._fresh = {}, {}
        waiting = self._catalog.query(copies.comparable, versions)
        return [self._compared(of) for of in waiting]

    def _compared(self, of: Comparable) -> Compared:
        side = self._batch[self._number] = _Side.made(self._number, of)
        self._number += 1
        signed = signature_of(side.runs)
        bands = copies.dated_bands(signed, of.day)
        carried: list[tuple[str, int]] = []
        for other in self._sides(self._candidates(bands)):
            carried.extend(_carried(side, other))
        for band in bands:
            self._fresh.setdefault(copies.undated(band), []).append((band, side.number))
        return copies.Compared(side.number, of.version, signed, bands, carried)

    def _candidates(self, bands: Sequence[int]) -> list[int]:
        """Numbers of the versions that may be copies, most alike first."""
        stored = self._catalog.query(copies.neighbours, bands, most=_CROWD)
        common: Counter[int] = Counter()
        first: dict[int, int] = {}
        for band in bands:
            low, high = copies.window(band)
            fresh = self._fresh.get(copies.undated(band), ())
            near = [each for each in fresh if low <= each[0] <= high]
            for key, number in sorted([*stored.get(band, ()), *near])[:_CROWD]:
                common[number] += 1
                first[number] = copies.day_in(key)
        best = sorted(common, key=lambda each: (-common[each], first[each], each))
        self.capped += len(best) > MOST_CANDIDATES
        return best[:MOST_CANDIDATES]

    def _sides(self, numbers: Sequence[int]) -> list[_Side]:
        known = {each: self._known[each] for each in numbers if each in self._known}
        missing = [each for each in numbers if each not in self._batch and each not in known]
        loaded = self._loaded(missing) if missing else ()
        made = {number: _Side.made(number, of) for of, number in loaded}
        self._known.update(made)
        known |= made
        return [self._batch.get(each) or known[each] for each in numbers]

    def _loaded(self, numbers: Sequence[int]) -> list[tuple[Comparable, int]]:
        with self._catalog.read() as connection:
            names = {version: each for each, version in copies.named(connection, numbers).items()}
            found = copies.comparable(connection, list(names))
        return [(of, names[of.version]) for of in found]


def _carried(one: _Side, two: _Side) -> list[tuple[str, int]]:
    """Passages of either that the other carries, if they are copies, with the other's number."""
    if not in_window(one.day, two.day) or overlap(one.runs, two.runs) < _LEAST_OVERLAP:
        return []
    judgement = judge(one.text, two.text, titles=(one.of.title, two.of.title))
    if not judgement.is_copy:
        return []
    return [
        *(
            (passage, two.number)
            for passage in one.carried(first for first, _ in judgement.matched)
        ),
        *((passage, one.number) for passage in two.carried(last for _, last in judgement.matched)),
    ]


def _shown(of: Comparable) -> str:
    """The text with blanks for what stands in no passage: its offsets hold."""
    text, end = "", 0
    for span in of.passages.values():
        text += _LETTERS.sub(" ", of.text[end : span.start]) + span.of(of.text)
        end = span.end
    return text + _LETTERS.sub(" ", of.text[end:])
