"""Has files read by whoever is there, ahead of the leader, who takes up what they hold in order.

Which version of an article is the newest, and who is meant by one id, depends on what was read
before: one process takes articles in. To make records of bytes does not, and takes longest.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from index.archive.sources.files import read
from index.catalog.crew import parcels
from index.shared_runs.parsed_files import listed, readings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from index.archive.readers import Reading
    from index.archive.sources.folders import Source
    from index.shared_runs.parcel_work import ParcelWork

    Expected = tuple[Source, Mapping[str, Sequence[str]]]

_FEWEST_FILES = 8
"""Fewer are read as soon as they are told of."""
_MOST_FILES, _MOST_BYTES = 32, 1_000_000
"""Files of a parcel; a larger one is read by the leader, a batch at a time."""
_AHEAD = 16
_LOOK_SECONDS = 0.05


@dataclass(eq=False)
class _Group:
    """Files that are read together; ``number`` is their parcel's, once they have one."""

    files: list[dict[str, Any]] = field(default_factory=list)
    size: int = 0
    number: int | None = None
    settled: bool = False
    found: list[Reading] = field(default_factory=list)


class FilesAhead:
    """The files of a run, read in any order, and told in theirs."""

    def __init__(
        self, work: ParcelWork, job: int, *, owner: str, change: Callable[..., Any]
    ) -> None:
        """``change`` changes the catalog for as long as the run is led here."""
        self._work = work
        self._job = job
        self._owner = owner
        self._change = change
        self._pause = threading.Event()
        self._places: dict[str, tuple[_Group, int]] = {}
        self._waiting: Iterator[_Group] = iter(())
        self._cut: dict[int, _Group] = {}

    def expect(self, files: Sequence[Expected]) -> None:
        """Have these files read, which are asked for next and in this order."""
        self._places = {}
        if len(files) < _FEWEST_FILES:
            return
        groups, most = [_Group()], min(_MOST_FILES, max(1, len(files) // _AHEAD))
        for source, names in files:
            file = listed(source, names)
            if file is None or file["size"] > _MOST_BYTES or not source.path.is_file():
                continue
            if len(groups[-1].files) == most or groups[-1].size > _MOST_BYTES:
                groups.append(_Group())
            self._places[source.origin] = groups[-1], len(groups[-1].files)
            groups[-1].files.append(file)
            groups[-1].size += file["size"]
        self._waiting = iter([group for group in groups if group.files])

    def read(self, source: Source, *, names: Mapping[str, Sequence[str]]) -> Reading:
        """What a file holds; what nobody has read by now is read here."""
        group, place = self._places.get(source.origin, (None, 0))
        if group is None:
            return read(source, names=names)
        if not group.settled:
            self._settle(group)
        return group.found[place] if group.found else read(source, names=names)

    def _settle(self, group: _Group) -> None:
        """Get what is in a group, or find that it is to be read here."""
        while not group.settled:
            self._collect()
            self._cut_more()
            if group.settled:
                return
            if self._change(parcels.take, group.number, owner=self._owner):
                self._change(parcels.finish, group.number, owner=self._owner)
            elif not self._work.next(self._job):
                self._pause.wait(_LOOK_SECONDS)

    def _cut_more(self) -> None:
        groups = list(islice(self._waiting, _AHEAD - len(self._cut)))
        if groups:
            parts = [(len(group.files), group.files) for group in groups]
            numbers = self._change(parcels.cut, self._job, "reading", parts, needs="")
            for number, group in zip(numbers, groups, strict=True):
                group.number = number
                self._cut[number] = group

    def _collect(self) -> None:
        for done in self._change(parcels.collect, self._job):
            group = self._cut.pop(done.id)
            group.settled = True
            if done.made is not None:
                group.found = readings(done.made)
