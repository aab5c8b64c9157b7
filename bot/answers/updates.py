"""Figures that were updated: the newest first, and what an earlier report gave."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answers.support import figures
from bot.answers.telling import day, same_article, where
from index.language import detect
from index.tokens import stem, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answers.asked import Asked
    from bot.answers.candidates import Candidate, Reading
    from bot.answers.telling import Telling

_OFFERS = 0.5
_NEAR = 5
"""Words between a figure and what it counts."""
_ABOUT = 0.85
"""The part of what the best sentence and its surroundings have of the question that an earlier
report has to have."""
_MEANING = 0.2
"""How much less like the question it may be, as a cosine."""
_UPDATED = re.compile(
    r"\b(?:ris(?:es|en)|rose|fell|fallen|climb\w+|revis\w+|final|now|no longer|updat\w+|correct\w+"
    r"|instead of|up from|down from|latest|turned out|as many as|more than (?:first|previously)"
    r"|вырос\w*|увелич\w+|уточн\w+|теперь|итогов\w+|окончательн\w+|выше"
    r"|зрос\w*|збільш\w+|уточн\w+|тепер|остаточн\w+)\b",
    re.IGNORECASE,
)


def add_updates(telling: Telling, reading: Reading, *, dated: bool) -> None:
    """Put a later figure before an earlier one, and say what the earlier report gave.

    A question that is ``dated`` wants the figure of its own day.
    """
    if not telling.chosen or reading.asked.kind != "number":
        return
    best = telling.chosen[0]
    if not best.features["one_fact"]:
        return
    others = [each for each in reading.ranked if _is_rival(each, best, reading.asked)]
    later = [each for each in others if day(each) > day(best) and _UPDATED.search(each.text)]
    if later and not dated:
        newest = max(later, key=lambda each: (day(each), each.score))
        telling.chosen = [newest, *(each for each in telling.chosen if each is not newest)]
        others, best = [*others, best], newest
    _say_earlier(telling, best, others, reading.asked)


def _say_earlier(
    telling: Telling, best: Candidate, others: Sequence[Candidate], asked: Asked
) -> None:
    """The value of the last report before the one that is shown first."""
    shown = figures(best.text)
    earlier = [each for each in others if day(each) < day(best)]
    for each in sorted(earlier, key=day, reverse=True)[:1]:
        value = value_of(each.text, asked)
        if value is None or value in shown:
            continue
        told = f"An earlier report ({where(each.passage.card)}) gave {value}."
        telling.note("update", told, best)


def _is_rival(each: Candidate, best: Candidate, asked: Asked) -> bool:
    """Whether another article gives another value for the same thing."""
    if same_article(each, best) or not day(each) or not day(best) or day(each) == day(best):
        return False
    if each.features["offers"] <= _OFFERS:
        return False
    value, shown = value_of(each.text, asked), value_of(best.text, asked)
    return (
        value is not None
        and shown is not None
        and value != shown
        and each.features["cover_wide"] >= _ABOUT * best.features["cover_wide"]
        and each.features["names_wide"] >= best.features["names_wide"]
        and each.features["meaning"] >= best.features["meaning"] - _MEANING
    )


def value_of(sentence: str, asked: Asked) -> str | None:
    """The figure of ``sentence`` that stands nearest to a word of the question, years left out."""
    language = detect(sentence)
    said = words(sentence)
    wanted = [at for at, word in enumerate(said) if stem(word, language) in asked.weights]
    found = [
        (min(abs(at - place) for place in wanted), word)
        for at, word in enumerate(said)
        if wanted and figures(word) and not figures(word) & (asked.years | asked.figures)
    ]
    near = [(apart, word) for apart, word in found if apart <= _NEAR]
    return min(figures(min(near)[1]), default=None) if near else None
