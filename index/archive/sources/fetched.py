"""What was fetched, as records: with its address, and never dated in the future."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index.archive.readers import Reading, read_blob
from index.dates.parser import is_future

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob
    from index.archive.sources.request import Fetched
    from index.models import Record


def read_fetched(fetched: Fetched, *, origin: str) -> Reading:
    """The records of what was fetched. Never a complete reading: the network removes nothing."""
    reading = Reading(partial=True)
    if fetched.blob is not None:
        reading.records = _records(fetched, fetched.blob, reading, origin)
    return reading


def _records(fetched: Fetched, blob: Blob, reading: Reading, origin: str) -> Iterator[Record]:
    inner = read_blob(blob, origin=origin)
    with closing(fetched):
        for record in inner.records:
            reading.alone = inner.alone
            linked = _linked(record, blob.url) if inner.alone else record
            yield _undated(linked)


def _linked(record: Record, url: str | None) -> Record:
    """A file that is one article has the address that it came from, where it names no other."""
    article = record.article
    if article is None or article.url:
        return record
    return replace(record, article=replace(article, url=url))


def _undated(record: Record) -> Record:
    """``record`` without a date in the future.

    Another date would be another one at every reading, and a new version each time.
    """
    article = record.article
    if article is None or article.published is None:
        return record
    if not is_future(article.published, now=datetime.now(UTC)):
        return record
    warning = (
        f"{record.where}: the article is dated {article.published.isoformat()}, in the future; "
        "it was indexed without a date."
    )
    undated = replace(article, published=None, precision=None)
    return replace(record, article=undated, warnings=(*record.warnings, warning))
