"""Word documents (DOCX): one article a file, read as it stands once all changes are accepted.

WordprocessingML, ECMA-376 part 1: words may lie in insertions (``ins``), content controls
(``sdt``), smart tags, fields, text boxes and other wrappers, of which more are made than anybody
lists. So every text below a paragraph is read, but what was deleted or is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from index.archive.content.parsers import translated
from index.archive.content.xml_files import first, local
from index.archive.record.fields import one_line, to_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob
    from index.models import Record

    Element = Any

_TITLE = "Title"
_TITLES = (_TITLE, "Heading 1")
_DEFAULTS = frozenset(("Word Document", "python-docx"))
"""Title and author that a program writes into the properties where nobody gave any."""
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEFT_OUT = frozenset(
    ("del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "pPr", "rPr", "tblPr")
)
"""Deletions, what a field is made of, how a sign is pronounced, how things look."""
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_LONG_CELL = 200
"""Characters behind which a cell with several paragraphs is a column of the layout."""


def read_docx(blob: Blob) -> Iterator[Record]:
    """The article in a document: title from a paragraph set as one, its properties, a heading."""
    with translated("Word document"), blob.spooled() as file:
        fields = _fields(file)
    yield to_record(fields, where=blob.name)


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, or a table with a line a row, with the id of its style."""

    text: str
    style: str | None = None


@dataclass(slots=True)
class _Body:
    """The blocks of a document in the order in which they are read; ``hidden`` are style ids."""

    hidden: frozenset[str]
    blocks: list[_Block] = field(default_factory=list)
    _begun: str = ""
    """Paragraphs whose ends were deleted: they go on in the next one."""
    _is_set_hidden: bool = False
    """Whether the paragraph that is being read is in a style that hides."""

    def read(self, parent: Element) -> list[_Block]:
        """All blocks below ``parent``."""
        self._walk(parent)
        self._add("")
        return self.blocks

    def _walk(self, parent: Element) -> None:
        for element in _shown(parent):
            name = local(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._add("")
                self._add("\n".join(filter(None, map(self._row, _all(element, "tr")))))
            else:
                self._walk(element)

    def _paragraph(self, element: Element) -> None:
        boxes: list[Element] = []
        style = _value(element, "pPr", "pStyle")
        self._is_set_hidden = style in self.hidden
        text = "".join(self._words(element, boxes))
        self._is_set_hidden = False
        mark = first(element, "pPr", "rPr")
        if first(mark, "del") is not None or first(mark, "moveFrom") is not None:
            self._begun += text
        else:
            self._add(text, style)
        for box in boxes:
            self.blocks += _Body(self.hidden).read(box)

    def _add(self, text: str, style: str | None = None) -> None:
        """A block with this text, behind what was begun."""
        whole, self._begun = self._begun + text, ""
        if whole.strip():
            self.blocks.append(_Block(whole, style))

    def _words(self, parent: Element, boxes: list[Element]) -> Iterator[str]:
        """The text below ``parent`` in pieces; boxes beside it are put into ``boxes``."""
        for element in _shown(parent):
            name = local(element)
            if name == "t":
                yield element.text or ""
            elif name == "br":
                yield "" if element.get(f"{_WORD}type") in {"page", "column"} else "\n"
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name == "txbxContent":
                boxes.append(element)
            elif name != "r" or not self._is_hidden(element):
                yield from self._words(element, boxes)

    def _is_hidden(self, run: Element) -> bool:
        vanish = first(run, "rPr", "vanish")
        if vanish is not None:
            return _is_on(vanish)
        return self._is_set_hidden or _value(run, "rPr", "rStyle") in self.hidden

    def _row(self, row: Element) -> str:
        """The cells of a row parted by bars; those of a layout keep their paragraphs."""
        if first(row, "trPr", "del") is not None:
            return ""
        cells = [_Body(self.hidden).read(cell) for cell in _all(row, "tc")]
        texts = [[block.text.strip() for block in cell] for cell in cells if cell]
        if len(texts) == 1 or any(
            len(cell) > 1 and sum(map(len, cell)) > _LONG_CELL for cell in texts
        ):
            return "\n\n".join("\n\n".join(cell) for cell in texts)
        return " | ".join(one_line(" ".join(cell)) for cell in texts)


def _fields(file: IO[bytes]) -> dict[str, Any]:
    from docx import Document  # noqa: PLC0415 - only DOCX needs it

    document = Document(file)
    properties = document.core_properties
    styles = document.styles
    blocks = _Body(_hidden_styles(styles.element)).read(document.element.body)
    names = {style.style_id: style.name for style in styles}
    title = _given(properties.title)
    heading = next((block for block in blocks[:3] if names.get(block.style) in _TITLES), None)
    if heading is not None and _is_title(heading, names, title):
        title = one_line(heading.text)
        blocks.remove(heading)
    return {
        "title": title,
        "body": "\n\n".join(block.text.strip() for block in blocks),
        "author": _given(properties.author),
        "language": properties.language or "",
        "section": properties.category or "",
    }


def _given(value: str | None) -> str:
    """A property that somebody wrote."""
    return "" if value in _DEFAULTS else one_line(value or "")


def _is_title(heading: _Block, names: dict[str | None, str], title: str) -> bool:
    """Whether a heading says what ``title`` says, or is what the writer set as the title."""
    return names.get(heading.style) == _TITLE or title in {"", one_line(heading.text)}


def _shown(parent: Element) -> Iterator[Element]:
    """The elements inside ``parent`` that a reader sees; of two renderings the first with text."""
    for element in parent:
        name = local(element)
        if name == "AlternateContent":
            with_text = (choice for choice in element if any(map(_is_text, choice.iter())))
            yield from _shown(next(with_text, ()))
        elif name not in _LEFT_OUT and not _is_prompt(element):
            yield element


def _is_text(element: Element) -> bool:
    return local(element) == "t" and bool(element.text)


def _is_prompt(element: Element) -> bool:
    """Whether it is a content control that nobody has filled in yet."""
    prompt = first(element, "sdtPr", "showingPlcHdr") if local(element) == "sdt" else None
    return prompt is not None and _is_on(prompt)


def _all(parent: Element, name: str) -> Iterator[Element]:
    """The elements of that name inside ``parent``, also those that are wrapped."""
    for element in _shown(parent):
        if local(element) == name:
            yield element
        elif local(element) not in {"tbl", "p"}:
            yield from _all(element, name)


def _value(element: Element, *path: str) -> str | None:
    found = first(element, *path)
    return None if found is None else found.get(f"{_WORD}val")


def _is_on(switch: Element) -> bool:
    """Whether a property without a value, or with one, is on."""
    return switch.get(f"{_WORD}val", "true") not in {"0", "false", "off"}


def _hidden_styles(styles: Element) -> frozenset[str]:
    """The ids of the styles whose text is hidden, by themselves or by what they are based on."""
    found = {style.get(f"{_WORD}styleId"): style for style in styles if local(style) == "style"}
    return frozenset(name for name in found if name and _hides(name, found))


def _hides(name: str | None, styles: dict[str, Element]) -> bool:
    """Whether the nearest of a style and its bases that says so hides; none may be met twice."""
    met: set[str | None] = set()
    while name in styles and name not in met:
        met.add(name)
        vanish = first(styles[name], "rPr", "vanish")
        if vanish is not None:
            return _is_on(vanish)
        name = _value(styles[name], "basedOn")
    return False
