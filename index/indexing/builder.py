"""Brings a generation of the index up to date with the catalog, or builds a new one beside it.

What is to do is always the difference between the passages the catalog wants indexed and
those recorded as read back, so a run that was killed anywhere is simply run again.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import time
from dataclasses import KW_ONLY, dataclass
from functools import partial
from typing import TYPE_CHECKING

from index.catalog import generations as rows
from index.catalog.passages import lines, passages, splits
from index.errors import StoreAwayError, StoreError
from index.indexing.boilerplate_counts import count_lines
from index.indexing.build_process import GenerationAside
from index.indexing.cuts import cut, splitter_of
from index.indexing.deduplication import compare
from index.indexing.passage_vectors import PassageVectors
from index.indexing.patience import Patience
from index.indexing.patient_embedder import STEP_SECONDS, PatientEmbedder
from index.progress import AWAY, Stride, silent
from index.stores.chroma import EmbeddedChroma
from index.stores.columns import Standing
from index.stores.columns_file import forget_columns, keep_columns
from index.stores.damage import missing_parts
from index.stores.generation import Generation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.catalog.engine import Catalog
    from index.embedding.interface import Embedder
    from index.home import Home
    from index.progress import Progress
    from index.stores.generation import Writing
    from index.stores.vector_indexes import VectorIndexes

_log = logging.getLogger(__name__)

_SPLIT_BATCH = 100
_INDEX_BATCH = 256
"""Articles and passages between two looks at whether to stop; fewer where it is slow."""
_REMOVE_BATCH = 64
PATIENCE = 120.0
"""Seconds for which a server that is away is waited for, unless a setting says otherwise."""
_LONGEST_PAUSE = 5.0
"""Asking costs a server of our own nothing, and a restart takes seconds."""


@dataclass
class Builder:
    """Splits, embeds and indexes; used by the owner of the index alone.

    ``answering`` says that questions are asked in this process, which must not wait.
    ``patience``: see `index.indexing.patient_embedder`; ``server_patience`` is the
    same for a Chroma server. ``indexes``: where Chroma runs; in the home, if nothing is said.
    """

    home: Home
    catalog: Catalog
    embedder: Embedder
    _: KW_ONLY
    answering: bool = False
    patience: float = PATIENCE
    server_patience: float = PATIENCE
    progress: Progress = silent
    indexes: VectorIndexes = None  # type: ignore[assignment] # set below

    def __post_init__(self) -> None:
        self.indexes = self.indexes or EmbeddedChroma(self.home)
        waiting = partial(self.progress, AWAY, 0, 0)
        self._patient = Patience(self.server_patience, waiting=waiting, longest=_LONGEST_PAUSE)
        self._embedder = PatientEmbedder(
            self.catalog, self.embedder, patience=self.patience, progress=self.progress
        )
        self._vectors = PassageVectors(self.home, self.catalog, self._embedder)
        self._splitting = Stride(_SPLIT_BATCH // 4, _SPLIT_BATCH, STEP_SECONDS)
        self._writing = Stride(_INDEX_BATCH // 4, _INDEX_BATCH, 2 * STEP_SECONDS)

    def bring_up_to_date(self, *, full: bool) -> str:
        """Index what the catalog has; the generation that answers afterwards.

        A new one is built where none answers, where another embedder made it, where its indexes
        cannot be opened, or where ``full`` is asked for; until it is complete the old one answers.

        Raises:
            EmbedderError: the embedder is away for too long; what was done is kept.
            StoreAwayError: the server of the vector index is.
        """
        self._embedder.identify(anew=full)
        count_lines(self.catalog, progress=self.progress)
        self.split()
        compare(self.catalog, progress=self.progress)
        self._vectors.forget_lost()
        current = None if full else self._usable()
        kept = current is not None and self._is_synced(current)
        name = current.id if current and kept else self._rebuild()
        self._remove_retired()
        return name

    def _is_synced(self, generation: Writing) -> bool:
        """Bring a generation up to date and close it; False where it went to pieces over it."""
        try:
            self._written(generation)
        except StoreError as exc:
            if not (self._is_lost(generation.id) or self._is_damaged(generation.id)):
                raise
            _log.warning("%s It is built anew now.", exc)
            return False
        return True

    def _written(self, generation: Writing) -> None:
        try:
            self._sync(generation)
        finally:
            generation.close()

    def _is_lost(self, name: str) -> bool:
        return self.indexes.shared and self._patient(partial(self.indexes.lacks, name)) is not None

    def _is_damaged(self, name: str) -> bool:
        live = self.catalog.query(rows.live)
        found = missing_parts(self.home, self.catalog, self.indexes)
        return live is not None and live.id == name and bool(found)

    def split(self) -> None:
        """Cut every newest version that has no passages yet."""
        splitter = splitter_of(self.embedder)
        with self.catalog.read() as connection:
            total = passages.count_unsplit(connection, splitter=splitter)
            repeated = lines.boilerplate(connection)
        done = 0
        while done < total:
            begun, size = time.monotonic(), self._splitting.size
            versions = self.catalog.query(passages.unsplit, splitter=splitter, limit=size)
            found = cut(versions, repeated, self.embedder)
            self.catalog.change(splits.keep, found, splitter=splitter)
            done += len(versions)
            self._splitting.took(len(versions), time.monotonic() - begun)
            self.progress("splitting", done, total)
            if not versions:
                break

    def _usable(self) -> Writing | None:
        """The generation that answers, if it can be kept."""
        name = self._embedder.answering()
        return None if name is None else self._opened(name)

    def _opened(self, name: str) -> Writing | None:
        """The generation, if its indexes can be opened and hold all that was recorded."""
        with self.catalog.read() as connection:
            recorded = rows.count_indexed(connection, name)
            vectors = rows.count_vectors(
                connection, generation=name, embedder=self._embedder.identity
            )
        if vectors < recorded or (recorded and not self._is_there(name)):
            return None
        try:
            generation = self._open(name)
        except StoreError:
            return None
        if generation.count() < recorded:
            generation.close()
            return None
        return generation

    def _is_there(self, name: str) -> bool:
        """Whether both indexes are there, as far as that shows."""
        lacking = self._patient(partial(self.indexes.lacks, name))
        return lacking is None and self.home.lexical(name).is_dir()

    def _rebuild(self) -> str:
        self._vectors.forget_damaged()
        generation = self._begun()
        if not self._is_synced(generation):
            generation = self._begun()
            self._written(generation)
        self.progress("switching", 0, 1)
        self.catalog.change(rows.switch, generation.id)
        for folder in self.home.generations.iterdir():
            if folder.name != generation.id:
                shutil.rmtree(folder, ignore_errors=True)
        return generation.id

    def _remove_retired(self) -> None:
        """Let go of what answers no more; what a server does not let go of now, the next run will.

        A generation has its row for as long as there is anything of it, wherever a run ends.
        """
        for name in self.catalog.query(rows.retired):
            try:
                self._discard(name)
            except StoreAwayError as exc:
                _log.warning("%s An old generation is removed by the next run.", exc)

    def _discard(self, name: str) -> None:
        self.indexes.remove(name)
        self.catalog.change(rows.forget, name)

    def _begun(self) -> Writing:
        """What an interrupted rebuild left behind, or a new generation where that is damaged."""
        generation = self._opened(name := self._begin())
        if generation is not None:
            return generation
        self._patient(partial(self._discard, name))
        return self._open(self._begin())

    def _open(self, name: str) -> Writing:
        """Open a generation for writing; beside this process where it answers from another.

        Writing to a server holds nobody up, so that nothing is beside us then.

        Raises:
            StoreError: its indexes are damaged or cannot be written.
            StoreAwayError: the server does not answer, for longer than it is waited for.
        """
        if self.indexes.shared:
            vectors = self.indexes.open(name, attempt=self._patient)
            return Generation(self.home, name, vectors=vectors)
        live = self.catalog.query(rows.live)
        if self.answering and live is not None and live.id != name:
            return GenerationAside(self.home, name)
        return Generation(self.home, name)

    def _begin(self) -> str:
        return self.catalog.change(rows.begin, embedder=self._embedder.identity)

    def _sync(self, generation: Writing) -> None:
        missing, surplus = self.catalog.query(passages.difference, generation=generation.id)
        if missing or surplus:
            forget_columns(self.home, generation.id)
        done = 0
        while done < len(missing):
            batch = missing[done : done + self._writing.size]
            self._index(generation, batch, done, len(missing))
            done += len(batch)
            self.progress("indexing", done, len(missing))
        self._drop(generation, surplus)
        here = Standing(generation.id, generation.id, self._embedder.identity, time.time())
        with contextlib.suppress(MemoryError):  # then the first question collects them
            keep_columns(self.home, self.catalog, here)
        self.catalog.change(rows.touch, generation.id, here.stamp)

    def _drop(self, generation: Writing, surplus: Sequence[str]) -> None:
        for number, batch in enumerate(_batches(surplus)):
            self.progress("removing", number * _REMOVE_BATCH, len(surplus))
            generation.drop(batch)
            self.catalog.change(passages.unmark_indexed, batch, generation=generation.id)

    def _index(
        self, generation: Writing, ids: Sequence[str], before: int = 0, total: int = 0
    ) -> None:
        """Write a batch to both indexes, read it back, and only then record it.

        It follows ``before`` of ``total`` passages.

        Raises:
            StoreError: a passage cannot be found again.
        """
        batch = self.catalog.query(passages.entries, ids)
        vectors = self._vectors.of(batch, before, total)
        begun = time.monotonic()
        written = {entry.id for entry in batch}
        if lost := written - generation.write(batch, vectors):
            raise StoreError(
                f"{len(lost)} passages could not be read back after writing; "
                "check the disk and run `pressmark index --full`."
            )
        self.catalog.change(passages.mark_indexed, sorted(written), generation=generation.id)
        self._writing.took(len(batch), time.monotonic() - begun)


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _REMOVE_BATCH):
        yield ids[start : start + _REMOVE_BATCH]
