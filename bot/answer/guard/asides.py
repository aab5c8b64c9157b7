"""Parts of a sentence that tell nothing about the rest of it, and may go with all their words.

An aside that begins with "who", the reason at the end: what they hold of times and amounts is
about themselves. An introduction bounds what follows, a bracket can take it back, and a phrase at
the end can shrink it to little, so nothing of the kind may go with them. What doubts, denies or
reports is kept, wherever it stands, and so is every part that the claim has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.guard.compression import takes_back, widens
from bot.answer.guard.tokens import modifiers, reverses
from index.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.answer.guard.tokens import Token


def without_asides(quote: Sequence[Token], claim: Sequence[Token]) -> list[Token]:
    """``quote`` without the parts that may go and that ``claim`` does not have."""
    said = [token.key for token in claim]
    gone: set[int] = set()
    for start, end, spared in _parts(quote, said):
        inside = quote[start:end]
        if _goes(inside, spared) and not _has(said, [each.key for each in inside if not each.mark]):
            gone.update(range(start, end))
    return [token for at, token in enumerate(quote) if at not in gone]


def _parts(
    quote: Sequence[Token], said: Sequence[str]
) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Where each part begins and ends, with the modifiers that it may take along."""
    keys = [token.key for token in quote]
    times, round_figures = lexicon.words("times-and-amounts"), lexicon.words("approximations")
    for at, key in enumerate(keys[:-1]):
        following = keys[at + 1]
        if key == "(" and ")" in keys[at:] and not takes_back(quote[at:]):
            yield at, keys.index(")", at) + 1, round_figures
        elif key == "," and following in lexicon.words("relative-people"):
            yield at, _end(keys, at + 1), times | lexicon.words("denials")
        elif key == "," and following in lexicon.words("relative-things"):
            yield at, _end(keys, at + 1), times
        elif _gives_reason(keys[at + 1 :]) and not widens(quote[: at + 1]):
            yield at + 1, _end(keys, at + 2), times
    yield from _tail(quote, said)


def _gives_reason(keys: Sequence[str]) -> bool:
    return keys[0] in lexicon.words("reasons") or list(keys[:2]) == ["so", "that"]


def _tail(quote: Sequence[Token], said: Sequence[str]) -> Iterator[tuple[int, int, frozenset[str]]]:
    """A phrase behind the last word of the claim: "with about 20 people on board"."""
    for at in range(len(quote) - 1, 0, -1):
        if (
            quote[at].key in lexicon.words("prepositions")
            and said
            and quote[at - 1].key == said[-1]
        ):
            if not widens(quote[:at]):
                yield at, len(quote), lexicon.words("approximations")
            return


def _end(keys: Sequence[str], start: int) -> int:
    """Behind the comma that ends the part, or the last place of the sentence."""
    for at in range(start, len(keys)):
        if keys[at] == ",":
            return at + 1
    return len(keys)


def _goes(inside: Sequence[Token], spared: frozenset[str]) -> bool:
    return modifiers(inside).keys() <= spared and not reverses(inside)


def _has(said: Sequence[str], part: Sequence[str]) -> bool:
    """Whether the claim has the words of the part, one behind the other."""
    size = len(part)
    return any(list(said[at : at + size]) == list(part) for at in range(len(said) - size + 1))
