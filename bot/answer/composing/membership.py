"""Which of the articles that were found are of the story that is asked for.

A logistic model over what the reader and retrieval make of an article, what it shares with the
topic, and what its beginning shares with that of the best one. ``tools/fit/stories.py`` fits
``membership.json`` on topics of which every article is known.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answer.reading.weights import Linear

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.answer.reading.candidates import Candidate, Reading
    from bot.answer.reading.question import Terms

    Own = list[Candidate]
    """The candidates of one article, best first."""

FILE = Path(__file__).with_name("membership.json")
LIKELY = 0.4
"""The probability from which an article is told of."""


def chances(reading: Reading, terms: Terms) -> dict[str, float]:
    """The probability that an article is of the story, by its id, best article first."""
    model = _stored()
    return {name: model.probability(each) for name, each in signs(reading, terms).items()}


def by_article(reading: Reading) -> dict[str, list[Candidate]]:
    """The candidates of each article by its id, best first."""
    found: dict[str, list[Candidate]] = {}
    for each in reading.ranked:
        found.setdefault(each.article, []).append(each)
    return found


def signs(reading: Reading, terms: Terms) -> dict[str, dict[str, float]]:
    """What the model looks at, by article and name.

    The reader's highest logit that one of its passages ``answers``; the highest log odds that one
    was ``found`` for good reason, and how far they are ``behind`` the highest of all; the ``share``
    of the topic's terms that headline and first sentence have; how ``like`` they are to those of
    the best article (weighted Jaccard over terms), and whether it ``leads``, being that one.
    """
    articles = by_article(reading)
    begun = {name: _beginning(own) for name, own in articles.items()}
    weights = terms.rarities(frozenset().union(*begun.values()))
    best = next(iter(begun.values()), frozenset())
    odds = {name: _odds(own) for name, own in articles.items()}
    most = max(odds.values(), default=0.0)
    return {
        name: {
            "answers": max(each.judged.answers if each.judged else 0.0 for each in own),
            "found": odds[name],
            "behind": most - odds[name],
            "share": reading.asked.share(begun[name]),
            "like": _jaccard(begun[name], best, weights),
            "leads": float(own[0] is reading.ranked[0]),
        }
        for name, own in articles.items()
    }


def _odds(own: Own) -> float:
    return max(each.measured.get("found", 0.0) for each in own)


def _beginning(own: Own) -> frozenset[str]:
    """The terms of the headline, and of the first sentence where that was found."""
    leads = (each.place.terms for each in own if each.place.leads)
    return own[0].place.around.title.union(*leads)


def _jaccard(one: frozenset[str], other: frozenset[str], weights: Mapping[str, float]) -> float:
    whole = sum(weights[each] for each in one | other)
    return sum(weights[each] for each in one & other) / whole if whole else 0.0


@cache
def _stored() -> Linear:
    content = json.loads(FILE.read_text(encoding="utf-8"))
    return Linear(content["weights"], content["intercept"])
