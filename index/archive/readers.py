"""From a blob to its records: what it is, what is inside it, and who reads it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Self

from index.archive.content.companions import is_notice, left_out, saved_folder
from index.archive.content.compressed import PACKED, unpacked
from index.archive.content.containers import (
    document_kind,
    tar_members,
    tar_names,
    zip_members,
    zip_names,
)
from index.archive.content.streams import Blob, Budget
from index.archive.detection import NoArticleError, UnreadableError, kind_of
from index.archive.exports.ebooks import read_epub
from index.archive.exports.mail import read_mail, read_mailbox
from index.archive.exports.open_documents import read_odt
from index.archive.exports.press_downloads import read_press_download
from index.archive.exports.rich_text import read_rtf
from index.archive.exports.telegram_exports import read_telegram
from index.archive.exports.telegram_pages import read_telegram_page
from index.archive.formats.csv_files import read_csv
from index.archive.formats.docx_files import read_docx
from index.archive.formats.feeds import read_feed
from index.archive.formats.html_pages import read_html
from index.archive.formats.json_files import read_json, read_json_feed
from index.archive.formats.newsml import read_newsml
from index.archive.formats.nitf import read_nitf
from index.archive.formats.pdf_files import read_pdf
from index.archive.formats.text_files import read_text
from index.archive.formats.warc_files import read_warc
from index.archive.formats.wordpress import read_wordpress
from index.archive.record.day_order import ordered
from index.archive.record.field_names import chosen
from index.digests import opaque_id
from index.errors import ArchiveError
from index.models import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from index.archive.content.containers import Member

_log = logging.getLogger(__name__)

MOST_DEEP = 3
"""Containers inside containers; compressed files inside compressed files."""


class Format(NamedTuple):
    """Who reads a kind of file; ``alone``: it is one article; ``partial``: it forgets articles."""

    read: Callable[[Blob], Iterator[Record]]
    alone: bool = False
    partial: bool = False


FORMATS = {
    "json": Format(read_json),
    "json feed": Format(read_json_feed, partial=True),
    "csv": Format(read_csv),
    "feed": Format(read_feed, partial=True),
    "nitf": Format(read_nitf, alone=True),
    "newsml": Format(read_newsml),
    "wordpress": Format(read_wordpress),
    "html": Format(read_html, alone=True),
    "warc": Format(read_warc),
    "pdf": Format(read_pdf, alone=True),
    "docx": Format(read_docx, alone=True),
    "odt": Format(read_odt, alone=True),
    "rtf": Format(read_rtf),
    "epub": Format(read_epub),
    "mail": Format(read_mail, alone=True),
    "mailbox": Format(read_mailbox),
    "press download": Format(read_press_download),
    "telegram": Format(read_telegram),
    "telegram page": Format(read_telegram_page),
    "text": Format(read_text, alone=True),
}


@dataclass(slots=True)
class Reading:
    """A file being read: its records, streamed, and what is known about it by then.

    ``alone``: by its format it is one article; known with the first record. ``partial``: what is
    missing from it says nothing (feeds); known behind the last record. ``kind`` is what was
    recognised, of a container in the file that was read last.
    """

    records: Iterator[Record] = field(default_factory=lambda: iter(()))
    alone: bool = False
    partial: bool = False
    kind: str | None = None


def read_blob(
    blob: Blob, *, origin: str, names: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> Reading:
    """The records of ``blob``; whatever cannot be read is a rejected record.

    ``origin`` tells the file from all others; with it the articles that are files inside a
    container get an id of their own. ``names`` are the fields that somebody named.
    """
    reading = Reading()
    reading.records = ordered(_Walk(reading, origin, names).records(blob))
    return reading


@dataclass(frozen=True, slots=True)
class _Walk:
    """One way down into containers: how deep it is, and the members' names on it."""

    reading: Reading
    origin: str
    fields: Mapping[str, Sequence[str]]
    names: tuple[str, ...] = ()
    layers: int = 0
    budget: Budget | None = None

    def records(self, blob: Blob) -> Iterator[Record]:
        """The records of a blob at this place."""
        with _Guard() as guard:
            yield from self.read(replace(blob, named=self.fields))
        if guard.reason:
            yield Record(blob.name, reason=guard.reason, left_out=guard.left_out)

    def read(self, blob: Blob) -> Iterator[Record]:
        """The same, errors raised."""
        kind = kind_of(blob)
        if kind in PACKED:
            if self.layers >= MOST_DEEP:
                raise ArchiveError(f"is compressed more than {MOST_DEEP} times over")
            inner, budget = unpacked(blob, kind, self.budget)
            yield from replace(self, layers=self.layers + 1, budget=budget).read(inner)
            return
        if kind == "zip":
            with blob.spooled() as file:
                zipped = replace(blob, file=file)
                yield from self._opened(zipped, document_kind(zipped) or "zip")
        else:
            yield from self._opened(blob, kind)

    def _opened(self, blob: Blob, kind: str) -> Iterator[Record]:
        if kind in {"zip", "tar"}:
            yield from self._members(blob, kind)
        else:
            self.reading.kind = kind
            yield from self._articles(blob, FORMATS[kind])

    def _members(self, blob: Blob, kind: str) -> Iterator[Record]:
        if len(self.names) >= MOST_DEEP:
            raise ArchiveError(f"lies more than {MOST_DEEP} archives deep; unpack it first")
        members, names = (zip_members, zip_names) if kind == "zip" else (tar_members, tar_names)
        neighbours = _Neighbours(blob.name, names(blob))
        for member, budget in members(blob, self.budget):
            if neighbours.admit(member):
                inner = replace(self, names=(*self.names, member.name), layers=0, budget=budget)
                yield from inner.member(member, f"{blob.name}/{member.name}")
        yield from neighbours.records()

    def member(self, member: Member, name: str) -> Iterator[Record]:
        """The records of a file inside a container."""
        if member.problem:
            yield Record(name, reason=member.problem)
            return
        with _Guard() as guard, member.open() as raw:
            yield from self.records(Blob.of(name, raw))
        if guard.reason:
            yield Record(name, reason=guard.reason)

    def _articles(self, blob: Blob, form: Format) -> Iterator[Record]:
        self.reading.partial |= form.partial
        if not self.names:
            self.reading.alone = form.alone
            for record in form.read(blob):
                yield chosen(record, self.fields, free=not form.alone)
            return
        for found in form.read(blob):
            record = chosen(found, self.fields, free=not form.alone)
            inside = replace(record, member=self.names)
            yield self._named(inside) if form.alone else inside

    def _named(self, record: Record) -> Record:
        """An article that is a member has the member's place as its id, where it has no other."""
        article = record.article
        if article is None or article.external_id or article.url:
            return record
        known = opaque_id("member", self.origin, *self.names)
        return replace(record, article=replace(article, external_id=known))


class _Neighbours:
    """Which files of a container are no articles because of what lies beside them.

    ``names`` are those of all its files where they can be known first; else a page comes before
    what was saved with it, as containers are packed by name.
    """

    def __init__(self, container: str, names: Iterable[str]) -> None:
        self._container = container
        self._names = {name.casefold(): name for name in names}
        self._left_out: dict[str, str | None] = {}

    def admit(self, member: Member) -> bool:
        """Whether a file is to be read; the others are remembered."""
        if member.is_hidden:
            return False
        self._names[member.name.casefold()] = member.name
        saved = saved_folder(member.name, self._names)
        if saved:
            self._left_out.setdefault(*saved)
        elif is_notice(member.name.rpartition("/")[2]):
            self._left_out[member.name] = None
        return not saved and member.name not in self._left_out

    def records(self) -> Iterator[Record]:
        """What is to be said of what was left out."""
        for name, page in self._left_out.items():
            where = f"{self._container}/{name}"
            yield Record(where, remarks=(left_out(where, page=page),))


_FAULTS = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a reader or a library raises at bytes that nobody thought of: no word of the operator's."""


class _Guard:
    """Keeps the reason why reading ended early; what no reader foresaw costs the file alone."""

    reason: str | None = None
    left_out: bool = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, exc: BaseException | None, trace: object) -> bool:
        if isinstance(exc, ArchiveError | UnreadableError):
            self.reason, self.left_out = str(exc), isinstance(exc, NoArticleError)
        elif isinstance(exc, OSError):
            self.reason = f"cannot be read to its end ({exc.strerror or exc})"
        elif isinstance(exc, _FAULTS):
            _log.error("a reader failed", exc_info=exc)
            self.reason = f"cannot be read to its end (its reader failed: {type(exc).__name__})"
        return self.reason is not None
