"""Small changes of a text that the ways of changing a claim are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from tools.perturb.words import MONTHS, SMALL, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

FIGURE = re.compile(r"(?<![\w.,:])\d+(?:[.,:]\d+)*(?![\w:])")
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
NAMES = re.compile(
    r"(?<![.!?] )[A-ZА-ЯІЇЄҐ][\w’'-]*[a-zа-яіїєґ]+(?: [A-ZА-ЯІЇЄҐ][\w’'-]*[a-zа-яіїєґ]+){0,3}"
)
WORD = re.compile(r"[\w’'-]+")
_CALENDAR = {word.lower() for words in (*MONTHS, *WEEKDAYS) for word in words}
MONTH = "|".join(word for words in MONTHS for word in words)


def names_in(text: str) -> list[str]:
    """Runs of capitalised words that are no first word of a sentence and no date."""
    return [text[start:end] for start, end in name_spans(text)]


def name_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the names of ``text`` stand, from start to end."""
    for found in NAMES.finditer(text):
        start, words = found.start(), found.group().split()
        while words and (words[0].lower() in SMALL or words[0].lower() in _CALENDAR):
            start += len(words.pop(0)) + 1
        alone_in_front = start == 0 and len(words) == 1
        if words and not alone_in_front and not {each.lower() for each in words} & _CALENDAR:
            yield start, start + len(" ".join(words))


def put(text: str, start: int, end: int, new: str) -> str:
    """``text`` with ``new`` from ``start`` to ``end``."""
    return text[:start] + new + text[end:]


def is_date(text: str, found: re.Match[str]) -> bool:
    """Whether a figure of ``text`` is a year, or stands beside a month."""
    beside = text[max(0, found.start() - 12) : found.end() + 12]
    return bool(YEAR.fullmatch(found.group()) or re.search(MONTH, beside))


def turned(text: str, words: list[str], draw: Random) -> Iterator[str]:
    """``text`` with one of ``words`` replaced by another one of them."""
    for found in re.finditer(rf"\b(?:{'|'.join(words)})\b", text):
        new = draw.choice([word for word in words if word != found.group()])
        yield put(text, *found.span(), new)


def swapped(text: str, spans: list[tuple[int, int]]) -> Iterator[str]:
    """``text`` with neighbours among ``spans`` in each other's place."""
    for (start, end), (low, high) in pairwise(spans):
        one, other = text[start:end], text[low:high]
        if not set(one.split()) & set(other.split()):
            yield text[:start] + other + text[end:low] + one + text[high:]


def is_another(name: str, other: str) -> bool:
    """Whether two names have no word in common, nor the beginning of one."""
    mine, theirs = (set(re.findall(r"\w{3,}", each.lower())) for each in (name, other))
    return bool(theirs) and not any(a[:4] == b[:4] for a in mine for b in theirs)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a claim stands: names of its passage, of the archive, the outlets, what is beside."""

    near: tuple[str, ...]
    far: tuple[str, ...]
    outlets: tuple[str, ...]
    beside: str
