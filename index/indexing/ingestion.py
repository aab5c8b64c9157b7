"""From the files of the archive to articles in the catalog."""

from __future__ import annotations

import os
import time
from contextlib import closing
from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from index.archive.sources.files import locate, read, read_fetched
from index.archive.sources.urls import SAMPLE, is_url, without_secrets
from index.catalog.articles import sightings
from index.catalog.articles.intake import Intake
from index.catalog.articles.locations import choices
from index.catalog.articles.sightings import Origin
from index.errors import ArchiveError
from index.indexing.crawler import Visits
from index.indexing.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from index.archive.readers import Reading
    from index.archive.sources.files import Location
    from index.archive.sources.folders import Source
    from index.archive.sources.urls import UrlSource
    from index.catalog.articles.intake import Outcome
    from index.catalog.engine import Catalog
    from index.models import Record
    from index.progress import Progress

_BATCH = 500
"""Articles a transaction: large enough for speed, small enough that others wait milliseconds."""
_BATCH_SECONDS = 0.5
"""Slow formats are stored sooner: between two batches a run hears that it is to stop."""
_TITLES = 5
"""Most titles in one sentence."""


class Files(Protocol):
    """Who reads the files of a run."""

    def expect(self, files: Sequence[tuple[Source, Mapping[str, Sequence[str]]]]) -> None:
        """Know that these are read next, in this order, with the fields named for each."""

    def read(self, source: Source, *, names: Mapping[str, Sequence[str]]) -> Reading:
        """The records of a file."""


class _Here:
    """Reads each file when it is asked for."""

    def expect(self, files: Sequence[tuple[Source, Mapping[str, Sequence[str]]]]) -> None:
        """Nothing is done before."""

    def read(self, source: Source, *, names: Mapping[str, Sequence[str]]) -> Reading:
        """See `index.archive.sources.files`."""
        return read(source, names=names)


@dataclass
class Ingestion:
    """One run over the archive: reads everything, stores what is new, drops what has gone.

    ``named`` says that the operator named the one location of this very run. URLs are fetched by
    ``visits``, and files read by ``files``. The sample goes as soon as anything else gives an
    article.
    """

    catalog: Catalog
    _: KW_ONLY
    progress: Progress
    named: bool = True
    visits: Visits | None = None
    files: Files = field(default_factory=_Here)
    report: Report = field(default_factory=Report, init=False)

    def __post_init__(self) -> None:
        self._visits = self.visits or Visits(self.catalog, progress=self.progress)
        self._run = uuid4().hex
        self._intake = Intake(self._run)
        self._bundled = False
        self._chosen: dict[str, dict[str, list[str]]] = {}

    def read(self, locations: Sequence[str]) -> Report:
        """Bring the catalog up to date with ``locations``; one that is missing stops no other."""
        self._chosen = self.catalog.query(choices)
        self._visits.total = sum(map(is_url, locations))
        for location in locations:
            self._bundled = location == SAMPLE
            before = self.report.taken
            try:
                self._read_location(location, locate(location))
                if self.report.taken > before and not self._bundled:
                    self.report.read_from.append(location)
            except ArchiveError as exc:
                self.report.failed.append(str(exc).replace(location, shown(location)))
        with self.catalog.write() as connection:
            changed_back = self._intake.finish(connection)
            self.report.counts["updated"] += changed_back
            self.report.counts["unchanged"] -= changed_back
            self.report.counts["removed"] += sightings.remove_orphans(connection)
            sample = 0
            if self.report.taken and any(name != SAMPLE for name in locations):
                sightings.forget_bundled(connection)
                sample = sightings.remove_orphans(connection)
                self.report.counts["removed"] += sample
        if sample:
            self.report.notes.append(
                f"the {sample} articles of the sample have made way for yours, and are removed."
            )
        if titles := self._intake.returned:
            self.report.notes.append(
                f"{len(titles)} withdrawn before came back, because this run named where they are: "
                f"{'; '.join(titles[:_TITLES])}"
            )
        return self.report

    def _read_location(self, name: str, location: Location) -> None:
        if location.url:
            self._read_url(location.url)
            return
        if not location.files and not location.problems and location.walk.bare:
            raise ArchiveError(
                f"{name}: is empty; nothing was changed for what it held before. If it is not a "
                "disk that is not mounted, put a file there (an empty one called .keep will do), "
                "or take its articles out with `pressmark remove`."
            )
        self.report.warnings.extend(map(str, location.walk.remarks))
        for problem in location.problems:
            self.report.reject(problem.where, problem.reason or "")
        self.catalog.change(sightings.remember_folders, location.walk.above)
        complete, present, above = [], set(), location.walk.above
        named = [self._names(source.origin, source.place, above) for source in location.files]
        self.files.expect(list(zip(location.files, named, strict=True)))
        for number, source in enumerate(location.files):
            origin = Origin(source.origin, _last(source.name), source.place, bundled=self._bundled)
            present.add(origin.id)
            if self._read_file(source, origin, named[number]):
                complete.append(origin.id)
            self.progress("reading", number + 1, len(location.files))
        with self.catalog.write() as connection:
            sightings.forget_unseen(connection, run=self._run, origins=complete)
            if not location.problems:
                sightings.settle(connection, location.walk, glob=location.glob, present=present)

    def _read_url(self, source: UrlSource) -> None:
        """Store what is new at a URL; what is gone from there stays."""
        fetched = self._visits.fetch(source, named=self.named)
        if fetched.blob is None:
            seen = without_secrets(source.url)
            self.report.notes.append(f"{seen}: nothing is new there since it was last read.")
            return
        origin = Origin(source.origin, source.name)
        with closing(fetched):
            names = self._chosen.get(source.origin, {})
            reading = read_fetched(fetched, origin=source.origin, names=names)
            if self._take(reading, origin, explicit=True):
                self._visits.keep(source, fetched)

    def _read_file(
        self, source: Source, origin: Origin, names: Mapping[str, Sequence[str]]
    ) -> bool:
        """Store the articles of a file; whether what is missing from it has gone."""
        reading = self.files.read(source, names=names)
        complete = self._take(reading, origin, explicit=source.explicit)
        return complete and not reading.partial

    def _names(
        self, origin: str, place: str | None, above: Mapping[str, str | None]
    ) -> Mapping[str, Sequence[str]]:
        """The fields that were named for a file, or for the nearest folder around it."""
        if not self._chosen:
            return {}
        at: str | None = origin
        while at is not None and at not in self._chosen:
            at = place if at == origin else above.get(at)
        return self._chosen.get(at or "", {})

    def _take(self, reading: Reading, origin: Origin, *, explicit: bool) -> bool:
        """Store the articles of a reading; whether all of it could be read."""
        self.catalog.change(sightings.remember_origin, origin)
        complete = True
        for batch in _batches(reading.records):
            complete &= self._store(batch, origin, alone=reading.alone, explicit=explicit)
        if self._intake.waits:
            explicit = self.named and explicit
            with self.catalog.write() as connection:
                outcomes = self._intake.close(
                    connection, origin, explicit=explicit, partial=reading.partial
                )
            self._count(outcomes)
        return complete

    def _store(self, batch: list[Record], origin: Origin, *, alone: bool, explicit: bool) -> bool:
        found = [record for record in batch if record.article is not None]
        articles = [record.article for record in found if record.article is not None]
        with self.catalog.write() as connection:
            outcomes = self._intake.take(
                connection,
                origin,
                articles,
                members=[record.member for record in found],
                where=[record.where for record in found],
                alone=alone,
                explicit=self.named and explicit,
            )
        self.report.counts["read"] += len(articles)
        for record in batch:
            self.report.take(record)
        self._count(outcomes)
        self.progress("reading", self.report.counts["read"], 0)
        return not any(record.is_rejected for record in batch)

    def _count(self, outcomes: list[Outcome]) -> None:
        """Take over what the catalog made of records."""
        self.report.counts.update(outcomes)
        for remark in self._intake.remarks:
            self.report.remark(remark)
        self._intake.remarks.clear()


def shown(location: str) -> str:
    """A location as it is said: a URL without secrets, a path as seen from here.

    The sentence is kept in the home, which holds no absolute path.
    """
    if is_url(location):
        return without_secrets(location)
    return os.path.relpath(location) if os.path.isabs(location) else location  # noqa: PTH117


def _last(name: str) -> str:
    return name.rpartition("/")[2]


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    """Records as they come, up to a number and to a time."""
    batch: list[Record] = []
    began = time.monotonic()
    for record in records:
        batch.append(record)
        if len(batch) == _BATCH or time.monotonic() - began >= _BATCH_SECONDS:
            yield batch
            batch, began = [], time.monotonic()
    if batch:
        yield batch
