"""From a piece of HTML, or of XML that is like it, to plain text.

Paragraphs, headings, list items and table rows begin lines; white space is what a browser
shows; entities are characters; what is not shown is not read.
"""

from __future__ import annotations

import html
import re
from functools import cache
from html.entities import html5, name2codepoint
from typing import TYPE_CHECKING, Any

from index.archive.record.hidden import drop_hidden, is_hidden
from index.archive.record.known_names import known_names, names_of
from index.archive.record.shortcodes import without_shortcodes

if TYPE_CHECKING:
    from collections.abc import Iterable

    Element = Any

_LINES = frozenset(["li", "dt", "dd", "tr", "br", "option", "media-caption"])
_CELLS = frozenset(("td", "th"))
_BLOCK_TAG = re.compile(r"<(?:p|div|br|li|h[1-6]|t[rd]|pre|section|article)\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});", re.IGNORECASE)
BREAK, CELL, _STOP = "\ufdd0", "\ufdd1", "\ufdd2"
"""A line break that white space around it does not swallow, the end of a cell, and the border of
a paragraph: characters that no text has, by Unicode, and that lxml takes."""
_UNTRUE = re.compile("[\x00-\x08\x0e-\x1f\ufdd0-\ufdd2\ufffe\uffff]")
"""What is no character of a text: lxml raises where one is written to a tree."""
_UNTRUE_ENTITY = re.compile(
    r"&#(?:0*+(?:[0-8]|1[1245-9]|2\d|3[01]|6497[678]|6553[45])(?!\d)"
    r"|x0*+(?:[0-8bcef]|1[\da-f]|fdd[0-2]|fff[ef])(?![\da-f]));?",
    re.IGNORECASE,
)
"""The same by number."""
_UNBROKEN = re.compile(
    r"<style\b(?:[^<]|<(?!/style))*+|<!--(?:[^-]|-(?!->))*+|</?[a-z](?:[^<>\"']|\"[^\"<>]*+\"|'[^'<>]*+')*+",
    re.IGNORECASE,
)
"""Where the end of a line is white space of the markup: in tags, comments and style sheets."""
_SPACE = re.compile(r"[ \t\r\n\f\v]+")


def plain(text: str) -> str:
    """``text`` without its markup, if it has any; text without markup comes back as it is."""
    if "[" in text or "{" in text:
        text = without_shortcodes(text)
    if "<" in text and _tag().search(text):
        return from_html(text)
    if "&" in text and _ENTITY.search(text):
        return _ENTITY.sub(_character, text)
    return text


def _character(entity: re.Match[str]) -> str:
    """What an entity of HTML stands for; others, and names without a semicolon, are text."""
    name = entity[0]
    return html.unescape(name) if name[1] == "#" else html5.get(name[1:], name)


def _newer(entity: re.Match[str]) -> str:
    """An entity that HTML got after lxml had learned it, as the character; others as they are."""
    name = entity[0]
    return (
        name if name[1] == "#" or name[1:-1] in name2codepoint else html.escape(_character(entity))
    )


@cache
def _tag() -> re.Pattern[str]:
    tags = "|".join(names_of("tags in texts"))
    return re.compile(rf"</?(?:{tags})(?:\s[^<>]*)?/?>|<!--|<!DOCTYPE", re.IGNORECASE)


def from_html(fragment: str) -> str:
    """The text that a browser shows for ``fragment``; nothing where there is none.

    A blank line is a paragraph, as in the posts of WordPress; single line ends are kept where
    the fragment has no block of its own.
    """
    kept = BREAK if not _BLOCK_TAG.search(fragment) else " "
    marked = _UNBROKEN.sub(lambda part: re.sub(r"[\r\n]+", " ", part[0]), _UNTRUE.sub("", fragment))
    marked = re.sub(r"(<br\s*+/?>)[ \t]*+\r?\n", r"\1", marked, flags=re.IGNORECASE)
    marked = re.sub(r"\r?\n[ \t]*+(?:\r?\n[ \t]*+)+", _STOP, marked)
    tree = _tree(re.sub(r"\r?\n", kept, marked))
    if tree is not None and "style" in fragment:
        drop_hidden(tree)
    return "" if tree is None else from_tree(tree)


def parsed(text: str) -> Element | None:
    """The tree of an HTML text, or None where it has no content."""
    return _tree(_UNTRUE.sub("", text))


def _tree(text: str) -> Element | None:
    from lxml import etree  # noqa: PLC0415 - only texts with markup need it
    from lxml.html import HTMLParser, document_fromstring  # noqa: PLC0415

    content = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).translate({0x0B: " ", 0x0C: " "})
    content = _ENTITY.sub(_newer, _UNTRUE_ENTITY.sub("", content)) if "&" in content else content
    try:
        data = content.encode("utf-8", "replace")
        return document_fromstring(data, parser=HTMLParser(encoding="utf-8", remove_pis=True))
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def from_tree(tree: Element) -> str:
    """The text of an element of lxml or ElementTree."""
    return tidy("".join(_pieces(tree)))


def _pieces(tree: Element) -> Iterable[str]:
    """The text in pieces, with marks where lines and paragraphs end; no recursion."""
    waiting: list[Element | str] = [tree]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
            continue
        name = _name(item)
        if name is None or name in known_names("unread elements") or is_hidden(item.attrib):
            continue
        before, after = _borders(name)
        yield before
        yield item.text or ""
        waiting.append(after)
        for child in reversed(list(item)):
            waiting.extend((child.tail or "", child))


def _name(element: Element) -> str | None:
    """Tag without namespace in lower case; None for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else None


def _borders(name: str) -> tuple[str, str]:
    """What stands before and behind the content of an element."""
    if name in known_names("paragraphs"):
        return _STOP, _STOP
    if name in _CELLS:
        return "", f" {CELL} "
    if name == "li":
        return f"{BREAK}- ", BREAK
    if name in _LINES:
        return ("", BREAK) if name == "br" else (BREAK, BREAK)
    return "", ""


def tidy(text: str) -> str:
    """``text`` with its marks turned into lines, and white space as a browser shows it."""
    paragraphs = []
    for block in text.replace("\xa0", " ").split(_STOP):
        lines = (_line(line) for line in _SPACE.sub(" ", block).split(BREAK))
        paragraph = "\n".join(line for line in lines if line)
        if paragraph:
            paragraphs.append(paragraph)
    return "\n\n".join(paragraphs)


def _line(line: str) -> str:
    """A line, cells of a table parted by bars; a bullet alone is nothing."""
    cells = [cell.strip() for cell in line.split(CELL)]
    joined = " | ".join(cell for cell in cells if cell)
    return "" if joined == "-" else joined
