"""Figures as amounts: with scale and unit, in digits and in words, round ones and computed ones."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from index.text import lexicon
from index.text.figures import DIGITS, is_year, number, spelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SCALES = {"dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9,
           "trillion": 1e12}  # fmt: skip
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
_CURRENCIES = "$€£¥₽₴₹"
_LONGEST = 24
"""Characters of a figure beyond which it is none."""
_NEAR = 0.06
"""How far a figure may be off that is said to be round."""
_EXACT, _SHARE = 1e-9, 0.55
"""What a sum may be off by its part, and a share in points."""
_ROUND = 3
"""Significant digits of a round figure at most."""
_NUMERALS = frozenset({"Nl", "No"})
"""Categories of signs that count: Roman numerals, fractions, raised and circled digits."""
_MOST = 12
"""Figures of which sums and differences are tried."""


@cache
def _tokens() -> re.Pattern[str]:
    return re.compile(rf"[{_CURRENCIES}]|(?:{DIGITS})|%|[^\W\d_]+(?:[’'-][^\W\d_]+)*|[,;:.!?()]")


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure: its ``value`` with the scale counted in, and whether it is of a hundred.

    ``written`` is as it stands in the text; ``near``: it is said to be about so much. ``joined``: a
    figure stands before it with "to" or "and" between; it ``lasts``: days or months, for one.
    """

    value: float
    percent: bool
    written: str
    near: bool = False
    in_words: bool = False
    scale: float = 1.0
    joined: bool = False
    lasts: bool = False
    money: str | None = None
    year: bool = False


def amounts(text: str) -> list[Amount]:
    """The figures of ``text``, in digits and in words, in order.

    Of "from 1.84 to 1.79 billion" both are billions.
    """
    found = list(_amounts(text))
    for at in range(len(found) - 2, -1, -1):
        one, other = found[at : at + 2]
        if one.scale == 1.0 != other.scale and other.joined:
            one = replace(one, value=one.value * other.scale, scale=other.scale)
        if other.joined:
            money = one.money or other.money
            one = replace(one, percent=one.percent or other.percent, money=money)
        found[at] = one
    return found


def odd_figures(text: str) -> set[str]:
    """What counts and is no number: ``21.03.2024``, ``1.2.3``, ``Ⅻ``. It is compared as written."""
    words = _tokens().findall(text)
    signs = {each for each in text if unicodedata.category(each) in _NUMERALS}
    return signs | {word for word in words if word[0].isdigit() and _value(word) is None}


def _amounts(text: str) -> Iterator[Amount]:
    words = [match.group() for match in _tokens().finditer(text.replace("per cent", "percent"))]
    at = 0
    while at < len(words):
        start, value, scaled = at, _value(words[at]), 1.0
        if value is None:
            at += 1
            continue
        in_words = not words[at][0].isdigit()
        at += 1
        while at < len(words) and (scale := _scale(words[at], beside_digits=not in_words)):
            scaled *= scale
            at += 1
        percent = at < len(words) and words[at].casefold() in {"%", "percent", *_per_hundred()}
        before = [each.casefold() for each in words[max(0, start - 3) : start]]
        behind = words[at].casefold().removesuffix("s") if at < len(words) else ""
        named = lexicon.table("currencies")
        money = next((named[each] for each in (*before[:-2:-1], behind) if each in named), None)
        while before and (before[-1] in _CURRENCIES or before[-1] in {"us", "a", "an"}):
            before.pop()
        near = bool(before) and before[-1] in _rounding()
        shown = " ".join(words[start:at])
        joined = start > 1 and words[start - 1].casefold() in lexicon.words("between-figures")
        joined = joined and _value(words[start - 2]) is not None
        lasts = at < len(words) and words[at].casefold() in lexicon.words("durations")
        yield Amount(
            value * scaled,
            percent,
            shown,
            near,
            in_words,
            scaled,
            joined,
            lasts,
            money,
            year=scaled == 1.0 and is_year(shown),
        )


def _value(word: str) -> float | None:
    """The number that a word begins; ``None`` where it does not."""
    if word[0].isdigit():
        if word.count(".") > 1 or word.count(":") > 1 or len(word) > _LONGEST:
            return None
        try:
            return float(number(word).replace(":", "."))
        except ValueError:
            return None
    key = word.casefold()
    if lexicon.table("scales").get(key) == "dozen":
        return _SCALES["dozen"]
    plain = spelled(key)
    try:
        return float(plain) if plain is not None else None
    except ValueError:
        return None


def _scale(word: str, *, beside_digits: bool) -> float | None:
    key = word.casefold()
    named = lexicon.table("scales").get(key)
    if named in _SCALES:
        return _SCALES[named]
    return _SHORT_SCALES.get(key) if beside_digits else None


@cache
def _per_hundred() -> frozenset[str]:
    return frozenset(w for w, scale in lexicon.table("scales").items() if scale == "percent")


@cache
def _rounding() -> frozenset[str]:
    """Words before a figure that is not meant to the last digit."""
    return lexicon.words("approximations") | lexicon.words("comparators")


def agree(said: Amount, other: Amount) -> bool:
    """Whether both are the same figure; a round one may be near the other."""
    if said.percent != other.percent or (said.money and other.money and said.money != other.money):
        return False
    off = abs(said.value - other.value)
    if off <= _EXACT * max(1.0, abs(other.value)):
        return True
    rounded = f"{said.value:.3f}".rstrip("0").replace(".", "").strip("0")
    return said.near and len(rounded) < _ROUND and off <= _NEAR * abs(other.value)


def is_computed(said: Amount, known: Sequence[Amount]) -> bool:
    """Whether a figure is the sum or the difference of two others, or their share in per cent."""
    if said.year:
        return False
    years = [each.value for each in known if each.year]
    if said.lasts and any(abs(one - other) == said.value for one, other in combinations(years, 2)):
        return True
    for one, other in combinations([each for each in known if not each.year][:_MOST], 2):
        if one.percent != other.percent or (one.money and other.money and one.money != other.money):
            continue
        if not said.percent and any(
            abs(said.value - result) <= _EXACT * max(1.0, abs(said.value))
            for result in (one.value + other.value, abs(one.value - other.value))
        ):
            return True
        if said.percent and any(abs(said.value - share) <= _SHARE for share in _shares(one, other)):
            return True
    return False


def _shares(one: Amount, other: Amount) -> Iterator[float]:
    """What per cent one figure is of another, of both, and how much more or less it is."""
    low, high = sorted((abs(one.value), abs(other.value)))
    if low > 0:
        yield from (100 * low / high, 100 * (high - low) / high, 100 * (high - low) / low)
        yield from (100 * low / (low + high), 100 * high / (low + high))
