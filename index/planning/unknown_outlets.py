"""Outlets that a question names and the archive does not know, guessed from the words around.

Only what is called an article's home: "the Gazette article", "reported by The Gazette". They
bound nothing; they show where one source's clause ends and another's begins.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.models import Span
from index.planning.outlets import Mention
from index.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WAYS = (
    r"['\"‘“](?P<names>[A-Z][^'\"‘’“”\n]{1,80})['\"’”]{of-outlet}",
    r"\b{printed-by}\s+(?:both\s+)?[\"'“‘«]?{outlet-names}",
    r"[\"'“‘«]?\b(?P<names>{short-outlet-name})[\"'”’»]?(?:['’]s)?{of-outlet}",
)
"""How an outlet is named: in quotation marks before its article, behind it, before it."""
_SPLIT = re.compile(r"[\"'”’»]?(?:,\s+(?:and\s+)?|\s+and\s+(?=[\"'“‘«]?[A-Z]))[\"'“‘«]?")


def guesses(text: str, known: Sequence[Span]) -> list[Mention]:
    """Names in ``text`` that are written like outlets, outside of those that are ``known``."""
    found: dict[int, Mention] = {}
    for way in _WAYS:
        for match in lexicon.pattern(way, cased=True).finditer(text):
            for span in _names(text, match):
                taken = [*known, *(each.span for each in found.values())]
                if not any(span.start < each.end and each.start < span.end for each in taken):
                    found[span.start] = Mention(span, ())
    return [found[start] for start in sorted(found)]


def _names(text: str, match: re.Match[str]) -> Iterator[Span]:
    start, end = match.span("names")
    for split in (*_SPLIT.finditer(text, start, end), None):
        stop = split.start() if split else end
        words = list(re.finditer(r"\S+", text[start:stop]))
        while words and words[0].group() != "The" and _is_no_outlet(words[0].group()):
            words.pop(0)
        if words and not (len(words) == 1 and words[0].group() == "The"):
            yield Span(start + words[0].start(), stop)
        start = split.end() if split else end


def _is_no_outlet(word: str) -> bool:
    return lexicon.pattern("{is-no-outlet}").fullmatch(word) is not None
