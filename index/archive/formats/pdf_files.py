"""PDF files that have a text layer: one article a file."""

from __future__ import annotations

import logging
import re
import time
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from index.archive.content.parsers import translated
from index.archive.record.fields import to_record
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob
    from index.models import Record

_MOST_PAGES = 2000
_MOST_CHARACTERS = 16 * 1024 * 1024
_MOST_SECONDS = 60
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad]$")
_SENTENCE_END = (".", "!", "?", ":", '"', "”", "»")


def read_pdf(blob: Blob) -> Iterator[Record]:
    """The article in a PDF: title from its metadata, else its first line."""
    with translated("PDF file"), blob.spooled() as file:
        fields = _fields(file)
    yield to_record(fields, where=blob.name)


def _fields(file: IO[bytes]) -> dict[str, Any]:
    from pypdf import PdfReader  # noqa: PLC0415 - only PDF needs it

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every odd byte
    reader = PdfReader(file, strict=False)
    if reader.is_encrypted:
        raise ArchiveError("is encrypted; save it without a password")
    pages = [running(page) for page in _pages(reader)]
    text = "\n\n".join(page for page in pages if page)
    if not text:
        raise ArchiveError("has no text layer; only pictures of pages")
    metadata = reader.metadata
    title = (metadata.title if metadata else None) or ""
    author = (metadata.author if metadata else None) or ""
    return {"title": _title(str(title)), "body": text, "author": str(author)}


def _pages(reader: Any) -> Iterator[str]:
    """The text of each page, until one of the limits is reached."""
    deadline = time.monotonic() + _MOST_SECONDS
    size = 0
    for page in islice(reader.pages, _MOST_PAGES):
        text = page.extract_text()
        size += len(text)
        if size > _MOST_CHARACTERS or time.monotonic() > deadline:
            raise ArchiveError(
                f"takes more than {_MOST_SECONDS} seconds or {_MOST_CHARACTERS // 2**20} MB to read"
            )
        yield text


def running(page: str) -> str:
    """The text of a page as paragraphs: lines of the layout joined, divided words made whole.

    A line that is clearly shorter than the column and ends a sentence ends a paragraph.
    """
    lines = [line.strip() for line in page.splitlines()]
    width = max(map(len, lines), default=0)
    paragraphs = [""]
    for line in lines:
        current = paragraphs[-1]
        if not line:
            paragraphs.append("")
        elif _HYPHEN.search(current) and line[0].islower():
            paragraphs[-1] = _HYPHEN.sub("", current) + line
        else:
            paragraphs[-1] = f"{current} {line}" if current else line
        if line.endswith(_SENTENCE_END) and len(line) < 0.8 * width:
            paragraphs.append("")
    return "\n\n".join(filter(None, paragraphs))


def _title(title: str) -> str:
    """The title of the metadata, unless it is what a word processor calls its window."""
    named = title.strip()
    if named and not re.search(r"\.(docx?|odt|indd|qxd|pdf|rtf)$|^untitled", named, re.IGNORECASE):
        return named
    return ""
