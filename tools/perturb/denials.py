"""Claims with a denial more, less or elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tools.perturb.edits import WORD, put
from tools.perturb.words import AUXILIARIES, DENIALS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from tools.perturb.edits import Surroundings
    from tools.perturb.honest_claims import Honest

_VERB = re.compile(r" (?=[а-яіїєґ]{3,}(?:ал|ил|ел|ул|ла|ло|ли|ет|ит|ют|ят|ав|ив|ть)\b)")


def negation_added(claim: Honest, _: Surroundings, __: Random) -> Iterator[str]:
    """A denial where there was none."""
    text = claim.text
    for found in WORD.finditer(text):
        if found.group() in AUXILIARIES and not re.match(r" not\b|n.t", text[found.end() :]):
            yield put(text, found.end(), found.end(), " not")
    for found in re.finditer(r" (?=(?:[a-z]{3,}ed|began|came|went|took|stood|gave|made) )", text):
        yield put(text, *found.span(), " never ")
    for found in _VERB.finditer(text):
        if text[: found.start()].split()[-1:] not in (["не"], ["Не"]):
            yield put(text, *found.span(), " не ")


def negation_removed(claim: Honest, _: Surroundings, __: Random) -> Iterator[str]:
    """A denial left out."""
    for denial, instead in DENIALS:
        for found in re.finditer(re.escape(denial), claim.text):
            yield put(claim.text, *found.span(), instead)


def negation_moved(claim: Honest, around: Surroundings, draw: Random) -> Iterator[str]:
    """A denial at another verb."""
    for denial in (" not ", " never ", " не "):
        for found in re.finditer(denial, claim.text):
            without = put(claim.text, *found.span(), " ")
            for moved in negation_added(replace(claim, text=without), around, draw):
                if moved != claim.text and moved.count(denial) == claim.text.count(denial):
                    yield moved
