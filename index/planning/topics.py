"""The words of a question that its answer is about: dates, outlets and scaffolding left out.

"Which article published by The Verge on 12 October 2023 suggests that prices rise?" asks about
rising prices.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.models import Span
from index.text.function_words import FRAME, LOOSE
from index.text.tokens import STOP_WORDS, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LEFT = re.compile(r"([^\W_]+(?:['’][^\W_]+)?)[\s,'\"“‘«„(]*$")
_RIGHT = re.compile(r"[\s'\"”’»),]*?(?:['’]s\b)?[\s,'\"]*([^\W_]+(?:['’][^\W_]+)?)")
_ALSO = {"and", "or", "but", "и", "или", "но", "та", "й", "або", "але"}
"""Behind a comma such a word begins another clause, which no frame reaches out of."""
_POSSESSION = re.compile(r"['’]s\b")
_OPENERS = re.compile(
    r"^\W*(?:(?:who|which|what) (?:is|are|was|were) the (?:name of the )?"
    r"(?:individual|person|man|woman|one|company|service|platform)(?: that| who| which)?\b"
    r"|(?:which|what) (?:article|report|story|post)s?\b|is it true that|can you (?:please )?tell me"
    r"|(?:which|what|who)\s+that\b|(?:please )?tell me(?: about)?|do you know"
    r"|what do (?:you|we) know about|i want to know"
    r"|расскажи(?:те)?(?: мне)?(?: о| об| про)?|что известно о|скажи(?:те)?(?: мне)?"
    r"|розкажи(?:ть)?(?: мені)?(?: про)?|що відомо про|чи правда,? що|правда ли,? что)\s*,?",
    re.IGNORECASE,
)
_VERDICT = re.compile(
    r"[,;]?\s*\b(?:was|is|were|are) there (?:a|any|no) changes? in(?: the)?"
    r"(?: reporting of(?: the)?| portrayal of(?: the)?| narrative(?: regarding)?)?\b",
    re.IGNORECASE,
)
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
        if word in _ALSO and text[:at].rstrip().endswith((",", ";")):
            break
        if word in FRAME:
            start = at
        elif word not in STOP_WORDS or word in {"not", "who", "what", "how"}:
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
        if word in FRAME:
            end = at
        elif word != "that":
            break
    return end


def topic(text: str, within: Span, apart: Iterable[Span]) -> str:
    """``text`` ``within`` a span, without ``apart`` and scaffolding, if anything is left."""
    whole = within.of(text)
    bare = " ".join(_outside(text, within, apart))
    shortened = _VERDICT.sub(" ", _OPENERS.sub("", bare, count=1))
    for candidate in (shortened, bare):
        tidy = _tidy(candidate)
        if bare != whole:
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
    return all(word.strip(_EDGES).casefold() in LOOSE | {""} for word in piece.split())


def _tidy(text: str) -> str:
    return _DOUBLED.sub(",", _STRAY.sub(" ", _SPACES.sub(" ", text))).strip(_EDGES)


def _unhung(text: str) -> str:
    """``text`` without the little words that taking something out left at its ends."""
    parts = text.split()
    while parts and parts[0].strip(_EDGES).casefold() in LOOSE | {""}:
        parts.pop(0)
    while parts and parts[-1].strip(_EDGES).casefold() in LOOSE | {""}:
        parts.pop()
    return " ".join(parts).strip(_EDGES)


def content(text: str) -> int:
    """How many words of ``text`` say what it is about."""
    return sum(word not in STOP_WORDS and word not in FRAME for word in words(text))


def has_topic(text: str) -> bool:
    """Whether any word of ``text`` says what it is about."""
    return content(text) > 0
