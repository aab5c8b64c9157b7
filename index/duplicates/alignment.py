"""Which sentences of two texts tell the same: each with each, whatever their order.

Copies are trimmed, reordered, and their sentences joined or split, so that only a third of the
three-word runs of two true copies may be common (NEWS-COPY, arXiv 2210.04261). Sentences still
find each other by the words that they share.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from index.duplicates.differences import Side, Verdict, compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from index.duplicates.prepared_text import Reading, Sentence

Link = tuple[int, int]
Component = tuple[tuple[int, ...], tuple[int, ...]]
_MUTUAL = 0.7
"""Twice the common words by all, from which on two sentences are a pair and stand for no more."""
_CONTAINED = 0.6
"""Part of the shorter sentence's words that a longer one has, where it was joined or trimmed."""
_LEAST_COMMON = 3
"""Words that have to be common: "he said" is in every sentence."""
_LEAST_MOVED = 3
"""Words of a sentence that may be found again elsewhere; "3." and "Advertisement" are no finds."""
_MOST_JOINED = 4
"""Sentences that one may have been joined of or split into, both sides together."""


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences, by their places, that tell the same on both sides, and how alike they are."""

    first: tuple[int, ...]
    second: tuple[int, ...]
    verdict: Verdict


def align(first: Reading, second: Reading) -> list[Group]:
    """Groups of sentences that belong together; a sentence is in at most one."""
    places = _equal(first.sentences, second.sentences)
    groups = [Group((one,), (two,), Verdict.SAME) for one, two in places]
    left = _rest(first, {one for one, _ in places})
    right = _rest(second, {two for _, two in places})
    shared = _shared(first.sentences, left, second.sentences, right)
    links = _links(first, second, shared)
    return groups + [Group(ones, twos, _verdict(first, ones, second, twos)) for ones, twos in links]


def _equal(first: Sequence[Sentence], second: Sequence[Sentence]) -> list[Link]:
    """Equal sentences in the same order, then those that were moved and are no mere heading."""
    matcher = SequenceMatcher(
        None, [s.keys for s in first], [s.keys for s in second], autojunk=False
    )
    links = [
        (block.a + step, block.b + step)
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]
    ones, twos = {one for one, _ in links}, {two for _, two in links}
    waiting: dict[tuple[str, ...], deque[int]] = defaultdict(deque)
    for place, sentence in enumerate(first):
        if place not in ones and len(sentence.keys) >= _LEAST_MOVED:
            waiting[sentence.keys].append(place)
    moved = [
        (waiting[sentence.keys].popleft(), place)
        for place, sentence in enumerate(second)
        if place not in twos and waiting.get(sentence.keys)
    ]
    return links + moved


def _rest(reading: Reading, used: set[int]) -> list[int]:
    return [place for place in range(len(reading.sentences)) if place not in used]


def _shared(
    first: Sequence[Sentence], left: Iterable[int], second: Sequence[Sentence], right: Iterable[int]
) -> set[Link]:
    """Each two sentences that have any word in common."""
    places: dict[str, list[int]] = defaultdict(list)
    for place in left:
        for key in first[place].known_by:
            places[key].append(place)
    return {
        (one, two) for two in right for key in second[two].known_by for one in places.get(key, ())
    }


def _links(first: Reading, second: Reading, shared: AbstractSet[Link]) -> list[Component]:
    """Components of sentences that belong together: pairs, and what was joined to them."""
    pairs = _mutual(first, second, shared)
    ones, twos = dict(pairs), {two: one for one, two in pairs}
    best: dict[tuple[int, int], tuple[float, Link]] = {}
    for one, two in shared:
        if one in ones and two in twos:
            continue
        if abs(ones.get(one, two) - two) > 1 or abs(twos.get(two, one) - one) > 1:
            continue  # only a neighbour is joined to a pair
        contents = first.sentences[one].content, second.sentences[two].content
        sizes, common = [len(content) for content in contents], len(contents[0] & contents[1])
        if common < max(_LEAST_COMMON, _CONTAINED * min(sizes)):
            continue
        for side, place in enumerate((one, two)):
            if place not in (ones, twos)[side]:
                found = (common / sizes[side], (one, two))
                best[side, place] = max(best.get((side, place), found), found)
    links = {*pairs, *(link for _, link in best.values())}
    return [part for part in _components(links) if len(part[0]) + len(part[1]) <= _MOST_JOINED]


def _mutual(first: Reading, second: Reading, shared: AbstractSet[Link]) -> list[Link]:
    """Pairs that share most of their words, the most alike first, each sentence once."""
    scored = []
    for one, two in shared:
        alike = _alike(first.sentences[one], second.sentences[two])
        if alike >= _MUTUAL:
            scored.append((-alike, abs(one - two), one, two))
    ones: set[int] = set()
    twos: set[int] = set()
    pairs = []
    for _, _, one, two in sorted(scored):
        if one not in ones and two not in twos:
            ones.add(one)
            twos.add(two)
            pairs.append((one, two))
    return pairs


def _alike(first: Sentence, second: Sentence) -> float:
    """Twice the common words by all, with or without the little ones, whichever is more."""
    found = 0.0
    for one, two in ((first.content, second.content), (first.known_by, second.known_by)):
        if min(len(one), len(two)) >= _LEAST_COMMON or one is first.known_by:
            found = max(found, 2 * len(one & two) / max(1, len(one) + len(two)))
    return found


def _components(links: set[Link]) -> list[Component]:
    components: list[tuple[set[int], set[int]]] = []
    for one, two in sorted(links):
        touched = [part for part in components if one in part[0] or two in part[1]]
        ones = {one}.union(*(part[0] for part in touched))
        twos = {two}.union(*(part[1] for part in touched))
        components = [part for part in components if part not in touched]
        components.append((ones, twos))
    return [(tuple(sorted(ones)), tuple(sorted(twos))) for ones, twos in components]


def _verdict(first: Reading, ones: Sequence[int], second: Reading, twos: Sequence[int]) -> Verdict:
    return compare(_side(first, ones), _side(second, twos))


def _side(reading: Reading, places: Sequence[int]) -> Side:
    return Side([word for place in places for word in reading.sentences[place].words], reading)
