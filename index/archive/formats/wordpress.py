"""WordPress exports (WXR): the published posts of a site.

WXR 1.2 is RSS 2.0 with elements of its own; drafts, pages and whatever else is no article, posts
behind a password and comments are passed over, and items counted.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from index.archive.content.xml_files import BrokenRecordError, elements, first, local, text, within
from index.archive.record.fields import to_record
from index.archive.record.known_names import names_of
from index.archive.record.markup import from_html
from index.archive.record.shortcodes import without_shortcodes
from index.models import Record, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob

    Element = Any

_NO_DATE = "0000-00-00"


def read_wordpress(blob: Blob) -> Iterator[Record]:
    """One record for each published post, numbered among all items; one counts the others."""
    channel: dict[str, str] = {}
    number = passed = 0
    for element in elements(blob, "item", "title", "language"):
        if isinstance(element, BrokenRecordError):
            number += 1
            yield Record(f"{blob.name}[{number}]", reason=str(element))
            continue
        if local(element) != "item":
            channel.setdefault(local(element), text(element))
            continue
        number += 1
        if _is_published(element):
            yield _record(element, channel, where=f"{blob.name}[{number}]")
        else:
            passed += 1
    if passed:
        sentence = f"left out were drafts, pages, pictures and other parts of the site: {passed}."
        remark = Remark(blob.name, "posts that are no articles", sentence)
        yield Record(blob.name, remarks=(remark,))


def _is_published(item: Element) -> bool:
    kind, status = text(first(item, "post_type")), text(first(item, "status"))
    locked = text(first(item, "post_password"))
    return _is_article(kind) and status in {"", "publish"} and not locked


def _is_article(kind: str) -> bool:
    """Whether posts of that type are articles: newspapers give them names of their own."""
    others = names_of("posts that are no articles")
    return not any(fnmatchcase(kind.lower(), pattern) for pattern in others)


def _record(item: Element, channel: dict[str, str], *, where: str) -> Record:
    body = from_html(without_shortcodes(_content(item)))
    if not body:
        return Record(where, reason="no article text (the post is empty)")
    day = text(first(item, "post_date_gmt"))
    sections = [text(found) for found in within(item, "category") if _is_section(found)]
    fields = {
        "title": text(first(item, "title")),
        "body": body,
        "published": text(first(item, "pubDate")) if day.startswith(_NO_DATE) or not day else day,
        "source": channel.get("title"),
        "url": text(first(item, "link")),
        "author": text(first(item, "creator")),
        "id": text(first(item, "guid")),
        "language": channel.get("language"),
        "section": sections,
    }
    return to_record(fields, where=where)


def _content(item: Element) -> str:
    """The post, not its excerpt: both are called ``encoded``."""
    for found in within(item, "encoded"):
        if "excerpt" not in found.tag:
            return "".join(found.itertext())
    return ""


def _is_section(category: Element) -> bool:
    return bool(category.get("domain", "category") == "category")
