"""JSON as programs write it that are no JSON writers, read value by value.

`json.loads` is tried first. A value that it refuses is mended: what stands for no number is null,
commas too many go, a bare line end or control character in a string is one, a backslash before
anything is a backslash. What is still refused is given out as a fault, and the next value is read.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from index.archive.content.streams import HEAD_BYTES, MOST_RECORD
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Value(NamedTuple):
    """A value of a file, or what is wrong with it."""

    value: Any = None
    fault: str | None = None


def value_of(text: str) -> Value:
    """The value that ``text`` is, mended where that is needed."""
    try:
        return Value(_decoder().decode(text))
    except (ValueError, RecursionError) as exc:
        fault = _explained(exc)
    try:
        return Value(_decoder().decode(mended_json(text)))
    except (ValueError, RecursionError):
        return Value(fault=f"is not valid JSON ({fault})")


@cache
def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(parse_constant=lambda _: None)


def mended_json(text: str) -> str:
    """``text`` with what programs are known to write instead of JSON put right."""
    return _part().sub(_mend, text.strip().strip(","))


@cache
def _part() -> re.Pattern[str]:
    """A string, or something outside of strings that is no JSON."""
    return re.compile(
        r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
        r"|(?<![\w.+-])[-+]?(?:NaN|nan|Infinity|inf|undefined|None)\b"
        r"|,(?=[\s,]*[\]}])|(?<=,)\s*,|[\x00-\x08\x0b\x0c\x0e-\x1f]",
        re.DOTALL,
    )


def _mend(match: re.Match[str]) -> str:
    part = match.group()
    if part[0] == '"':
        plain = re.sub(r"[\x00-\x1f]", lambda sign: f"\\u{ord(sign.group()):04x}", part)
        return re.sub(r'\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|(\')|)', _escape, plain)
    return "null" if part[-1].isalpha() else ""


def _escape(match: re.Match[str]) -> str:
    return match.group() if match[1] else match[2] or "\\\\"


@cache
def _token() -> re.Pattern[bytes]:
    """What tells where values end: strings, whole or to the end of what is known, and signs."""
    return re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)


class Values:
    """The values of an array, or of a row of values without one, each by itself.

    Brackets outside of strings tell where a value ends. Where one is refused, a quotation mark may
    have gone astray: then it ends where the next one begins with the same name.
    """

    def __init__(self, stream: IO[bytes], prefix: str) -> None:
        """``prefix`` as ijson has it: ``item``, ``articles.item``, or nothing where no array is."""
        self._stream = stream
        self._prefix = prefix
        self._data = b""
        self._at = 0
        """Where the value begins that is read next."""
        self._closed = self._ended = False

    def __iter__(self) -> Iterator[Value]:
        """Every value; what is missing at the end is a fault.

        Raises:
            ArchiveError: a value is larger than 64 MB.
        """
        if not self._enter():
            yield Value(fault="is not valid JSON (its list of articles is not found)")
            return
        while not self._closed and not self._ended:
            end = self._end_of_value()
            text = self._data[self._at : end].decode("utf-8", "replace").strip(" \t\r\n,")
            found = value_of(text) if text else None
            if found and found.fault:
                after = self._next_start(end)
                if not after and self._ended:
                    break
                end, self._ended = after or end, self._ended and not after
            self._at = end
            if found:
                yield found
        if fault := self._left_over():
            yield Value(fault=f"is not valid JSON ({fault}); the rest of the file was not read")

    def _enter(self) -> bool:
        """Go behind the bracket that opens the array; whether there is one."""
        if not self._prefix:
            return True
        *_, name = ["", *self._prefix.split(".")[:-1]]
        opening = rb'"%s"\s*:\s*\[' % re.escape(name.encode()) if name else rb"\["
        while not (found := re.search(opening, self._data)):
            if len(self._data) > 2 * HEAD_BYTES or not self._more():
                return False
        self._at = found.end()
        return True

    def _end_of_value(self) -> int:
        """Where the value that begins here ends, a comma included; the end of all without one."""
        at, depth = self._at, 0
        while True:
            for token in _token().finditer(self._data, at):
                at, sign = token.start(), token.group()
                if sign[:1] == b'"':
                    if token.end() == len(self._data):
                        break  # it may go on
                    continue
                depth += (sign in b"[{") - (sign in b"]}")
                if depth < 0 and self._prefix:
                    self._closed = True
                    return at
                if depth <= 0 and (sign == b",") == bool(self._prefix):
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
            raise ArchiveError(f"holds a value of more than {MOST_RECORD // 2**20} MB")
        block = self._stream.read(max(HEAD_BYTES, len(self._data)))
        self._data += block
        return bool(block)

    def _next_start(self, end: int) -> int | None:
        """Where the value behind a refused one begins, if that is before ``end``."""
        name = re.match(rb'[\s,]*\{\s*("[^"\\]{1,60}")\s*:', self._data[self._at : self._at + 200])
        if not name:
            return None
        start = re.compile(rb"\}\s*,?\s*(?=\{\s*" + re.escape(name[1]) + rb"\s*:)")
        found = start.search(self._data, self._at + name.end(), end)
        return found.end() if found else None

    def _left_over(self) -> str | None:
        """What is wrong behind the last value."""
        if self._ended:
            rest = self._data[self._at :].strip(b" \t\r\n,")
            return "it ends in the middle" if self._prefix or rest else None
        behind = self._data[self._at + 1 :].strip()
        more = behind or self._stream.read(HEAD_BYTES).strip()
        return "trailing garbage" if self._prefix == "item" and more else None


def _explained(exc: Exception) -> str:
    if isinstance(exc, json.JSONDecodeError):
        message = exc.msg.lower().removesuffix(" at")
        return f"{message} at line {exc.lineno} column {exc.colno}"
    if isinstance(exc, RecursionError):
        return "nested too deeply"
    return "a number has too many digits"  # Python's limit is 4,300
