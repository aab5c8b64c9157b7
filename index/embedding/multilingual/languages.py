"""Takes out of vectors in which language a text is written, so that only what it says is left.

The model puts texts of one language together: a Russian question is nearer to any Russian passage
than to many an English one that answers it. What is told in several languages differs in a few
directions alone, those of ``languages.npy``: the means of the questions of ``probes.json`` in each
language but English, less that in English (`tools/export_languages.py`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

FILE = Path(__file__).with_name("languages.npy")


def without_language(vectors: Floats) -> Floats:
    """Unit vectors ``(n, d)`` without what the languages differ in, of length one again."""
    told = _directions()
    left = vectors - (vectors @ told.T) @ told
    return np.asarray(left / np.linalg.norm(left, axis=1, keepdims=True), np.float32)


def directions(by_language: Sequence[Floats]) -> Floats:
    """What the same texts differ in: orthonormal rows, one fewer than there are languages.

    ``by_language`` has the vectors of these texts in each language, ``(n, d)``.
    """
    means = np.array([vectors.mean(axis=0) for vectors in by_language], np.float64)
    basis, _ = np.linalg.qr((means[1:] - means[0]).T)
    return np.asarray(basis.T, np.float32)


@cache
def _directions() -> Floats:
    return np.asarray(np.load(FILE), np.float32)
