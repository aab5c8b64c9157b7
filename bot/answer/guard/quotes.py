"""Finding a quotation in a passage, whatever happened to its quotation marks and spaces."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from index.models import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’ʼ‛`´‹›", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)

_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Black or red, a heart is the same heart."""


def find_quote(quote: str, text: str) -> Span | None:
    """Where ``quote`` stands in ``text``, or ``None``.

    Compared after compatibility normalisation, with all quotation marks, dashes and runs of
    white space alike and the case of letters ignored, and never beginning or ending inside a word
    or a figure; the span counts characters of ``text``
    as it is.
    """
    needle = _plain(quote)[0].strip()
    if not needle:
        return None
    haystack, places = _plain(text)
    found = haystack.find(needle)
    while found >= 0 and _cuts_word(haystack, found, found + len(needle)):
        found = haystack.find(needle, found + 1)
    if found < 0:
        return None
    return Span(places[found].start, places[found + len(needle) - 1].end)


def _cuts_word(text: str, start: int, end: int) -> bool:
    """Whether the slice begins or ends between two letters or digits of one word."""
    return any(
        0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()
        for place in (start, end)
    )


def _plain(text: str) -> tuple[str, list[Span]]:
    """``text`` for comparison, and for each of its characters the span it came from."""
    out: list[str] = []
    places: list[Span] = []
    for place in _letters(text):
        for each in _expanded(place.of(text).translate(_SAME)):
            if each.isspace() and (not out or out[-1] == " "):
                continue
            out.append(" " if each.isspace() else each)
            places.append(place)
    return "".join(out), places


def _letters(text: str) -> Iterator[Span]:
    """The characters of ``text``, each together with the accents that follow it."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not unicodedata.combining(text[place]):
            yield Span(start, place)
            start = place


def _expanded(letter: str) -> str:
    """The letter folded; ``…`` is three dots, ``ﬁ`` two letters, what nobody sees nothing."""
    if letter.isascii():
        return letter.lower()
    if unicodedata.category(letter[0]) == "Cf" or _SELECTOR.match(letter):
        letter = letter[1:]
    return unicodedata.normalize("NFKC", letter).casefold().translate(_SAME)
