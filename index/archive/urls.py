"""URLs of the archive: what stands for one in the catalog, how one is shown, what is read."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.archive.dates import is_future
from index.archive.readers import Reading, read_blob
from index.digests import opaque_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.fetching import Fetched
    from index.archive.streams import Blob
    from index.models import Record

_LOGIN = re.compile(r"//[^/]*@")
_SECRET = re.compile(
    r"(?:.*[._-])?(?:token|key|apikey|auth|authorization|signature|sig|secret|password|passwd|pwd"
    r"|session|sessionid|sid|jwt|credential|hmac)|x-(?:amz|goog)-.*",
    re.IGNORECASE,
)
"""Names of parameters that let somebody in, by what feeds and signed links call them."""


@dataclass(frozen=True, slots=True)
class UrlSource:
    """A URL of the archive; whoever names one names exactly it."""

    url: str

    @property
    def origin(self) -> str:
        """Digest of the URL: it may hold a secret."""
        return opaque_id("url", self.url.partition("#")[0])

    @property
    def name(self) -> str:
        """The host, for people."""
        return without_secrets(self.url).partition("://")[2].partition("/")[0]


def is_url(location: str) -> bool:
    """Whether an entry of the archive setting is a URL."""
    return "://" in location


def without_secrets(url: str) -> str:
    """``url`` as it is shown and logged: no name, no password, no query."""
    path, *query = re.split(r"[?#]", _LOGIN.sub("//", url), maxsplit=1)
    return f"{path}?…" if query else path


def as_link(url: str) -> str:
    """``url`` as the address of an article: without the parameters that let somebody in."""
    parts = urlsplit(url)
    pairs = parts.query.split("&")
    kept = [pair for pair in pairs if not _SECRET.fullmatch(pair.partition("=")[0])]
    return url if kept == pairs else parts._replace(query="&".join(kept)).geturl()


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
