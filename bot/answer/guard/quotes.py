"""Words as they are compared and shown, whatever happened to their marks and spaces."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from index.models import Span
from index.text.characters import is_flag, seen, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARKER = re.compile(r"\[+(\s*\d[\d\s,–-]*)\]+")
_CONTROL = re.compile(r"(?:\x1b\[[\d;]*[A-Za-z]|[⟦⟧\x00-\x1f\x7f-\x9f])+")
"""Controls, those that colour a terminal with their letters, and the brackets of the prompt."""
_HALVES = re.compile("[\ud800-\udfff]")
"""Lone surrogates, which a model's broken JSON can hold."""
_SAME = str.maketrans("‘’ʼ‛`´‹›“”„‟«»‐‑‒–—―−", "'" * 8 + '"' * 6 + "-" * 7)
"""Marks of quotation, and dashes, that are alike."""
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Black or red, a heart is the same heart."""


def find_quote(quote: str, text: str) -> Span | None:
    """Where ``quote`` stands in ``text``, or ``None``.

    Compared after compatibility normalisation, with all quotation marks, dashes and runs of
    white space alike and the case of letters ignored, and never beginning or ending inside a word
    or a figure; the span counts characters of ``text`` as it is. What belongs to an emoji and is
    not written in ``quote``, as the colour of its skin, belongs to the span.
    """
    needle = _plain(quote)[0].strip()
    if not needle:
        return None
    haystack, starts, ends = _plain(text)
    found = haystack.find(needle)
    while found >= 0 and _cuts_word(haystack, found, found + len(needle)):
        found = haystack.find(needle, found + 1)
    if found < 0:
        return None
    return Span(*whole(text, starts[found], ends[found + len(needle) - 1]))


def _cuts_word(text: str, start: int, end: int) -> bool:
    """Whether the slice begins or ends inside a word, a figure, or a flag of two letters."""
    return any(
        0 < place < len(text)
        and ((text[place - 1].isalnum() and text[place].isalnum()) or is_flag(text, place))
        for place in (start, end)
    )


@lru_cache(maxsize=256)
def _plain(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """``text`` for comparison, and where in it each of the characters begins and ends.

    A letter is one with the accents that follow it. Many quotations are looked for in one passage,
    so it is kept.
    """
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and unicodedata.combining(text[end]):
            continue
        for each in _expanded(text[start:end].translate(_SAME)):
            if each.isspace() and (not out or out[-1] == " "):
                continue
            out.append(" " if each.isspace() else each)
            starts.append(start)
            ends.append(end)
        start = end
    return "".join(out), starts, ends


def _expanded(letter: str) -> str:
    """The letter folded; ``…`` is three dots, ``ﬁ`` two letters, what nobody sees nothing."""
    if letter.isascii():
        return letter.lower()
    if unicodedata.category(letter[0]) == "Cf" or _SELECTOR.match(letter):
        letter = letter[1:]
    return unicodedata.normalize("NFKC", letter).casefold().translate(_SAME)


def presentable(text: str) -> str:
    """``text`` on one line, its own bracketed numbers without brackets: those are our markers.

    Characters that nobody sees are taken out, as they are of articles: they can turn or split a
    figure. Those that make an emoji stay.
    """
    plain = seen(_HALVES.sub("", _CONTROL.sub(" ", text)))
    while (bare := _MARKER.sub(r"\1", plain)) != plain:
        plain = bare
    return " ".join(plain.split())
