"""Finds the files of an archive and the reader of each, by what they contain."""

from __future__ import annotations

import glob
import os
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from index.archive.dates import is_future
from index.archive.readers import Reading, read_blob
from index.archive.streams import Blob
from index.digests import opaque_id
from index.errors import ArchiveError
from index.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.fetching import Fetched

SAMPLE = "sample"
"""The location that stands for the articles that come with the program."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the archive: where it is, its name for people, and the location it is under.

    ``explicit`` says that the location is this very file.
    """

    path: Path
    name: str
    root: str
    explicit: bool

    @property
    def origin(self) -> str:
        """Digest of the absolute path: tells files apart without keeping where they are."""
        return _place(self.path)


@dataclass(frozen=True, slots=True)
class Location:
    """What one entry of the archive setting came to: its files by name, and what was unreadable."""

    root: str
    files: tuple[Source, ...]
    folder: bool = True
    problems: tuple[Record, ...] = ()


def sample_path() -> Path:
    """The folder of the bundled sample: package data, or ``examples/`` in a checkout."""
    here = Path(__file__).resolve().parents[1]
    packaged = here / "sample"
    return packaged if packaged.is_dir() else here.parent / "examples" / "archive"


def locate(location: str) -> Location:
    """The files that ``location`` names: a file, a folder (walked, hidden files left out), a glob.

    Raises:
        ArchiveError: there is no such file or folder, or it cannot be listed.
    """
    if "://" in location:
        raise ArchiveError(f"{location}: URLs are not read by this version; download it first.")
    path = _path(location)
    if path.is_dir():
        return _folder(path)
    if path.exists():
        source = Source(path, _shown(path.name), _place(path), explicit=True)
        return Location(source.root, (source,), folder=False)
    found = map(Path, glob.glob(str(path), recursive=True))  # noqa: PTH207
    matches = sorted(match for match in found if match.exists())
    if not matches:
        raise ArchiveError(
            f"{location}: there is no such file or folder; "
            "name a file, a folder or a glob that exists."
        )
    root = opaque_id("glob", str(path.absolute()))
    files = tuple(
        Source(file, _shown(file.name), root, explicit=False) for file in matches if file.is_file()
    )
    return Location(root, files)


def _path(location: str) -> Path:
    if location == SAMPLE:
        return sample_path()
    try:
        return Path(location).expanduser()
    except RuntimeError:  # ~somebody whom this machine does not know
        return Path(location)


def read(source: Source) -> Reading:
    """The records of a file; what cannot be read at all is one rejected record."""
    reading = Reading()
    reading.records = _records(source, reading)
    return reading


def _records(source: Source, reading: Reading) -> Iterator[Record]:
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
        inner = read_blob(Blob.of(source.name, file), origin=source.origin)
        for record in inner.records:
            reading.alone = inner.alone
            yield clamped(record, latest=min(changed, datetime.now(UTC)))
        reading.alone, reading.partial = inner.alone, inner.partial


def clamped(record: Record, *, latest: datetime) -> Record:
    """``record`` with a date in the future set to the day ``latest``, and a warning.

    A file that does not change gives the same date every time it is read.
    """
    article = record.article
    if article is None or article.published is None:
        return record
    if not is_future(article.published, now=datetime.now(UTC)):
        return record
    day = latest.replace(hour=0, minute=0, second=0, microsecond=0)
    warning = (
        f"{record.where}: the article is dated {article.published.isoformat()}, in the future; "
        f"it was indexed with the day {day.date().isoformat()}, when its file was last changed."
    )
    dated = replace(article, published=day, precision="day")
    return replace(record, article=dated, warnings=(*record.warnings, warning))


def _folder(folder: Path) -> Location:
    """Every file below ``folder`` in order of name; hidden ones are left out."""
    problems: list[Record] = []

    def note(exc: OSError) -> None:
        where = os.path.relpath(exc.filename, folder.parent)
        problems.append(Record(_shown(where), reason=f"cannot be listed ({exc.strerror})"))

    files: list[Source] = []
    for parent, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        shown = (Path(parent) / name for name in sorted(names) if not name.startswith("."))
        files.extend(_source(file, base=folder) for file in shown)
    return Location(_place(folder), tuple(files), problems=tuple(problems))


def _source(file: Path, *, base: Path) -> Source:
    return Source(file, _shown(str(file.relative_to(base))), _place(base), explicit=False)


def _shown(name: str) -> str:
    """``name`` with a mark where its bytes are not UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")


def _place(path: Path) -> str:
    return opaque_id("path", os.path.realpath(path))  # resolve() refuses a link to itself


def read_url(
    url: str, *, etag: str | None = None, modified: str | None = None, allow_private: bool = False
) -> Reading:
    """The records behind ``url``; none where nothing has changed since ``etag``.

    Raises:
        ArchiveError: it cannot be fetched.
    """
    from index.archive.fetching import fetch  # noqa: PLC0415 - files need no HTTP client

    return read_fetched(fetch(url, etag=etag, modified=modified, allow_private=allow_private))


def read_fetched(fetched: Fetched) -> Reading:
    """The records of what was fetched. Never a complete reading: the network removes nothing."""
    reading = Reading(partial=True)
    if fetched.blob is not None:
        reading.records = _fetched_records(fetched, fetched.blob, reading)
    return reading


def _fetched_records(fetched: Fetched, blob: Blob, reading: Reading) -> Iterator[Record]:
    inner = read_blob(blob, origin=opaque_id("url", blob.name))
    with closing(fetched):
        for record in inner.records:
            reading.alone = inner.alone
            yield clamped(record, latest=datetime.now(UTC))
