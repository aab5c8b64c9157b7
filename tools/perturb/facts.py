"""Claims with another figure, date, name or outlet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.perturb.edits import (
    FIGURE,
    MONTH,
    YEAR,
    is_another,
    is_date,
    name_spans,
    put,
    swapped,
    turned,
)
from tools.perturb.words import MONTHS, SPELLED, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from tools.perturb.edits import Surroundings
    from tools.perturb.honest_claims import Honest


def numbers(claim: Honest, _: Surroundings, draw: Random) -> Iterator[str]:
    """Another figure, or another word for one."""
    text = claim.text
    for found in FIGURE.finditer(text):
        if not is_date(text, found):
            for new in _other_figures(found.group(), draw):
                yield put(text, *found.span(), new)
    for spelled in SPELLED:
        yield from turned(text, spelled, draw)


def _other_figures(figure: str, draw: Random) -> Iterator[str]:
    digits = [at for at, each in enumerate(figure) if each.isdigit()]
    at = draw.choice(digits)
    other = str((int(figure[at]) + draw.randint(1, 8)) % 9 + 1)
    if other != figure[at]:
        yield put(figure, at, at + 1, other)
    if figure.isdigit():
        yield figure + "0"
        yield str(int(figure) + 1)
    if len(digits) > 1 and figure[digits[0]] != figure[digits[1]] != "0":
        swapped = put(figure, digits[0], digits[0] + 1, figure[digits[1]])
        yield put(swapped, digits[1], digits[1] + 1, figure[digits[0]])


def figures_swapped(claim: Honest, _: Surroundings, __: Random) -> Iterator[str]:
    """Two figures in each other's place."""
    found = [each for each in FIGURE.finditer(claim.text) if not is_date(claim.text, each)]
    yield from swapped(claim.text, [each.span() for each in found])


def dates(claim: Honest, _: Surroundings, draw: Random) -> Iterator[str]:
    """Another month, weekday, year or day."""
    text = claim.text
    for words in (*MONTHS, *WEEKDAYS):
        yield from turned(text, words, draw)
    for found in YEAR.finditer(text):
        if not text[found.end() : found.end() + 1].isalnum():
            yield put(text, *found.span(), str(int(found.group()) + draw.choice((-10, -1, 1, 2))))
    for found in re.finditer(rf"\b\d{{1,2}}(?= (?:{MONTH})\b)|(?<=[a-z] )\d{{1,2}}\b", text):
        if is_date(text, found):
            yield put(text, *found.span(), str(int(found.group()) % 27 + 1))


def names(claim: Honest, around: Surroundings, draw: Random) -> Iterator[str]:
    """Another name of the passage or of the archive."""
    text = claim.text
    for start, end in name_spans(text):
        pool = draw.choice((around.near, around.far)) or around.far
        others = [name for name in pool if is_another(text[start:end], name)]
        if others:
            yield put(text, start, end, draw.choice(others))


def names_swapped(claim: Honest, _: Surroundings, __: Random) -> Iterator[str]:
    """Two names in each other's place."""
    own = claim.passage.card.source
    listed = re.search(r"[A-Z]\w+,? (?:and|or) [A-Z]", claim.text)
    if not listed and not (own and own in claim.text):
        yield from swapped(claim.text, list(name_spans(claim.text)))


def outlets(claim: Honest, around: Surroundings, draw: Random) -> Iterator[str]:
    """Another outlet than the article's own."""
    own = claim.passage.card.source
    others = [each for each in around.outlets if each != own]
    if own and others and own in claim.text:
        yield claim.text.replace(own, draw.choice(others), 1)
