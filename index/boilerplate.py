"""Lines that an outlet prints under every article: subscribe lines, bylines, copyright.

They stay in the stored text, so that offsets hold, and stay out of the passages. A line is
recognised because it repeats in the outlet's articles, whatever it says; ``is_furniture`` knows
the few forms that are none of the news even in an article met alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from index.digests import digest, folded
from index.models import Span

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
_FURNITURE = re.compile(
    r"(?:by|written by|reporting by|edited by|editing by|compiled by|additional reporting by|photo"
    r"(?:graph)?s?(?: by)?:?|illustration by|images?:|автор:?|текст:|фото:?|світлина:|редактор:)\s+"
    r"(?!(?:the|a|an|now|then|\d)\b)[^\n]{2,80}(?<![.!?])"
    r"|(?:additional )?(?:reporting|writing) by [^\n]{2,200}"
    r"|(?:©|\(c\)|copyright\b)[^\n]{0,200}"
    r"|[^\n]{0,100}\b(?:all rights reserved|все права защищены|усі права захищен[оі])[^\n]{0,100}"
    r"|(?:read (?:more|also|next)|see also|related|more on this(?: story)?|watch|listen|subscribe|"
    r"sign up|follow us|share this|advertisement|click here|join us|support us|download our|"
    r"читайте также|читать далее|подпис(?:ывайтесь|аться)|реклама|читайте також|читати далі|"
    r"підпис(?:уйтесь|атися)|приєднуйтесь|слідкуйте)\b[^\n\d]{0,100}",
    re.IGNORECASE,
)
"""Credits, copyright and calls to read on; a credit is a line without a full stop."""


class Line(NamedTuple):
    """A line that may be boilerplate: what it is counted by, and where it stands."""

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
            lines.append(Line(_digest(line), Span(start, end)))
    return lines


def _digest(line: str) -> str:
    if _COPYRIGHT.search(line):
        return digest("line", _YEAR.sub("0", line))
    return (_FACTFUL if _FACT.search(line) else "") + digest("line", line)


def repeats_needed(line_digest: str) -> int:
    """In how many articles of an outlet a line has to stand to be boilerplate."""
    return REPEATS_WITH_FACTS if line_digest.startswith(_FACTFUL) else REPEATS


def boilerplate_spans(text: str, is_repeated: Callable[[str], bool]) -> list[Span]:
    """Spans of the lines of ``text`` whose digests are repeated, in order.

    Nothing where every line would go: then the line is the article.
    """
    return _unless_all(text, [line.span for line in line_digests(text) if is_repeated(line.digest)])


def left_out_spans(text: str, is_repeated: Callable[[str], bool]) -> list[Span]:
    """Spans of the lines of ``text`` that no passage has: repeated ones and furniture, in order.

    Nothing where every line would go.
    """
    return _unless_all(
        text,
        [
            line.span
            for line in line_digests(text)
            if is_furniture(line.span.of(text)) or is_repeated(line.digest)
        ],
    )


def _unless_all(text: str, spans: list[Span]) -> list[Span]:
    kept, end = "", 0
    for span in spans:
        kept, end = kept + text[end : span.start], span.end
    return spans if (kept + text[end:]).strip() else []


def is_furniture(line: str) -> bool:
    """Whether a line is a credit, a copyright notice or a call to read on, and no news."""
    return _FURNITURE.fullmatch(line.strip()) is not None
