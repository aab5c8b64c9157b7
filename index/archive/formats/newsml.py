"""NewsML-G2: news items, alone or many in a message.

NewsML-G2 2.x, https://iptc.org/std/NewsML-G2/: ``newsItem`` with metadata and a content set of
XML (NITF, XHTML) or plain text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.archive.content.xml_files import (
    LANGUAGE,
    BrokenRecordError,
    attribute,
    below,
    elements,
    first,
    local,
    text,
    within,
)
from index.archive.formats.nitf import nitf_fields
from index.archive.record.fields import to_record
from index.archive.record.markup import from_tree, plain
from index.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob

    Element = Any

_OTHERS = ("packageItem", "knowledgeItem", "conceptItem", "planningItem", "catalogItem")
"""Items that order or describe others and hold no text; those alone in a file are named."""
_WITHDRAWN = ("stat:canceled", "stat:cancelled", "stat:withheld")


def read_newsml(blob: Blob) -> Iterator[Record]:
    """One record for each news item; other items of a message are passed over."""
    number = 0
    for element in elements(blob, "newsItem", *_OTHERS):
        if isinstance(element, BrokenRecordError):
            number += 1
            yield Record(f"{blob.name}[{number}]", reason=str(element))
        elif local(element) == "newsItem":
            number += 1
            yield _record(element, where=f"{blob.name}[{number}]")
    if not number:
        yield Record(blob.name, reason="holds no newsItem")


def _record(item: Element, *, where: str) -> Record:
    kind = attribute(first(item, "itemMeta", "itemClass"), "qcode", "uri", "literal")
    name = kind.replace("/", ":").rpartition(":")[2]
    if name not in {"", "text", "composite"}:
        return Record(where, reason=f'is a news item of the class "{name}", expected text')
    status = attribute(first(item, "itemMeta", "pubStatus"), "qcode")
    if status in _WITHDRAWN:
        return Record(where, reason=f'was taken back by its agency (pubStatus "{status}")')
    own = _fields(item)
    inner = _content(item)
    return to_record({**inner, **{key: value for key, value in own.items() if value}}, where=where)


def _fields(item: Element) -> dict[str, Any]:
    """What the metadata says."""
    meta, content = first(item, "itemMeta"), first(item, "contentMeta")
    return {
        "title": text(first(content, "headline")) or text(first(meta, "title")),
        "published": text(first(meta, "versionCreated")) or text(first(content, "contentCreated")),
        "source": _outlet(item, meta, content),
        "author": text(first(content, "by")) or _party(first(content, "creator")),
        "id": item.get("guid", ""),
        "language": attribute(first(content, "language"), "tag") or item.get(LANGUAGE, ""),
        "section": text(first(content, "subject", "name")),
        "url": _web(first(meta, "link")),
    }


def _outlet(item: Element, meta: Element | None, content: Element | None) -> str:
    for party in (
        first(meta, "provider"),
        first(content, "infoSource"),
        first(item, "rightsInfo", "copyrightHolder"),
    ):
        name = _party(party)
        if name:
            return name
    return ""


def _content(item: Element) -> dict[str, Any]:
    """Text and whatever else the content set tells; XML is preferred to plain text."""
    for inline in within(item, "contentSet", "inlineXML"):
        nitf = below(inline, "nitf")
        if nitf is not None:
            return nitf_fields(nitf)
        body = below(inline, "body")
        return {
            "title": text(below(inline, "title")),
            "body": from_tree(inline if body is None else body),
        }
    for inline in within(item, "contentSet", "inlineData"):
        return {"body": plain("".join(inline.itertext()))}
    return {}


def _party(party: Element | None) -> str:
    """The name of a person or an organisation, else the code it goes by."""
    code = attribute(party, "literal", "qcode")
    return text(first(party, "name")) or code.rpartition(":")[2]


def _web(link: Element | None) -> str:
    href = attribute(link, "href")
    return href if href.startswith(("http://", "https://")) else ""
