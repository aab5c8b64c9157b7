"""RSS 0.9x, 1.0 and 2.0, and Atom: the articles of a feed, as a file or fetched.

A feed forgets: what is missing from it says nothing about what has been withdrawn.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from index.archive.content.charsets import decoded
from index.archive.content.parsers import translated
from index.archive.content.xml_faults import mended_xml
from index.archive.pages.page_notices import without_ending
from index.archive.record.fields import to_record
from index.archive.record.markup import from_html, plain
from index.dates.parser import read_date
from index.errors import ArchiveError
from index.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob

_MOST_FEED = 32 * 1024 * 1024
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DATES = ("published", "created", "issued", "updated")


def read_feed(blob: Blob) -> Iterator[Record]:
    """One record for each entry of a feed; a feed that breaks off is reported at its end."""
    text = decoded(blob.whole(most=_MOST_FEED), declared=blob.charset)
    if _ENTITY.search(text):
        raise ArchiveError("declares entities of its own, which are not read")
    with translated("feed"):
        feed = _parsed(_DECLARATION.sub("", text))
        base = _base(feed.feed, url=blob.url)
    for number, entry in enumerate(feed.entries, start=1):
        where = f"{blob.name}[{number}]"
        try:
            with translated("entry of a feed"):
                fields = _fields(entry, feed.feed, base=base)
        except ArchiveError as exc:
            yield Record(where, reason=str(exc))
        else:
            yield to_record(fields, where=where)
    if feed.bozo and not text.rstrip().endswith(">"):
        yield Record(blob.name, reason="breaks off before its end")


def _parsed(text: str) -> Any:
    """The feed as feedparser reads it: malformed XML too, no look-ups of any kind."""
    import feedparser  # noqa: PLC0415 - only feeds need it

    headers = {"content-type": "application/xml; charset=utf-8"}
    content = mended_xml(io.BytesIO(text.encode("utf-8", "replace")))
    return feedparser.parse(
        content, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )


def _base(feed: Any, *, url: str | None) -> str | None:
    """What relative links of entries go on from: the site's address, else the feed's own."""
    own = (link.get("href") for link in feed.get("links") or [] if link.get("rel") == "self")
    at = url or _resolved(next(own, None), None)
    return _resolved(feed.get("link"), at) or at


def _resolved(link: object, base: str | None) -> str | None:
    """``link`` as an address, whole by ``base``; none where it stays a part of one."""
    try:
        address = urljoin(base or "", str(link or "").strip())
        return address if urlsplit(address).scheme else None
    except ValueError:
        return None


def _fields(entry: Any, feed: Any, *, base: str | None) -> dict[str, Any]:
    body = without_ending(_body(entry))
    return {
        "title": plain(str(entry.get("title") or "")),
        "body": body,
        "published": _published(entry),
        "source": plain(str((entry.get("source") or {}).get("title") or feed.get("title") or "")),
        "url": entry.get("link") and _resolved(entry.get("link"), base),
        "author": entry.get("author"),
        "id": entry.get("id"),
        "language": _language(entry, feed),
        "section": [tag.get("term") for tag in entry.get("tags") or []],
    }


def _body(entry: Any) -> str:
    """The whole text where the feed has it, else the description."""
    contents = [content for content in entry.get("content") or [] if content.get("value")]
    texts = [_plain(content) for content in contents]
    longest = max(texts, key=len, default="")
    return longest or _plain(entry.get("summary_detail") or {"value": entry.get("summary")})


def _plain(content: Any) -> str:
    value = str(content.get("value") or "")
    return from_html(value) if "html" in (content.get("type") or "") else plain(value)


def _published(entry: Any) -> Any:
    """The first date that can be read, as it is written: feedparser drops CEST, and guesses."""
    first = None
    for name in _DATES:
        written = entry[name] if name in entry else None  # noqa: SIM401 - `get` warns of a name not there
        first = first or written
        try:
            read_date(written or "")
        except ArchiveError:
            continue
        return written
    return first


def _language(entry: Any, feed: Any) -> str:
    detail = entry.get("title_detail") or {}
    return str(entry.get("language") or feed.get("language") or detail.get("language") or "")
