"""Figures that were updated: the newest first, and what an earlier report gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.composing.counted_things import counted_by, counts_same
from bot.answer.composing.outline import where
from index.text import lexicon
from index.text.calendar import months
from index.text.figures import figures
from index.text.language import detect
from index.text.tokens import stem, words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.answer.composing.outline import Telling
    from bot.answer.reading.candidates import Candidate, Reading
    from bot.answer.reading.question import Asked

_OFFERS = 0.3
_BEFORE, _BEHIND = 5, 8
"""Words between a figure and what it counts, which stands behind it or before it."""
_ABOUT = 0.85
"""The part of what the best sentence and its surroundings have of the question that an earlier
report has to have."""
_MEANING = 0.2
"""How much less like the question it may be, as a cosine."""


def add_updates(telling: Telling, reading: Reading, *, dated: bool) -> None:
    """Put a later figure before an earlier one, and say what the earlier report gave.

    A question that is ``dated`` wants the figure of its own day.
    """
    if not telling.chosen or reading.asked.kind != "number":
        return
    best = telling.chosen[0]
    if not best.features["one_fact"]:
        return
    others = _rivals(best, reading)
    later = [each for each in others if each.day > best.day]
    if not reading.asked.latest:
        later = [each for each in later if lexicon.cue("updated").search(each.text)]
    if later and not dated:
        newest = max(later, key=lambda each: (each.day, each.features["meaning"]))
        telling.chosen = [newest, *(each for each in telling.chosen if each is not newest)]
        others, best = [*others, best], newest
    _say_earlier(telling, best, others, reading.asked)


def _say_earlier(
    telling: Telling, best: Candidate, others: Sequence[Candidate], asked: Asked
) -> None:
    """The value of the last report before the one that is shown first, if both count the same."""
    before = max(
        (each for each in others if each.day < best.day), key=lambda each: each.day, default=None
    )
    value = value_of(before.text, asked) if before else None
    shown = value_of(best.text, asked)
    if before is None or value is None or shown is None or value in figures(best.text):
        return
    if counts_same(counted_by(value, before.text), counted_by(shown, best.text), asked):
        place, shown_as = where(before.passage.card), _with_unit(before.text, value)
        telling.note("update", "note-earlier", best, where=place, value=shown_as)


def _rivals(best: Candidate, reading: Reading) -> list[Candidate]:
    """The sentences of other articles and days that give another value for the same thing."""
    shown = value_of(best.text, reading.asked) if best.day else None
    if shown is None:
        return []
    return [
        each
        for each in reading.ranked
        if _is_near(each, best) and value_of(each.text, reading.asked) not in {None, shown}
    ]


def _is_near(each: Candidate, best: Candidate) -> bool:
    """Whether another article has a figure for about the same question, on another day."""
    return (
        each.article != best.article
        and "" != each.day != best.day
        and each.features["offers"] > _OFFERS
        and each.features["cover_wide"] >= _ABOUT * best.features["cover_wide"]
        and each.features["names_wide"] >= best.features["names_wide"]
        and each.features["meaning"] >= best.features["meaning"] - _MEANING
        and not _another_of_its_kind(each, best)
    )


def _another_of_its_kind(one: Candidate, other: Candidate) -> bool:
    """Whether one is about the first phase, or storm, and the other about the second."""
    ordinals = lexicon.table("ordinals")
    mine, theirs = (
        {ordinals[word] for word in _said(each) if word in ordinals} for each in (one, other)
    )
    return bool(mine and theirs and not mine & theirs)


def _said(each: Candidate) -> list[str]:
    return words(f"{each.passage.card.title} {each.text}")


def _is_money(word: str) -> bool:
    return lexicon.pattern("{money}|percent|per").fullmatch(word) is not None


def _with_unit(sentence: str, value: str) -> str:
    """``212 million crowns``: a figure with the words that scale and name what it counts."""
    said = words(sentence)
    at = next((at for at, word in enumerate(said) if value in figures(word)), len(said))
    counting = lexicon.words("quantities")
    scaled = [word for word in said[at + 1 : at + 2] if word in counting or _is_money(word)]
    money = [word for word in said[at + 2 : at + 3] if scaled and _is_money(word)]
    return " ".join((value, *scaled, *money))


def value_of(sentence: str, asked: Asked) -> str | None:
    """The figure of ``sentence`` that is given for what ``asked`` counts: the one before it.

    ``Fourteen were hurt, two of them seriously`` gives 14, ``the number of hurt rose from 14 to
    21`` gives 21. Figures of the question, years and days of months are none.
    """
    language = detect(sentence)
    said = words(sentence)
    stems = [stem(word, language) for word in said]
    telling = asked.weights.keys() - asked.names
    telling -= {stem(asked.counted, language)} if asked.counted else set()
    values = [at for at in range(len(said)) if _is_value(said, at, asked)]
    for wanted in (telling, asked.weights.keys() - asked.names):
        places = [at for at, each in enumerate(stems) if each in wanted]
        for apart, order in ((_BEFORE, 1), (_BEHIND, -1)):
            near = [
                (order * (place - at), at)
                for place in places
                for at in values
                if 0 < order * (place - at) <= apart
            ]
            if near:
                return _figure(said[_risen(said, min(near)[1], values)])
    priced = [at for at in values if any(map(_is_money, said[at + 1 : at + 3]))]
    return _figure(said[priced[0]]) if priced else None


def _risen(said: Sequence[str], at: int, values: Collection[int]) -> int:
    """Of "from 14 to 21" the second figure."""
    starts = at > 0 and said[at - 1] in lexicon.words("from")
    rises = starts and at + 2 in values and said[at + 1] in lexicon.words("to")
    return at + 2 if rises else at


def _is_value(said: Sequence[str], at: int, asked: Asked) -> bool:
    found = figures(said[at])
    month = said[at + 1] if at + 1 < len(said) else ""
    return bool(found) and not found & (asked.years | asked.figures) and month not in months()


def _figure(word: str) -> str:
    return min(figures(word))
