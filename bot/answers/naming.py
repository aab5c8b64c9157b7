"""Names that a claim may take from around its quotation: who "he" is, a first name."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from bot.answers.compression import Token, words
from bot.answers.wording import CALENDAR, PRONOUNS
from index.sentences import sentences
from index.tokens import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def resolved(claim: list[Token], quote: str, *, passage: str, title: str) -> list[Token]:
    """``claim`` with a name that stands for the quotation's pronoun replaced by the pronoun.

    The name has to be the first one of the nearest sentence before the quotation that has any,
    or of the headline; the pronoun has to stand before every name of the quotation. A first name
    that the quotation leaves out is left out too where the passage knows only one.
    """
    said = words(quote)
    known = {token.key for token in said}
    claim = [
        token
        for place, token in enumerate(claim)
        if token.key in known or not _is_first_name(claim, place, known, passage)
    ]
    pronoun = _leading_pronoun(said)
    if pronoun is None:
        return claim
    person = _antecedent(quote, passage, title)
    start, end = _first_run(claim, known)
    if start == end or not {token.key for token in claim[start:end]} <= person:
        return claim
    return [*claim[:start], pronoun, *claim[end:]]


def _is_first_name(claim: Sequence[Token], place: int, known: set[str], passage: str) -> bool:
    if not claim[place].capital or place + 1 == len(claim):
        return False
    surname = claim[place + 1]
    if not surname.capital or surname.key not in known:
        return False
    spoken = words(passage)
    before = {
        one.key
        for one, other in pairwise(spoken)
        if other.key == surname.key and one.capital and one.key not in STOP_WORDS
    }
    return before == {claim[place].key}


def _leading_pronoun(said: Sequence[Token]) -> Token | None:
    """The pronoun that stands before every name of a sentence; its first word is no name."""
    for place, token in enumerate(said):
        if token.key in PRONOUNS:
            return token
        if place and _is_name(token):
            return None
    return None


def _antecedent(quote: str, passage: str, title: str) -> set[str]:
    """The words of the name that a pronoun of ``quote`` most likely stands for."""
    before = passage[: max(0, passage.find(quote))]
    earlier = [span.of(before) for span in sentences(before)]
    for sentence in [*reversed(earlier), title]:
        for run in _runs(words(sentence)):
            return {token.key for token in run}
    return set()


def _runs(said: Sequence[Token]) -> Iterator[list[Token]]:
    """Neighbouring names, and whatever else has a capital."""
    run: list[Token] = []
    for token in [*said, Token("")]:
        if _is_name(token):
            run.append(token)
            continue
        if run:
            yield run
        run = []


def _first_run(claim: Sequence[Token], known: set[str]) -> tuple[int, int]:
    """Where the first names of the claim stand that the quotation does not have."""
    start = next(
        (at for at, token in enumerate(claim) if _is_name(token) and token.key not in known), 0
    )
    end = start
    while end < len(claim) and _is_name(claim[end]) and claim[end].key not in known:
        end += 1
    return start, end


def _is_name(token: Token) -> bool:
    return token.capital and token.key not in STOP_WORDS and token.key not in CALENDAR
