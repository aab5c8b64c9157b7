"""Finding a quotation in a passage, whatever happened to its quotation marks and spaces."""

from __future__ import annotations

import unicodedata

from index.models import Span

_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’ʼ‛`´", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)


def find_quote(quote: str, text: str) -> Span | None:
    """Where ``quote`` stands in ``text``, or ``None``.

    Compared after compatibility normalisation, with all quotation marks, dashes and runs of
    white space alike and the case of letters ignored; the span counts characters of ``text``
    as it is.
    """
    needle = _plain(quote)[0].strip()
    if not needle:
        return None
    haystack, places = _plain(text)
    found = haystack.find(needle)
    if found < 0:
        return None
    return Span(places[found], places[found + len(needle) - 1] + 1)


def _plain(text: str) -> tuple[str, list[int]]:
    """``text`` for comparison, and for each of its characters the place it came from."""
    out: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text.translate(_SAME)):
        for each in _expanded(character):
            if each.isspace() and (not out or out[-1] == " "):
                continue
            out.append(" " if each.isspace() else each)
            places.append(place)
    return "".join(out), places


def _expanded(character: str) -> str:
    """The character folded; ``…`` is three dots, ``ﬁ`` two letters, a soft hyphen nothing."""
    if character.isascii():
        return character.lower()
    if unicodedata.category(character) == "Cf":
        return ""
    return unicodedata.normalize("NFKC", character).casefold().translate(_SAME)
