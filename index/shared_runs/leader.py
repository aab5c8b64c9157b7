"""Leads a run that many processes share: cuts it into parcels, does some, and waits for the rest.

What is in order of what came before (reading, counting lines, comparing) is done by the leader
alone. A leader that dies leaves a run that is begun again; what was done is a difference of sets.
"""

from __future__ import annotations

import logging
import threading
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from index.catalog import changes, leases
from index.catalog import generations as rows
from index.catalog.crew import parcels
from index.catalog.passages import passages
from index.errors import StoreAwayError, StoreError
from index.indexing.boilerplate_counts import count_lines
from index.indexing.cuts import splitter_of
from index.indexing.deduplication import compare
from index.indexing.patience import Patience
from index.indexing.patient_embedder import PatientEmbedder
from index.progress import AWAY
from index.shared_runs.files_ahead import FilesAhead
from index.shared_runs.parcel_work import LONGEST_PAUSE, ParcelWork

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from index.progress import Progress
    from index.shared_runs.parcel_work import Equipment
    from index.stores.chroma import Collection

_log = logging.getLogger(__name__)
_AHEAD = 32
"""Parcels that are ready or in hand: enough for many, and few rows."""
_LOOK_SECONDS = 0.1
"""How often a leader that has nothing to do itself looks how far the others are."""
_MOST_VERSIONS, _MOST_PASSAGES, _FEWEST, _SHARES = 100, 256, 16, 24
"""Things of a parcel: many cost least, yet near the end nobody waits long for one who is slow."""
_REMOVE_BATCH = 64
_FOLLOWED_SECONDS = 300.0
"""A replica that was not heard of for so long keeps no generation alive."""


class Leader:
    """Leads one ``job``; ``progress`` tells of the whole run, and ends it where it raises."""

    def __init__(self, means: Equipment, job: int, progress: Progress) -> None:
        self._means = means
        self._catalog = means.catalog
        self._job = job
        self._progress = progress
        self._at = ("splitting", 0, 0)
        self._pause = threading.Event()
        self._work = ParcelWork(means, lambda *_: progress(*self._at))
        self._embedder = PatientEmbedder(
            means.catalog, means.embedder, patience=means.patience, progress=progress
        )
        waiting = partial(progress, AWAY, 0, 0)
        self._patient = Patience(means.server_patience, waiting=waiting, longest=LONGEST_PAUSE)

    def files(self) -> FilesAhead:
        """Who reads the files of the run."""
        self._mine(parcels.clear, self._job)
        self._at = ("reading", 0, 0)
        owner = self._means.owner
        return FilesAhead(self._work, self._job, owner=owner, change=self._mine)

    def bring_up_to_date(self, *, full: bool) -> str:
        """Index what the catalog has; the generation that answers afterwards.

        A new one is built where none answers, where another embedder made it, where Chroma lacks
        it, or where ``full`` is asked for; until it is complete the old one answers.

        Raises:
            EmbedderError: the embedder is away for too long; what was done is kept.
            StoreAwayError: the Chroma server is.
            BusyError: the run is led by another process by now.
        """
        self._mine(parcels.clear, self._job)
        self._embedder.identify(anew=full)
        count_lines(self._catalog, progress=self._progress)
        self._split()
        compare(self._catalog, progress=self._progress)
        self._remove_retired()
        current = None if full else self._usable()
        if current is None or not self._is_synced(*current):
            current = self._rebuilt()
        return current[0]

    def compared(self, generation: str) -> str | None:
        """What Chroma lacks or has too much of a generation; None: all is there, and no more.

        Raises:
            StoreAwayError: the server does not answer.
        """
        if wrong := self._means.server.lacks(generation):
            return wrong
        recorded = self._catalog.query(rows.count_indexed, generation)
        index = self._means.server.joined(generation, attempt=self._patient)
        strays = known = 0
        for some in index.ids():
            self._progress("checking", known, recorded)
            has = self._catalog.query(rows.indexed_of, some, generation=generation)
            known, strays = known + len(has), strays + len(some) - len(has)
        if known == recorded and not strays:
            return None
        return f"it has {known} of {recorded} passages, and {strays} that nobody asked for"

    def share(
        self, phase: str, parts: Iterator[tuple[int, Any]], *, total: int, needs: str
    ) -> None:
        """Have all parts done, each given with its size, by whoever is there."""
        done, waiting = 0, 0
        while True:
            collected = self._mine(parcels.collect, self._job)
            done += sum(each.size for each in collected)
            waiting -= len(collected)
            self._at = (phase, done, total)
            self._progress(*self._at)
            new = list(islice(parts, max(0, _AHEAD - waiting)))
            if new:
                self._mine(parcels.cut, self._job, phase, new, needs=needs)
                waiting += len(new)
            if not waiting:
                return
            if not self._work.next(self._job):
                self._pause.wait(_LOOK_SECONDS)

    def _split(self) -> None:
        splitter = splitter_of(self._means.embedder)
        waiting = self._catalog.query(passages.waiting, splitter=splitter)
        parts = _parts(waiting, _MOST_VERSIONS)
        sized = ((len(part), part) for part in parts)
        self.share("splitting", sized, total=len(waiting), needs=splitter)

    def _usable(self) -> tuple[str, Collection] | None:
        """The generation that answers, if it can be kept."""
        name = self._embedder.answering()
        return None if name is None else self._opened(name)

    def _opened(self, name: str) -> tuple[str, Collection] | None:
        """The generation, if Chroma has all that was recorded."""
        recorded = self._catalog.query(rows.count_indexed, name)
        if recorded and self._patient(partial(self._means.server.lacks, name)) is not None:
            return None
        try:
            index = self._means.server.open(name, attempt=self._patient)
            held = index.count()
        except StoreError:
            return None
        return None if held < recorded else (name, index)

    def _rebuilt(self) -> tuple[str, Collection]:
        made = self._begun()
        if not self._is_synced(*made):
            made = self._begun()
            self._sync(*made)
        self._progress("switching", 0, 1)
        self._mine(rows.switch, made[0])
        return made

    def _begun(self) -> tuple[str, Collection]:
        """What an interrupted rebuild left behind, or a new generation where that is damaged."""
        name = self._mine(rows.begin, embedder=self._embedder.identity)
        if (found := self._opened(name)) is not None:
            return found
        self._patient(partial(self._discard, name))
        name = self._mine(rows.begin, embedder=self._embedder.identity)
        return name, self._means.server.open(name, attempt=self._patient)

    def _is_synced(self, name: str, index: Collection) -> bool:
        """Bring a generation up to date; False where Chroma has lost it meanwhile."""
        try:
            self._sync(name, index)
        except StoreError as exc:
            lost = self._patient(partial(self._means.server.lacks, name)) is not None
            if not lost and index.count() >= self._catalog.query(rows.count_indexed, name):
                raise
            _log.warning("%s It is built anew now.", exc)
            self._mine(parcels.clear, self._job)
            return False
        return True

    def _sync(self, name: str, index: Collection) -> None:
        missing, surplus = self._catalog.query(passages.difference, generation=name)
        parts = (
            (len(part), {"generation": name, "passages": part})
            for part in _parts(missing, _MOST_PASSAGES)
        )
        self.share("indexing", parts, total=len(missing), needs=self._embedder.identity)
        for start in range(0, len(surplus), _REMOVE_BATCH):
            self._progress("removing", start, len(surplus))
            self._drop(name, index, surplus[start : start + _REMOVE_BATCH])
        self._drop_strays(name, index)
        self._mine(rows.touch, name)

    def _drop(self, name: str, index: Collection, passages_: Sequence[str]) -> None:
        """Record first that they are gone: what is left in Chroma then is taken out as a stray."""
        self._mine(passages.unmark_indexed, passages_, generation=name)
        index.delete(passages_)

    def _drop_strays(self, name: str, index: Collection) -> None:
        """Take out what was written by one who died before that was recorded.

        Raises:
            StoreError: something is missing.
        """
        recorded, held = self._catalog.query(rows.count_indexed, name), index.count()
        if held < recorded:
            raise StoreError(f"the Chroma server has lost {recorded - held} passages.")
        if held == recorded:
            return
        for some in list(index.ids()):
            known = self._catalog.query(rows.indexed_of, some, generation=name)
            self._progress("removing", 0, 0)  # who leads no more deletes nothing that others wrote
            index.delete([each for each in some if each not in known])

    def _remove_retired(self) -> None:
        """Let go of what answers no more, and nobody reads any more; else the next run will."""
        for name in self._catalog.query(rows.retired):
            followers = self._catalog.query(changes.followers, name)
            if any(each.silent < _FOLLOWED_SECONDS for each in followers):
                continue
            try:
                self._discard(name)
            except StoreAwayError as exc:
                _log.warning("%s An old generation is removed by the next run.", exc)

    def _discard(self, name: str) -> None:
        self._mine(leases.renew, self._job, owner=self._means.owner)
        self._means.server.remove(name)
        self._mine(rows.forget, name)

    def _mine(self, function: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Change the catalog as the leader of the run.

        Raises:
            BusyError: another process leads it by now.
        """
        return self._catalog.change(
            leases.as_owner, function, args, options, job=self._job, owner=self._means.owner
        )


def _parts(things: Sequence[str], most: int) -> Iterator[list[str]]:
    """Things in parts of a size that leaves some for everybody."""
    size = min(most, max(_FEWEST, -(-len(things) // _SHARES)))
    for start in range(0, len(things), size):
        yield list(things[start : start + size])
