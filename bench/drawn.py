"""Vectors drawn around real ones, so that a large index is tried without hours of embedding."""

from __future__ import annotations

import zlib
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from bench import machine_made
from index.embedding.bundled import BundledEmbedder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_REAL = 200
_NOISE = 0.35


class DrawnEmbedder(BundledEmbedder):
    """Vectors of passages lie between and around real ones; questions are embedded for real."""

    @cached_property
    def _real(self) -> NDArray[np.float32]:
        """Vectors of paragraphs of the sample archive."""
        return super().embed(list(islice(machine_made.paragraphs(), _REAL)))

    @property
    def fingerprint(self) -> str:
        """Tells these vectors from real ones."""
        return "drawn"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors ``(len(texts), 384)``; the same for the same text."""
        if len(texts) == 1:
            return super().embed(texts)
        return np.stack([self._drawn(text) for text in texts])

    def _drawn(self, text: str) -> NDArray[np.float32]:
        made = np.random.default_rng(zlib.crc32(text.encode()))
        one, two = self._real[made.integers(len(self._real), size=2)]
        share = made.uniform(0.3, 0.7)
        noise = made.standard_normal(len(one)).astype(np.float32) * _NOISE / len(one) ** 0.5
        vector = share * one + (1 - share) * two + noise
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
