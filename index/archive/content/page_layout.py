"""Pages of print: from pieces of text with their places to lines in the order of reading.

Lines come in the order in which they were drawn, which is nearly always that of reading, but where
columns were drawn side by side. What stands at the edge of several pages is no part of any text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SAME = 2.0
"""Points between the baselines of one row, and between the left edges of one column."""
_LEAST_COLUMN = 100.0
"""Points from the left edge of a column to the next one: what is nearer is an indent."""
_LEAST_ROWS = 3
_LEAST_LENGTH = 18
"""Mean characters of a line of a column; those of a table are shorter."""
_EM = 0.5
"""Mean width of a character by the size of its font."""
_EDGE = 3
"""Rows at the top and at the bottom of a page that may be running heads."""
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad]$")
_SENTENCE_END = (".", "!", "?", ":", '"', "”", "»")
_NUMBER = re.compile(r"[-–—\s]*\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s]*")
"""A page number: ``7``, ``- 7 -``, ``7/12``; with a word it is known by standing on many pages."""


class Piece(NamedTuple):
    """A piece of text as it was drawn; a line feed in it ends a line."""

    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or the part of one in a column; ``width`` in characters, of the longest beside it."""

    text: str
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0
    column: int = 0
    width: int = 0
    page: int = 0


def page_lines(pieces: Sequence[Piece], page: int = 0) -> list[Line]:
    """The lines of a page in the order of reading."""
    edges = _columns(pieces)
    lines = [replace(line, page=page) for line in _lines(pieces, edges)]
    ordered = _ordered(lines, edges) if len(edges) > 1 else lines
    widths: dict[int, int] = defaultdict(int)
    for line in ordered:
        widths[line.column] = max(widths[line.column], len(line.text))
    return [replace(line, width=widths[line.column]) for line in ordered]


def without_heads(pages: Sequence[list[Line]]) -> tuple[list[list[Line]], frozenset[str]]:
    """The pages without running heads and page numbers, and those heads, figures left out.

    A head is what stands at the edge of several pages, or in small type and with a figure at the
    top of one.
    """
    edges = [[_outer(page, top=top) for top in (True, False)] for page in pages]
    counts = Counter(
        head for page in edges for head in {_head(row) for rows in page for row in rows}
    )
    heads = frozenset(head for head, count in counts.items() if count > 1 and head.strip("# "))
    kept = []
    for page, outer in zip(pages, edges, strict=True):
        gone = {line for rows in outer for line in _heads(rows, page, heads)}
        kept.append([line for line in page if line not in gone])
    return kept, heads


def _heads(rows: list[list[Line]], page: list[Line], heads: frozenset[str]) -> Iterator[Line]:
    """The rows from the edge inwards that are no part of the text."""
    size = _body_size(page)
    near = min(1.4 * _leading(page), 2 * size)
    for row, inner in pairwise([*rows, []]):
        text = _text(row)
        white = abs(row[0].y - inner[0].y) if inner else 0.0
        is_number = _NUMBER.fullmatch(text) and not 0 < white <= near
        at_top = white > 0 and row[0].y > inner[0].y
        is_small = at_top and row[0].size < 0.9 * size and any(map(str.isdigit, text))
        if not is_number and not is_small and _head(row) not in heads:
            return
        yield from row


def is_head(text: str, heads: frozenset[str]) -> bool:
    """Whether ``text`` is one of the running heads, or a part of one."""
    return any(_figureless(text) in head for head in heads)


def headline(lines: Sequence[Line], heads: frozenset[str]) -> tuple[list[Line], list[Line]]:
    """The lines of the largest type, where it is clearly larger than that of the text; mastheads.

    A masthead is in larger type still, and stands over the other pages as their head.
    """
    body = _body_size(lines)
    large = [
        line for line in lines if line.size > 1.15 * body > 0 and re.search(r"[^\W\d_]", line.text)
    ]
    mastheads = [line for line in large if is_head(line.text, heads)]
    large = [line for line in large if line not in mastheads]
    if not large:
        return [], mastheads
    first = max(large, key=lambda line: line.size)
    behind = lines[lines.index(first) :]
    return list(takewhile(lambda line: line.size == first.size, behind)), mastheads


def paragraphs(lines: Sequence[Line]) -> str:
    """Lines joined to paragraphs, divided words made whole, also over columns and pages.

    A paragraph ends where type or distance changes, and where a line that is clearly shorter than
    its column ends a sentence.
    """
    leading = _leading(lines)
    found = [""]
    before: Line | None = None
    for line in lines:
        text = line.text
        if before and _is_apart(before, line, leading):
            found.append("")
        if _HYPHEN.search(found[-1]) and text[0].islower():
            found[-1] = _HYPHEN.sub("", found[-1]) + text
        else:
            found[-1] = f"{found[-1]} {text}" if found[-1] else text
        if text.endswith(_SENTENCE_END) and len(text) < 0.8 * line.width:
            found.append("")
        before = line
    return "\n\n".join(filter(None, found))


def _is_apart(before: Line, line: Line, leading: float) -> bool:
    """Whether the type is another, or more white is between two lines than between others."""
    if line.size and abs(before.size - line.size) > 0.1 * max(before.size, line.size):
        return True
    if (before.page, before.column) != (line.page, line.column) or not leading:
        return False
    return before.y - line.y > 1.4 * leading


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance from baseline to baseline."""
    gaps = [
        before.y - line.y
        for before, line in pairwise(lines)
        if (before.page, before.column) == (line.page, line.column) and before.y - line.y > _SAME
    ]
    return median(gaps) if gaps else 0.0


def _body_size(lines: Sequence[Line]) -> float:
    """The size that most of the characters have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _columns(pieces: Sequence[Piece]) -> list[float]:
    """The left edges of the columns of a page; one where it has no columns."""
    words = [piece for piece in pieces if piece.text.strip()]
    rows: dict[int, set[int]] = defaultdict(set)
    lengths: dict[int, int] = defaultdict(int)
    for piece in words:
        bucket = round(piece.x / _SAME)
        rows[bucket].add(round(piece.y / _SAME))
        lengths[bucket] += len(piece.text.strip())
    every = len({round(piece.y / _SAME) for piece in words})
    edges: list[float] = []
    for bucket in sorted(rows):
        count = len(rows[bucket] | rows.get(bucket + 1, set()))
        is_edge = count >= max(_LEAST_ROWS, 0.25 * every)
        if is_edge and lengths[bucket] >= _LEAST_LENGTH * len(rows[bucket]):
            x = bucket * _SAME
            if not edges or x - edges[-1] >= _LEAST_COLUMN:
                edges.append(x)
    return edges or [0.0]


def _lines(pieces: Iterable[Piece], edges: list[float]) -> Iterator[Line]:
    """Lines as they were drawn, parted where another column begins."""
    parts: list[str] = []
    begun: Piece | None = None
    for piece in pieces:
        for number, text in enumerate(piece.text.split("\n")):
            ends = number or (begun and text.strip() and _is_beside(begun, piece, edges))
            if begun and ends:
                yield _line(parts, begun, edges)
                begun = None
            if begun is None and text.strip():
                begun, parts = piece, []
            parts.append(text)
    if begun:
        yield _line(parts, begun, edges)


def _line(parts: list[str], begun: Piece, edges: list[float]) -> Line:
    text = "".join(parts).strip()
    return Line(text, begun.x, begun.y, round(begun.size, 1), _column(begun.x, edges))


def _is_beside(begun: Piece, piece: Piece, edges: list[float]) -> bool:
    """Whether a piece begins another column than the line does."""
    column = _column(piece.x, edges)
    return column != _column(begun.x, edges) and abs(piece.x - edges[column]) <= 2 * _SAME


def _column(x: float, edges: list[float]) -> int:
    return max(0, sum(edge <= x + 2 * _SAME for edge in edges) - 1)


def _ordered(lines: list[Line], edges: list[float]) -> list[Line]:
    """Lines column by column, between those that go over several columns."""
    furthest: dict[int, int] = defaultdict(int)
    for line in lines:
        row = round(line.y / _SAME)
        furthest[row] = max(furthest[row], line.column)
    found: list[Line] = []
    band: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.y):
        alone = furthest[round(line.y / _SAME)] == line.column
        if alone and _spans(line, edges):
            found += sorted(band, key=lambda line: (line.column, -line.y))
            found.append(replace(line, column=-1))
            band = []
        else:
            band.append(line)
    return found + sorted(band, key=lambda line: (line.column, -line.y))


def _spans(line: Line, edges: list[float]) -> bool:
    """Whether a line clearly goes over its column."""
    behind = edges[line.column + 1 :]
    if not behind:
        return False
    end = line.x + _EM * line.size * len(line.text)
    return end > behind[0] + 0.25 * (behind[0] - edges[line.column])


def _outer(page: list[Line], *, top: bool) -> list[list[Line]]:
    """The rows at an edge of a page, the outermost first."""
    rows: list[list[Line]] = []
    for line in sorted(page, key=lambda line: -line.y if top else line.y):
        if rows and abs(rows[-1][0].y - line.y) <= _SAME:
            rows[-1].append(line)
        elif len(rows) == _EDGE:
            break
        else:
            rows.append([line])
    return rows


def _text(row: list[Line]) -> str:
    return " ".join(" ".join(line.text for line in sorted(row, key=lambda line: line.x)).split())


def _head(row: list[Line]) -> str:
    return _figureless(_text(row))


def _figureless(text: str) -> str:
    """``text`` with every number alike: those of pages change."""
    return re.sub(r"\d+", "#", " ".join(text.casefold().split()))
