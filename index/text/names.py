"""People, places and organisations as they are written: words with a capital, and runs of them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from index.models import Span
from index.text import lexicon
from index.text.calendar import months, weekdays
from index.text.quotations import quotation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TITLE_WORDS = 6
"""Words of a quotation that may be a name; a longer one is somebody's words."""
_LONGEST = 300
_POSSESSIVE = re.compile(r"['’]s?$")
_OWNED = re.compile(r"\S.*?(?:['’]s(?=\s)|$|(?=\n))")
"""An owner, or what is owned."""
_FIRST = re.compile(r"(?:^|[.!?…]\s+|[\"“«„'‘]\s*)$")


@cache
def _run() -> re.Pattern[str]:
    """Capitalised words, the small words of names between them, and a figure behind them."""
    upper = r"[A-ZÀ-ÖØ-ÞЀ-ЯҐ]"
    word = rf"(?:(?:[a-z]{upper}|{upper})[\w.’'&-]*\w|{upper}\.?(?!\w))"
    small = r"(?:of the|of|de|del|der|von|van|bin|al|el|ibn|da|di|du|la|le|&)"
    return re.compile(
        rf"(?<!\w){word}(?:(?:\s+(?:{small}\s+)+|\s+|\s*&\s*){word})*(?:\s+\d{{1,4}}(?![\d.,%]))?"
    )


def capitalised(text: str, *, inside: bool = False) -> list[str]:
    """The words of ``text`` that have a capital, in order.

    ``inside``: without those that begin a sentence or a quotation, where any word has one.
    """
    begins = r"(?<![.!?…:]\s)(?<!^)(?<![\"“«'‘(])" if inside else ""
    return lexicon.pattern(begins + r"\b{capital}[\w'’-]+", cased=True).findall(text)


def runs(text: str) -> Iterator[re.Match[str]]:
    """Runs of capitalised words, wherever they stand, with the small words of names in them."""
    small = r"(?:(?:of|de|van|von|the|and|&)\s+)?"
    return lexicon.pattern(
        rf"{{capital}}[\w'’&-]*(?:\s+{small}{{capital}}[\w'’-]*)*", cased=True
    ).finditer(text)


def quotations(text: str) -> list[Span]:
    """The insides of the quotations of ``text``, if most of it stands outside of them."""
    found = [
        Span(*match.span(match.lastindex or 0))
        for match in quotation(least=2, most=_LONGEST, in_line=True).finditer(text)
    ]
    return found if 2 * sum(span.end - span.start for span in found) < len(text) else []


def names(text: str, *, apart: Sequence[Span] = ()) -> list[Span]:
    """Runs of capitalised words and short quotations, in order; ``apart`` is left out of them."""
    hidden = masked(text, apart)
    found: list[Span] = []
    for span in quotations(text):
        inside = span.of(hidden)
        if 0 < len(inside.split()) <= _TITLE_WORDS and inside == span.of(text):
            found.append(span)
    for match in _run().finditer(hidden):
        if not any(span.start <= match.start() < span.end for span in found):
            found += _trimmed(hidden, match)
    return sorted(found, key=lambda span: span.start)


def masked(text: str, apart: Sequence[Span]) -> str:
    """``text`` with line ends in the place of what is ``apart``."""
    for span in apart:
        text = text[: span.start] + "\n" * (span.end - span.start) + text[span.end :]
    return text


def _trimmed(text: str, match: re.Match[str]) -> Iterator[Span]:
    """The run without words that only begin the sentence, and without months and weekdays."""
    start, end = match.span()
    words = list(re.finditer(r"\S+", match.group()))
    if _FIRST.search(text[:start]):
        while words and _POSSESSIVE.sub("", words[0].group()).casefold() in lexicon.words(
            "starters"
        ):
            words.pop(0)
        alone = len(words) == 1 and words[0].start() == 0
        if alone and not _is_clearly_a_name(words[0].group()):
            return
    stop = lexicon.words("stop")
    if words and words[0].group().casefold() in stop and not _is_capital(words[0].group()):
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
