"""CSV with a header that names the text and something else of an article: one article a row."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from index.archive.content.charsets import line_stream, line_text
from index.archive.content.parsers import explained
from index.archive.content.streams import MOST_RECORD
from index.archive.record.fields import to_record
from index.archive.record.known_names import FIELDS, names_of
from index.archive.record.roles import roles_of
from index.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob

_DELIMITERS = ",;\t|"
_SHOWN, _SHOWN_CHARACTERS = 5, 300


def header_of(line: str) -> tuple[list[str], str] | None:
    """The columns of a header and its delimiter; None where ``line`` is no header of articles.

    A header has a column of the text and another whose name is known; of a text in short, two.
    """
    for delimiter in _DELIMITERS:
        columns = _columns(line, delimiter)
        roles = roles_of(columns)
        known = {column for field in FIELDS for column in roles.of(field)}
        if len(known) > 1 and (roles.of("text") or roles.of("texts in short")):
            return columns, delimiter
    return None


def read_csv(blob: Blob) -> Iterator[Record]:
    """One record for each row; a broken row is rejected with its line, and reading goes on."""
    csv.field_size_limit(MOST_RECORD)
    lines = _lines(blob)
    first = next(lines, "")
    header = header_of(first)
    if header is None:
        looked, held = ", ".join(names_of("text")[:_SHOWN]), first.strip()[:_SHOWN_CHARACTERS]
        reason = f"has no column of the text (looked for {looked} and their like; it has {held})"
        yield Record(blob.name, reason=reason)
        return
    yield from _rows(csv.reader(lines, delimiter=header[1], strict=True), header[0], blob.name)


def _rows(rows: Iterator[list[str]], columns: list[str], name: str) -> Iterator[Record]:
    line = 2
    while True:
        where = f"{name}:{line}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as exc:
            yield Record(where, reason=f"is not a readable row ({explained(exc)})")
        else:
            if row:
                yield _record(row, columns, where=where)
        line = 2 + rows.line_num  # type: ignore[attr-defined]


def _record(row: list[str], columns: list[str], *, where: str) -> Record:
    if len(row) != len(columns):
        return Record(where, reason=f"has {len(row)} fields, the header has {len(columns)}")
    fields: dict[str, str] = {}
    for column, value in zip(columns, row, strict=True):
        if value.strip():
            fields.setdefault(column, value)
    return to_record(fields, where=where)


def _columns(line: str, delimiter: str) -> list[str]:
    try:
        names = next(csv.reader([line.strip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [name.strip() for name in names]


def _lines(blob: Blob) -> Iterator[str]:
    stream, encoding = line_stream(blob)
    first = True
    while line := stream.readline(MOST_RECORD):
        text = line_text(line, encoding=encoding)
        yield text.removeprefix("\ufeff") if first else text
        first = False
