"""Why two texts with common sentences are not one article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.duplicates.differences import Side, Verdict, compare, facts, names
from index.duplicates.prepared_text import read
from index.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from index.duplicates.alignment import Group
    from index.duplicates.prepared_text import Reading, Sentence
    from index.duplicates.words import Word

SHARE = 0.6
"""Part of the shorter text's words that has to stand in sentences that say the same."""
_LEAST_WORDS = 25
"""Words that both have to tell the same in, unless nearly all of the shorter text does."""
_NEARLY_ALL = 0.9
_FEW_WORDS = 6
_LEAD_COVER = 0.5
"""Part of the words of a reworded lead that the other text has to have somewhere."""
_AKIN = 0.34
"""Part of common words from which on two sentences tell of the same thing."""
_LEAST_COMMON = 3
_HEADING = 6
"""Words of a line that may be a heading or an item of a list."""
_HALF = 0.5
_NEAR = 3
"""Words between a number and what it counts."""


class Pair:
    """Two readings with their groups, and the sentences that have no counterpart."""

    def __init__(self, first: Reading, second: Reading, groups: Sequence[Group]) -> None:
        self.readings = (first, second)
        self.groups = groups
        same = [group for group in groups if group.verdict is Verdict.SAME]
        self.partner = {place: group.second[0] for group in same for place in group.first}
        self.matched = (
            {place for group in same for place in group.first},
            {place for group in same for place in group.second},
        )
        self.lone = tuple(
            [place for place in range(len(reading.sentences)) if place not in matched]
            for reading, matched in zip(self.readings, self.matched, strict=True)
        )
        self.known = first.lowered | second.lowered

    def sentence(self, side: int, place: int) -> Sentence:
        """The sentence at a place of one side."""
        return self.readings[side].sentences[place]

    def novel(self, side: int, sentence: Sentence) -> list[str]:
        """Numbers, dates and names of a sentence that the other text has nowhere."""
        other = self.readings[1 - side].keys
        told = [*facts(sentence.words), *names(sentence.words, self.known)]
        return [key for key in told if key not in other]

    def reheaded(self, first: Sentence, second: Sentence, *, facing: bool) -> bool:
        """Whether two lines of a few words are the same but for a fact: "3 May", "4 May"."""
        if max(len(first.keys), len(second.keys)) > _HEADING:
            return False
        common = len(set(first.keys) & set(second.keys)) / max(len(first.keys), len(second.keys))
        facts_only = all(word.kind for word in (*first.words, *second.words))
        sides = (Side(first.words, self.readings[0]), Side(second.words, self.readings[1]))
        alike = facts_only or (facing and common >= _HALF)
        return alike and compare(*sides) is Verdict.CONFLICT


def objections(pair: Pair, titles: tuple[str, str]) -> Iterator[str]:
    """Reasons why two texts are not copies, the cheapest first."""
    yield from _share(pair)
    if any(group.verdict is Verdict.CONFLICT for group in pair.groups):
        yield "a fact differs in a sentence of both"
    yield from _datelines(*pair.readings)
    yield from _heads(pair)
    yield from _replaced(pair)
    yield from _denied(pair)
    yield from _counted_on(pair)
    yield from _titles(pair, titles)


def _share(pair: Pair) -> Iterator[str]:
    sizes = [reading.size for reading in pair.readings]
    side = 0 if sizes[0] <= sizes[1] else 1
    told = sum(len(pair.sentence(side, place).keys) for place in pair.matched[side])
    share = told / max(1, sizes[side])
    if share < SHARE:
        yield "too little is the same"
    if told < _LEAST_WORDS and (share < _NEARLY_ALL or told < _FEW_WORDS):
        yield "too few words are the same"


def _datelines(first: Reading, second: Reading) -> Iterator[str]:
    if first.dateline and second.dateline:
        dates = [facts(reading.dateline.words) for reading in (first, second) if reading.dateline]
        if all(dates) and dates[0] != dates[1]:
            yield "the datelines differ"


def _heads(pair: Pair) -> Iterator[str]:
    """What stands before the first common sentence may be reworded, and bring nothing new."""
    for side in (0, 1):
        other = pair.readings[1 - side].keys
        for place in range(min(pair.matched[side], default=0)):
            sentence = pair.sentence(side, place)
            covered = sum(key in other for key in sentence.keys) / len(sentence.keys)
            denied = any(word.kind == "negation" for word in sentence.words)
            if covered < _LEAD_COVER or denied or pair.novel(side, sentence):
                yield "the lead tells something else"


def _replaced(pair: Pair) -> Iterator[str]:
    """A sentence in the place of another one, each with facts that the other text lacks."""
    judged = {(one, two) for group in pair.groups for one in group.first for two in group.second}
    gaps = [_gaps(pair, side) for side in (0, 1)]
    last = max(pair.partner, default=-1)
    for one in pair.lone[0]:
        for two in pair.lone[1]:
            left, right = pair.sentence(0, one), pair.sentence(1, two)
            facing = gaps[0][one] == gaps[1][two]
            inside = facing and gaps[0][one] != last
            if (one, two) in judged:
                continue
            if pair.reheaded(left, right, facing=facing):
                yield "a heading replaces another"
            elif (inside or _akin(left, right)) and pair.novel(0, left) and pair.novel(1, right):
                yield "one sentence replaces another"


def _gaps(pair: Pair, side: int) -> dict[int, int]:
    """For each place of a side, the place in the first text of the common sentence before it."""
    back = {two: one for one, two in pair.partner.items()}
    gaps: dict[int, int] = {}
    before = -1
    for place in range(len(pair.readings[side].sentences)):
        if place in pair.matched[side]:
            before = place if side == 0 else back.get(place, before)
        gaps[place] = before
    return gaps


def _akin(first: Sentence, second: Sentence) -> bool:
    common = len(set(first.keys) & set(second.keys))
    least = min(len(set(first.keys)), len(set(second.keys)))
    return common >= _LEAST_COMMON and common / least >= _AKIN


def _denied(pair: Pair) -> Iterator[str]:
    """A sentence that says "not" and little else: the other text may have it without."""
    for side in (0, 1):
        for place in pair.lone[side]:
            if [word.kind for word in pair.sentence(side, place).words] == ["negation"]:
                yield "one denies"


def _counted_on(pair: Pair) -> Iterator[str]:
    """A new number of dead, injured or arrested, where the other text counts them too."""
    for side in (0, 1):
        other = pair.readings[1 - side].keys
        if not lexicon.words("toll-stems") & other.keys():
            continue
        for place in pair.lone[side]:
            words = pair.sentence(side, place).words
            counted = [
                at for at, word in enumerate(words) if word.key in lexicon.words("toll-stems")
            ]
            numbers = [at for at, word in enumerate(words) if _is_new_number(word, other)]
            if any(abs(at - number) <= _NEAR for at in counted for number in numbers):
                yield "one counts on"


def _is_new_number(word: Word, other: Mapping[str, int]) -> bool:
    return word.kind == "number" and word.key not in other


def _titles(pair: Pair, titles: tuple[str, str]) -> Iterator[str]:
    """A number in a headline that neither text has: the story has moved on."""
    told = pair.readings[0].keys | pair.readings[1].keys
    heads = [read(title).keys for title in titles]
    numbers = [
        {w.key for s in read(title).sentences for w in s.words if w.kind == "number"} - set(told)
        for title in titles
    ]
    if numbers[0] - set(heads[1]) or numbers[1] - set(heads[0]):
        yield "a headline has another number"
