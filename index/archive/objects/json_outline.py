"""The outline of a JSON value: what it begins with, of its arrays and objects the first parts."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import IO, TYPE_CHECKING, Any

from index.archive.content.charsets import decoded, encoding_of, transcoded
from index.archive.content.streams import Metered, check_digits
from index.archive.objects.json_faults import value_of
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob

MOST_ELEMENTS = 5
"""Objects and arrays of an array that are looked at."""
MOST_FIELDS = 200
"""Fields of an object and plain elements of an array that are."""
_MOST_CHARACTERS = 400
_MOST_PARTS = 50_000
_DEEPEST = 500
_STARTS = {"{": "start_map", "[": "start_array"}
_ENDS = {"}": "end_map", "]": "end_array"}


class Outline:
    """Grows with the events of a parser.

    ``complete``: the value came to its end. ``several``: something stands behind it. ``broken``: it
    is no JSON at some place before.
    """

    def __init__(self) -> None:
        self.value: Any = None
        self.complete = self.several = self.broken = False
        self._open: list[dict[str, Any] | list[Any] | None] = []
        self._names: list[str] = []
        self._left = _MOST_PARTS

    def take(self, event: str, value: Any) -> bool:
        """Take one event; whether all is known."""
        if self.complete:
            self.several = True
        elif event == "map_key":
            self._names[-1] = value
        elif event in {"start_map", "start_array"}:
            kept = self._put({} if event == "start_map" else [])
            self._open.append(kept)
            self._names.append("")
        elif event in {"end_map", "end_array"}:
            self._open.pop()
            self._names.pop()
            self.complete = not self._open
        else:
            self._put(value[:_MOST_CHARACTERS] if isinstance(value, str) else value)
            self.complete = not self._open
        return self.several or len(self._open) > _DEEPEST

    def _put(self, value: Any) -> Any:
        """``value`` where it has found its place, None where there is no more room."""
        if not self._open:
            self.value = value
            return value
        into = self._open[-1]
        if into is None or self._left <= 0:
            return None
        if isinstance(into, dict):
            if len(into) >= MOST_FIELDS or len(self._names[-1]) > _MOST_CHARACTERS:
                return None
            into[self._names[-1]] = value
        else:
            most = MOST_ELEMENTS if isinstance(value, dict | list) else MOST_FIELDS
            if len(into) >= most:
                return None
            into.append(value)
        self._left -= 1
        return value


def outline_of(head: bytes, *, declared: str | None = None) -> Outline:
    """The outline of the value that ``head`` begins with, as far as that goes."""
    text = decoded(head, declared=declared)
    content = text.encode("utf-8", "replace")
    try:
        check_digits(content)
    except ArchiveError:
        return Outline()
    found = _drawn(io.BytesIO(content))
    return _guessed(text) if found.broken else found


def _guessed(text: str) -> Outline:
    """The outline of what is no JSON at some place: the places around it are known all the same."""
    outline = Outline()
    outline.broken = True
    for event, value in _events(text):
        if outline.take(event, value):
            break
    return outline


def _events(text: str) -> Iterator[tuple[str, Any]]:
    """What a parser would say of the strings, words and brackets of ``text`` that fit."""
    opened: list[str] = []
    is_due = True
    """Whether a value may stand here: in an object behind a name alone."""
    for token in _parts().finditer(text):
        sign, in_object = token[0], opened[-1:] == ["{"]
        if token["name"] and in_object:
            yield "map_key", value_of(token["string"]).value or ""
        elif sign in "}]":
            if opened and opened[-1] + sign in {"{}", "[]"}:
                opened.pop()
                yield _ENDS[sign], None
        elif is_due or not in_object:
            yield _STARTS.get(sign, "string"), None if sign in _STARTS else value_of(sign).value
            opened += [sign] if sign in _STARTS else []
        is_due = bool(token["name"])


@cache
def _parts() -> re.Pattern[str]:
    string = r'(?P<string>"[^"\\]*+(?:\\.[^"\\]*+)*+")(?P<name>\s*:)?'
    return re.compile(string + r'|[\[\]{}]|[^\s"\[\]{},:]+', re.DOTALL)


def whole_outline(blob: Blob, file: IO[bytes]) -> Outline:
    """The outline of the first value of a blob whose ``file`` can be read twice."""
    encoding = encoding_of(blob.head, declared=blob.charset)
    place = file.tell()
    file.seek(0)
    try:
        return _drawn(Metered(transcoded(file, encoding), brackets=True))
    finally:
        file.seek(place)


def _drawn(stream: IO[bytes] | Metered) -> Outline:
    import ijson  # noqa: PLC0415 - only JSON needs it

    outline = Outline()
    try:
        for event, value in ijson.basic_parse(stream, multiple_values=True):
            if isinstance(stream, Metered):
                stream.restart()
            if outline.take(event, value):
                break
    except (ijson.JSONError, ValueError, OverflowError, ArchiveError) as exc:
        outline.several |= outline.complete  # what is behind the value is none
        outline.broken = not outline.complete and "premature EOF" not in str(exc)
    return outline


def next_is_object(head: bytes) -> bool:
    """Whether the line behind the first begins an object as well: the first is broken then."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.partition(b"\n")[2].lstrip()[:1] == b"{"
