"""Where the terms of a question stand in the candidates, all candidates at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.ranking.pool import Codes, Floats

    Places = NDArray[np.int64]

BLOCK = 12
"""Terms of half a window: some two sentences."""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Every place where one of the ``u`` terms stands in one of the ``n`` texts, in order.

    ``counts`` is ``(n, u)``, ``lengths`` ``(n,)`` in terms; ``text``, ``offset`` and ``term`` have
    one entry an occurrence.
    """

    counts: Floats
    lengths: Floats
    text: Places
    offset: Places
    term: Places

    def windows(self) -> NDArray[np.bool_]:
        """Which terms two blocks of 12 terms have between them: ``(n, blocks, u)``."""
        texts, terms = self.counts.shape
        blocks = int(self.lengths.max(initial=0)) // BLOCK + 2
        held = np.zeros((texts, blocks, terms), dtype=bool)
        held[self.text, self.offset // BLOCK, self.term] = True
        both: NDArray[np.bool_] = held[:, :-1] | held[:, 1:]
        return both

    def pairs(self, wanted: Places, *, within: int) -> NDArray[np.bool_]:
        """Which ``wanted`` pairs ``(p, 2)`` stand so near in which text, either way: ``(n, p)``."""
        texts, terms = self.counts.shape
        near = np.zeros((texts, terms * terms), dtype=bool)
        for step in range(1, within + 1):
            left, right = slice(None, -step), slice(step, None)
            gap = self.offset[right] - self.offset[left]
            met = (self.text[right] == self.text[left]) & (gap <= within)
            text, first, second = self.text[left][met], self.term[left][met], self.term[right][met]
            near[text, first * terms + second] = True
            near[text, second * terms + first] = True
        found: NDArray[np.bool_] = near[:, wanted[:, 0] * terms + wanted[:, 1]]
        return found


def occurrences(texts: Sequence[Codes], terms: Codes) -> Occurrences:
    """Where ``terms``, each different, stand in ``texts``."""
    lengths = np.array([len(each) for each in texts], dtype=np.int64)
    stream = np.concatenate([*texts, np.zeros(0, dtype=np.uint32)])
    order = np.argsort(terms)
    ranked = terms[order]
    slot = np.minimum(np.searchsorted(ranked, stream), max(0, len(terms) - 1))
    at = np.flatnonzero(ranked[slot] == stream) if len(terms) else np.zeros(0, dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    text = np.repeat(np.arange(len(texts)), lengths)[at]
    term = order[slot[at]]
    counts = np.bincount(text * len(terms) + term, minlength=len(texts) * len(terms))
    return Occurrences(
        counts=counts.reshape(len(texts), len(terms)).astype(float),
        lengths=lengths.astype(float),
        text=text,
        offset=at - starts[text],
        term=term,
    )
