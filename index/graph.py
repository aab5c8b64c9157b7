"""Looks at the graph that Chroma keeps on disk, before Chroma follows it.

hnswlib trusts what it reads: a graph that was overwritten leads it out of its memory, and the
process dies (seen with chromadb 1.5.9). The layout is hnswlib's (``saveIndex`` and
``loadIndex`` in its ``hnswalg.h``), behind a version number of Chroma's own.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_HEADER = struct.Struct("<i6Qii3QdQ")
"""Version, offset, capacity, count, size of an element, offsets of label and vector, highest
level, entry point, most links above, most links below, links, multiplier, construction."""
_LINK_BYTES = 4
_BLOCK = 8192


def is_sound(folder: Path) -> bool:
    """Whether every link in the graphs below ``folder`` leads to an element of the same graph.

    Graphs of a layout that is not known here are left to Chroma's own judgement.
    """
    return all(_is_sound(path) for path in folder.glob("*/data_level0.bin"))


def _is_sound(path: Path) -> bool:
    try:
        header = (path.parent / "header.bin").read_bytes()
        size = path.stat().st_size
    except OSError:
        return True  # Chroma says so itself
    if len(header) != _HEADER.size:
        return True
    fields = _HEADER.unpack(header)
    count, element, links = fields[3], fields[4], fields[10]
    if not 0 < element < size + 1 or not 0 < links * _LINK_BYTES < element:
        return True
    if size % element or size // element < count:
        return False
    graph = np.memmap(path, dtype=np.uint8, mode="r", shape=(size // element, element))
    return all(
        _leads_inside(graph[start : start + _BLOCK], links, len(graph))
        for start in range(0, count, _BLOCK)
    )


def _leads_inside(rows: NDArray[np.uint8], most: int, count: int) -> bool:
    """Whether no row names more links than there is room for, or one behind the end."""
    head = np.ascontiguousarray(rows[:, : _LINK_BYTES * (most + 1)]).view("<u4")
    given = head[:, 0] & 0xFFFF  # the upper half holds hnswlib's mark of deletion
    if given.max(initial=0) > most:
        return False
    used = np.arange(most) < given[:, None]
    return bool(np.all(~used | (head[:, 1:] < count)))
