"""Signatures: which articles are worth comparing, without reading every text again.

MinHash (Broder 1997) over runs of four words that count. A key is the least hash under one
permutation, so two texts share a key with the probability that their runs overlap (Jaccard);
that is enough for texts that share a tenth, because runs of four are hardly shared by chance.
Keys of the beginning alone find a copy that was cut after its first paragraphs.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from index.text import lexicon

if TYPE_CHECKING:
    from numpy.typing import NDArray

_RUN = 4
"""Words of a run."""
_WHOLE_KEYS = 24
_HEAD_KEYS = 8
_HEAD = 80
"""Words that count at the beginning, about the first four paragraphs of an agency report."""
_WORD = re.compile(r"[^\W_]+")
_RANDOM = np.random.default_rng(20_260_101)
_MULTIPLIERS = _RANDOM.integers(1, 2**63, _WHOLE_KEYS, dtype=np.uint64) | np.uint64(1)
_RUN_WEIGHTS = _RANDOM.integers(1, 2**63, _RUN, dtype=np.uint64) | np.uint64(1)
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Signature:
    """Least hashes of a text, of its whole and of its beginning; empty for a text too short."""

    minima: NDArray[np.uint32]

    def __bytes__(self) -> bytes:
        return self.minima.astype("<u4").tobytes()

    @classmethod
    def from_bytes(cls, stored: bytes) -> Signature:
        """The signature that ``bytes()`` stored."""
        return cls(np.frombuffer(stored, dtype="<u4").astype(np.uint32))


def signature_of(found: NDArray[np.uint64]) -> Signature:
    """The signature of a text with these runs; the same on every machine."""
    if not len(found):
        return Signature(np.zeros(0, dtype=np.uint32))
    whole = _minima(found, _MULTIPLIERS)
    return Signature(np.concatenate([whole, _minima(found[:_HEAD], _MULTIPLIERS[:_HEAD_KEYS])]))


def runs(text: str) -> NDArray[np.uint64]:
    """Hashes of the runs of four words that count, in order; none of a text too short."""
    stop = lexicon.words("stop")
    hashes = [_hash(word) for word in _WORD.findall(text.casefold()) if word not in stop]
    if len(hashes) < _RUN:
        return np.zeros(0, dtype=np.uint64)
    words = np.array(hashes, dtype=np.uint64)
    found: NDArray[np.uint64] = sum(
        (
            words[place : len(words) - _RUN + 1 + place] * _RUN_WEIGHTS[place]
            for place in range(_RUN)
        ),
        start=np.zeros(len(words) - _RUN + 1, dtype=np.uint64),
    )
    found ^= found >> _HALF
    return found


def overlap(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> float:
    """The share of the shorter text's runs that the other has too: 1 for a part of it."""
    least = min(len(first), len(second))
    return float(np.isin(first, second).sum() / least) if least else 0.0


def _minima(runs: NDArray[np.uint64], multipliers: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """The least hash under each permutation (multiply-shift, Dietzfelbinger 1997)."""
    least: NDArray[np.uint64] = np.multiply.outer(multipliers, runs).min(axis=1) >> _HALF
    return least.astype(np.uint32)


def bands(of: Signature) -> list[int]:
    """Keys below 2^40 to be stored and looked up; candidates have at least one in common.

    A key of the beginning is one of the whole text for a copy that was cut there.
    """
    places = [*range(_WHOLE_KEYS), *range(_HEAD_KEYS)]
    return sorted(
        {place << 32 | least for place, least in zip(places, of.minima.tolist(), strict=False)}
    )


@lru_cache(maxsize=200_000)
def _hash(word: str) -> int:
    return zlib.crc32(word.encode())
