"""A text as the judge reads it: its sentences as words, without dateline and furniture."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from index.articles.boilerplate import is_furniture
from index.duplicates.words import Word, words_of
from index.models import Span
from index.text.language import detect
from index.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

_CAPITALS = r"[A-ZА-ЯЁІЇЄҐ][A-ZА-ЯЁІЇЄҐ.'’ -]+"
_DATELINE = re.compile(
    rf"(?:(?:{_CAPITALS}(?:,[^\n—–()]{{1,40}})?(?:\([^()\n]{{2,40}}\)\s*)?"
    r"|[^\W\d_][\w.'’ -]{1,40}(?:,[^\n—–()]{1,40})?\([^()\n]{2,40}\)\s*)\s*(?:—|–|--| -)\s*)+"
)
"""``KYIV, March 3 (Agency) —``: a place in capitals, or any place before an agency."""
_SEMICOLON = re.compile(r";\s+(?=\S)")
_WORD = re.compile(r"[^\W\d_]+")
_SHORT = 60
"""Characters of a sentence that its little words help to recognise."""
_READ = 256
"""Texts kept read: a story has a few dozen candidates, and each is judged against all."""


def behind_dateline(text: str) -> int:
    """Where ``text`` goes on behind what an agency's report begins with; 0 where it does not."""
    found = _DATELINE.match(text)
    return found.end() if found else 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: where it stands, its words that count, and what it is compared by.

    ``keys`` are all of its words in order. ``content`` leaves facts out, so that a sentence with
    another figure is recognised; a short one is ``known_by`` its little words too.
    """

    span: Span
    words: tuple[Word, ...]
    keys: tuple[str, ...]
    content: frozenset[str]
    known_by: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """The sentences of a text, its dateline apart, and what is known about its words."""

    text: str
    dateline: Sentence | None
    sentences: tuple[Sentence, ...]
    keys: Counter[str]
    lowered: frozenset[str]

    @property
    def size(self) -> int:
        """How many words count."""
        return sum(len(sentence.keys) for sentence in self.sentences)


@lru_cache(maxsize=_READ)
def read(text: str) -> Reading:
    """``text`` as it is compared."""
    language = detect(text)
    spans = [
        clause
        for span in sentences(text)
        if not is_furniture(_line(text, span))
        for clause in _clauses(text, span)
    ]
    start = spans[0].start if spans else 0
    match = _DATELINE.match(text, start)
    dateline = _sentence(text, Span(start, match.end()), language) if match else None
    start = match.end() if match else start
    found = [
        _sentence(text, Span(max(span.start, start), span.end), language)
        for span in spans
        if span.end > start
    ]
    words = [word for sentence in found for word in sentence.words]
    return Reading(
        text,
        dateline,
        tuple(sentence for sentence in found if sentence.keys),
        Counter(word.key for word in (*words, *(dateline.words if dateline else ()))),
        frozenset(word.key for word in words if not word.capital),
    )


def _clauses(text: str, span: Span) -> Iterator[Span]:
    """Parts of a sentence that semicolons end: another house makes them sentences."""
    start = span.start
    for match in _SEMICOLON.finditer(text, span.start, span.end):
        yield Span(start, match.start() + 1)
        start = match.end()
    yield Span(start, span.end)


def _sentence(text: str, span: Span, language: str) -> Sentence:
    words = words_of(text, span, language)
    content = frozenset(word.key for word in words if word.kind in {"", "direction"})
    little: set[str] = set()
    if span.end - span.start <= _SHORT:
        counted = {text[word.start : word.end] for word in words}
        found = (word for word in _WORD.findall(span.of(text)) if word not in counted)
        little = {f"~{word.casefold()}" for word in found}
    keys = tuple(word.key for word in words)
    return Sentence(span, words, keys, content, content | little)


def _line(text: str, span: Span) -> str:
    """The line that a sentence stands in: a credit is one as a whole."""
    end = text.find("\n", span.end)
    return text[text.rfind("\n", 0, span.start) + 1 : end if end >= 0 else len(text)]
