"""Which names several articles of the hits give: who is asked for is named by more than one."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from bot.answers.offering import new_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.answers.asked import Asked
    from bot.answers.places import Place

_WORD = re.compile(r"\w[\w&'’-]*")
_OWNER = re.compile(r"['’]s$")


def votes(places: Sequence[Place], asked: Asked) -> list[dict[str, float]]:
    """For each sentence, how far its names that the question has not are named elsewhere.

    ``voted`` is the share of the other articles that give the most frequent of them;
    ``voted_top`` is 1 where no sentence has more. Both are 0 unless a name is asked for.
    """
    if asked.kind not in {"person", "name"}:
        return [{"voted": 0.0, "voted_top": 0.0} for _ in places]
    given = _articles_by_word(places, asked)
    others = max(1, len({_article(place) for place in places}) - 1)
    shares = [
        max((len(given[word]) - 1 for word in _words(place.text) if word in given), default=0)
        / others
        for place in places
    ]
    top = max(shares, default=0.0)
    return [{"voted": each, "voted_top": float(0 < top == each)} for each in shares]


def _articles_by_word(places: Sequence[Place], asked: Asked) -> Mapping[str, set[str]]:
    given: defaultdict[str, set[str]] = defaultdict(set)
    for place in places:
        for name in new_names(place.text, asked):
            for word in name.split():
                given[word].add(_article(place))
    return dict(given)


def _article(place: Place) -> str:
    return place.around.hit.passage.card.article


def _words(text: str) -> set[str]:
    return {_OWNER.sub("", word) for word in _WORD.findall(text.casefold())}
