"""What must stand in the evidence to the letter: figures with their unit, dates, names, quotations.

All of it is computed; whether the words around mean the same, the verifier says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answer.guard.amounts import agree, amounts, is_computed, odd_figures
from bot.answer.guard.quotes import find_quote
from index.text import lexicon
from index.text.calendar import months, weekdays
from index.text.figures import is_year
from index.text.names import capitalised
from index.text.quotations import quotation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SMALL = 12
"""Up to it a number in words can count what the evidence lists: the verifier has to decide."""
_LONGEST_MONTH = 31
_STEM, _SHORTEST = 4, 3
"""Letters by which a country is known, and of a name without an ending."""
_DERIVING = ("s", "es", "n", "an", "ian", "ean", "ese", "ish", "i", "ic", "y", "a", "e", "o")
"""Endings of what is derived of a name, and of the name itself."""
_LINK = re.compile(
    r"\b[a-z][\w+.-]{1,20}:(?=\S)\S+|\]\(\S*|\b[\w-]{2,}\.[a-z]{2,24}\b(?:/\S*)?|(?<!\w)@\w{3,}|</?\w+[^>]*>"
)
_ACRONYM = re.compile(r"[A-ZА-ЯЁЇІЄҐ]{2,6}")


@dataclass(frozen=True, slots=True)
class Found:
    """What of a claim does not stand in its evidence.

    ``wrong`` says what decides against it, ``computed`` which figure follows from others there.
    """

    wrong: str | None = None
    computed: str | None = None


def check(claim: str, window: Sequence[str], *, named: str = "", foreign: bool = False) -> Found:
    """The hard facts of ``claim`` beside all that it may stand on.

    A name may also stand in ``named``; names of a ``foreign`` claim are spelt in another way.
    """
    whole = "\n".join(window)
    names = _names(claim, f"{whole}\n{named}", foreign=foreign)
    for reason in (_links(claim, whole), _marks(claim, window), names, _days(claim, whole)):
        if reason:
            return Found(reason)
    return _figures(claim, whole, foreign=foreign)


def _links(claim: str, window: str) -> str | None:
    """Addresses, and what else is no prose, stand in the evidence."""
    for match in _LINK.finditer(claim):
        if match.group() not in window:
            return f"{match.group()} does not stand there"
    return None


def _marks(claim: str, window: Iterable[str]) -> str | None:
    """Quotation marks are around words that stand so in one of the texts."""
    texts = list(window)
    for match in quotation("any").finditer(_even(claim)):
        inside = match.group(match.lastindex or 0).strip(" ,.;:!?…")
        if inside and not any(find_quote(inside, text) for text in texts):
            return f"“{inside}” is nobody's words there"
    return None


def _even(text: str) -> str:
    """``text`` with straight double marks alone, so that mixed ones pair."""
    return re.sub("[“”„‟«»‹›「」『』〝〞〟＂]", '"', text)


def _names(claim: str, window: str, *, foreign: bool) -> str | None:
    words = set(re.findall(r"\w+", window.casefold()))
    known = {root for word in words for root in _roots(word)}
    known |= {"united", "states", "us", "usa"} if "U.S" in window or "US" in window else set()
    capitals = "".join(word[0] for word in re.findall(r"\w+", window) if word[0].isupper())
    shouted = [word for word in capitalised(claim) if word.isupper() and len(word) >= _STEM]
    names = [] if foreign else capitalised(claim, inside=True)
    for word in [*names, *shouted]:
        for part in re.split(r"[-’']", word):
            bare = part.casefold()
            if len(part) < 2 or bare in lexicon.words("no-names-alone") or _is_time(bare):  # noqa: PLR2004
                continue
            if _roots(bare) & known or (_ACRONYM.fullmatch(part) and part in capitals):
                continue
            return f"the name {part} does not stand there"
    return None


def _roots(word: str) -> set[str]:
    """What a name is compared by: itself, and without what makes an adjective or a plural of it."""
    if not word.isascii():  # cases of Russian and Ukrainian
        return {word[:_STEM]}
    bare = (word.removesuffix(each) for each in _DERIVING if len(word) - len(each) >= _SHORTEST)
    same = lexicon.table("countries").get(word[:_STEM])
    return {word, *bare, *([same] if same else [])}


def _is_time(word: str) -> bool:
    return word in months() or word in weekdays()


_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:-?(?:st|nd|rd|th|го|е))?\s+(?:of\s+)?([^\W\d_]{3,})\.?")
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\b(?![.,]?\d)")


def _dates(text: str) -> tuple[dict[tuple[int, int], str], str]:
    """The days with their months that ``text`` names, as written, and the text without them."""
    found: dict[tuple[int, int], str] = {}

    def taken(day: str, month: str, match: re.Match[str]) -> str:
        """Nothing, where the two are a date."""
        number = months().get(month.casefold())
        if number is None or not 1 <= int(day) <= _LONGEST_MONTH:
            return match.group()
        found[int(day), number] = match.group()
        return f" {month} "

    text = _DAY_FIRST.sub(lambda match: taken(match[1], match[2], match), text)
    text = _MONTH_FIRST.sub(lambda match: taken(match[2], match[1], match), text)
    return found, text


def _days(claim: str, window: str) -> str | None:
    """Days, months and weekdays of the claim; those of the window in any form of the word."""
    known = _dates(window)[0]
    for day, written in _dates(claim)[0].items():
        if day not in known:
            return f"{written} does not stand there"
    for named in (months(), weekdays()):
        there = {named[w] for w in re.findall(r"\w+", window.casefold()) if w in named}
        for word in re.findall(r"\b[A-ZА-ЯІЇЄҐа-яіїєґ]\w+", claim):
            number = named.get(word.casefold())
            if number is not None and number not in there and _is_meant(word):
                return f"{word} does not stand there"
    return None


def _is_meant(word: str) -> bool:
    """Not "may", "march" and the like in the middle of an English sentence."""
    return word[0].isupper() or not word.isascii()


def _figures(claim: str, window: str, *, foreign: bool) -> Found:
    if odd := odd_figures(claim) - odd_figures(window):
        return Found(f"the figure {min(odd)} does not stand there")
    known = amounts(_dates(window)[1])
    computed = None
    for each in amounts(_dates(claim)[1]):
        if any(agree(each, other) for other in known):
            continue
        if each.in_words and not foreign and each.value <= _SMALL:
            continue
        if not is_year(each.written) and is_computed(each, known):
            computed = computed or each.written
            continue
        return Found(f"the figure {each.written} does not stand there")
    return Found(computed=computed)
