"""Names that a claim may take from around its quotation: who "he" is, a first name."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.answer.guard.tokens import Token, tokens, words
from index.text import lexicon
from index.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def resolved(claim: list[Token], quote: str, *, passage: str, title: str) -> list[Token]:
    """``claim`` with a name that stands for the quotation's pronoun replaced by the pronoun.

    The name has to be the only one of the nearest sentence before the quotation that has any,
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
    pronoun = leading_pronoun(said)
    if pronoun is None:
        return claim
    person = antecedent(quote, passage, title)
    start, end = _first_run(claim, known)
    if start == end or not {token.key for token in claim[start:end]} <= person:
        return claim
    return [*claim[:start], pronoun, *claim[end:]]


def without_first_names(said: Sequence[Token], passage: str) -> list[Token]:
    """``said`` without the first names of those whom the passage calls by the last name, too."""
    known = _known_alone(passage)
    return [
        token
        for token, after in zip(said, [*said[1:], Token("")], strict=False)
        if not (token.capital and after.capital and known.get(after.key) == token.key)
    ]


@lru_cache(maxsize=256)
def _known_alone(passage: str) -> Mapping[str, str]:
    """The one first name by the last, of people who are also called by the last name alone."""
    pairs = _neighbours(passage)
    alone = {other.key for one, other in pairs if _is_name(other) and not _names_somebody(one)}
    alone -= _titled(pairs)
    firsts = {name: _first_names(pairs, name) for name in alone}
    return {name: next(iter(found)) for name, found in firsts.items() if len(found) == 1}


@lru_cache(maxsize=256)
def _neighbours(passage: str) -> Sequence[tuple[Token, Token]]:
    """Each word of the passage behind the one before it in its sentence, or behind nothing."""
    return [
        (Token("") if one.mark else one, other)
        for span in sentences(passage)
        for one, other in pairwise([Token(""), *tokens(span.of(passage))])
        if not other.mark
    ]


def _names_somebody(before: Token) -> bool:
    return _is_name(before) and before.key not in lexicon.words("titles")


def _first_names(pairs: Sequence[tuple[Token, Token]], name: str) -> set[str]:
    """What stands with a capital before ``name``, titles apart."""
    return {one.key for one, other in pairs if other.key == name and _names_somebody(one)}


def _titled(pairs: Sequence[tuple[Token, Token]]) -> set[str]:
    """Names behind a title: "Mr Trump" may be another one than Melania Trump."""
    return {other.key for one, other in pairs if one.key in lexicon.words("titles")}


def _is_first_name(claim: Sequence[Token], place: int, known: set[str], passage: str) -> bool:
    if not claim[place].capital or place + 1 == len(claim):
        return False
    surname = claim[place + 1]
    if not surname.capital or surname.key not in known:
        return False
    pairs = _neighbours(passage)
    if surname.key in _titled(pairs):
        return False
    return _first_names(pairs, surname.key) == {claim[place].key}


def leading_pronoun(said: Sequence[Token]) -> Token | None:
    """The pronoun that stands before every name of a sentence; its first word is no name."""
    for place, token in enumerate(said):
        if token.key in lexicon.words("pronouns"):
            return token
        if place and _is_name(token):
            return None
    return None


def antecedent(quote: str, passage: str, title: str) -> set[str]:
    """The words of the name that a pronoun of ``quote`` stands for; none where two could be it."""
    before = passage[: max(0, passage.find(quote))]
    earlier = [span.of(before) for span in sentences(before)]
    for sentence in [*reversed(earlier), title]:
        runs = list(_runs(words(sentence)))
        if runs:
            return {token.key for token in runs[0]} if len(runs) == 1 else set()
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
    return token.capital and token.key not in lexicon.words("no-names-alone")
