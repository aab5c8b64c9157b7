"""What a figure of a sentence counts, and whether two sentences count the same thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from bot.answer.composing.stance import among
from bot.answer.guard.tokens import tokens
from index.text import lexicon
from index.text.figures import figures
from index.text.language import detect
from index.text.tokens import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.answer.guard.tokens import Token
    from bot.answer.reading.question import Asked

_BEHIND = 3
"""Words right behind a figure among which the thing is that it counts."""
_PER_CENT = re.compile(r"percent|процент|відсот")
_AGAINST = frozenset({"to", "against", "до", "на", "против", "проти"})
"""Words between two figures of one thing; a share before them is not that thing."""
_SIGN = re.compile(r"[$€£¥₽₴₹]")


@dataclass(frozen=True, slots=True)
class Counted:
    """What stands right behind a figure, and what its clause says, as stems.

    Nothing stands ``behind`` where the thing is named elsewhere: "fourteen were hurt".
    """

    behind: frozenset[str]
    clause: frozenset[str]


def counted_by(value: str, sentence: str) -> Counted | None:
    """What the figure ``value`` of ``sentence`` counts; ``None`` where it is part of a word.

    The second of two figures counts what the first one does: "by 22 votes to 19".
    """
    said, language = tokens(sentence), detect(sentence)
    marks = [at for at, token in enumerate(said) if token.mark]
    numbers = [
        at
        for at, token in enumerate(said)
        if token.figure and token.key not in lexicon.words("quantities")
    ]
    place = next((at for at in numbers if value in figures(said[at].key)), None)
    if place is None:
        return None
    start = max((at + 1 for at in marks if at < place), default=0)
    clause = said[start : min((at for at in marks if at > place), default=len(said))]
    if all(token.figure or token.key in lexicon.words("stop") for token in clause):
        clause, start = said, 0
    at = place - start
    before = [each - start for each in reversed(numbers) if start <= each < place]
    own, *others = (frozenset(_unit(clause, each, language)) for each in (at, *before))
    others = [each for each in others if each != {"%"}]
    joined = at > 0 and clause[at - 1].key in _AGAINST
    units = [*others, own] if joined else [own, *others]
    telling = {stem(each.key, language) for each in clause if not each.mark}
    return Counted(next(filter(None, units), frozenset()), frozenset(telling))


def counts_same(earlier: Counted | None, newer: Counted | None, asked: Asked) -> bool:
    """Whether two figures count what ``asked`` wants to know, both of them the same.

    Where the question names the thing ("how many votes"), whatever stands behind either figure has
    to name it; else both have one unit. Either clause has to say what is asked of the thing, which
    in the question stands before the first preposition.
    """
    if earlier is None or newer is None:
        return False
    both, language = (earlier, newer), detect(asked.text)
    named = (asked.counted or "").casefold()
    thing = stem(named, language)
    if not named or named in lexicon.words("quantities"):
        same = bool(earlier.behind & newer.behind) or not (earlier.behind or newer.behind)
    else:
        same = all(thing in each.behind or not each.behind for each in both)
    said = words(asked.text)
    behind = said[said.index(named) + 1 :] if named in said else []
    near = takewhile(lambda word: word not in lexicon.words("prepositions"), behind)
    telling = asked.weights.keys() - asked.names - {thing}
    wanted = telling & {stem(each, language) for each in near} or telling
    return same and all(not wanted or bool(among(wanted, each.clause)) for each in both)


def _unit(clause: Sequence[Token], at: int, language: str) -> Iterator[str]:
    """The sign of a figure, and the words right behind it and what scales it."""
    yield from _SIGN.findall(clause[at].key)
    behind = [each.key for each in clause[at + 1 :]]
    if behind and _PER_CENT.match(behind[0]):
        yield "%"
        return
    scaled = list(takewhile(lexicon.words("quantities").__contains__, behind))
    run = takewhile(
        lambda key: key not in lexicon.words("stop") and not re.search(r"\d|\W", key),
        behind[len(scaled) :],
    )
    yield from (stem(each, language) for each in islice(run, _BEHIND))
