"""JSON and JSON Lines: one article a line, an array of articles, or an object that holds one."""

from __future__ import annotations

import io
from itertools import chain
from typing import IO, TYPE_CHECKING, Any

from index.archive.content.charsets import as_utf8, encoding_of, line_stream, line_text, transcoded
from index.archive.content.json_faults import Values, value_of
from index.archive.content.json_shape import shape_of
from index.archive.content.streams import MOST_RECORD, Metered, Rewound
from index.archive.formats.ninjs import is_ninjs, ninjs_record
from index.archive.record.fields import to_record
from index.errors import ArchiveError
from index.models import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.archive.content.json_faults import Value
    from index.archive.content.json_shape import Shape
    from index.archive.content.streams import Blob

    Make = Callable[..., Record]
    Line = tuple[int, bytes]

_END = object()
_KINDS = {
    list: "an array",
    str: "a string",
    int: "a number",
    float: "a number",
    bool: "true or false",
    type(None): "null",
}


def read_json(blob: Blob) -> Iterator[Record]:
    """One record for each article of a JSON file of any shape.

    A broken line is rejected and reading goes on; an array that breaks off gives the elements
    before the break, then one rejected record.
    """
    shape = shape_of(blob.head, declared=blob.charset)
    if shape.prefix is not None:
        yield from _streamed(blob, as_utf8(blob), shape.prefix, _record)
    else:
        yield from _objects(blob)


def read_json_feed(blob: Blob) -> Iterator[Record]:
    """The items of a JSON Feed, https://jsonfeed.org/version/1.1."""
    shape = shape_of(blob.head, declared=blob.charset)

    def make(item: Any, *, where: str) -> Record:
        """The record of an item, read by the shape of the whole feed."""
        return _feed_item(item, shape, where=where)

    yield from _streamed(blob, as_utf8(blob), "items.item", make)


def _objects(blob: Blob) -> Iterator[Record]:
    """Objects one after another: a line each, or each over many lines."""
    stream, encoding = line_stream(blob)
    lines = _numbered(stream)
    first = next((line for line in lines if line[1].strip(b"\xef\xbb\xbf \t\r\n")), None)
    if first is None:
        return
    cut = len(first[1]) == MOST_RECORD
    if cut or _is_json(line_text(first[1], encoding=encoding)) or _next_is_object(blob.head):
        for number, line in chain([first], lines):
            yield from _line(line, encoding, where=f"{blob.name}:{number}")
        return
    rest = io.BufferedReader(Rewound(first[1], stream))
    yield from _streamed(blob, transcoded(rest, encoding), "", _record)


def _numbered(stream: IO[bytes]) -> Iterator[Line]:
    """The lines of a stream from 1, blank ones left out; of one that is too long the beginning."""
    number = 0
    while line := stream.readline(MOST_RECORD):
        number += 1
        if not line.isspace():
            yield number, line
        while len(line) == MOST_RECORD and not line.endswith(b"\n"):
            line = stream.readline(MOST_RECORD)


def _line(line: bytes, encoding: str, *, where: str) -> Iterator[Record]:
    """The record of a line; a blank line has none."""
    text = line_text(line, encoding=encoding).strip("\ufeff \t\r\n")
    if text:
        yield _record_of(value_of(text), _record, where=where)


def _record_of(found: Value, make: Make, *, where: str) -> Record:
    if found.fault:
        return Record(where, reason=found.fault)
    return make(found.value, where=where)


def _streamed(blob: Blob, stream: IO[bytes], prefix: str, make: Make) -> Iterator[Record]:
    """A record for each value at ``prefix``.

    Where the parser refuses a value, the file is read again from its beginning, value by value;
    one that cannot be read twice is read so at once.
    """
    number = 0
    if blob.file is not None:
        for record in _parsed(stream, prefix, make, name=blob.name):
            if record is None:
                break
            number += 1
            yield record
        else:
            return
        blob.file.seek(0)
        stream = transcoded(blob.file, encoding_of(blob.head, declared=blob.charset))
    try:
        for count, found in enumerate(Values(stream, prefix), start=1):
            if count > number:
                where = _place(blob.name, count, prefix)
                number = count
                yield _record_of(found, make, where=where)
    except ArchiveError as exc:
        yield Record(_place(blob.name, number + 1, prefix), reason=str(exc))


def _place(name: str, number: int, prefix: str) -> str:
    return f"{name}[{number}]" if prefix or number > 1 else name


def _parsed(stream: IO[bytes], prefix: str, make: Make, *, name: str) -> Iterator[Record | None]:
    """A record for each value that ijson gives; None where it refuses one."""
    import ijson  # noqa: PLC0415 - only JSON needs it

    metered = Metered(stream, brackets=True)
    values = ijson.items(metered, prefix, multiple_values=not prefix)
    number = 0
    while True:
        number += 1
        where = _place(name, number, prefix)
        try:
            value = next(values, _END)
        except (ijson.JSONError, ValueError, OverflowError, RecursionError):
            yield None
            return
        except ArchiveError as exc:
            yield Record(where, reason=str(exc))
            return
        if value is _END:
            return
        metered.restart()
        yield make(value, where=where)


def _record(value: Any, *, where: str) -> Record:
    if not isinstance(value, dict):
        kind = _KINDS.get(type(value), type(value).__name__)
        return Record(where, reason=f"is {kind} of JSON, expected an object")
    return ninjs_record(value, where=where) if is_ninjs(value) else to_record(value, where=where)


def _feed_item(item: Any, shape: Shape, *, where: str) -> Record:
    if not isinstance(item, dict):
        return _record(item, where=where)
    authors = item.get("authors") or [item.get("author")]
    fields = {
        "title": item.get("title"),
        "body": item.get("content_html") or item.get("content_text") or item.get("summary"),
        "published": item.get("date_published"),
        "source": shape.fields.get("title"),
        "url": item.get("url"),
        "author": authors,
        "id": item.get("id"),
        "language": item.get("language") or shape.fields.get("language"),
        "section": item.get("tags"),
    }
    return to_record(fields, where=where)


def _is_json(text: str) -> bool:
    return value_of(text.strip("\ufeff \t\r\n")).fault is None


def _next_is_object(head: bytes) -> bool:
    """Whether the line behind the first begins an object as well: the first is broken then."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.partition(b"\n")[2].lstrip()[:1] == b"{"
