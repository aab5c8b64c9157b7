"""Citations in a model's line, in whatever form it writes them: ids in brackets, quotations too.

``⟦ab3x: "words"⟧`` is asked for. ``[ab3x, q2zz]``, ``【ab3x】``, ``(id=ab3x: «words»)``,
``<AB3X>``, several in one bracket, brackets inside the quotation, and a bare ``ab3x: "words"`` at
the end of a line are read as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.models import Support

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from index.models import Passage

_OPEN, _CLOSE = "⟦[(【<{", "⟧])】>}"
_SURE = "⟦"
"""The bracket that is asked for: nothing else stands in it."""
_BEGIN = re.compile(rf"([{re.escape(_OPEN)}])\1?\s{{0,3}}")
_KEY = re.compile(
    r"(?:(?:passage|source|id|№|#)s?\s{0,2}[:=#]?\s{0,2})?([A-Za-z2-7]{4,16})(?![\w-])",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"\s{0,3}[:=,]?\s{0,3}[\"“«„'‘]")
_QUOTE_END = re.compile(r"[\"”»“'’]")
_BETWEEN = re.compile(r"\s{0,3}(?:[;,|&]|\band\b)\s{0,3}")
_END = re.compile(rf"\s{{0,3}}[{re.escape(_CLOSE)}]{{1,2}}")
_BARE = re.compile(r"(?:(?<=[.!?…\"”»’)])|\s[-–—]|\bsource:)\s{0,3}(?=[a-z2-7]{4,16}\b)")
_LONGEST_QUOTE, _MOST, _MOST_ENDS = 600, 8, 12
"""Characters of a quotation, citations in one bracket, and marks that may end a quotation."""


@dataclass(frozen=True, slots=True)
class Cited:
    """Where in a line a citation stands, and what it names."""

    start: int
    end: int
    supports: tuple[Support, ...]


def citations(line: str, passages: Mapping[str, Passage]) -> list[Cited]:
    """The citations of ``line``, in order: what names a passage of ``passages``, or quotes."""
    found: list[Cited] = []
    at = 0
    while begin := _BEGIN.search(line, at):
        cited = _bracket(line, begin, passages)
        if cited is not None:
            found.append(cited)
        at = cited.end if cited is not None else begin.start() + 1
    bare = _at_the_end(line, found[-1].end if found else 0, passages)
    return [*found, bare] if bare else found


def _bracket(line: str, begin: re.Match[str], passages: Mapping[str, Passage]) -> Cited | None:
    """The citation that a bracket holds, if it holds one and is closed."""
    at, named = begin.end(), []
    for _ in range(_MOST):
        item = _item(line, at)
        if item is None:
            return None
        at = item[2]
        named.append(item[:2])
        between = _BETWEEN.match(line, at)
        if between is None:
            break
        at = between.end()
    end = _END.match(line, at)
    if end is None:
        return None
    sure = begin[1] == _SURE
    supports = tuple(
        Support(_known(key, passages), quote)
        for key, quote in named
        if sure or quote is not None or _known(key, passages) is not None
    )
    if len(supports) < len(named):
        return None
    return Cited(begin.start(), end.end(), supports)


def _item(line: str, at: int) -> tuple[str, str | None, int] | None:
    """An id at this place with its quotation, if it has one, and where that ends."""
    key = _KEY.match(line, at)
    if key is None:
        return None
    opened = _QUOTE.match(line, key.end())
    if opened is None:
        return key[1], None, key.end()
    for end in _ends(line, opened.end()):
        if _END.match(line, end + 1) or _goes_on(line, end + 1):
            return key[1], line[opened.end() : end], end + 1
    return None


def _ends(line: str, start: int) -> Iterator[int]:
    """Where a quotation that begins there may end, the nearest first."""
    for number, mark in enumerate(_QUOTE_END.finditer(line, start, start + _LONGEST_QUOTE)):
        if number == _MOST_ENDS:
            return
        yield mark.start()


def _goes_on(line: str, at: int) -> bool:
    """Whether another id follows behind a comma, with a quotation or the bracket's end."""
    between = _BETWEEN.match(line, at)
    key = _KEY.match(line, between.end()) if between else None
    return bool(key and (_QUOTE.match(line, key.end()) or _END.match(line, key.end())))


def _at_the_end(line: str, start: int, passages: Mapping[str, Passage]) -> Cited | None:
    """A citation without brackets, behind the sentence."""
    for begin in _BARE.finditer(line, start):
        key = _KEY.match(line, begin.end())
        if key is None or _known(key[1], passages) is None:
            continue
        rest = line[key.end() :].strip(" .")
        opened = _QUOTE.match(line, key.end())
        if not rest:
            return Cited(begin.start(), len(line), (Support(_known(key[1], passages)),))
        if opened and _QUOTE_END.match(rest[-1]):
            quote = line[opened.end() :].rstrip(" .")[:-1]
            support = Support(_known(key[1], passages), quote)
            return Cited(begin.start(), len(line), (support,))
    return None


def _known(key: str, passages: Mapping[str, Passage]) -> str | None:
    """The id of the passage that a model knows by ``key``."""
    passage = passages.get(key) or passages.get(key.lower())
    return passage.id if passage else None
