"""Where the sentences of a text begin and end.

A claim is a sentence and a citation quotes one, so a quotation is never cut in two and an
abbreviation never ends a sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.models import Span
from index.text import lexicon
from index.text.quotations import quotation

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARAGRAPH = re.compile(r"[^\n]+")
_BOUNDARY = re.compile(
    r"[。！？]+[」』”]*|(?<![.!?…])[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«„(\[–—-]*\s?[^\W_a-zа-яёіїєґ])"
)
_ABBREVIATION = r"(?:^|[\s(\"'“‘«])(?:[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]|{abbreviations})\.$"
_NEXT_WORD = re.compile(r"\W*(\w+)(?!\.)")
"""The word behind a full stop, unless it is an initial itself."""
_TAIL = 12
"""Characters before a full stop that can hold an abbreviation."""


def sentences(text: str) -> list[Span]:
    """Spans of the sentences of ``text``, in order, without surrounding white space.

    A line break always ends a sentence. Everything but white space is in exactly one span.
    """
    return [
        span
        for paragraph in _PARAGRAPH.finditer(text)
        if not paragraph.group().isspace()
        for span in _split(text, paragraph)
    ]


def _split(text: str, paragraph: re.Match[str]) -> Iterator[Span]:
    quoted = [match.span() for match in quotation(in_line=True).finditer(paragraph.group())]
    start = 0
    for match in _BOUNDARY.finditer(paragraph.group()):
        inside = any(low < match.end() < high for low, high in quoted)
        if inside or _is_abbreviation(paragraph.group(), match):
            continue
        yield _stripped(text, paragraph.start() + start, paragraph.start() + match.end())
        start = match.end()
    if paragraph.group()[start:].strip():
        yield _stripped(text, paragraph.start() + start, paragraph.end())


def _is_abbreviation(paragraph: str, match: re.Match[str]) -> bool:
    """Whether the full stop belongs to an abbreviation and the sentence goes on behind it."""
    if match.group() != ".":
        return False
    tail = paragraph[max(0, match.start() - _TAIL) : match.end()]
    if not lexicon.pattern(_ABBREVIATION).search(tail):
        return False
    following = _NEXT_WORD.match(paragraph, match.end())
    return following is None or following.group(1).casefold() not in lexicon.words("stop")


def _stripped(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return Span(start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip()))
