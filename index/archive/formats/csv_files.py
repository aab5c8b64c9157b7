"""CSV with a header that names the text and something else of an article: one article a row."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from dataclasses import replace
from itertools import chain, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Self

from index.archive.content.charsets import line_stream, line_text
from index.archive.content.parsers import explained
from index.archive.content.streams import MOST_RECORD
from index.archive.record.fields import to_record
from index.archive.record.known_names import FIELDS, names_of
from index.archive.record.roles import roles_of
from index.models import Record, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from index.archive.content.streams import Blob

_DELIMITERS = ",;\t|"
_NAMED = re.compile(r".*\.[ct]sv(?:\.\w+)?", re.IGNORECASE | re.DOTALL)
"""Also one that is packed."""
_NONE: Mapping[str, Sequence[str]] = MappingProxyType({})
_SHOWN, _SHOWN_CHARACTERS = 5, 300
_HINT = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_WHOLE = re.compile(r"[.!?…]\W*\Z")
_BACKSLASHED = r'(?<!\\)((?:\\\\)*)\\"'
_STRAY = r'()(?<=[^{0}\r\n"])"(?=[^{0}\r\n"])'


class Header(NamedTuple):
    """The columns of a table and what stands between them."""

    columns: list[str]
    delimiter: str


def header_of(
    lines: Iterator[str], *, name: str = "", named: Mapping[str, Sequence[str]] = _NONE
) -> Header | None:
    """The header that ``lines`` begin with; None where the first is no header of articles.

    A header has a column of the text and another whose name is known; of a text in short, two.
    A column is known, too, where an operator named it. The text alone is enough where the name of
    the file, the operator, or a line that names the delimiter for Excel (``sep=;``) says that it
    is a table. Blank lines may stand before it.
    """
    first = next((line for line in lines if line.strip()), "")
    hint = _HINT.fullmatch(first)
    if hint:
        first = next(lines, "")
    is_table = hint is not None or is_named_table(name)
    found = [
        Header(columns, delimiter)
        for delimiter in (hint[1] if hint else _DELIMITERS)
        if _holds_articles(columns := _columns(first, delimiter), named, is_table=is_table)
    ]
    return max(found, key=lambda header: len(header.columns), default=None)


def is_named_table(name: str) -> bool:
    """Whether a file is called a table of comma-separated values, or the like."""
    return _NAMED.fullmatch(name) is not None


def _holds_articles(
    columns: Sequence[str], named: Mapping[str, Sequence[str]], *, is_table: bool
) -> bool:
    """Whether these are the columns of a table of articles."""
    roles = roles_of(columns)
    spelled = {column.casefold(): column for column in columns}
    given = {
        what: spelled[each.casefold()]
        for what, some in named.items()
        for each in ((some,) if isinstance(some, str) else some)
        if each.casefold() in spelled
    }
    if ("text" in given and len(columns) > 1) or (is_table and roles.of("text")):
        return True
    known = {column for field in FIELDS for column in roles.of(field)} | set(given.values())
    return len(known) > 1 and bool(roles.of("text") or roles.of("texts in short"))


def read_csv(blob: Blob) -> Iterator[Record]:
    """One record for each row; a broken row is rejected with its line, and reading goes on."""
    csv.field_size_limit(MOST_RECORD)
    lines = _Lines(_lines(blob))
    header = header_of(lines, name=blob.name, named=blob.named)
    if header is None:
        yield Record(blob.name, reason=_refusal("".join(lines.taken[-1:]), lines.taken))
        return
    lines.forget()
    before: list[str] | str = []
    for (number, row), (_, after) in pairwise(chain(_rows(lines, header), [(0, [])])):
        where = f"{blob.name}:{number}"
        if isinstance(row, str):
            yield Record(where, reason=row)
        elif row:
            halved = any(_is_half(row, other, len(header.columns)) for other in (before, after))
            yield _record(row, header.columns, where=where, halved=halved)
        before = row


def _refusal(first: str, taken: Sequence[str]) -> str:
    """Why a table holds no articles, with its columns."""
    looked = ", ".join(names_of("text")[:_SHOWN])
    hints = [hint[1] for hint in map(_HINT.fullmatch, taken[:-1]) if hint]
    columns = max((_columns(first, each) for each in hints or _DELIMITERS), key=len)
    held = ", ".join(" ".join(column.split()) for column in columns)[:_SHOWN_CHARACTERS]
    return (
        f"has no column of the text (looked for {looked} and their like; it has the columns "
        f"{held}); name the one that holds it with --text-field"
    )


class _Lines:
    """The lines of a file, which can be given back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._ahead: list[str] = []
        """Lines that were given back, the next one last."""
        self._spare = MOST_RECORD
        """How many characters may still be given back: no file is read over and over."""
        self.taken: list[str] = []
        self.number = 1
        """Of the line after those that were taken and forgotten."""

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self._ahead.pop() if self._ahead else next(self._lines)
        self.taken.append(line)
        return line

    def forget(self) -> None:
        """What was taken is done with."""
        self.number += len(self.taken)
        self.taken.clear()

    def give_back(self) -> bool:
        """Everything that was taken comes again, unless that was so too often."""
        self._spare -= sum(map(len, self.taken))
        if self._spare < 0:
            return False
        self._ahead += reversed(self.taken)
        self.taken.clear()
        return True


def _rows(lines: _Lines, header: Header) -> Iterator[tuple[int, list[str] | str]]:
    """Each row with the number of its first line, or what is wrong with it."""
    width = len(header.columns)
    reader = csv.reader(lines, delimiter=header.delimiter, strict=True)
    while True:
        row, fault = [], None
        try:
            row = _trimmed(next(reader), width)
        except StopIteration:
            return
        except csv.Error as exc:
            fault = f"is not a readable row ({explained(exc)})"
        number = lines.number
        if fault or (len(row) != width and _is_doubtful(row, lines.taken, width)):
            mended = _mended(lines, header)
            row, fault = (mended, None) if mended else (row, fault)
        if fault and lines.give_back():
            next(lines)  # a mark that goes astray swallows rows that are whole
        if len(row) > width:
            fault = f"has {len(row)} fields, the header has {width}"
        yield number, fault or row
        lines.forget()


def _is_doubtful(row: list[str], taken: list[str], width: int) -> bool:
    """Whether a row of the wrong length may be one whose quotation marks went astray."""
    marked = any('"' in line for line in taken)
    return marked and (len(row) > width or len(taken) > 1 or any('\\"' in line for line in taken))


def _mended(lines: _Lines, header: Header) -> list[str] | None:
    """The row at this place with its quotation marks as they were meant, if it fits so.

    They are escaped by backslashes, or not at all. Where no row fits, the lines are as before.
    """
    count = len(lines.taken)
    for marks in (_BACKSLASHED, _STRAY.format(re.escape(header.delimiter))):
        if not lines.give_back():
            return None
        doubled = (re.sub(marks, r'\1""', line) for line in lines)
        reader = csv.reader(doubled, delimiter=header.delimiter, strict=True)
        with suppress(csv.Error, StopIteration):
            row = _trimmed(next(reader), len(header.columns))
            if len(row) == len(header.columns):
                return row
    if lines.give_back():
        for _ in range(count):
            next(lines)
    return None


def _trimmed(row: list[str], width: int) -> list[str]:
    """``row`` without empty fields behind those of the header."""
    while len(row) > width and not row[-1].strip():
        row.pop()
    return row


def _is_half(row: list[str], other: list[str] | str, width: int) -> bool:
    """Whether a line end may have cut one row into this and its neighbour."""
    if isinstance(other, str) or not other or max(len(row), len(other)) >= width:
        return False
    return len(row) != len(other) or len(row) + len(other) == width + 1


def _record(row: list[str], columns: list[str], *, where: str, halved: bool) -> Record:
    fields: dict[str, str] = {}
    for column, value in zip(columns, row, strict=False):
        if value.strip():
            fields.setdefault(column, value)
    record = to_record(fields, where=where)
    if len(row) == len(columns):
        return record
    sentence = f"has {len(row)} fields, the header has {len(columns)}"
    if record.article is None or (halved and not _WHOLE.search(record.article.text)):
        return Record(where, reason=sentence)  # it may have been cut in the middle of its text
    remark = Remark(where, "a row shorter than the header", f"{sentence}; what it has was read.")
    return replace(record, remarks=(*record.remarks, remark))


def _columns(line: str, delimiter: str) -> list[str]:
    try:
        names = next(csv.reader([line.strip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [name.strip() for name in names]


def _lines(blob: Blob) -> Iterator[str]:
    """The lines of the file without stray zeros; those of old Macs end with a carriage return."""
    stream, encoding = line_stream(blob)
    old = b"\n" not in blob.head
    first = True
    while line := stream.readline(MOST_RECORD):
        text = line_text(line, encoding=encoding).replace("\x00", "")
        text = text.removeprefix("\ufeff") if first else text
        yield from io.StringIO(text, newline=None) if old else (text,)
        first = False
