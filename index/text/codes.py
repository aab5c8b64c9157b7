"""Stems as numbers, so that passages are compared with a question in arrays."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_TYPE = np.dtype("<u4")


def codes(stems: Sequence[str]) -> NDArray[np.uint32]:
    """The CRC-32 of every stem, in order; of 100,000 stems one pair or so is the same."""
    return np.array([zlib.crc32(each.encode()) for each in stems], dtype=_TYPE)


def packed(stems: Sequence[str]) -> bytes:
    """The codes of ``stems`` as they are stored: little-endian, four bytes each."""
    return codes(stems).tobytes()


def unpacked(content: bytes) -> NDArray[np.uint32]:
    """What ``packed`` stored."""
    return np.frombuffer(content, dtype=_TYPE)
