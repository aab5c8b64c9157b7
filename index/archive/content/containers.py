"""Files that hold files: ZIP and tar, opened in place.

Nothing is unpacked to a path: a member's name is only shown, so that ``../../etc/passwd`` is a
name like any other. What comes out is counted against the size of the packed file.
"""

from __future__ import annotations

import stat
import tarfile
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import IO, TYPE_CHECKING, cast

from index.archive.content.compressed import Pieces, budgeted, translated_faults
from index.archive.content.streams import MOST_SPOOLED, Blob, Budget
from index.archive.record.fields import one_line
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DOCX = "word/document.xml"
_OFFICE = {
    "xl/workbook.xml": "is a spreadsheet; save it as CSV",
    "ppt/presentation.xml": "is a presentation; save it as PDF",
}
_DOCUMENTS = {_DOCX: "docx", "META-INF/container.xml": "epub", "content.xml": "odt"}
"""Kinds of documents by a file that each has; those of an office come first."""
_MANIFESTS = frozenset(("[Content_Types].xml", "mimetype"))
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1
"""Bit 0 of the flags, APPNOTE.TXT 4.4.4."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside another; ``problem`` says why it cannot be opened."""

    name: str
    open: Callable[[], IO[bytes]]
    problem: str | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether a walk through folders would leave it out."""
        parts = self.name.split("/")
        hidden = any(part.startswith(".") and part not in {".", ".."} for part in parts)
        return hidden or parts[0] == "__MACOSX"


def document_kind(blob: Blob) -> str | None:
    """Which document a ZIP file is; None where it only holds files.

    Raises:
        ArchiveError: it is a document of a kind that is not read, or no readable ZIP file.
    """
    with translated_faults("ZIP file"), zipfile.ZipFile(blob.spooled()) as archive:
        sizes = {info.filename: info.file_size for info in archive.infolist()}
    if not _MANIFESTS & sizes.keys():
        return None
    kind = next((_DOCUMENTS[name] for name in _DOCUMENTS if name in sizes), None)
    if kind and sum(sizes.values()) > MOST_SPOOLED:
        raise ArchiveError(f"unpacks to more than {MOST_SPOOLED // 2**20} MB")
    meaning = next((_OFFICE[name] for name in _OFFICE if name in sizes), None)
    if kind is None and meaning:
        raise ArchiveError(meaning)
    return kind


def zip_members(blob: Blob, budget: Budget | None) -> Iterator[tuple[Member, Budget]]:
    """The files of a ZIP file in its own order, with the budget they are drawn from."""
    file = blob.spooled()
    size = file.seek(0, 2)
    spent = budget or Budget(lambda: size)
    with translated_faults("ZIP file"):
        archive = zipfile.ZipFile(file)
    for info in _files(archive):
        opener = partial(_open_zipped, archive, info, spent)
        yield Member(_shown(info.filename), opener, _problem(info)), spent


def zip_names(blob: Blob) -> list[str]:
    """The names of the files of a ZIP file, from its directory."""
    with translated_faults("ZIP file"), zipfile.ZipFile(blob.spooled()) as archive:
        return [_shown(info.filename) for info in _files(archive)]


def _files(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    for info in archive.infolist():
        if not info.is_dir() and not stat.S_ISLNK(info.external_attr >> 16):
            yield info


def _problem(info: zipfile.ZipInfo) -> str | None:
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted; pack it without a password"
    if info.compress_type not in _METHODS:
        return f"is packed with method {info.compress_type} of ZIP; pack it with Deflate"
    return None


def _open_zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> IO[bytes]:
    with translated_faults("ZIP file"):
        member = archive.open(info)
    return budgeted(member, budget, "ZIP file")


def tar_members(blob: Blob, budget: Budget | None) -> Iterator[tuple[Member, Budget]]:
    """The regular files of a tar archive, in order; links and devices are passed over."""
    counter = Pieces(cast("IO[bytes]", blob.stream))
    spent = budget or Budget(lambda: counter.count)
    with translated_faults("tar archive"):
        archive = tarfile.open(fileobj=counter, mode="r|", errors="replace")  # noqa: SIM115
    while True:
        with translated_faults("tar archive"):
            info = archive.next()
        if info is None:
            return
        archive.members = []  # type: ignore[attr-defined] # it would keep every header
        if info.isreg():
            yield Member(_shown(info.name), partial(_open_tarred, archive, info, spent)), spent


def tar_names(blob: Blob) -> list[str]:
    """The names of the files of a tar archive that can be read twice; of others none.

    What is wrong with it is told when it is read.
    """
    if blob.file is None:
        return []
    place = blob.file.tell()
    blob.file.seek(0)
    names: list[str] = []
    with suppress(ArchiveError), translated_faults("tar archive"):
        archive = tarfile.open(fileobj=blob.file, mode="r:", errors="replace")  # noqa: SIM115
        while info := archive.next():
            archive.members = []  # type: ignore[attr-defined] # it would keep every header
            names += [_shown(info.name)] * info.isreg()
    blob.file.seek(place)
    return names


def _open_tarred(archive: tarfile.TarFile, info: tarfile.TarInfo, budget: Budget) -> IO[bytes]:
    with translated_faults("tar archive"):
        member = archive.extractfile(info)
    if member is None:
        raise ArchiveError("is not a regular file")
    return budgeted(member, budget, "tar archive")


def _shown(name: str) -> str:
    """A member's name for people, and for telling it from its neighbours; never a path."""
    return one_line(name.replace("\\", "/")).removeprefix("./").lstrip("/") or "?"
