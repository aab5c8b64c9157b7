"""A page as its blocks of text, in the order in which they stand: paragraphs, headings, rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from index.archive.record.known_names import known_names
from index.archive.record.markup import BREAK, CELL, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    Element = Any

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_SENTENCE = re.compile(r"[.!?…؟۔։।][\"'”’»«“)\]]*\s*(?:$|\s)|[。！？]")
_BETWEEN = re.compile(r"[\W_]+")
_TERSE, _LONG = 4, 14
"""Words of the shortest sentence, and of a text that runs without an end."""
_LONG_TEXT = 120
_MOST_LINKED = 0.5
_LONGEST_CELL = 300
_ITEMS = frozenset(("li", "dt", "dd"))
_CELLS = frozenset(("td", "th"))
_FLOWING = (
    frozenset(("p", "blockquote", "ul", "ol", "dl", "table", "tbody", "thead", "tr", "pre"))
    | {"figure", "figcaption", "font", "center"}
    | HEADINGS
    | _ITEMS
)
"""Elements that stand in a text, not around one."""
_BREAKS = re.compile(rf"{BREAK}\s*(?:{BREAK}\s*)+")


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A run of text without a border inside it."""

    text: str
    key: str
    """Its letters and digits alone."""
    kind: str
    """``p``, ``h``, ``li`` or ``tr``."""
    is_linked: bool
    """Whether most of it is links."""
    is_sentence: bool
    """Whether a sentence ends in it."""
    is_running: bool
    """Whether it is a sentence, or words enough for one, and no list of links."""
    element: Element
    around: Element
    """What holds it and its neighbours."""


def letters_of(text: str) -> str:
    """The letters and digits of a text, small, without anything between them."""
    return _BETWEEN.sub("", text).lower()


def blocks_of(tree: Element) -> list[Block]:
    """The blocks of a tree of lxml that holds nothing hidden any more."""
    return list(blocks_in(tree))


def blocks_in(tree: Element) -> Iterator[Block]:
    """The same one by one, where the first may do."""
    body = tree.find("body")
    return _Reading().blocks(tree if body is None else body)


@dataclass
class _Reading:
    """What is known while a page is walked through."""

    run: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    row: Element = None
    tables: set[Element] = field(default_factory=set)

    def blocks(self, tree: Element) -> Iterator[Block]:
        """The blocks of ``tree`` in the order of the page."""
        from lxml.etree import iterwalk  # noqa: PLC0415 - only pages need it

        paragraphs = known_names("paragraphs") | _ITEMS | {"tr"} | _CELLS
        holders = [tree]
        for event, element in iterwalk(tree, events=("start", "end")):
            begins, tag = event == "start", element.tag
            if tag in paragraphs and not self._is_in_row(element, begins=begins):
                yield from self._ended(holders[-1])
                if begins:
                    holders.append(element)
                else:
                    holders.pop()
            elif begins:
                self._mark(tag)
            self.links += (tag == "a") * (1 if begins else -1)
            text = element.text if begins else element.tail
            if text and (begins or element is not tree):
                self._read(text)
        yield from self._ended(tree)

    def _is_in_row(self, element: Element, *, begins: bool) -> bool:
        """Whether it is part of a row of a table of short cells, which is one block."""
        if self.row is not None:
            if element is self.row and not begins:
                self.row = None
                return False
            return True
        if begins and element.tag == "table" and _is_of_data(element):
            self.tables.add(element)
        elif begins and element.tag == "tr":
            table = next(element.iterancestors("table"), None)
            self.row = element if table in self.tables else None
        return False

    def _mark(self, tag: str) -> None:
        if tag == "br":
            self.run.append(BREAK)
        elif tag in _CELLS:
            self.run.append(CELL)
        elif self.row is not None:
            self.run.append(" ")

    def _read(self, text: str) -> None:
        self.run.append(text)
        if self.links > 0:
            self.linked += len(text.strip())

    def _ended(self, holder: Element) -> Iterator[Block]:
        if not self.run:
            return
        text, linked = "".join(self.run), self.linked
        self.run, self.linked = [], 0
        parts = _BREAKS.split(text)
        kind = _kind(holder)
        for part in parts:
            plain = tidy(part)
            if key := letters_of(plain):
                is_linked = linked > _MOST_LINKED * len(plain)
                ends = _SENTENCE.search(plain) is not None
                runs = kind != "h" and not is_linked and _runs(plain, ends=ends)
                yield Block(plain, key, kind, is_linked, ends, runs, holder, _around(holder))


def _kind(holder: Element) -> str:
    if holder.tag in HEADINGS:
        return "h"
    if holder.tag in _ITEMS:
        return "li"
    above = holder.getparent()
    if above is not None and above.tag in _ITEMS and holder.getprevious() is None:
        return "li"
    return "tr" if holder.tag == "tr" else "p"


def _around(holder: Element) -> Element:
    while holder.tag in _FLOWING and holder.getparent() is not None:
        holder = holder.getparent()
    return holder


def _runs(text: str, *, ends: bool) -> bool:
    """Whether a text is a sentence; Thai and others have neither spaces nor full stops."""
    return len(text) >= _LONG_TEXT or len(_WORD.findall(text)) >= (_TERSE if ends else _LONG)


def _is_of_data(table: Element) -> bool:
    """Whether a table holds figures and names, not the parts of a page."""
    if (
        table.get("role") == "presentation"
        or next(table.iterdescendants("table"), None) is not None
    ):
        return False
    cells = list(table.iter(*_CELLS))
    rows = sum(1 for _ in table.iter("tr"))
    return len(cells) > rows and all(
        sum(map(len, cell.itertext())) <= _LONGEST_CELL
        and next(cell.iter(*HEADINGS), None) is None
        and sum(1 for _ in cell.iter("p")) <= 1
        for cell in cells
    )
