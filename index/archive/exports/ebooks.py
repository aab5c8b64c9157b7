"""E-books (EPUB): a chapter an article, in the order in which they are read.

EPUB 3.3, https://www.w3.org/TR/epub-33/; what only leads to chapters (covers, contents) is passed
over.
"""

from __future__ import annotations

import io
import zipfile
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from index.archive.content.charsets import decoded
from index.archive.content.parsers import translated
from index.archive.content.streams import Blob
from index.archive.content.xml_files import below, elements, first, text, within
from index.archive.formats.html_pages import MOST_PAGE
from index.archive.record.fields import one_line, to_record
from index.archive.record.markup import from_tree, parsed
from index.errors import ArchiveError
from index.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    Element = Any

_PAGES = frozenset(("application/xhtml+xml", "text/html"))
_LEAST_SENTENCE = 200
"""Characters from which on a text without a full stop is one all the same: a poem."""
_SOURCE = "calibre-downloaded-from"
"""How calibre marks the address of an article in the issues of papers that it makes."""
_HEADINGS = ("h1", "h2", "h3")
_ENCRYPTED = "META-INF/encryption.xml"


class _Chapter(NamedTuple):
    """Where a chapter stands in the file."""

    number: int
    member: str


def read_epub(blob: Blob) -> Iterator[Record]:
    """One record for each chapter with a text; a book that is locked is rejected."""
    with translated("e-book"):
        archive = zipfile.ZipFile(blob.spooled())
        package, folder = _package(archive, name=blob.name)
        book = _book(package)
        chapters = list(_chapters(package, folder, set(archive.namelist())))
    found = False
    for chapter in chapters:
        where = f"{blob.name}[{chapter.number}]"
        try:
            with translated("chapter of an e-book"):
                fields = _fields(archive.read(chapter.member))
        except ArchiveError as exc:
            yield Record(where, reason=str(exc))
            continue
        if fields["body"]:
            found = True
            known = {"id": f"{book['id']}#{chapter.member}"} if book["id"] else {}
            yield to_record(book | fields | known, where=where)
    if not found:
        locked = "it is locked" if _ENCRYPTED in archive.namelist() else "its chapters are empty"
        yield Record(blob.name, reason=f"no article text ({locked})")


def _package(archive: zipfile.ZipFile, *, name: str) -> tuple[Element, str]:
    """The package document, and the folder that its links begin at."""
    container = _root(archive.read("META-INF/container.xml"), "container", name=name)
    place = str(container.find(".//{*}rootfile").get("full-path"))
    return _root(archive.read(place), "package", name=name), dirname(place)


def _root(data: bytes, kind: str, *, name: str) -> Element:
    root = next(elements(Blob.of(name, io.BytesIO(data)), kind), None)
    if root is None:
        raise ArchiveError(f"is not a readable e-book (it has no {kind})")
    return root


def _book(package: Element) -> dict[str, str]:
    """What is the same for all chapters: the book is their outlet."""
    names = {"source": "title", "author": "creator", "published": "date", "language": "language"}
    metadata = first(package, "metadata")
    values = {field: text(below(metadata, name)) for field, name in names.items()}
    return values | {"id": text(below(metadata, "identifier"))}


def _chapters(package: Element, folder: str, members: set[str]) -> Iterator[_Chapter]:
    """The pages of the spine, each once, the contents aside."""
    seen: set[str] = set()
    manifest = {each.get("id"): each for each in within(package, "manifest", "item")}
    for number, reference in enumerate(within(package, "spine", "itemref"), start=1):
        item = manifest.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _PAGES:
            continue
        member = normpath(join(folder, unquote(item.get("href", ""))))
        is_contents = "nav" in item.get("properties", "").split()
        is_new = member in members and member not in seen
        if is_new and not is_contents and reference.get("linear") != "no":
            seen.add(member)
            yield _Chapter(number, member)


def _fields(data: bytes) -> dict[str, str]:
    """Title and whole text of a chapter; a cover and a table of contents have no text."""
    if len(data) > MOST_PAGE:
        raise ArchiveError(f"is larger than {MOST_PAGE // 2**20} MB")
    tree = parsed(decoded(data))
    body = None if tree is None else tree.find("body")
    if body is None:
        return {"body": ""}
    origin = next((a.get("href", "") for a in body.iter("a") if a.get("rel") == _SOURCE), "")
    for bar in [each for each in body.iter("nav", "div") if _is_navigation(each)]:
        bar.drop_tree()
    if _leads_elsewhere(body):
        return {"body": ""}
    heading = next((each for each in body.iter(*_HEADINGS) if from_tree(each)), None)
    title = "" if heading is None else one_line(from_tree(heading))
    if heading is not None:
        heading.drop_tree()
    return {"title": title, "body": from_tree(body), "url": origin}


def _is_navigation(element: Element) -> bool:
    return element.tag == "nav" or "navbar" in str(element.get("class", ""))


def _leads_elsewhere(body: Element) -> bool:
    """Whether a page holds links, or a title and no sentence: contents, a cover, a title page."""
    whole = from_tree(body)
    linked = sum(len(from_tree(link)) for link in body.iter("a") if link.get("href"))
    is_sentence = len(whole) >= _LEAST_SENTENCE or any(mark in whole for mark in ".!?…")
    return linked > len(whole) / 2 or not is_sentence
