"""XML as a stream of elements: no external entities, no entity bombs, no endless nesting."""

from __future__ import annotations

from html.entities import name2codepoint
from typing import TYPE_CHECKING, Any

from index.archive.content.charsets import as_utf8
from index.archive.content.parsers import explained
from index.archive.content.streams import Metered
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob

    Element = Any

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_DEEPEST = 200
_KEPT = 64
"""Finished elements beside a record before they are let go."""


def elements(blob: Blob, *names: str) -> Iterator[Element]:
    """Each outermost element with one of these names, namespaces aside, when it is complete.

    What was given out is forgotten with the next one, so that memory does not grow.

    Raises:
        ArchiveError: the file is not well-formed, or tries what no article needs.
    """
    stream = Metered(as_utf8(blob))
    open_: list[Element] = []
    inside = 0
    for event, element in _events(stream):
        if event == "start":
            open_.append(element)
            inside += local(element) in names
            if len(open_) > _DEEPEST:
                raise ArchiveError(f"is not readable XML (nested deeper than {_DEEPEST})")
            continue
        open_.pop()
        if local(element) in names:
            inside -= 1
            if not inside:
                yield element
                stream.restart()
        if not inside and open_:
            _forget(open_[-1], element, names)


def _forget(parent: Element, element: Element, names: tuple[str, ...]) -> None:
    """Let go of what was given out, and of siblings that have piled up."""
    if local(element) in names or len(parent) > _KEPT:
        parent.remove(element)


def _events(stream: Metered) -> Iterator[tuple[str, Element]]:
    from defusedxml import DefusedXmlException  # noqa: PLC0415 - only XML needs it
    from defusedxml.ElementTree import DefusedXMLParser, ParseError, iterparse  # noqa: PLC0415

    parser = DefusedXMLParser(encoding="utf-8")
    parser.entity.update({name: chr(code) for name, code in name2codepoint.items()})
    try:
        yield from iterparse(stream, ("start", "end"), parser=parser)
    except DefusedXmlException as exc:
        raise ArchiveError("declares entities of its own, which are not read") from exc
    except (ParseError, ValueError, LookupError) as exc:
        raise ArchiveError(f"is not readable XML ({explained(exc)})") from exc


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    tag = element.tag
    return str(tag).rpartition("}")[2]


def within(element: Element, *path: str) -> Iterator[Element]:
    """Every element at the end of ``path``, a step a generation, namespaces aside."""
    if not path:
        yield element
        return
    for child in element:
        if local(child) == path[0]:
            yield from within(child, *path[1:])


def first(element: Element | None, *path: str) -> Element | None:
    """The first element at the end of ``path``; none where there is no element to begin at."""
    return None if element is None else next(within(element, *path), None)


def below(element: Element | None, name: str) -> Element | None:
    """The first element of that name anywhere below ``element``, or none."""
    inside = () if element is None else element.iter()
    return next((found for found in inside if local(found) == name), None)


def text(element: Element | None) -> str:
    """All text in an element, tags left out; nothing where there is no element."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def attribute(element: Element | None, *names: str) -> str:
    """The first of the attributes that says something."""
    if element is None:
        return ""
    return next((value for name in names if (value := element.get(name, "").strip())), "")
