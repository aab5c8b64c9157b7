"""People, places and organisations of a question, and its figures, as they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.models import Span
from index.text.calendar import months, weekdays
from index.text.function_words import STARTERS
from index.text.tokens import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_UPPER = r"[A-ZÀ-ÖØ-ÞЀ-ЯҐ]"
_WORD = rf"(?:(?:[a-z]{_UPPER}|{_UPPER})[\w.’'&-]*\w|{_UPPER}\.?(?!\w))"
_RUN = re.compile(
    rf"(?<!\w){_WORD}(?:(?:\s+(?:(?:of the|of|de|del|der|von|van|bin|al|el|ibn|da|di|du|la|le|&)"
    r"\s+)+"
    rf"|\s+|\s*&\s*){_WORD})*(?:\s+\d{{1,4}}(?![\d.,%]))?"
)
_QUOTED = re.compile(
    r"\"([^\"\n]{2,300})\"|“([^“”\n]{2,300})”|«([^«»\n]{2,300})»|„([^„“”\n]{2,300})[“”]"
    r"|(?<!\w)['‘]((?:[^'‘’\n]|(?<=\w)['’](?=\w)){2,300})['’](?!\w)"
)
_TITLE_WORDS = 6
"""Words of a quotation that may be a name; a longer one is somebody's words."""
_POSSESSIVE = re.compile(r"['’]s?$")
_OWNED = re.compile(r"\S.*?(?:['’]s(?=\s)|$|(?=\n))")
"""An owner, or what is owned."""
_FIRST = re.compile(r"(?:^|[.!?…]\s+|[\"“«„'‘]\s*)$")
_NUMBER = re.compile(
    r"(?<![\w.,])[$€£₴₽]?\d+(?:[.,]\d+)*(?:\s?(?:%|percent|per cent|million|billion|trillion"
    r"|thousand|млн|млрд|тыс|тис|процент\w*|відсот\w+|миллион\w*|мільйон\w*|миллиард\w*"
    r"|мільярд\w*)\b|%)?"
)


def quotations(text: str) -> list[Span]:
    """The insides of the quotations of ``text``, if most of it stands outside of them."""
    found = [
        Span(*match.span(match.lastindex or 0))
        for match in _QUOTED.finditer(text)
        if not match.group().isspace()
    ]
    return found if 2 * sum(span.end - span.start for span in found) < len(text) else []


def names(text: str, *, apart: Sequence[Span] = ()) -> list[Span]:
    """Runs of capitalised words and short quotations, in order; ``apart`` is left out of them."""
    hidden = _masked(text, apart)
    found: list[Span] = []
    for span in quotations(text):
        inside = span.of(hidden)
        if 0 < len(inside.split()) <= _TITLE_WORDS and inside == span.of(text):
            found.append(span)
    for match in _RUN.finditer(hidden):
        if not any(span.start <= match.start() < span.end for span in found):
            found += _trimmed(hidden, match)
    return sorted(found, key=lambda span: span.start)


def numbers(text: str, *, apart: Sequence[Span] = ()) -> list[str]:
    """The figures of ``text``, with their sign or magnitude, outside of ``apart``."""
    return [match.group() for match in _NUMBER.finditer(_masked(text, apart))]


def _masked(text: str, apart: Sequence[Span]) -> str:
    for span in apart:
        text = text[: span.start] + "\n" * (span.end - span.start) + text[span.end :]
    return text


def _trimmed(text: str, match: re.Match[str]) -> Iterator[Span]:
    """The run without words that only begin the sentence, and without months and weekdays."""
    start, end = match.span()
    words = list(re.finditer(r"\S+", match.group()))
    if _FIRST.search(text[:start]):
        while words and _POSSESSIVE.sub("", words[0].group()).casefold() in STARTERS:
            words.pop(0)
        alone = len(words) == 1 and words[0].start() == 0
        if alone and not _is_clearly_a_name(words[0].group()):
            return
    if words and words[0].group().casefold() in STOP_WORDS and not _is_capital(words[0].group()):
        words.pop(0)
    if words and not all(_is_time(word.group()) for word in words):
        low = start + words[0].start()
        for part in _OWNED.finditer(text, low, end):
            yield Span(part.start(), part.start() + len(_POSSESSIVE.sub("", part.group())))


def _is_capital(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _is_time(word: str) -> bool:
    bare = _POSSESSIVE.sub("", word).casefold().strip(".")
    return bare in months() or bare in weekdays() or bare.isdecimal()


def _is_clearly_a_name(word: str) -> bool:
    """Whether the first word of a sentence would have a capital anywhere else, too."""
    inner = any(letter.isupper() or letter.isdigit() for letter in word[1:])
    return inner or bool(_POSSESSIVE.search(word))
