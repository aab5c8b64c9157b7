"""Figures of a text: digits however they are grouped, and numbers in words of three languages."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from index.text import lexicon
from index.text import tokens as plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DIGITS = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d.,]?\d)|\d+(?:[.,:]\d+)*"
"""A figure in digits: ``2,000``, ``2 000``, ``1.5``, ``10:30``."""
_DIGITS = DIGITS.replace(" ", "", 1)
"""The same without a space that breaks: "on 12 March 345 people" may lose its month."""
_GROUPING = r"(?<=\d)[, \u00a0\u202f](?=\d{3}(?!\d))"
_BETWEEN = re.compile(r"[\s-]+")
_APOSTROPHES = str.maketrans("’ʼ", "''")


def number(figure: str) -> str:
    """``figure`` without grouping and idle zeros, decimals behind a point."""
    bare = ungrouped(figure)
    if not bare.strip("0"):
        return bare
    return bare.rstrip("0").rstrip(".") if "." in bare else bare.lstrip("0")


def ungrouped(figure: str) -> str:
    """``figure`` without grouping, decimals behind a point."""
    return re.sub(_GROUPING, "", figure).replace(",", ".")


def spelled(word: str) -> str | None:
    """The figure that a word in lower case is, ``25`` for ``twenty-five``; ``None``: it is none."""
    tens, hyphen, ones = word.translate(_APOSTROPHES).partition("-")
    values = lexicon.table("numbers")
    if not hyphen:
        return values.get(tens)
    return compound(values.get(tens), values.get(ones))


def compound(tens: str | None, ones: str | None) -> str | None:
    """The number that two make as ``twenty`` and ``five`` do, or ``None`` where they do not."""
    if tens is None or ones is None or not (tens.isdecimal() and ones.isdecimal()):
        return None
    whole, part = int(tens), int(ones)
    return str(whole + part) if whole in range(20, 100, 10) and part in range(1, 10) else None


def figures(text: str) -> set[str]:
    """Every number in ``text``, spelled ones included, each written one way."""
    digits = {number(match.group()) for match in _digits().finditer(text)}
    return digits | set(_spelled(plain.words(text), " ".join(_BETWEEN.split(plain.folded(text)))))


def counts(word: str) -> bool:
    """Whether a word in lower case counts or scales: ``7``, ``seven``, ``million``, «половина»."""
    return word[:1].isdigit() or word in _counting() or spelled(word) is not None


def has_number(text: str) -> bool:
    """Whether a digit or a word that counts stands in ``text``."""
    return any(map(str.isdigit, text)) or any(map(counts, plain.words(text)))


def written(text: str) -> list[str]:
    """The figures of ``text`` in digits as they stand there, with their sign or magnitude."""
    return [
        match.group() for match in lexicon.pattern("{written-figure}", cased=True).finditer(text)
    ]


def years(text: str) -> frozenset[str]:
    """The years that ``text`` names."""
    return frozenset(lexicon.pattern(r"(?<![\d.,]){year}(?![\d.,]*\d)").findall(text))


def is_year(figure: str) -> bool:
    """Whether a figure can be a year: 1500 to 2099."""
    return lexicon.pattern("{year}").fullmatch(figure) is not None


@cache
def _digits() -> re.Pattern[str]:
    return re.compile(_DIGITS)


@cache
def _counting() -> frozenset[str]:
    """Words that scale, but for those that only say of what a number is a part."""
    scales = lexicon.table("scales").items()
    return frozenset(word for word, scale in scales if scale != "percent")


def _spelled(words: Sequence[str], text: str) -> Iterator[str]:
    """The numbers among ``words``; two make one where nothing else stands between them."""
    joined = False
    for word, after in pairwise([*words, ""]):
        value = spelled(word)
        both = compound(value, spelled(after)) if f"{word} {after}" in text else None
        if not joined and value is not None:
            yield both or value
        joined = both is not None
