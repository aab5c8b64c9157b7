"""What decides where nearness tells nothing: the question's words, or its names alone.

An embedder finds all text near that is in an alphabet it was not trained on. Of a question in
another alphabet than the archive, names and numbers are all that can be compared.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from index.search.search import language_of
from index.text import lexicon
from index.text.tokens import terms, words

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.answer.reading.candidates import Candidate, Reading

_NAMED = 0.5
"""Share of questions, with all names in the best sentence, to which that is an answer."""
_CHECKED = frozenset({"number", "date", "place"})
"""Kinds of question of which a sentence shows whether it can answer them."""
_SHORTEST, _LONGER = 3, 8
"""Letters of a stem that is the beginning of another one, and how many that may have more."""
_COMMON, _PART = 4, 0.7
"""Letters, and the part of the longer stem, that two forms of a word begin with alike: «обошлось»
and «обошелся». Stems are right less often in Russian and Ukrainian than in English."""


def names_first(reading: Reading) -> Reading:
    """``reading`` of names and numbers alone: the sentences that have most of them come first.

    Of those with as many the ones that have what is asked for, a number or a date; then as found.
    """

    def place(each: Candidate) -> tuple[float, float, int, int]:
        """Where a sentence belongs: the least first."""
        features, hit = each.features, each.place.around.hit
        return (-features["cover"], -features["offers"], hit.rank, each.span.start)

    return replace(reading, ranked=sorted(reading.ranked, key=place))


def by_names(reading: Reading) -> float:
    """How sure it is that the first sentence answers, all that it has being names, in [0, 1]."""
    if not reading.ranked:
        return 0.0
    best = reading.ranked[0].features
    brings = best["offers"] > 0 or reading.asked.kind not in _CHECKED
    return _NAMED * best["cover"] * brings


def by_words(reading: Reading) -> float:
    """At most how sure it is that the archive answers, in [0, 1]: the square of a share.

    It is the share of the question's words, by weight, that stand in the hits of the article that
    has the best sentence. Squared it takes two thirds of them to answer, which told apart best what
    the sample answers and what it does not (`docs/retrieval.md`).
    """
    if not reading.ranked:
        return 0.0
    place, asked = reading.ranked[0].place, reading.asked
    found = place.around.article | place.around.title | place.terms
    quiet = _quiet(asked.text)
    weights = {stem: weight for stem, weight in asked.weights.items() if stem not in quiet}
    total = sum(weights.values())
    had = sum(weight for stem, weight in weights.items() if _has(found, stem))
    return (had / total) ** 2 if total else 0.0


def _quiet(question: str) -> frozenset[str]:
    """Stems of the words that only ask: who, how many, why."""
    only_asks = lexicon.words("starters") | lexicon.words("asking")
    asking = " ".join(word for word in words(question) if word in only_asks)
    return frozenset(terms(asking, language_of(question)))


def _has(found: Collection[str], stem: str) -> bool:
    """Whether a form of the same word is there."""
    return stem in found or any(_kin(stem, each) for each in found)


def _kin(stem: str, other: str) -> bool:
    """Whether two Cyrillic stems may be forms of one word."""
    if stem.isascii() or other.isascii():
        return False
    shorter, longer = sorted((stem, other), key=len)
    both = zip(shorter, longer, strict=False)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], both))
    if common == len(shorter) >= _SHORTEST:
        return len(longer) - common <= _LONGER
    return common >= _COMMON and common >= _PART * len(longer)
