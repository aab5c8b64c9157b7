"""Whether a sentence is another one with whole parts left out, and nothing put in or moved.

Both are lists of tokens; the claim's must be found in the quotation's in the same order, and
what is skipped in between must be a part that can go: an aside between commas, a phrase behind a
preposition, an adverb, an introduction, an end.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from bot.answer.guard.tokens import Token, reverses
from index.text import lexicon
from index.text.figures import is_year

if TYPE_CHECKING:
    from collections.abc import Sequence

_PHRASE = 3
"""Longest phrase that may go without a comma or a preposition behind it."""
_LONGEST_CLAIM, _LONGEST_QUOTE = 80, 200
"""Tokens beyond which nothing is compared: only the sentence itself is shown."""


def compresses(claim: Sequence[Token], quote: Sequence[Token]) -> bool:
    """Whether ``claim``, without marks, is ``quote`` with parts left out that can go."""
    if not claim or len(claim) > _LONGEST_CLAIM or len(quote) > _LONGEST_QUOTE:
        return False
    places = {place for place in _places(claim[0], quote) if _may_lead(quote, place)}
    for token in claim[1:]:
        reachable = _places(token, quote)
        places = {
            after
            for after in reachable
            if any(before < after and _may_go(quote, before, after) for before in places)
        }
        if not places:
            return False
    return any(_may_trail(quote, place) for place in places)


def _places(token: Token, quote: Sequence[Token]) -> list[int]:
    return [place for place, each in enumerate(quote) if each.key == token.key]


def _may_lead(quote: Sequence[Token], place: int) -> bool:
    """Whether the beginning can go: opening marks, an introduction with a comma, a short phrase."""
    gap = quote[:place]
    spoken = [token for token in gap if not token.mark]
    if not spoken:
        return True
    if _leans(gap, quote[place:]) or takes_back(gap) or reverses(gap):
        return False
    if gap[-1].key == ",":
        return _is_clause(quote[place:])
    return _is_phrase(gap) and len(spoken) <= _PHRASE


def _may_go(quote: Sequence[Token], before: int, after: int) -> bool:
    """Whether what stands between two places of ``quote`` can go."""
    gap = quote[before + 1 : after]
    if all(token.mark for token in gap):
        return True
    if quote[before].key in lexicon.words("reporting") and gap[-1].key == "that":
        gap = gap[:-1]
    if (
        _cuts_figure(quote, before)
        or gap[-1].key in lexicon.words("glue")
        or takes_back(gap)
        or reverses(gap)
    ):
        return False
    if gap[0].mark:
        return gap[-1].mark or quote[after].key in lexicon.words("conjunctions")
    if widens(quote[: before + 1]):
        return False
    if len(gap) == 1:
        return gap[0].key.endswith("ly") and gap[0].key not in lexicon.words("modifiers")
    ends = quote[after].key in lexicon.words("prepositions") or gap[-1].mark
    return _is_phrase(gap) and (len(gap) <= _PHRASE or ends)


def _may_trail(quote: Sequence[Token], last: int) -> bool:
    """Whether what stands behind the last place can go."""
    gap = quote[last + 1 :]
    if all(token.mark for token in gap):
        return True
    if _cuts_figure(quote, last) or _ties(quote, last) or takes_back(gap) or reverses(gap):
        return False
    if not gap[0].mark and widens(quote[: last + 1]):
        return False
    return _opens_phrase(gap[0]) or (len(gap) == 1 and gap[0].key.endswith("ly"))


def _opens_phrase(token: Token) -> bool:
    opens = lexicon.words("prepositions") | lexicon.words("conjunctions")
    return token.mark or token.key in opens


def _ties(quote: Sequence[Token], place: int) -> bool:
    """Whether the word there belongs to the one behind it; "reached her on Monday" does not."""
    is_object = quote[place].key == "her" and quote[place + 1].key in lexicon.words("prepositions")
    return quote[place].key in lexicon.words("glue") and not is_object


def widens(before: Sequence[Token]) -> bool:
    """Whether a clause that has come so far would claim more without what follows in it."""
    for token in reversed(before):
        if token.mark:
            return False
        if _is_strong(token):
            return True
    return False


def _leans(opening: Sequence[Token], rest: Sequence[Token]) -> bool:
    """Whether ``rest`` would claim more without its beginning, which says when or where it holds.

    Under a denial, "all", "only" or a superlative less said is more claimed.
    """
    if opening[0].key in lexicon.words("bounds-in-time"):
        return True
    spoken = [token for token in opening if not token.mark]
    bounds = opening[0].key in lexicon.words("prepositions") or len(spoken) > 1
    clause = takewhile(lambda token: not token.mark, rest)
    return bounds and any(_is_strong(token) for token in clause)


def _is_strong(token: Token) -> bool:
    superlative = lexicon.pattern("{superlative}").fullmatch(token.key)
    return token.key in lexicon.words("strong") or superlative is not None


def _is_clause(rest: Sequence[Token]) -> bool:
    """Whether what ``rest`` begins with is no apposition to the words before it."""
    first = list(takewhile(lambda token: token.key != ",", rest))
    if len(first) == len(rest) or rest[0].figure or rest[0].key in lexicon.words("prepositions"):
        return True
    if any(token.figure for token in rest[len(first) + 1 :][:1]):
        return True
    verbs = lexicon.words("auxiliaries") | lexicon.words("modifiers-and-reporting")
    form = lexicon.pattern("{verb-form}")
    return any(token.key in verbs or form.fullmatch(token.key) for token in first)


def takes_back(gap: Sequence[Token]) -> bool:
    """Whether brackets in it say more than a figure, a date, an age or an abbreviation."""
    marks = [place for place, token in enumerate(gap) if token.mark]
    if not marks or gap[marks[0]].key not in "([":
        return False
    inside = takewhile(lambda token: token.key not in ")]", gap[marks[0] + 1 :])
    return not all(
        token.mark or token.figure or token.capital or token.key in lexicon.words("age-and-measure")
        for token in inside
    )


def _is_phrase(gap: Sequence[Token]) -> bool:
    """A preposition and what belongs to it, without a verb that we know."""
    spoken = {token.key for token in gap}
    tail = gap[-1].key not in lexicon.words("glue")
    verbal = lexicon.words("auxiliaries") | lexicon.words("conjunctions")
    return gap[0].key in lexicon.words("prepositions") and tail and not spoken & verbal


def _cuts_figure(quote: Sequence[Token], place: int) -> bool:
    """Whether the token there counts the one behind it, which would be lost."""
    following = quote[place + 1]
    if not quote[place].figure or following.mark:
        return False
    counted = any(each.figure for each in quote[place + 2 :][:1])
    if following.key in lexicon.words("when-and-where") and not counted:
        return False
    return not (is_year(quote[place].key) and following.key in lexicon.words("glue"))
