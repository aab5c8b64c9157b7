"""The words of a question that its answer is about: dates, outlets and scaffolding left out.

"Which article published by The Verge on 12 October 2023 suggests that prices rise?" asks about
rising prices.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.models import Span
from index.text import lexicon
from index.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LEFT = re.compile(r"([^\W_]+(?:['’][^\W_]+)?)[\s,'\"“‘«„(]*$")
_RIGHT = re.compile(r"[\s'\"”’»),]*?(?:['’]s\b)?[\s,'\"]*([^\W_]+(?:['’][^\W_]+)?)")
_POSSESSION = re.compile(r"['’]s\b")
_SPACES = re.compile(r"\s+")
_EDGES = " \t\n,;:.?–—'’‘\"“”()"
_STRAY = re.compile(r"(?<!\S)['’‘\"“”]+,?(?!\S)|\s(?=,)")
_DOUBLED = re.compile(r"\s*,(?:\s*,)+")


def frames(text: str, mentions: Iterable[Span]) -> list[Span]:
    """Each mention of an outlet with the words around it that only say that it is one."""
    return [Span(_reach_left(text, span), _reach_right(text, span)) for span in mentions]


def _reach_left(text: str, span: Span) -> int:
    """Where the frame begins: it ends in stop words only behind a word about articles."""
    start = at = span.start
    while match := _LEFT.search(text[max(0, at - 40) : at]):
        word = match[1].casefold()
        at = max(0, at - 40) + match.start()
        if word in lexicon.words("joints") and text[:at].rstrip().endswith((",", ";")):
            break
        if word in lexicon.words("frame"):
            start = at
        elif word not in lexicon.words("stop") or word in {"not", "who", "what", "how"}:
            break
    return start


def _reach_right(text: str, span: Span) -> int:
    end = at = span.end
    possessive = _POSSESSION.match(text, at)
    if possessive:
        end = at = possessive.end()
    while match := _RIGHT.match(text, at):
        word = match[1].casefold()
        at = match.end()
        if word in lexicon.words("frame"):
            end = at
        elif word != "that":
            break
    return end


def topic(text: str, within: Span, apart: Iterable[Span]) -> str:
    """``text`` ``within`` a span, without ``apart`` and scaffolding, if anything is left."""
    whole = within.of(text)
    bare = " ".join(_outside(text, within, apart))
    opened = lexicon.pattern(r"^\W*{opens-question}\s*,?").sub("", bare, count=1)
    shortened = lexicon.pattern("{asks-for-verdict}").sub(" ", opened)
    told = lexicon.cue("overview").sub(" ", shortened)
    for candidate in (told, shortened, bare):
        tidy = _tidy(candidate)
        if candidate != whole:
            tidy = _unhung(tidy)
        if has_topic(tidy):
            return tidy
    return " ".join(whole.split())


def _outside(text: str, within: Span, apart: Iterable[Span]) -> Iterator[str]:
    """The stretches ``within`` a span that nothing in ``apart`` covers."""
    at = within.start
    for span in sorted(apart, key=lambda each: each.start):
        if at < span.end and span.start < within.end:
            piece = text[at : max(at, span.start)].strip()
            if at == within.start or not _is_loose(piece):
                yield piece
            at = span.end
    yield text[at : max(at, within.end)].strip()


def _is_loose(piece: str) -> bool:
    """Whether only an "and" or a comma stands between two things that were taken out."""
    return all(map(_hangs, piece.split()))


def _hangs(word: str) -> bool:
    """Whether a word says nothing once what it belongs to is taken out."""
    bare = word.strip(_EDGES).casefold()
    return not bare or bare in lexicon.words("loose")


def _tidy(text: str) -> str:
    return _DOUBLED.sub(",", _STRAY.sub(" ", _SPACES.sub(" ", text))).strip(_EDGES)


def _unhung(text: str) -> str:
    """``text`` without the little words that taking something out left at its ends."""
    parts = text.split()
    while parts and _hangs(parts[0]):
        parts.pop(0)
    while parts and _hangs(parts[-1]):
        parts.pop()
    return " ".join(parts).strip(_EDGES)


def content(text: str) -> int:
    """How many words of ``text`` say what it is about."""
    quiet = lexicon.words("stop") | lexicon.words("frame")
    return sum(word not in quiet for word in words(text))


def has_topic(text: str) -> bool:
    """Whether any word of ``text`` says what it is about."""
    return content(text) > 0
