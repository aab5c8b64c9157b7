"""From the files of the archive to articles in the catalog."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from index.archive.files import SAMPLE, locate, read
from index.catalog.articles import (
    Intake,
    Origin,
    forget_bundled,
    forget_origins,
    forget_unseen,
    remember_origin,
    remove_orphans,
)
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.archive.files import Location, Source
    from index.catalog.engine import Catalog
    from index.models import Record
    from index.progress import Progress

_BATCH = 500
"""Articles a transaction: large enough for speed, small enough that others wait milliseconds."""


@dataclass(slots=True)
class Report:
    """What became of the records of one run."""

    counts: Counter[str] = field(default_factory=Counter)
    rejected: list[dict[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The ``articles`` object of the ``index`` command."""
        names = ("read", "added", "updated", "unchanged", "duplicate", "removed", "rejected")
        return {name: self.counts[name] for name in names}

    def reject(self, where: str, reason: str) -> None:
        """Count a record that gave no article."""
        self.counts["read"] += 1
        self.counts["rejected"] += 1
        self.rejected.append({"where": where, "reason": reason})


class Ingestion:
    """One run over the archive: reads everything, stores what is new, drops what has gone."""

    def __init__(self, catalog: Catalog, *, progress: Progress, named: bool = True) -> None:
        """``named`` says that the operator named the locations of this very run."""
        self._catalog = catalog
        self._named = named
        self._progress = progress
        self._run = uuid4().hex
        self._intake = Intake(self._run)
        self._bundled = False
        self.report = Report()

    def read(self, locations: Sequence[str]) -> Report:
        """Bring the catalog up to date with ``locations``; one that is missing stops no other."""
        for location in locations:
            self._bundled = location == SAMPLE
            try:
                self._read_location(location, locate(location))
            except ArchiveError as exc:
                self.report.failed.append(str(exc).replace(location, _shown(location)))
        with self._catalog.write() as connection:
            changed_back = self._intake.finish(connection)
            self.report.counts["updated"] += changed_back
            self.report.counts["unchanged"] -= changed_back
            taken = self.report.counts["read"] - self.report.counts["rejected"]
            if taken and any(name != SAMPLE for name in locations):
                forget_bundled(connection)
            self.report.counts["removed"] += remove_orphans(connection)
        return self.report

    def _read_location(self, name: str, location: Location) -> None:
        if not location.files and not location.problems:
            raise ArchiveError(f"{name}: is empty; nothing was changed for what it held before.")
        for problem in location.problems:
            self.report.reject(problem.where, problem.reason or "")
        complete = []
        for number, source in enumerate(location.files):
            if self._read_file(source):
                complete.append(source.origin)
            self._progress("reading", number + 1, len(location.files))
        with self._catalog.write() as connection:
            forget_unseen(connection, run=self._run, origins=complete)
            if location.folder and not location.problems:
                present = {source.origin for source in location.files}
                forget_origins(connection, root=location.root, present=present)

    def _read_file(self, source: Source) -> bool:
        """Store the articles of a file; whether all of it could be read."""
        name = source.name.rpartition("/")[2]
        origin = Origin(source.origin, name, source.root, bundled=self._bundled)
        with self._catalog.write() as connection:
            remember_origin(connection, origin, explicit=source.explicit)
        reading = read(source)
        complete = True
        for batch in _batches(reading.records):
            complete &= self._store(batch, origin, source, alone=reading.alone)
        return complete and not reading.partial

    def _store(self, batch: list[Record], origin: Origin, source: Source, *, alone: bool) -> bool:
        articles = [record.article for record in batch if record.article is not None]
        with self._catalog.write() as connection:
            outcomes = self._intake.take(
                connection, origin, articles, alone=alone, explicit=self._named and source.explicit
            )
        self.report.counts.update(outcomes)
        self.report.counts["read"] += len(articles)
        for record in batch:
            self.report.warnings.extend(record.warnings)
            if record.article is None:
                self.report.reject(record.where, record.reason or "cannot be read")
        self._progress("reading", self.report.counts["read"], 0)
        return len(articles) == len(batch)


def _shown(location: str) -> str:
    """A path as seen from here: the sentence is kept in the home, which holds no absolute path."""
    return os.path.relpath(location) if os.path.isabs(location) else location  # noqa: PTH117


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    while batch := list(islice(records, _BATCH)):
        yield batch
