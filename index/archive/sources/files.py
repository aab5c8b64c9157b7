"""Finds the files of an archive, and gives the records of files and of what was fetched."""

from __future__ import annotations

import glob
import os
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from index.archive.content.streams import Blob
from index.archive.readers import Reading, read_blob
from index.archive.sources.folders import Source, Walk, expanded, in_home, is_backup, shown
from index.archive.sources.urls import SAMPLE, UrlSource, is_url
from index.dates.parser import is_future
from index.digests import opaque_id
from index.errors import ArchiveError
from index.models import Record, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from index.archive.sources.request import Fetched

_NONE: Mapping[str, Sequence[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Location:
    """What one entry of the archive setting came to: a URL, or files by name.

    ``walk`` says which folders were listed, ``glob`` is the digest of the glob that it is.
    """

    files: tuple[Source, ...] = ()
    walk: Walk = field(default_factory=Walk)
    glob: str | None = None
    url: UrlSource | None = None

    @property
    def problems(self) -> list[Record]:
        """The folders that could not be listed."""
        return self.walk.problems


def sample_path() -> Path:
    """The folder of the bundled sample: package data, or ``examples/`` in a checkout."""
    here = Path(__file__).resolve().parents[2]
    packaged = here / "sample"
    return packaged if packaged.is_dir() else here.parent / "examples" / "archive"


def locate(location: str) -> Location:
    """What ``location`` names: a URL, a file, a folder (walked), a glob.

    Hidden files, backups and what lies in a home directory are left out of folders and globs;
    a glob for backups (``*.bak``) finds them.

    Raises:
        ArchiveError: there is no such file or folder.
    """
    if is_url(location):
        return Location(url=UrlSource(location))
    path, walk = sample_path() if location == SAMPLE else expanded(location), Walk()
    if path.is_dir():
        walk.folder(path, named=path)
        return Location(tuple(walk.files), walk)
    if path.exists():
        passed_over = path.name.startswith(".") or is_backup(path.name)
        place = None if passed_over else walk.climb(path.parent)
        return Location((Source(path, shown(path.name), place, explicit=True),), walk)
    return _matching(location, path)


def lacking(location: str) -> str | None:
    """Why nothing can be read of a location, and what to do; ``None`` where something can.

    URLs are not fetched, nor files opened.
    """
    if not location or location == SAMPLE or is_url(location):
        return None
    path = expanded(location)
    try:
        return _fault(path)
    except PermissionError:
        return "the folder around it may not be read; let it be read"


def _fault(path: Path) -> str | None:
    if path.is_dir() and not os.access(path, os.R_OK | os.X_OK):
        return "that folder may not be read; let it be read"
    if path.is_dir() and not any(files for _, _, files in os.walk(path)):
        return "no file is in there; put your articles there"
    if path.is_file() and not os.access(path, os.R_OK):
        return "that file may not be read; let it be read"
    if path.exists() or any(glob.iglob(str(path), recursive=True)):  # noqa: PTH207 - as it is read
        return None
    return "nothing is there; put your articles there"


def _matching(location: str, pattern: Path) -> Location:
    """The files that a glob matches, and those below the folders that it matches."""
    found = map(Path, glob.glob(str(pattern), recursive=True))  # noqa: PTH207
    matches = sorted(match for match in found if match.exists())
    if not matches:
        raise ArchiveError(
            f"{location}: there is no such file or folder; "
            "name a file, a folder or a glob that exists."
        )
    walk, walked = Walk(), set[Path]()
    fixed = Path(*takewhile(lambda part: not glob.has_magic(part), pattern.parts))
    for match in matches:
        if not walked.isdisjoint(match.parents) or in_home(match / "file", below=fixed):
            continue
        if match.is_dir():
            walk.folder(match, named=fixed)
            walked.add(match)
        elif match.is_file() and (is_backup(pattern.name) or not is_backup(match.name)):
            walk.files.append(
                Source(match, shown(str(match.relative_to(fixed))), walk.climb(match.parent))
            )
    return Location(tuple(walk.files), walk, opaque_id("glob", str(pattern.absolute())))


def read(source: Source, *, names: Mapping[str, Sequence[str]] = _NONE) -> Reading:
    """The records of a file; what cannot be read at all is one rejected record.

    ``names`` are the fields that somebody named for its dates, titles, texts or outlets.
    """
    reading = Reading()
    reading.records = _records(source, reading, names)
    return reading


def _records(
    source: Source, reading: Reading, names: Mapping[str, Sequence[str]]
) -> Iterator[Record]:
    """Opened when the first record is drawn, closed behind the last."""
    if source.path.exists() and not source.path.is_file():  # a pipe would never end
        yield Record(source.name, reason="is not a file; only files and folders are read")
        return
    try:
        file = source.path.open("rb")
        changed = datetime.fromtimestamp(source.path.stat().st_mtime, UTC)
    except OSError as exc:
        yield Record(source.name, reason=f"cannot be read ({exc.strerror})")
        return
    with file:
        inner = read_blob(Blob.of(source.name, file), origin=source.origin, names=names)
        for record in inner.records:
            reading.alone, reading.kind = inner.alone, inner.kind
            yield clamped(record, latest=min(changed, datetime.now(UTC)))
        reading.alone, reading.partial = inner.alone, inner.partial


def read_fetched(
    fetched: Fetched, *, origin: str, names: Mapping[str, Sequence[str]] = _NONE
) -> Reading:
    """The records of what was fetched. Never a complete reading: the network removes nothing."""
    reading = Reading(partial=True)
    if fetched.blob is not None:
        found = _fetched_records(fetched, fetched.blob, reading, origin, names)
        reading.records = (clamped(each, latest=None) for each in found)
    return reading


def _fetched_records(
    fetched: Fetched,
    blob: Blob,
    reading: Reading,
    origin: str,
    names: Mapping[str, Sequence[str]],
) -> Iterator[Record]:
    """With the address that they came from."""
    inner = read_blob(blob, origin=origin, names=names)
    with closing(fetched):
        for record in inner.records:
            reading.alone = inner.alone
            yield _linked(record, blob.url) if inner.alone else record


def _linked(record: Record, url: str | None) -> Record:
    """A file that is one article has the address that it came from, where it names no other."""
    article = record.article
    if article is None or article.url:
        return record
    return replace(record, article=replace(article, url=url))


def clamped(record: Record, *, latest: datetime | None) -> Record:
    """``record`` with a date in the future set to the day ``latest``, else left out; and a warning.

    A file that does not change gives the same date every time it is read. What was fetched has no
    such day: it would be another one at every reading, and a new version each time.
    """
    article = record.article
    if article is None or article.published is None:
        return record
    if not is_future(article.published, now=datetime.now(UTC)):
        return record
    if latest is None:
        said, dated = "without a date", replace(article, published=None, precision=None)
    else:
        day = latest.replace(hour=0, minute=0, second=0, microsecond=0)
        said = f"with the day {day.date().isoformat()}, when its file was last changed"
        dated = replace(article, published=day, precision="day", dated_by="clamped")
    sentence = (
        f"the article is dated {article.published.isoformat()}, in the future; "
        f"it was indexed {said}."
    )
    remark = Remark(record.where, "a date in the future", sentence)
    return replace(record, article=dated, remarks=(*record.remarks, remark))
