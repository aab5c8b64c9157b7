"""Brings a replica up with the catalog: copied whole at first, then by the log of changes.

Every step is small and is noted once it is durable, so that a follower that was killed anywhere
goes on. A generation that is being made is copied ahead, so that it can answer soon after it does.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import shutil
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from index.catalog import changes, generations
from index.catalog.passages import passages
from index.embedding.embedder_identity import dimensions_of
from index.errors import StoreError
from index.progress import silent
from index.replicas.copy_writer import CopyWriter
from index.replicas.published import publish
from index.stores.damage import damaged_rows
from index.stores.vector_file import VectorFile
from index.stores.vector_indexes import at_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from index.catalog.engine import Catalog
    from index.embedding.interface import Embedder
    from index.home import Home
    from index.progress import Progress
    from index.replicas.ledger import Copy, Ledger
    from index.stores.chroma_server import ChromaServer

_log = logging.getLogger(__name__)
_FILLED, _CHANGED = 1024, 512
"""Passages of one step; what a kill costs at most."""
_BREATH = 10.0
"""Times as long as showing changes takes they are left before the next are shown."""
_LONGEST_UNSHOWN = 30.0
"""Seconds after which they are shown although more wait."""
_HEARTBEAT = 30.0
_LEFT = 5.0
"""Seconds for which others may still open a copy that answers no more."""


class Follower:
    """The one that writes the replica in ``home``."""

    def __init__(
        self,
        home: Home,
        ledger: Ledger,
        catalog: Catalog,
        server: ChromaServer,
        *,
        name: str,
        embedder: Callable[[], Embedder],
        progress: Progress = silent,
    ) -> None:
        """``name`` is what others know this home by; ``embedder`` is that of the settings."""
        self._home = home
        self._ledger = ledger
        self._catalog = catalog
        self._server = server
        self._name = name
        self._embedder = embedder
        self._progress = progress
        self._writer: CopyWriter | None = None
        self._todo: dict[str, list[str]] = {}
        self._said = self._switched = float("-inf")
        self._shown, self._pause = time.monotonic(), 0.0

    @contextlib.contextmanager
    def begun(self) -> Iterator[Follower]:
        """Be the one that follows in this home.

        Raises:
            BusyError: another process does.
            CatalogError: the catalog does not answer.
        """
        with self._home.owned():
            try:
                self._ledger.prepare()
            except StoreError as exc:
                _log.warning("%s", exc)
                self._begin_anew()
            self._ledger.follows(self._catalog.query(changes.identity))
            try:
                yield self
            finally:
                self._close()

    def _begin_anew(self) -> None:
        """Remove all but the lock, which is held."""
        for path in self._home.root.iterdir():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != "lock":
                path.unlink()
        self._ledger.prepare()

    def step(self) -> bool:
        """Do a little; whether there is more to do at once.

        Raises:
            StoreAwayError: the server that has the vectors does not answer.
            StoreError: the replica cannot be written.
            CatalogError: the catalog does not answer.
        """
        wanted = self._catalog.query(generations.to_follow)
        self._ledger.look()
        self._tell()
        if not wanted:
            return False
        live = wanted[0]
        for row in wanted:
            copy = self._copy(row)
            if self._advanced(copy):
                if row is live and copy.answers and self._unshown > _LONGEST_UNSHOWN:
                    self._published(self._copy(row), row)
                return True
        self._close()
        if self._unshown > self._pause and not self._is_shown(live):
            return True
        if time.monotonic() - self._switched > _LEFT:
            self._tidy({row.id for row in wanted})
        return False

    def follow(self, *, until: Callable[[], bool]) -> bool:
        """Take steps until there is nothing to do, or ``until`` says so; whether all is done.

        What is written is then seen at once.
        """
        while self.step():
            if until():
                return False
        live = self._catalog.query(generations.live)
        return live is None or self._is_shown(live)

    @property
    def _unshown(self) -> float:
        return time.monotonic() - self._shown

    def _copy(self, row: Any) -> Copy:
        """The copy of a generation that can be gone on with, begun where there is none."""
        copy = self._ledger.of(row.id)
        if copy is not None:
            whole = self._catalog.query(changes.is_whole, row.id, copy.position)
            if whole and self._home.generation(copy.name).is_dir():
                return copy
            self._ledger.spoil(copy.name)
            _log.info("this replica was away for too long, or is damaged; it is copied anew.")
        return self._begun(row)

    def _begun(self, row: Any) -> Copy:
        self._close()
        self._mend(row.embedder)
        position = self._catalog.change(changes.join, self._name, row.id)
        name = f"{row.id}-{secrets.token_hex(3)}"
        self._home.generation(name).mkdir(parents=True)
        return self._ledger.begin(name, row.id, embedder=row.embedder, position=position)

    def _mend(self, embedder: str) -> None:
        """Forget the rows that the file of vectors has not, or has no vectors in."""
        matrix = VectorFile(self._home.vectors(embedder), dimensions=dimensions_of(embedder)).open()
        rows = np.array(sorted(self._ledger.rows(embedder).values()), dtype=np.int64)
        self._ledger.forget_rows(embedder, damaged_rows(matrix, rows).tolist())

    def _advanced(self, copy: Copy) -> bool:
        """Write a little of a copy; whether there was anything to write."""
        if not copy.filled:
            return self._filled(copy)
        with self._catalog.read() as connection:
            batch = changes.since(connection, copy.generation, copy.position, _CHANGED)
            if not changes.is_whole(connection, copy.generation, copy.position):
                return True  # it was dropped a moment ago
        if not batch:
            return False
        last = {change.passage: change.added for change in batch}
        writer = self._writing(copy)
        self._write(copy, [passage for passage, added in last.items() if added])
        writer.drop([passage for passage, added in last.items() if not added])
        self._ledger.advance(copy.name, batch[-1].seq)
        self._progress("following", 0, 0)
        return True

    def _filled(self, copy: Copy) -> bool:
        """Write a little of what was there when the copy was begun."""
        if copy.name not in self._todo:
            everything = self._catalog.query(generations.every_indexed, copy.generation)
            self._todo[copy.name] = self._writing(copy).missing(everything)
            self._ledger.fill(copy.name, 0, len(everything))
            return True
        todo = self._todo[copy.name]
        batch, self._todo[copy.name] = todo[:_FILLED], todo[_FILLED:]
        self._write(copy, batch)
        total = copy.total
        self._ledger.fill(copy.name, total - len(self._todo[copy.name]), total)
        self._progress("copying", total - len(self._todo[copy.name]), total)
        if not self._todo[copy.name]:
            del self._todo[copy.name]
            self._ledger.end_filling(copy.name)
        return True

    def _write(self, copy: Copy, ids: Sequence[str]) -> None:
        """Write those that are still indexed; of the others the log tells later that they went."""
        batch = self._catalog.query(passages.indexed_entries, ids, generation=copy.generation)
        self._writing(copy).write(batch)

    def _writing(self, copy: Copy) -> CopyWriter:
        if self._writer is None or self._writer.name != copy.name:
            self._close()
            self._writer = CopyWriter(
                self._home,
                self._ledger,
                copy,
                index=lambda: self._server.joined(copy.generation, attempt=at_once),
                embedder=self._embedder,
            )
        return self._writer

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._writer = None

    def _is_shown(self, live: Any) -> bool:
        """Have questions see all that is written; False where it is not whole."""
        copy = self._copy(live)
        if not copy.filled:
            return False
        current = (copy.published, copy.updated) == (copy.position, live.updated_at)
        return (copy.answers and current) or self._published(copy, live)

    def _published(self, copy: Copy, live: Any) -> bool:
        """Have questions see what is written; False where the copy is not whole."""
        begun = time.monotonic()
        whole = publish(self._home, self._ledger, self._catalog, copy, updated=live.updated_at)
        if whole:
            self._catalog.change(changes.follow, self._name, copy.generation, copy.position)
        else:
            self._ledger.spoil(copy.name)
        self._shown = time.monotonic()
        if not copy.answers:
            self._switched = self._shown
        self._pause = _BREATH * (self._shown - begun)
        return whole

    def _tell(self) -> None:
        """Say again that we are there, also in the middle of what takes long."""
        if time.monotonic() - self._said >= _HEARTBEAT:
            for copy in (each for each in self._ledger.copies() if not each.damaged):
                seen = copy.published if copy.answers else copy.position
                self._catalog.change(changes.follow, self._name, copy.generation, seen)
            self._said = time.monotonic()

    def _tidy(self, wanted: set[str]) -> None:
        """Let go of what nobody wants."""
        for copy in self._ledger.copies():
            if not copy.answers and (copy.damaged or copy.generation not in wanted):
                self._ledger.drop(copy.name)
                if self._ledger.of(copy.generation) is not None:
                    continue  # made in the place of this one
                self._catalog.change(changes.leave, self._name, generation=copy.generation)
        left = self._ledger.copies()
        names, embedders = {copy.name for copy in left}, {copy.embedder for copy in left}
        for folder in self._home.generations.iterdir() if left else ():
            if folder.name not in names:
                shutil.rmtree(folder, ignore_errors=True)
        for embedder in set(self._ledger.embedders()) - embedders:
            self._ledger.forget_rows(embedder)
            self._home.vectors(embedder).unlink(missing_ok=True)
