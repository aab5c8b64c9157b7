"""XML mended before it is parsed, so that one sign does not cost a whole export.

Left out are the characters that XML 1.0 forbids (https://www.w3.org/TR/xml/#charsets), also where
they are written as numbers. Names of HTML become their characters, since no XML file of the web
declares them, and a ``&``, ``<`` or ``]]>`` that stands for itself is written as one that does.
"""

from __future__ import annotations

import html
import io
import re
import sys
from functools import cache
from html.entities import html5
from typing import IO

from index.archive.content.streams import HEAD_BYTES, Source, some

_CONTROL = bytes([*range(9), 11, 12, *range(14, 32)])
_NO_CHARACTERS = re.compile(rb"\xef\xbf[\xbe\xbf]")
_CHARACTER = "[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_OWN = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))
_ENDS = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
_TAIL = 48
"""Bytes at the end of a block that may be the beginning of something."""


def mended_xml(stream: IO[bytes]) -> IO[bytes]:
    """``stream``, which is UTF-8, as a parser takes it."""
    return io.BufferedReader(_Mended(stream), HEAD_BYTES)


class _Mended(Source):
    """The source of mended bytes; ``_end`` is what closes the section that is taken as it is."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(self._next)
        self._stream = stream
        self._waiting = b""
        self._end: bytes | None = None
        self._ready = b""

    def _next(self, count: int) -> bytes:
        while not self._ready:
            block = some(self._stream, HEAD_BYTES)
            data = self._waiting + block.translate(None, _CONTROL)
            begun = _begun().search(data, max(0, len(data) - _TAIL)) if block else None
            cut = begun.start() if begun else len(data)
            self._waiting = data[cut:]
            self._ready = b"".join(self._pieces(_NO_CHARACTERS.sub(b"", data[:cut])))
            if not block:
                break
        given, self._ready = self._ready[:count], self._ready[count:]
        return given

    def _pieces(self, data: bytes) -> list[bytes]:
        """``data`` in pieces: text and tags mended, comments and CDATA as they are."""
        pieces: list[bytes] = []
        while data:
            if self._end:
                inside, end, data = data.partition(self._end)
                pieces += inside, end
                self._end = None if end else self._end
                continue
            opening = _opening().search(data)
            cut = opening.start() if opening else len(data)
            pieces.append(_fault().sub(_mend, data[:cut]))
            if opening:
                pieces.append(opening.group())
                self._end = _ENDS[opening.group()]
            data = data[opening.end() if opening else cut :]
        return pieces


@cache
def _begun() -> re.Pattern[bytes]:
    return re.compile(rb"[<&\]\xef-]")


@cache
def _opening() -> re.Pattern[bytes]:
    return re.compile(rb"<!\[CDATA\[|<!--")


@cache
def _fault() -> re.Pattern[bytes]:
    return re.compile(
        rb"&(?:\#(?P<number>\d{1,7}|x[\da-f]{1,6});|(?P<name>[a-z][a-z\d]{1,31});)?"
        rb"|<(?![a-z_:/!?\x80-\xff])|\]\]>",
        re.IGNORECASE,
    )


def _mend(match: re.Match[bytes]) -> bytes:
    """What an ampersand begins, or a sign that stands for itself."""
    number, name = match["number"], match["name"]
    if number:
        hexadecimal = number[:1] in b"xX"
        code = int(number[1:], 16) if hexadecimal else int(number)
        return match.group() if _is_allowed(code) else b""
    if name in _OWN:
        return match.group()
    character = html5.get(f"{name.decode()};") if name else None
    written = html.escape(character or match.group().decode(), quote=False)
    return written.encode("utf-8", "replace")


def _is_allowed(code: int) -> bool:
    """The production ``Char`` of XML 1.0."""
    return code <= sys.maxunicode and re.match(_CHARACTER, chr(code)) is not None
