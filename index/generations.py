"""Brings a generation of the index up to date with the catalog, or builds a new one beside it.

What is to do is always the difference between the passages the catalog wants indexed and
those recorded as read back, so a run that was killed anywhere is simply run again.
"""

from __future__ import annotations

import logging
import shutil
import time
from typing import TYPE_CHECKING

import numpy as np

from index.aside import GenerationAside
from index.catalog import copies, lines, passages
from index.catalog import generations as rows
from index.columns_file import forget_columns
from index.comparing import compare
from index.counting import count_lines, left_out
from index.damage import damaged_rows, missing_parts
from index.errors import StoreError
from index.passages import MOST_WORDS, split
from index.progress import Stride
from index.vectors import VectorFile
from index.writing import Generation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from index.catalog.engine import Catalog
    from index.catalog.passages import IndexEntry
    from index.embedding import BundledEmbedder
    from index.home import Home
    from index.progress import Progress
    from index.writing import Writing

_log = logging.getLogger(__name__)

_SPLIT_BATCH = 100
_EMBED_BATCH = 64
_INDEX_BATCH = 256
"""Articles, texts and passages between two looks at whether to stop; fewer where it is slow."""
_REMOVE_BATCH = 64
_STEP_SECONDS = 0.5
"""What a kill costs at most, and half of what a cancel waits for."""


class Builder:
    """Splits, embeds and indexes; used by the owner of the index alone."""

    def __init__(
        self,
        home: Home,
        catalog: Catalog,
        embedder: BundledEmbedder,
        *,
        answering: bool = False,
        progress: Progress,
    ) -> None:
        """``answering`` says that questions are asked in this process, which must not wait."""
        self._home = home
        self._catalog = catalog
        self._embedder = embedder
        self._answering = answering
        self._progress = progress
        self._file = VectorFile(home.vectors(embedder.fingerprint), dimensions=embedder.dimensions)
        self._splitting = Stride(_SPLIT_BATCH // 4, _SPLIT_BATCH, _STEP_SECONDS)
        self._embedding = Stride(_EMBED_BATCH // 4, _EMBED_BATCH, _STEP_SECONDS)
        self._writing = Stride(_INDEX_BATCH // 4, _INDEX_BATCH, 2 * _STEP_SECONDS)

    @property
    def splitter(self) -> str:
        """Fingerprint of everything that decides where passages begin and end."""
        return f"3-{MOST_WORDS}-{self._embedder.window}-{self._embedder.fingerprint}"

    def bring_up_to_date(self, *, full: bool) -> str:
        """Index what the catalog has; the generation that answers afterwards.

        A new one is built where none answers, where another embedder made it, where its indexes
        cannot be opened, or where ``full`` is asked for; until it is complete the old one answers.
        """
        count_lines(self._catalog, progress=self._progress)
        self.split()
        compare(self._catalog, progress=self._progress)
        with self._catalog.write() as connection:
            rows.forget_rows(connection, embedder=self._embedder.fingerprint, first=len(self._file))
        current = None if full else self._usable()
        if current is not None:
            try:
                self._sync(current)
            except StoreError as exc:
                if not missing_parts(
                    self._home, self._catalog, dimensions=self._embedder.dimensions
                ):
                    raise
                _log.warning("%s It is built anew now.", exc)
            else:
                return current.id
            finally:
                current.close()
        return self._rebuild()

    def split(self) -> None:
        """Cut every newest version that has no passages yet."""
        with self._catalog.read() as connection:
            total = passages.count_unsplit(connection, splitter=self.splitter)
            repeated = lines.boilerplate(connection)
        done = 0
        while done < total:
            begun, size = time.monotonic(), self._splitting.size
            with self._catalog.read() as connection:
                versions = passages.unsplit(connection, splitter=self.splitter, limit=size)
            spans = [
                split(
                    version.text,
                    counts=self._embedder.counts,
                    window=self._embedder.window,
                    left_out=left_out(version, repeated),
                )
                for version in versions
            ]
            with self._catalog.write() as connection:
                copies.forget(connection, [version.id for version in versions])
                for version, found in zip(versions, spans, strict=True):
                    passages.store_split(connection, version, found, splitter=self.splitter)
            done += len(versions)
            self._splitting.took(len(versions), time.monotonic() - begun)
            self._progress("splitting", done, total)
            if not versions:
                break

    def _usable(self) -> Writing | None:
        """The generation that answers, if it can be kept."""
        with self._catalog.read() as connection:
            row = rows.live(connection)
        if row is None or row.embedder != self._embedder.fingerprint:
            return None
        return self._opened(row.id)

    def _opened(self, name: str) -> Writing | None:
        """The generation, if its indexes can be opened and hold all that was recorded."""
        with self._catalog.read() as connection:
            recorded = rows.count_indexed(connection, name)
            vectors = rows.count_vectors(
                connection, generation=name, embedder=self._embedder.fingerprint
            )
        folders = self._home.chroma(name), self._home.lexical(name)
        if vectors < recorded or (recorded and not all(folder.is_dir() for folder in folders)):
            return None
        try:
            generation = self._open(name)
        except StoreError:
            return None
        if generation.count() < recorded:
            generation.close()
            return None
        return generation

    def _rebuild(self) -> str:
        self._forget_damaged_vectors()
        generation = self._begun()
        try:
            self._sync(generation)
        finally:
            generation.close()
        self._progress("switching", 0, 1)
        with self._catalog.write() as connection:
            rows.switch(connection, generation.id)
            rows.forget_others(connection, generation.id)
        for folder in self._home.generations.iterdir():
            if folder.name != generation.id:
                shutil.rmtree(folder, ignore_errors=True)
        return generation.id

    def _forget_damaged_vectors(self) -> None:
        """Leave out of the new generation what was written over; it is embedded again."""
        embedder = self._embedder.fingerprint
        with self._catalog.read() as connection:
            used = np.array(rows.rows_in_use(connection, embedder=embedder), dtype=np.int64)
        damaged = damaged_rows(self._file.open(), used)
        if len(damaged):
            _log.warning("%d vectors are damaged and are made again.", len(damaged))
            with self._catalog.write() as connection:
                rows.forget_damaged(connection, embedder=embedder, rows=damaged.tolist())

    def _begun(self) -> Writing:
        """What an interrupted rebuild left behind, or a new generation where that is damaged."""
        generation = self._opened(name := self._begin())
        if generation is not None:
            return generation
        with self._catalog.write() as connection:
            rows.forget(connection, name)
        return self._open(self._begin())

    def _open(self, name: str) -> Writing:
        """Open a generation for writing; beside this process where it answers from another.

        Raises:
            StoreError: its indexes are damaged or cannot be written.
        """
        with self._catalog.read() as connection:
            live = rows.live(connection)
        if self._answering and live is not None and live.id != name:
            return GenerationAside(self._home, name)
        return Generation(self._home, name)

    def _begin(self) -> str:
        with self._catalog.write() as connection:
            return rows.begin(connection, embedder=self._embedder.fingerprint)

    def _sync(self, generation: Writing) -> None:
        with self._catalog.read() as connection:
            missing, surplus = passages.difference(connection, generation=generation.id)
        if missing or surplus:
            forget_columns(self._home, generation.id)
        done = 0
        while done < len(missing):
            batch = missing[done : done + self._writing.size]
            self._index(generation, batch, done, len(missing))
            done += len(batch)
            self._progress("indexing", done, len(missing))
        self._drop(generation, surplus)
        with self._catalog.write() as connection:
            rows.touch(connection, generation.id)

    def _drop(self, generation: Writing, surplus: Sequence[str]) -> None:
        for number, batch in enumerate(_batches(surplus)):
            self._progress("removing", number * _REMOVE_BATCH, len(surplus))
            generation.drop(batch)
            with self._catalog.write() as connection:
                passages.unmark_indexed(connection, batch, generation=generation.id)

    def _index(
        self, generation: Writing, ids: Sequence[str], before: int = 0, total: int = 0
    ) -> None:
        """Write a batch to both indexes, read it back, and only then record it.

        It follows ``before`` of ``total`` passages.

        Raises:
            StoreError: a passage cannot be found again.
        """
        with self._catalog.read() as connection:
            batch = passages.entries(connection, ids)
        vectors = self._vectors(batch, before, total)
        begun = time.monotonic()
        written = {entry.id for entry in batch}
        if lost := written - generation.write(batch, vectors):
            raise StoreError(
                f"{len(lost)} passages could not be read back after writing; "
                "check the disk and run `pressmark index --full`."
            )
        with self._catalog.write() as connection:
            passages.mark_indexed(connection, sorted(written), generation=generation.id)
        self._writing.took(len(batch), time.monotonic() - begun)

    def _vectors(self, batch: Sequence[IndexEntry], before: int, total: int) -> NDArray[np.float32]:
        """Vectors of a batch, ``(len(batch), d)``: those made before, and new ones for the rest."""
        fingerprint = self._embedder.fingerprint
        digests = [entry.digest for entry in batch]
        with self._catalog.read() as connection:
            known = rows.known_rows(connection, embedder=fingerprint, digests=digests)
        new = {entry.digest: entry.text for entry in batch if entry.digest not in known}
        waiting = sorted(new, key=lambda each: len(new[each]))  # equal lengths: little is padded
        while waiting:
            taken, waiting = waiting[: self._embedding.size], waiting[self._embedding.size :]
            known |= self._embed({each: new[each] for each in taken})
            self._progress("indexing", before + len(batch) - max(1, len(waiting)), total)
        return np.asarray(self._file.open()[[known[each] for each in digests]])

    def _embed(self, texts: dict[str, str]) -> dict[str, int]:
        """Make and keep the vectors of ``texts``, given by digest; their rows in the file."""
        begun, fingerprint = time.monotonic(), self._embedder.fingerprint
        first = self._file.append(self._embedder.embed(list(texts.values())))
        with self._catalog.write() as connection:
            rows.remember_rows(connection, embedder=fingerprint, digests=list(texts), first=first)
        self._embedding.took(len(texts), time.monotonic() - begun)
        return {each: first + offset for offset, each in enumerate(texts)}


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _REMOVE_BATCH):
        yield ids[start : start + _REMOVE_BATCH]
