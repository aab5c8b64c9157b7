"""The vector index of one generation in Chroma, and those that lie in the home.

Chroma's folders are opened by the owner of the index alone.
"""

from __future__ import annotations

import shutil
import struct
import weakref
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import StoreError
from index.stores.damage import rebuilt
from index.stores.vector_indexes import at_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from numpy.typing import NDArray

    from index.home import Home
    from index.stores.vector_indexes import Attempt

    Faults = Callable[[str], AbstractContextManager[None]]

_COLLECTION = "passages"
CONFIGURATION: Any = {
    "hnsw": {"space": "cosine", "ef_construction": 400, "max_neighbors": 32, "ef_search": 400}
}
"""Recall@10 of .998 without duplicates in the index; Chroma's defaults lose records there."""
_SQLITE = b"SQLite format 3\0"  # https://www.sqlite.org/fileformat.html#magic_header_string
_HEADER = struct.Struct("<i6Qii3QdQ")
"""Version, offset, capacity, count, size of an element, offsets of label and vector, highest
level, entry point, most links above, most links below, links, multiplier, construction."""
_LINK_BYTES = 4
_BLOCK = 8192


class Collection:
    """Passage ids and their vectors in one collection of Chroma (`index.stores.vector_indexes`)."""

    def __init__(self, collection: Any, faults: Faults, *, attempt: Attempt, most: int) -> None:
        """``faults`` makes Chroma's errors ours; ``most``: records of one call."""
        self._collection = collection
        self._faults = faults
        self._attempt = attempt
        self._most = most

    def upsert(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Store ``(n, d)`` vectors under their passage ids; an existing id gets the new vector."""
        rows = np.ascontiguousarray(vectors)
        for start in range(0, len(ids), self._most):
            part = slice(start, start + self._most)
            write = partial(self._collection.upsert, ids=list(ids[part]), embeddings=rows[part])
            self._call("cannot be written", write)

    def delete(self, ids: Sequence[str]) -> None:
        """Forget these passages; unknown ids are ignored."""
        for part in self._portions(ids):
            self._call("cannot be written", partial(self._collection.delete, ids=part))

    def present(self, ids: Sequence[str]) -> set[str]:
        """Those of ``ids`` that can be read back."""
        found: set[str] = set()
        for part in self._portions(ids):
            read = partial(self._collection.get, ids=part, include=[])
            found.update(self._call("cannot be read", read)["ids"])
        return found

    def vectors(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors ``(d,)`` of those of ``ids`` that are there."""
        found: dict[str, NDArray[np.float32]] = {}
        for part in self._portions(ids):
            read = partial(self._collection.get, ids=part, include=["embeddings"])
            got = self._call("cannot be read", read)
            rows = np.asarray(got["embeddings"], dtype=np.float32)
            found.update(zip(got["ids"], rows, strict=True))
        return found

    def count(self) -> int:
        """Number of passages."""
        return int(self._call("cannot be read", self._collection.count))

    def ids(self) -> Iterator[list[str]]:
        """All passages, some at a time; while it is written to, some may be missed."""
        start, some = 0, ["" for _ in range(self._most)]
        while len(some) == self._most:
            read = partial(self._collection.get, limit=self._most, offset=start, include=[])
            some = list(self._call("cannot be read", read)["ids"])
            start += len(some)
            yield some

    def search(self, vector: NDArray[np.float32], *, k: int) -> list[tuple[str, float]]:
        """The ``k`` nearest passages and their cosine similarity, best first."""
        query = partial(
            self._collection.query,
            query_embeddings=vector.reshape(1, -1),
            n_results=k,
            include=["distances"],
        )
        found = self._call("cannot be searched", query)
        distances = (found["distances"] or [[]])[0]
        pairs = zip(found["ids"][0], distances, strict=True)
        return [(passage, 1.0 - float(distance)) for passage, distance in pairs]

    def _portions(self, ids: Sequence[str]) -> Iterator[list[str]]:
        for start in range(0, len(ids), self._most):
            yield list(ids[start : start + self._most])

    def _call(self, what: str, work: Callable[[], Any]) -> Any:
        def told() -> Any:
            """Chroma's failures as ours."""
            with self._faults(what):
                return work()

        return self._attempt(told)


class ChromaIndex(Collection):
    """A collection in a folder of its own."""

    def __init__(self, path: Path) -> None:
        """Open the index in ``path``, made where it is missing.

        Raises:
            StoreError: the directory is damaged or cannot be written.
        """
        import chromadb  # noqa: PLC0415 - half a second that only the owner spends
        from chromadb.config import Settings  # noqa: PLC0415
        from chromadb.errors import ChromaError  # noqa: PLC0415

        errors = (ChromaError, ValueError, RuntimeError, OSError)

        def faults(what: str) -> AbstractContextManager[None]:
            """Chroma's own errors are damage here."""
            return rebuilt("vector", what, errors)

        if not is_sound(path):
            raise StoreError(
                "the vector index cannot be opened (its graph is damaged); "
                "run `pressmark index --full` to build it again."
            )
        with faults("cannot be opened"):
            client: Any = chromadb.PersistentClient(
                path=str(path), settings=Settings(anonymized_telemetry=False)
            )
            collection = client.get_or_create_collection(
                _COLLECTION, configuration=CONFIGURATION, embedding_function=None
            )
            most = int(client.get_max_batch_size())
        super().__init__(collection, faults, attempt=at_once, most=most)
        # Chroma keeps what was opened for as long as the process lives; a rebuild every day would
        # add up. Whoever searches at this moment still holds this object.
        weakref.finalize(self, client.close).atexit = False


class EmbeddedChroma:
    """A folder a generation, in the home (`index.stores.vector_indexes`)."""

    shared = False

    def __init__(self, home: Home) -> None:
        self._home = home

    def open(self, generation: str, *, attempt: Attempt = at_once) -> ChromaIndex:  # noqa: ARG002 - a folder is not waited for
        """See `VectorIndexes`."""
        return ChromaIndex(self._home.chroma(generation))

    def existing(self, generation: str) -> ChromaIndex:
        """See `VectorIndexes`."""
        if not self._database(generation).is_file():
            raise missing("it is missing")
        return ChromaIndex(self._home.chroma(generation))

    def lacks(self, generation: str) -> str | None:
        """See `VectorIndexes`."""
        try:
            with self._database(generation).open("rb") as file:
                sound = file.read(len(_SQLITE)) == _SQLITE
        except OSError:
            sound = False
        return None if sound else "the vector index is missing or damaged"

    def server(self) -> None:
        """See `VectorIndexes`."""

    def remove(self, generation: str) -> None:
        """See `VectorIndexes`."""
        shutil.rmtree(self._home.chroma(generation), ignore_errors=True)

    def _database(self, generation: str) -> Path:
        return self._home.chroma(generation) / "chroma.sqlite3"


def missing(why: str) -> StoreError:
    """What is raised where a vector index is not there."""
    return StoreError(
        f"the vector index cannot be opened ({why}); run `pressmark doctor` to build it again."
    )


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
