"""WARC and ARC files, as crawlers write them: the HTML pages in them.

WARC 1.1, https://iipc.github.io/warc-specifications/; only responses that brought a page are
read, everything else a crawl keeps (requests, images, redirects, revisits) is passed over.
"""

from __future__ import annotations

import io
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from index.archive.content.compressed import Pieces
from index.archive.content.parsers import translated
from index.archive.content.streams import Blob
from index.archive.formats.html_pages import MOST_PAGE, read_html
from index.errors import ArchiveError
from index.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGES = ("text/html", "application/xhtml+xml")
_FOUND = "200"


def read_warc(blob: Blob) -> Iterator[Record]:
    """One record for each page, numbered among all records of the file."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - only WARC needs it

    logging.getLogger("warcio").setLevel(logging.ERROR)  # it warns of every odd address
    with translated("WARC file"):
        records = ArchiveIterator(Pieces(blob.stream), arc2warc=True)
        records.INC_RECORD = ""  # what it would print about records whose length is wrong
        archive = iter(records)
    number = 0
    while True:
        number += 1
        with translated("WARC file"):
            record = next(archive, None)
        if record is None:
            return
        if _is_page(record):
            yield from _page(record, where=f"{blob.name}[{number}]")


def _is_page(record: Any) -> bool:
    with translated("WARC record"):
        kind = record.rec_type
        headers = record.http_headers
        if kind not in {"response", "resource"}:
            return False
        if headers is None:
            return str(record.rec_headers.get_header("Content-Type") or "").startswith(_PAGES)
        content = str(headers.get_header("Content-Type") or "").strip().lower()
        return headers.get_statuscode() == _FOUND and content.startswith(_PAGES)


def _page(record: Any, *, where: str) -> Iterator[Record]:
    try:
        with translated("WARC record"):
            content = record.content_stream().read(MOST_PAGE + 1)
            if len(content) <= MOST_PAGE:
                _check_end(record)
            url = record.rec_headers.get_header("WARC-Target-URI")
            headers = record.http_headers
            charset = charset_of(headers.get_header("Content-Type") if headers else None)
        page = Blob.of(where, io.BytesIO(content), url=(url or "").strip("<>"), charset=charset)
        for read in read_html(page):
            yield replace(read, figured=None)  # another page is another column
    except ArchiveError as exc:
        yield Record(where, reason=str(exc))


def _check_end(record: Any) -> None:
    """Refuse a record that has less content than its header says.

    Raises:
        ArchiveError: the file ends in the middle of it.
    """
    record.raw_stream.read()
    if record.raw_stream.limit > 0:
        raise ArchiveError("breaks off in the middle of the page")


def charset_of(content_type: str | None) -> str | None:
    """The ``charset`` that a content type names."""
    _, _, value = (content_type or "").lower().partition("charset=")
    return value.split(";")[0].strip(" \"'") or None
