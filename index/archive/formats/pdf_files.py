"""PDF files that have a text layer: one article a file."""

from __future__ import annotations

import re
import time
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from index.archive.content.page_layout import (
    Piece,
    headline,
    is_head,
    page_lines,
    paragraphs,
    without_heads,
)
from index.archive.content.parsers import translated
from index.archive.record.fields import one_line, to_record
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.page_layout import Line
    from index.archive.content.streams import Blob
    from index.models import Record

_MOST_PAGES = 2000
_MOST_CHARACTERS = 16 * 1024 * 1024
_MOST_SECONDS = 60
_WINDOW = r"\.(docx?|odt|indd|qxd|pdf|rtf)$|^untitled|^microsoft word|^layout \d"


def read_pdf(blob: Blob) -> Iterator[Record]:
    """The article in a PDF: title from its metadata, else its first line."""
    with translated("PDF file"), blob.spooled() as file:
        fields = _fields(file)
    yield to_record(fields, where=blob.name)


def _fields(file: IO[bytes]) -> dict[str, Any]:
    from pypdf import PdfReader  # noqa: PLC0415 - only PDF needs it

    reader = PdfReader(file, strict=False)
    if reader.is_encrypted:
        raise ArchiveError("is encrypted; save it without a password")
    pages, heads = without_heads(list(_pages(reader)))
    lines = [line for page in pages for line in page]
    if not lines:
        raise ArchiveError("has no text layer; only pictures of pages")
    metadata = reader.metadata
    title = _title(str((metadata.title if metadata else None) or ""), heads)
    large, mastheads = headline(pages[0], heads)
    shown = one_line(" ".join(line.text for line in large))
    gone = mastheads
    if shown and title in {"", shown}:
        title, gone = shown, mastheads + large
    lines = [line for line in lines if line not in gone]
    author = (metadata.author if metadata else None) or ""
    return {"title": title, "body": paragraphs(lines), "author": str(author)}


def _pages(reader: Any) -> Iterator[list[Line]]:
    """The lines of each page, until one of the limits is reached."""
    deadline = time.monotonic() + _MOST_SECONDS
    size = 0
    for number, page in enumerate(islice(reader.pages, _MOST_PAGES)):
        pieces = _pieces(page)
        size += sum(len(piece.text) for piece in pieces)
        if size > _MOST_CHARACTERS or time.monotonic() > deadline:
            raise ArchiveError(
                f"takes more than {_MOST_SECONDS} seconds or {_MOST_CHARACTERS // 2**20} MB to read"
            )
        yield page_lines(pieces, number)


def _pieces(page: Any) -> list[Piece]:
    """What is drawn on a page, with its places in points from the lower left corner."""
    pieces: list[Piece] = []

    def visit(text: str, matrix: list[float], own: list[float], _: Any, size: float) -> None:
        """Take a piece in; the one matrix places the text, the other what the text is in."""
        x, y = own[4], own[5]
        scale = abs(own[3] * matrix[3]) or 1.0
        place = x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5]
        pieces.append(Piece(text, *place, size * scale))

    page.extract_text(visitor_text=visit)
    return pieces


def _title(title: str, heads: frozenset[str]) -> str:
    """The title of the metadata, unless it is a window's of a word processor or a running head."""
    named = one_line(title)
    if not named or is_head(named, heads):
        return ""
    return "" if re.search(_WINDOW, named, re.IGNORECASE) else named
