"""A question taken apart once: what it asks for, and what it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.answer.reading.question_types import (
    asks_about_notices,
    asks_several,
    kind_of,
)
from index.planning.overview import asks_overview
from index.text import lexicon
from index.text.calendar import months
from index.text.figures import figures, years
from index.text.names import capitalised
from index.text.tokens import stems, words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bot.answer.reading.question_types import Kind

FACTS = frozenset({"person", "name", "place", "date", "number"})
"""Kinds of question that a name, a figure or a date answers."""
_MONTHS_ALONE = frozenset({"may", "march", "mar", "sun", "sat", "dec"})
"""Names of months that are other words as often; they count behind or before a number alone."""


class Terms(Protocol):
    """What knows the archive's terms: the retriever."""

    def stems(self, text: str) -> Sequence[str]:
        """The terms that ``text`` is looked up by."""

    def rarities(self, stems: Collection[str]) -> Mapping[str, float]:
        """How much each term tells."""

    def missing(self, stems: Collection[str]) -> frozenset[str]:
        """Those that the archive does not have."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its topic, its kind, the weights of its terms, and what it names.

    ``weights`` sum to 1, the rarest terms weigh most. ``names`` are stems of capitalised words,
    ``figures`` its numbers without years.
    """

    text: str
    topic: str
    kind: Kind
    weights: Mapping[str, float]
    names: frozenset[str]
    figures: frozenset[str]
    years: frozenset[str]
    words: frozenset[str]
    about_notices: bool
    about_reports: bool
    several: bool
    overview: bool

    @property
    def one_fact(self) -> bool:
        """Whether a single name, figure or date answers."""
        return self.kind in FACTS and not self.several and not self.about_reports

    def share(self, terms: Collection[str]) -> float:
        """The weighted share of the question's terms among ``terms``, in [0, 1]."""
        return sum(weight for stem, weight in self.weights.items() if stem in terms)


def understand(
    question: str, retriever: Terms, *, topic: str | None = None, overview: bool = False
) -> Asked:
    """``question`` taken apart; how rare its terms are is asked of ``retriever``.

    What is weighed are the terms of its ``topic``, without "what did the Post report about" and,
    where a story is asked for, without "tell me about".
    """
    overall = question_weights(question, retriever)
    overview = overview or (kind_of(question) == "other" and asks_overview(question))
    weighed = lexicon.cue("overview").sub(" ", topic or "") if overview else topic or ""
    weights = question_weights(weighed, retriever) or overall
    named = years(question)
    return Asked(
        text=question,
        topic=topic or question,
        kind=kind_of(question),
        weights=weights,
        names=_names(question) & overall.keys(),
        figures=frozenset(figures(question)) - named,
        years=named,
        words=frozenset(words(question)) | stems(question),
        about_notices=asks_about_notices(question),
        about_reports=bool(lexicon.cue("asks-about-reports").search(question)),
        several=asks_several(question),
        overview=overview,
    )


def _names(question: str) -> frozenset[str]:
    return frozenset(stem for name in capitalised(question, inside=True) for stem in stems(name))


def question_weights(question: str, retriever: Terms) -> dict[str, float]:
    """The question's terms and how much each tells, summing to 1; unknown words count most."""
    rarity = retriever.rarities(dict.fromkeys(retriever.stems(question)))
    total = sum(rarity.values())
    return {stem: value / total for stem, value in rarity.items()} if total else {}


def months_of(text: str) -> frozenset[int]:
    """The months that ``text`` names; "may" and "march" only with a capital inside of it."""
    return frozenset(
        months()[word.casefold()]
        for word in re.findall(r"[^\W\d_]{3,}", text)
        if word.casefold() in months()
        and (word.casefold() not in _MONTHS_ALONE or word[0].isupper())
    )
