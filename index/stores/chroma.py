"""The vector index of one generation in Chroma. Opened by the owner of the index alone."""

from __future__ import annotations

import struct
import weakref
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import StoreError
from index.stores.damage import rebuilt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_COLLECTION = "passages"
_CONFIGURATION: Any = {
    "hnsw": {"space": "cosine", "ef_construction": 400, "max_neighbors": 32, "ef_search": 400}
}
"""Recall@10 of .998 without duplicates in the index; Chroma's defaults lose records there."""
_HEADER = struct.Struct("<i6Qii3QdQ")
"""Version, offset, capacity, count, size of an element, offsets of label and vector, highest
level, entry point, most links above, most links below, links, multiplier, construction."""
_LINK_BYTES = 4
_BLOCK = 8192


class ChromaIndex:
    """Passage ids and their vectors; nothing that could not be built again from the catalog."""

    def __init__(self, path: Path) -> None:
        """Open the index in ``path``, made where it is missing.

        Raises:
            StoreError: the directory is damaged or cannot be written.
        """
        import chromadb  # noqa: PLC0415 - half a second that only the owner spends
        from chromadb.config import Settings  # noqa: PLC0415
        from chromadb.errors import ChromaError  # noqa: PLC0415

        self._errors: tuple[type[BaseException], ...] = (
            ChromaError,
            ValueError,
            RuntimeError,
            OSError,
        )
        self._path = path
        if not is_sound(path):
            raise StoreError(
                "the vector index cannot be opened (its graph is damaged); "
                "run `pressmark index --full` to build it again."
            )
        with rebuilt("vector", "cannot be opened", self._errors):
            client: Any = chromadb.PersistentClient(
                path=str(path), settings=Settings(anonymized_telemetry=False)
            )
            self._collection = client.get_or_create_collection(
                _COLLECTION, configuration=_CONFIGURATION, embedding_function=None
            )
        # Chroma keeps what was opened for as long as the process lives; a rebuild every day would
        # add up. Whoever searches at this moment still holds this object.
        weakref.finalize(self, client.close).atexit = False

    def upsert(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Store ``(n, d)`` vectors under their passage ids; an existing id gets the new vector."""
        with rebuilt("vector", "cannot be written", self._errors):
            self._collection.upsert(ids=list(ids), embeddings=np.ascontiguousarray(vectors))

    def delete(self, ids: Sequence[str]) -> None:
        """Forget these passages; unknown ids are ignored."""
        with rebuilt("vector", "cannot be written", self._errors):
            self._collection.delete(ids=list(ids))

    def present(self, ids: Sequence[str]) -> set[str]:
        """Those of ``ids`` that can be read back."""
        with rebuilt("vector", "cannot be read", self._errors):
            return set(self._collection.get(ids=list(ids), include=[])["ids"])

    def count(self) -> int:
        """Number of passages."""
        with rebuilt("vector", "cannot be read", self._errors):
            return int(self._collection.count())

    def search(self, vector: NDArray[np.float32], *, k: int) -> list[tuple[str, float]]:
        """The ``k`` nearest passages and their cosine similarity, best first."""
        with rebuilt("vector", "cannot be searched", self._errors):
            found = self._collection.query(
                query_embeddings=vector.reshape(1, -1), n_results=k, include=["distances"]
            )
        distances = (found["distances"] or [[]])[0]
        pairs = zip(found["ids"][0], distances, strict=True)
        return [(passage, 1.0 - float(distance)) for passage, distance in pairs]


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
