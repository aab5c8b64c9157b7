"""Does the parcels of runs that are shared: one at a time, whoever leads the run."""

from __future__ import annotations

import contextlib
import logging
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from index.catalog.crew import outcomes, parcels
from index.catalog.passages import lines, passages
from index.errors import BusyError, PressmarkError, StoreError
from index.indexing.cuts import cut, splitter_of
from index.indexing.patience import Patience
from index.indexing.patient_embedder import PatientEmbedder
from index.progress import AWAY
from index.shared_runs.chroma_vectors import ChromaVectors
from index.shared_runs.parsed_files import parsed

if TYPE_CHECKING:
    from index.catalog.crew.parcels import Parcel
    from index.catalog.engine import Catalog
    from index.embedding.interface import Embedder
    from index.progress import Progress
    from index.stores.chroma import Collection
    from index.stores.chroma_server import ChromaServer

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 1.0
"""How often somebody in the middle of a parcel looks whether it is still wanted."""
LONGEST_PAUSE = 5.0
"""Asking a server of our own costs it nothing, and a restart takes seconds."""


@dataclass(frozen=True)
class Equipment:
    """What work on shared runs needs; ``owner`` is what runs know this process by.

    ``patience``: seconds for which an embedder that is away is waited for; ``server_patience`` is
    the same for the Chroma server.
    """

    catalog: Catalog
    embedder: Embedder
    server: ChromaServer
    owner: str
    patience: float
    server_patience: float


class ParcelWork:
    """One process's work on parcels. ``progress`` is called often, and ends it where it raises."""

    def __init__(self, means: Equipment, progress: Progress) -> None:
        self.last = (0, "")
        """The run of the parcel that was done last, and its phase."""
        self._means = means
        self._catalog = means.catalog
        self.progress = progress
        self._splitter = splitter_of(means.embedder)
        self._repeated: tuple[int, set[int]] = (-1, set())
        self._opened: dict[str, Collection] = {}
        self._embedders: dict[str, PatientEmbedder] = {}
        self._inspected = 0.0
        self._current: Parcel | None = None

    def next(self, job: int | None = None) -> bool:
        """Do the oldest parcel that nobody has, of this run or of any; whether there was one.

        Raises:
            PressmarkError: it cannot be done here; somebody else may have it now.
        """
        parcel = self._catalog.change(
            parcels.claim, owner=self._means.owner, able=self._is_able, job=job
        )
        if parcel is not None:
            self._do(parcel)
        return parcel is not None

    def _do(self, parcel: Parcel) -> None:
        self._current, self._inspected = parcel, time.monotonic()
        try:
            self._work(parcel)
            self.last = parcel.job, parcel.phase
        except BusyError as exc:
            _log.info("%s.", exc)  # or the run is over
        except BaseException:
            self._opened.clear()
            with contextlib.suppress(PressmarkError):
                self._catalog.change(parcels.put_back, parcel.id, owner=self._means.owner)
            raise

    def _work(self, parcel: Parcel) -> None:
        if parcel.phase == "reading":
            made = parsed(parcel.things)
            self._catalog.change(parcels.finish, parcel.id, owner=self._means.owner, made=made)
        elif parcel.phase == "splitting":
            self._split(parcel)
        else:
            self._index(parcel)

    def _is_able(self, phase: str, needs: str) -> bool:
        """Whether what is needed is what the settings of this process name."""
        if phase == "reading":
            return True
        if phase == "splitting":
            return needs == self._splitter
        return self._means.embedder.made(needs)

    def _split(self, parcel: Parcel) -> None:
        found = cut(
            self._catalog.query(passages.to_split, parcel.things),
            self._left_out(),
            self._means.embedder,
        )
        self._look("splitting", 0, 0)
        owner = self._means.owner
        self._catalog.change(
            outcomes.keep_split, parcel.id, found, owner=owner, splitter=self._splitter
        )

    def _left_out(self) -> set[int]:
        """The lines that no passage has; read again where there are more by now."""
        with self._catalog.read() as connection:
            count = lines.count_boilerplate(connection)
            if count != self._repeated[0]:
                self._repeated = count, lines.boilerplate(connection)
        return self._repeated[1]

    def _index(self, parcel: Parcel) -> None:
        """Embed passages, write them to Chroma, read them back, and only then record it.

        Raises:
            StoreError: one cannot be found again.
        """
        generation, wanted = parcel.things["generation"], parcel.things["passages"]
        batch = self._catalog.query(passages.entries, wanted)
        ids = [entry.id for entry in batch]
        vectors = self._vectors(parcel.needs).of(batch) if batch else np.empty((0, 0), np.float32)
        self._look("indexing", 0, 0)
        index = self._joined(generation)
        index.upsert(ids, vectors)
        if lost := set(ids) - index.present(ids):
            raise StoreError(
                f"{len(lost)} passages could not be read back after writing; "
                "check the Chroma server and run `pressmark index --full`."
            )
        owner = self._means.owner
        self._catalog.change(
            outcomes.keep_indexed, parcel.id, ids, owner=owner, generation=generation
        )

    def _vectors(self, identity: str) -> ChromaVectors:
        if identity not in self._embedders:
            self._embedders[identity] = PatientEmbedder(
                self._catalog,
                self._means.embedder,
                patience=self._means.patience,
                progress=self._look,
                identity=identity,
            )
        return ChromaVectors(self._catalog, self._embedders[identity], self._joined)

    def _joined(self, generation: str) -> Collection:
        """The index of a generation, asked for once; one that is not as it was is let go of."""
        if generation not in self._opened:
            waiting = partial(self._look, AWAY, 0, 0)
            patient = Patience(self._means.server_patience, waiting=waiting, longest=LONGEST_PAUSE)
            self._opened[generation] = self._means.server.joined(generation, attempt=patient)
        return self._opened[generation]

    def _look(self, phase: str, done: int, total: int) -> None:
        """Go on, if that is still wanted.

        Raises:
            BusyError: the parcel is another's by now, or the run is over.
        """
        self.progress(phase, done, total)
        now = time.monotonic()
        if self._current is not None and now - self._inspected > _LOOK_SECONDS:
            self._inspected = now
            self._catalog.change(parcels.hold, self._current.id, owner=self._means.owner)
