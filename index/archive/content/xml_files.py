"""XML as a stream of elements: no external entities, no entity bombs, no endless nesting.

What can be mended is; where a record cannot, reading goes on with the next one.
"""

from __future__ import annotations

import io
import re
from typing import IO, TYPE_CHECKING, Any, cast

from index.archive.content.charsets import as_utf8, decoded
from index.archive.content.parsers import explained
from index.archive.content.streams import HEAD_BYTES, Metered, some
from index.archive.content.xml_faults import mended_xml
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob

    Element = Any

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_DEEPEST = 200
_MOST_BROKEN = 1000
_LONGEST_TAG = 80
_KEPT = 64
"""Finished elements beside a record before they are let go."""


class BrokenRecordError(ArchiveError):
    """A record of a file is not well-formed; those behind it are read."""


def elements(blob: Blob, *names: str) -> Iterator[Element | BrokenRecordError]:
    """Each outermost element with one of these names, namespaces aside, when it is complete.

    The first name is that of the records; one that is not well-formed is given out as the error.
    What was given out is forgotten with the next one, so that memory does not grow.

    Raises:
        ArchiveError: the file is not well-formed to its end, or tries what no article needs.
    """
    file = _File(mended_xml(as_utf8(blob)))
    for _ in range(_MOST_BROKEN):
        try:
            yield from file.elements(names)
        except BrokenRecordError as exc:
            if not file.go_on(names[0], _opening_of(blob, names[0])):
                raise ArchiveError(str(exc)) from exc
            yield exc
        else:
            return
    raise ArchiveError(f"is not readable XML (more than {_MOST_BROKEN} broken records)")


class _File:
    """A file that is read up to its end or to a fault, and can go on behind it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._ahead = b""
        """What is read before the rest of the stream."""
        self._block = b""
        self._end = 0
        """How many bytes the parser was given, the last block included."""

    def read(self, count: int) -> bytes:
        """The next bytes for the parser; the last ones are remembered."""
        self._block = self._ahead[:count] or some(self._stream, count)
        self._ahead = self._ahead[count:]
        self._end += len(self._block)
        return self._block

    def elements(self, names: tuple[str, ...]) -> Iterator[Element]:
        """The elements with these names until something fails."""
        metered = Metered(cast("IO[bytes]", self))
        open_: list[Element] = []
        inside = 0
        for event, element in self._events(metered):
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
                    metered.restart()
            if not inside and open_:
                _forget(open_[-1], element, names)

    def _events(self, metered: Metered) -> Iterator[tuple[str, Element]]:
        from defusedxml import DefusedXmlException  # noqa: PLC0415 - only XML needs it
        from defusedxml.ElementTree import DefusedXMLParser, ParseError, iterparse  # noqa: PLC0415

        self._end = 0
        parser = DefusedXMLParser(encoding="utf-8")
        try:
            yield from iterparse(metered, ("start", "end"), parser=parser)
        except DefusedXmlException as exc:
            raise ArchiveError("declares entities of its own, which are not read") from exc
        except ParseError as exc:
            fault = parser.parser.ErrorByteIndex - self._end + len(self._block)
            self._ahead = self._block[max(0, fault) :] + self._ahead
            raise BrokenRecordError(f"is not readable XML ({explained(exc)})") from exc
        except (ValueError, LookupError) as exc:
            raise ArchiveError(f"is not readable XML ({explained(exc)})") from exc

    def go_on(self, name: str, opening: bytes) -> bool:
        """Pass over all before the next record, which is read behind ``opening``; is there one?"""
        start = _start_tag(name)
        while not (found := start.search(self._ahead)):
            block = some(self._stream, HEAD_BYTES)
            if not block:
                return False
            self._ahead = self._ahead[-_LONGEST_TAG:] + block
        self._ahead = opening + self._ahead[found.start() :]
        return True


def _opening_of(blob: Blob, name: str) -> bytes:
    """What stands before the first record: the declarations of namespaces that all of them need."""
    head = decoded(blob.head, declared=blob.charset).encode("utf-8", "replace")
    mended = mended_xml(io.BytesIO(head)).read()
    found = _start_tag(name).search(mended)
    return mended[: found.start()] if found else b""


def _start_tag(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"<(?:[\w.-]{1,60}:)?" + re.escape(name.encode()) + rb"(?=[\s>])")


def _forget(parent: Element, element: Element, names: tuple[str, ...]) -> None:
    """Let go of what was given out, and of siblings that have piled up."""
    if local(element) in names or len(parent) > _KEPT:
        parent.remove(element)


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
