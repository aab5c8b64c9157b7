"""Finds the files of an archive and the reader of each, by what they contain."""

from __future__ import annotations

import glob
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.archive.json_files import contained, read_json, read_json_lines
from index.archive.text_files import read_text
from index.digests import opaque_id
from index.errors import ArchiveError
from index.models import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SAMPLE = "sample"
"""The location that stands for the articles that come with the program."""
_HEAD = 64 * 1024


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


@dataclass(frozen=True, slots=True)
class Reading:
    """A file being read: its records, streamed, and whether by its format it is one article."""

    records: Iterator[Record]
    alone: bool = False


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
    if source.path.exists() and not source.path.is_file():  # a pipe would never end
        return _rejected(source, "is not a file; this version reads files and folders")
    try:
        head = _head(source.path)
    except OSError as exc:
        return _rejected(source, f"cannot be read ({exc.strerror})")
    if b"\x00" in head:
        return _rejected(source, "is not a text file; this version reads text and JSON")
    if not head.strip():
        return _rejected(source, "is empty")
    reader = _reader(head)
    records = _guarded(reader(source.path, name=source.name), source)
    return Reading(records, alone=reader is read_text)


def _head(path: Path) -> bytes:
    """The beginning of a file; of a JSON object all of its first line."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and b"\n" not in head:
            head += file.readline()
    return head


def _rejected(source: Source, reason: str) -> Reading:
    return Reading(iter([Record(source.name, reason=reason)]))


def _guarded(records: Iterator[Record], source: Source) -> Iterator[Record]:
    """``records``, and a rejected one in place of an error of the disk."""
    try:
        yield from records
    except OSError as exc:
        yield Record(source.name, reason=f"cannot be read to its end ({exc.strerror})")


def _reader(head: bytes) -> Callable[..., Iterator[Record]]:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] == b"[":
        return read_json if start[1:].lstrip()[:1] in (b"{", b"]") else read_text
    if start[:1] != b"{":
        return read_text
    first, _, rest = start.partition(b"\n")
    return read_json_lines if rest.lstrip()[:1] == b"{" or _is_article(first) else read_json


def _is_article(line: bytes) -> bool:
    """Whether a line is a JSON object that is not a container of many."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return contained(value) is None


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
