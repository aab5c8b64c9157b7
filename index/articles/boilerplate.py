"""Lines that an outlet prints under every article: subscribe lines, bylines, copyright.

They stay in the stored text, so that offsets hold, and stay out of the passages. A line is
recognised because it repeats in the outlet's articles, unless it is a sentence of news: "No one
was injured." is printed under twenty headlines and true each time. A few forms are none of the
news even in an article met alone, and others are news wherever they repeat.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from index.digests import digest, folded
from index.models import Span
from index.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Callable

REPEATS = 20
"""Articles of an outlet that have a line, before it is boilerplate. In 26,503 news articles 7.8 %
of the paragraphs repeat, the most frequent line 546 times."""
REPEATS_WITH_FACTS = 200
"""The same for a line with a quotation or a figure, which may be a slogan in the news."""
_MOST_WORDS = 120
"""A longer paragraph that repeats is a statement that the news quotes."""
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_FACT = re.compile(r"\d|[\"“”„«»]|(?<!\w)['‘]\w.*\w['’](?!\w)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COPYRIGHT = re.compile(r"©|\(c\)|copyright|all rights reserved|все права|усі права", re.IGNORECASE)
_FACTFUL = "facts:"
_MOST = 240
"""Characters of a credit or a call; a longer line is read as news."""
_LEAST_WORDS = 2
"""Words of a sentence of news; "Updated." is none."""
_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*$")


class Line(NamedTuple):
    """A line: what it is counted by, and where it stands; a sentence of news is not counted."""

    digest: str
    span: Span


def line_digests(text: str) -> list[Line]:
    """The lines of ``text`` short enough to be boilerplate, in order.

    Case, white space and the year of a copyright line make no difference. To be counted once an
    article and outlet; how often is often enough says ``repeats_needed``.
    """
    lines = []
    for match in _LINE.finditer(text):
        line = folded(match.group()).casefold()
        if len(line.split()) <= _MOST_WORDS:
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            end = match.start() + len(match.group().rstrip())
            counted_by = "" if is_news(match.group()) else _digest(line)
            lines.append(Line(counted_by, Span(start, end)))
    return lines


def _digest(line: str) -> str:
    if _COPYRIGHT.search(line):
        return digest("line", _YEAR.sub("0", line))
    return (_FACTFUL if _FACT.search(line) else "") + digest("line", line)


def repeats_needed(line_digest: str) -> int:
    """In how many articles of an outlet a line has to stand to be boilerplate."""
    return REPEATS_WITH_FACTS if line_digest.startswith(_FACTFUL) else REPEATS


def left_out_spans(text: str, is_repeated: Callable[[str], bool]) -> list[Span]:
    """Spans of the lines of ``text`` that no passage has: repeated ones and furniture, in order.

    Nothing where every line would go: then the line is the article.
    """
    spans = [
        line.span
        for line in line_digests(text)
        if is_furniture(line.span.of(text)) or (line.digest and is_repeated(line.digest))
    ]
    kept, end = "", 0
    for span in spans:
        kept, end = kept + text[end : span.start], span.end
    return spans if (kept + text[end:]).strip() else []


def is_furniture(line: str) -> bool:
    """Whether a line is a credit, a copyright notice or a call to read on, and no news."""
    line = line.strip()
    if len(line) > _MOST:
        return False
    if any(
        lexicon.pattern(each, cased=True).fullmatch(line) for each in ("{furniture}", "{copyright}")
    ):
        return True
    called = lexicon.pattern(r"{calls}\b[^\n\d]*").fullmatch(line) is not None
    told = lexicon.cue("told-of-somebody").search(line)
    bare = not _ENDED.search(line) and "," not in line
    to_reader = bare or _speaks_to_reader(line) or lexicon.pattern("{channels}").search(line)
    return called and not told and bool(to_reader)


def _speaks_to_reader(line: str) -> bool:
    return lexicon.pattern("{speaks-to-reader}", cased=True).search(line) is not None


def is_news(line: str) -> bool:
    """Whether a line is a sentence of news: it ends like one and does not speak to the reader."""
    line = line.strip()
    ended = _ENDED.search(line) is not None and len(line.split()) >= _LEAST_WORDS
    return ended and not is_furniture(line) and not _speaks_to_reader(line)
