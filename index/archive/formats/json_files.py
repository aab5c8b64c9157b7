"""JSON and JSON Lines: one article a line, an array of articles, or an object that holds one."""

from __future__ import annotations

import io
from decimal import Decimal
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any

from index.archive.content.charsets import as_utf8, encoding_of, line_stream, line_text, transcoded
from index.archive.content.streams import MOST_RECORD, Metered, Rewound
from index.archive.formats.ninjs import is_ninjs, ninjs_record
from index.archive.objects.json_columns import streamed_rows
from index.archive.objects.json_faults import Value, value_of
from index.archive.objects.json_outline import next_is_object, outline_of
from index.archive.objects.json_paths import articles_in, mended_articles, streamed_articles
from index.archive.objects.json_shape import ITEM, LISTED, Shape, shape_in, shape_of
from index.archive.record.fields import to_record
from index.archive.record.known_names import known_names
from index.archive.record.roles import roles_of
from index.errors import ArchiveError
from index.models import Record, Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from index.archive.content.streams import Blob

    Make = Callable[..., Iterable[Record]]
    Line = tuple[int, bytes]

_FLAT = frozenset((str, int, float, bool, type(None), Decimal))
"""Types of values that hold no others."""
_MOST_SHOWN, _SHOWN = 5, 60
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
    shape = shape_of(blob)
    if shape.kind == "one":
        yield from _objects(blob)
    else:
        yield from _streamed(blob, as_utf8(blob), shape, _records)
    yield from _passed_over(shape, where=blob.name)


def read_json_feed(blob: Blob) -> Iterator[Record]:
    """The items of a JSON Feed, https://jsonfeed.org/version/1.1."""
    feed = outline_of(blob.head, declared=blob.charset).value

    def make(item: Any, *, where: str) -> Iterator[Record]:
        """The record of an item, read by what the whole feed says."""
        yield _feed_item(item, feed, where=where)

    yield from _streamed(blob, as_utf8(blob), Shape("each", ("items", ITEM)), make)


def _objects(blob: Blob) -> Iterator[Record]:
    """Objects one after another: a line each, or each over many lines."""
    stream, encoding = line_stream(blob)
    lines = _numbered(stream)
    first = next((line for line in lines if line[1].strip(b"\xef\xbb\xbf \t\r\n")), None)
    if first is None:
        return
    cut = len(first[1]) == MOST_RECORD
    if cut or _is_json(line_text(first[1], encoding=encoding)) or next_is_object(blob.head):
        for number, line in chain([first], lines):
            yield from _line(line, encoding, where=f"{blob.name}:{number}")
        return
    rest = io.BufferedReader(Rewound(first[1], stream))
    yield from _streamed(blob, transcoded(rest, encoding), Shape(), _records)


def _numbered(stream: IO[bytes]) -> Iterator[Line]:
    """The lines of a stream from 1, blank ones left out; of one that is too long the beginning."""
    number = 0
    while line := stream.readline(MOST_RECORD):
        number += 1
        if not line.isspace():
            yield number, line
        while len(line) == MOST_RECORD and not line.endswith(b"\n"):
            line = stream.readline(MOST_RECORD)


def _line(line: bytes, encoding: str, *, where: str) -> Iterable[Record]:
    """The records of a line; a blank line has none."""
    text = line_text(line, encoding=encoding).strip("\ufeff \t\r\n")
    return _records_of(value_of(text), _records, where=where) if text else ()


def _records_of(found: Value, make: Make, *, where: str) -> Iterable[Record]:
    return (Record(where, reason=found.fault),) if found.fault else make(found.value, where=where)


def _streamed(blob: Blob, stream: IO[bytes], shape: Shape, make: Make) -> Iterator[Record]:
    """Records of each article of this shape; where the file itself is one, of each value."""
    for number, found in enumerate(_found(blob, stream, shape), start=1):
        numbered = shape.kind != "one" or number > 1
        where = f"{blob.name}[{number}]" if numbered else blob.name
        yield from _records_of(found, make, where=where)


def _found(blob: Blob, stream: IO[bytes], shape: Shape) -> Iterator[Value]:
    """The articles of a file, and its faults.

    Where the parser refuses a value, the file is read again from its beginning, value by value;
    one that cannot be read twice is read so at once.
    """
    number = 0
    if blob.file is not None:
        for found in _parsed(blob, stream, shape):
            if found is None:
                break
            number += 1
            yield found
        else:
            return
        blob.file.seek(0)
        stream = transcoded(blob.file, encoding_of(blob.head, declared=blob.charset))
    try:
        yield from islice(mended_articles(stream, shape), number, None)
    except ArchiveError as exc:
        yield Value(fault=str(exc))


def _parsed(blob: Blob, stream: IO[bytes], shape: Shape) -> Iterator[Value | None]:
    """The articles that ijson gives; None where it refuses one."""
    import ijson  # noqa: PLC0415 - only JSON needs it

    metered = Metered(stream, brackets=True)
    if shape.kind == "columns" and blob.file is not None:
        values = streamed_rows(blob, blob.file, shape)
    else:
        values = streamed_articles(metered, shape)
    try:
        for value in values:
            metered.restart()
            yield Value(value)
    except (ijson.JSONError, ValueError, OverflowError, RecursionError):
        yield None
    except ArchiveError as exc:
        yield Value(fault=str(exc))


def _records(value: Any, *, where: str) -> Iterable[Record]:
    """The record of an object; of one that holds articles instead of a text those of them all."""
    if isinstance(value, dict) and not _FLAT.issuperset(map(type, value.values())):
        return _nested(value, where=where)
    return (_record(value, where=where),)


def _nested(value: dict[str, Any], *, where: str) -> Iterator[Record]:
    """The same of an object with others in it."""
    if _is_order(value):
        return
    roles = roles_of(value)
    items = (value, *(value[name] for name in roles.of("wrappers")))
    item = next((item for item in items if isinstance(item, dict) and is_ninjs(item)), None)
    if item is None and not any(isinstance(value[name], str) for name in roles.of("text")):
        shape = shape_in(value)
        if shape.kind != "one" and shape.grade > LISTED:
            for number, article in enumerate(articles_in(value, shape), start=1):
                yield _record(article, where=f"{where}[{number}]" if shape.has_many else where)
            yield from _passed_over(shape, where=where)
            return
    yield _record(item or value, where=where)


def _passed_over(shape: Shape, *, where: str) -> Iterator[Record]:
    """What is to be said of the places whose articles were not read."""
    if shape.passed_over and shape.path:
        named = ", ".join(f'"{name[:_SHOWN]}"' for name in shape.passed_over[:_MOST_SHOWN])
        sentence = f"what looks like articles under {named} was not read."
        yield Record(where, remarks=(Remark(where, "articles at another place", sentence),))


def _is_order(value: dict[str, Any]) -> bool:
    """Whether a line of a bulk of Elasticsearch says what is to be done with the next one.

    https://www.elastic.co/guide/en/elasticsearch/reference/8.0/docs-bulk.html
    """
    if len(value) != 1 or not known_names("orders of bulks").issuperset(value):
        return False
    (target,) = value.values()
    return isinstance(target, dict) and any(name.startswith("_") for name in target)


def _record(value: Any, *, where: str) -> Record:
    if not isinstance(value, dict):
        kind = _KINDS.get(type(value), type(value).__name__)
        return Record(where, reason=f"is {kind} of JSON, expected an object")
    return ninjs_record(value, where=where) if is_ninjs(value) else to_record(value, where=where)


def _feed_item(item: Any, feed: dict[str, Any], *, where: str) -> Record:
    if not isinstance(item, dict):
        return _record(item, where=where)
    authors = item.get("authors") or [item.get("author")]
    fields = {
        "title": item.get("title"),
        "body": item.get("content_html") or item.get("content_text") or item.get("summary"),
        "published": item.get("date_published"),
        "source": feed.get("title"),
        "url": item.get("url"),
        "author": authors,
        "id": item.get("id"),
        "language": item.get("language") or feed.get("language"),
        "section": item.get("tags"),
    }
    return to_record(fields, where=where)


def _is_json(text: str) -> bool:
    return value_of(text.strip("\ufeff \t\r\n")).fault is None
