"""A text as an embedder reads it: its own vector, and one for each word in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Read:
    """A text as the model read it: its unit vector, and of each of its words the one it has there.

    ``vector`` has shape ``(384,)``, ``by_word`` ``(len(words), 384)``, in half precision. Words
    behind the model's window are left out.
    """

    vector: NDArray[np.float32]
    words: tuple[str, ...]
    by_word: NDArray[np.float16]


def by_word(
    text: str, offsets: Sequence[tuple[int, int]], pieces: NDArray[np.float32]
) -> tuple[tuple[str, ...], NDArray[np.float16]]:
    """The words of ``text`` that the model read, and the unit vector of each: that of its pieces.

    ``offsets`` say in characters where a piece stands; ``pieces`` has a row for each, or more.
    """
    found = list(_WORD.finditer(text))
    starts = np.array([word.start() for word in found], np.int64)
    ends = np.array([word.end() for word in found], np.int64)
    at = np.array([start for start, _ in offsets], np.int64)
    owner = np.searchsorted(ends, at, side="right")
    inside = owner < len(found)
    inside[inside] = at[inside] >= starts[owner[inside]]
    summed = np.zeros((len(found), pieces.shape[1]), np.float32)
    np.add.at(summed, owner[inside], pieces[: len(offsets)][inside])
    lengths = np.linalg.norm(summed, axis=1, keepdims=True)
    read = np.flatnonzero(lengths)
    words = tuple(found[row].group() for row in read)
    return words, (summed[read] / lengths[read]).astype(np.float16)
