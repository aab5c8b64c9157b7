"""NITF: one article in the XML of news agencies.

NITF 3.6, https://iptc.org/std/NITF/3.6/; with and without its namespace.
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
    text,
)
from index.archive.record.fields import to_record
from index.archive.record.markup import from_tree
from index.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob

    Element = Any


def read_nitf(blob: Blob) -> Iterator[Record]:
    """The article of an NITF file."""
    for element in elements(blob, "nitf"):
        if isinstance(element, BrokenRecordError):
            yield Record(blob.name, reason=str(element))
        else:
            yield to_record(nitf_fields(element), where=blob.name)


def nitf_fields(nitf: Element) -> dict[str, Any]:
    """The fields of an ``nitf`` element, under names that every reader knows."""
    head, docdata = first(nitf, "head"), below(nitf, "docdata")
    content = below(nitf, "body.content")
    return {
        "title": text(_headline(nitf)) or text(below(nitf, "title") if head is not None else None),
        "body": "" if content is None else from_tree(content),
        "published": _date(nitf),
        "source": _outlet(nitf),
        "author": _byline(below(nitf, "byline")),
        "id": attribute(below(docdata, "doc-id"), "id-string"),
        "language": nitf.get(LANGUAGE) or attribute(content, LANGUAGE, "lang"),
        "section": attribute(below(nitf, "pubdata"), "position.section")
        or attribute(below(nitf, "tobject.subject"), "tobject.subject.type"),
    }


def _headline(nitf: Element) -> Element | None:
    hedline = below(nitf, "hedline")
    main = below(hedline, "hl1")
    return hedline if main is None else main


def _date(nitf: Element) -> str:
    """Issue, release, publication, then the date of the story."""
    for name, field in (
        ("date.issue", "norm"),
        ("date.release", "norm"),
        ("pubdata", "date.publication"),
        ("story.date", "norm"),
    ):
        found = attribute(below(nitf, name), field)
        if found:
            return found
    return ""


def _outlet(nitf: Element) -> str:
    return (
        attribute(below(nitf, "pubdata"), "name")
        or text(below(nitf, "distributor"))
        or attribute(below(nitf, "doc.copyright"), "holder")
        or attribute(below(nitf, "doc-id"), "regsrc")
    )


def _byline(byline: Element | None) -> str:
    """Who wrote it, without what they are."""
    person = below(byline, "person")
    if person is not None:
        return text(person)
    title = text(below(byline, "byttl"))
    return text(byline).removesuffix(title).strip(" ,").removeprefix("By ")
