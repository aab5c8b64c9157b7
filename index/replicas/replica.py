"""The replica of one home: read by searches, written by whoever follows."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import numpy as np

from index.catalog import generations
from index.embedding.embedder_identity import dimensions_of
from index.errors import NotCopiedError, StoreError
from index.home import Home
from index.progress import silent
from index.replicas.follower import Follower
from index.replicas.lag import Lag, lag_of
from index.replicas.ledger import Ledger
from index.replicas.published import shown, standing_of
from index.search.local_parts import Least
from index.stores.damage import damaged_rows, segment_files
from index.stores.vector_file import VectorFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from index.catalog.engine import Catalog
    from index.embedding.interface import Embedder
    from index.progress import Progress
    from index.replicas.ledger import Copy
    from index.stores.chroma_server import ChromaServer
    from index.stores.columns import Columns, Standing

_log = logging.getLogger(__name__)
_DRAWN = 16


class Replica:
    """What of the shared index is in a home (`index.search.local_parts.LocalParts`)."""

    hold_vectors = changes_often = True

    def __init__(self, home: Home, catalog: Catalog, server: ChromaServer) -> None:
        self.home = Home(home.root / "replica")
        self._of = home
        self._catalog = catalog
        self._server = server
        self._ledger = Ledger(self.home.root / "ledger.sqlite")

    @property
    def answers(self) -> bool:
        """Whether anything can be asked here."""
        return self.shown() is not None

    def shown(self) -> Standing | None:
        """What answers here, if anything does."""
        copy = self._ledger.answering()
        return standing_of(copy) if copy else None

    def answering(self) -> Standing:
        """See `LocalParts`.

        Raises:
            NotCopiedError: nothing of the index is here yet.
        """
        here = self.shown()
        if here is None:
            raise NotCopiedError(self._absent())
        return here

    def columns(self, here: Standing) -> Columns:
        """See `LocalParts`.

        Raises:
            StoreError: they cannot be read.
        """
        copies = self._ledger.copies()
        copy = next((each for each in copies if each.name == here.name), None)
        found = copy and shown(self.home, self._ledger, self._catalog, copy)
        if not found:
            self.spoil(here.name)
            raise StoreError("the replica of the index is damaged; it is copied anew.")
        return found

    def least(self, here: Standing, count: int) -> Least:
        """See `LocalParts`: words as of the copy, neighbours as of the server."""
        copy = self._ledger.answering()
        words = copy.least if copy and copy.name == here.name else 0
        there = self._catalog.query(generations.count_indexed, here.generation)
        return Least(min(words, count), min(there, count))

    def lag(self) -> Lag | None:
        """How far it is behind; None where nothing is indexed at all."""
        return lag_of(self._catalog, self._ledger)

    def status(self, limit: timedelta) -> dict[str, Any]:
        """What the ``status`` command adds; nothing where nothing is indexed."""
        lag = self.lag()
        return {"replica": lag.as_json(limit)} if lag else {}

    def overdue(self, limit: timedelta) -> Lag | None:
        """How far it is behind, where that is further than ``limit``."""
        lag = self.lag()
        return lag if lag is not None and lag.exceeds(limit) else None

    def missing_parts(self) -> dict[str, str]:
        """What of the copy that answers is visibly gone, a sentence each, by part."""
        copy = self._ledger.answering()
        return {} if copy is None else self._missing(copy)

    def check(self) -> None:
        """Have it copied anew where something of it is visibly gone."""
        copy = self._ledger.answering()
        if copy is None or copy.damaged or not (found := self._missing(copy)):
            return
        _log.warning("%s; the replica is copied anew.", "; ".join(found.values()))
        self.spoil(copy.name)

    def spoil(self, name: str) -> None:
        """A part of the copy ``name`` is damaged: have it copied anew."""
        self._ledger.spoil(name)

    def follower(
        self, embedder: Callable[[], Embedder], *, progress: Progress = silent
    ) -> Follower:
        """What writes it."""
        return Follower(
            self.home,
            self._ledger,
            self._catalog,
            self._server,
            name=self._of.identity(new=True),
            embedder=embedder,
            progress=progress,
        )

    def _missing(self, copy: Copy) -> dict[str, str]:
        found: dict[str, str] = {}
        try:
            if copy.least and not segment_files(self.home.lexical(copy.name)):
                found["lexical"] = "the lexical index is empty"
        except StoreError:
            found["lexical"] = "the lexical index is missing or damaged"
        rows = np.array(sorted(self._ledger.rows(copy.embedder).values()), dtype=np.int64)
        path = self.home.vectors(copy.embedder)
        matrix = VectorFile(path, dimensions=dimensions_of(copy.embedder)).open()
        if len(rows) and rows[-1] >= len(matrix):
            found["vectors"] = "the file of vectors is missing or too short"
        elif len(rows):
            drawn = np.random.default_rng().choice(rows, min(_DRAWN, len(rows)), replace=False)
            if len(damaged_rows(matrix, drawn)):
                found["vectors"] = "the file of vectors is damaged"
        return found

    def _absent(self) -> str:
        lag = self.lag()
        if lag is None:
            return "nothing is indexed yet; run `pressmark index PATH` with your articles."
        done = f" ({lag.done} of {lag.total} passages are here)" if lag.total else ""
        return (
            f"the index is not on this machine yet{done}; the bot copies it by itself, and "
            "`pressmark doctor` does at once."
        )
