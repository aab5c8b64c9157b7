"""OpenDocument texts (ODT): one article a file.

ODF 1.3, part 3; what is deleted, hidden, a note or a comment is no text of the article.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

from index.archive.content.parsers import translated
from index.archive.content.streams import Blob
from index.archive.content.xml_files import below, elements, first, local
from index.archive.record.fields import one_line, to_record
from index.archive.record.known_names import known_names
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.models import Record

    Element = Any

_MARKS = {"tab": "\t", "line-break": "\n"}
_MOST_SPACES = 1000


def read_odt(blob: Blob) -> Iterator[Record]:
    """The article in a document: title from its properties, else its first heading."""
    with translated("OpenDocument file"), zipfile.ZipFile(blob.spooled()) as archive:
        content = _root(archive.read("content.xml"), name=blob.name)
        has_meta = "meta.xml" in archive.namelist()
        meta = below(_root(archive.read("meta.xml"), name=blob.name), "meta") if has_meta else None
        fields = _fields(content, {} if meta is None else {local(each): each.text for each in meta})
    yield to_record(fields, where=blob.name)


def _root(data: bytes, *, name: str) -> Element:
    """The root of a part: no entities of its own, and not nested endlessly."""
    blob = Blob.of(name, io.BytesIO(data))
    root = next(elements(blob, "document-content", "document-meta"), None)
    if root is None:
        raise ArchiveError("is not an OpenDocument file")
    return root


def _fields(content: Element, meta: dict[str, str | None]) -> dict[str, Any]:
    body = first(content, "body", "text")
    if body is None:
        raise ArchiveError("is an OpenDocument file without a text; save it as CSV or PDF")
    blocks = [block for block in _Reader(_hidden_styles(content)).blocks(body) if block.text]
    heading = next((block for block in blocks[:3] if block.is_heading), None)
    title = one_line(meta.get("title") or "") or (one_line(heading.text) if heading else "")
    if heading and one_line(heading.text) == title:
        blocks.remove(heading)
    return {
        "title": title,
        "body": "\n\n".join(block.text for block in blocks),
        "author": meta.get("creator") or meta.get("initial-creator"),
        "language": meta.get("language"),
    }


class _Block(NamedTuple):
    """A paragraph, a heading or a table."""

    text: str
    is_heading: bool = False


class _Reader:
    """Reads the blocks of a document, in which styles of these names are hidden."""

    def __init__(self, hidden: frozenset[str]) -> None:
        self._hidden = hidden

    def blocks(self, parent: Element) -> Iterator[_Block]:
        """The blocks below ``parent`` in their order; a text box follows its paragraph."""
        for child in parent:
            name = local(child)
            if self._is_left_out(child):
                continue
            if name in {"p", "h"}:
                yield _Block(self._inline(child).strip(), name == "h")
                for frame in child.iter():
                    if local(frame) == "text-box":
                        yield from self.blocks(frame)
            elif name == "table":
                yield _Block("\n".join(filter(None, map(self._row, _rows(child)))))
            elif name == "list-item":
                yield _Block("\n".join(f"- {block.text}" for block in self.blocks(child)))
            else:
                yield from self.blocks(child)

    def _row(self, row: Element) -> str:
        cells = (" ".join(block.text for block in self.blocks(cell)) for cell in row)
        return " | ".join(cell for cell in map(one_line, cells) if cell)

    def _inline(self, element: Element) -> str:
        """The text of a paragraph; white space is what ODF 1.3, part 3, 6.1.2 makes of it."""
        pieces = [_folded(element.text)]
        for child in element:
            name = local(child)
            if name == "s":
                pieces.append(" " * _count(child))
            elif name in _MARKS:
                pieces.append(_MARKS[name])
            elif not self._is_left_out(child) and name != "frame":
                pieces.append(self._inline(child))
            pieces.append(_folded(child.tail))
        return "".join(pieces)

    def _is_left_out(self, element: Element) -> bool:
        is_unread = local(element) in known_names("unread elements of OpenDocument")
        return is_unread or attribute_of(element, "style-name") in self._hidden


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table, those of its head too; not those of a table in a cell."""
    for child in table:
        if local(child) == "table-row":
            yield child
        elif local(child) in {"table-header-rows", "table-rows", "table-row-group"}:
            yield from _rows(child)


def _hidden_styles(content: Element) -> frozenset[str]:
    """The names of styles whose text is not shown."""
    styles = (style for style in content.iter() if local(style) == "style")
    return frozenset(
        attribute_of(style, "name")
        for style in styles
        if attribute_of(first(style, "text-properties"), "display") == "none"
    )


def attribute_of(element: Element | None, name: str) -> str:
    """The value of an attribute, its namespace aside; empty where there is none."""
    values = {} if element is None else element.attrib
    return next((value for key, value in values.items() if key.rpartition("}")[2] == name), "")


def _count(space: Element) -> int:
    number = attribute_of(space, "c")
    return min(int(number), _MOST_SPACES) if number.isdecimal() and len(number) < 5 else 1  # noqa: PLR2004


def _folded(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text or "")
