"""The values at a place in a stream of JSON that is broken somewhere, each by itself."""

from __future__ import annotations

import re
from functools import cache
from typing import IO, TYPE_CHECKING

from index.archive.content.streams import HEAD_BYTES, MOST_RECORD
from index.archive.objects.json_faults import Value, value_of
from index.archive.objects.json_shape import ITEM, leads
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.objects.json_shape import Step

_MOST_REPEATED = 1 << 18
"""Bytes that are looked at again behind faults, besides twice the length of what was read."""
_DEEPEST = 500
_PAIRS = {b"]": b"[", b"}": b"{"}
_TOO_LARGE = f"holds a value of more than {MOST_RECORD // 2**20} MB"


@cache
def _token(signs: bytes) -> re.Pattern[bytes]:
    """What tells where values end: strings, whole or to the end of what is known, and signs."""
    return re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[%s]' % re.escape(signs), re.DOTALL)


class Values:
    """The values at the end of a path, or of a row of values without one.

    Brackets outside of strings tell where a value ends. Where one is refused, a quotation mark may
    have gone astray: then it ends where the next one begins with the same name.
    """

    def __init__(self, stream: IO[bytes], path: tuple[Step, ...]) -> None:
        self._stream = stream
        self._path = path
        self._data = b""
        self._at = 0
        """Where the value begins that is read next, or what leads to it."""
        self._names: list[str] = []
        """The names of what is open, ``item`` for arrays."""
        self._open = bytearray()
        """The brackets of the same."""
        self._string = b""
        self._spare = _MOST_REPEATED
        self._reached = self._closed = self._ended = self._is_here = False

    def __iter__(self) -> Iterator[Value]:
        """Every value; what is missing at the end is a fault.

        Raises:
            ArchiveError: a value is larger than 64 MB.
        """
        while self._next():
            end = self._end_of_value()
            text = self._data[self._at : end].decode("utf-8", "replace").strip(" \t\r\n,")
            found = value_of(text) if text else None
            if found and found.fault:
                after = self._next_start(end)
                if not after and self._ended:
                    break
                end, self._ended = after or end, self._ended and not after
                self._is_here = after is not None and self._path[-1:] == (ITEM,)
            self._at = end
            if found:
                yield found._replace(key=self._names[-1]) if self._is_mapping else found
        if fault := self._left_over():
            yield Value(fault=fault)

    @property
    def _is_mapping(self) -> bool:
        return self._path[-1:] == (None,)

    def _next(self) -> bool:
        """Go where the next value begins; whether there is one."""
        if self._is_here or not self._path:
            self._is_here = False
            return not self._ended
        while not self._closed:
            for token in _token(b"[]{},:").finditer(self._data, self._at):
                self._at = token.end()
                if token.group()[:1] == b'"' and self._at == len(self._data):
                    self._at = token.start()  # it may go on
                    break
                if self._is_before_value(token.group()):
                    return True
                if self._closed:
                    return False
            else:
                self._at = len(self._data)
            if not self._more():
                self._ended = True
                break
        return False

    def _is_before_value(self, token: bytes) -> bool:
        """Take a token on the way; whether a value begins behind it."""
        if token[:1] == b'"':
            self._string = token
            return False
        if token in b"]}":
            self._close(token)
            return False
        if token in b"[{":
            self._names.append(ITEM if token == b"[" else "")
            self._open += token
        in_object = self._open.endswith(b"{")
        if in_object and token == b":":
            self._names[-1] = str(value_of(self._string.decode("utf-8", "replace")).value)
        begins = token == b":" if in_object else token in b"[,"
        found = begins and leads(self._names, self._path)
        self._reached |= found
        return found

    def _close(self, bracket: bytes) -> None:
        """Take a closing bracket: behind the only array or mapping of values nothing is read."""
        if not self._open.endswith(b"[" if bracket == b"]" else b"{"):
            return  # of a value that was refused
        self._names.pop()
        del self._open[-1:]
        way = self._path[:-1]
        only = self._reached and all(isinstance(step, str) and step != ITEM for step in way)
        self._closed = not self._names or (only and leads(self._names, way))

    def _end_of_value(self) -> int:
        """Where the value that begins here ends; the end of all without one."""
        at, opened = self._at, bytearray()
        while True:
            for token in _token(b"[]{},").finditer(self._data, at):
                at, sign = token.start(), token.group()
                if sign[:1] == b'"':
                    if token.end() == len(self._data):
                        break  # it may go on
                    continue
                if self._path and not opened and sign in b"]},":
                    return at
                _take(sign, opened)
                if not self._path and not opened and sign != b",":
                    return at + 1
            else:
                at = len(self._data)
            at -= self._at
            if not self._more():
                self._ended = True
                return len(self._data)

    def _more(self) -> bool:
        """Read on, as much as is waiting already; whether there was more."""
        self._data, self._at = self._data[self._at :], 0
        if len(self._data) > MOST_RECORD:
            raise ArchiveError(_TOO_LARGE)
        block = self._stream.read(max(HEAD_BYTES, len(self._data)))
        self._data += block
        self._spare += 2 * len(block)
        return bool(block)

    def _next_start(self, end: int) -> int | None:
        """Where the value behind a refused one begins, or its name, if that is before ``end``."""
        name = re.match(rb'[\s,]*\{\s*("[^"\\]{1,60}")\s*:', self._data[self._at : self._at + 200])
        if not name:
            return None
        key = b"" if not self._path or self._path[-1] == ITEM else rb'"[^"\\]{1,500}"\s*:\s*'
        start = re.compile(rb"\}\s*+(?:,\s*+)?+(?=%s\{\s*%s\s*:)" % (key, re.escape(name[1])))
        found = start.search(self._data, self._at + name.end(), end)
        self._spare -= end - found.end() if found else 0
        return found.end() if found and self._spare >= 0 else None

    def _left_over(self) -> str | None:
        """What is wrong behind the last value."""
        if not self._ended:
            more = self._data[self._at :].strip() or self._stream.read(HEAD_BYTES).strip()
            return _rest("trailing garbage") if self._path == (ITEM,) and more else None
        if self._path and not self._reached:
            return "is not valid JSON (its list of articles is not found)"
        rest = self._data[self._at :].strip(b" \t\r\n,")
        return _rest("it ends in the middle") if self._path or rest else None


def _take(sign: bytes, opened: bytearray) -> None:
    """Take a bracket: it closes what is open inside its pair, too; without a pair nothing."""
    if sign in b"[{":
        opened += sign
    elif sign in _PAIRS:
        pair = opened.rfind(_PAIRS[sign], max(0, len(opened) - _DEEPEST))
        del opened[pair if pair >= 0 else len(opened) :]


def _rest(fault: str) -> str:
    return f"is not valid JSON ({fault}); the rest of the file was not read"
