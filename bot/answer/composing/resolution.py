"""What came out later of what is disputed: a court's finding, a confirmation, a withdrawal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.composing.denial_cues import evades
from bot.answer.composing.outline import day, where
from bot.answer.composing.selection import MOST_CLAIMS
from bot.answer.composing.stance import has, matter
from index.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.answer.composing.outline import Telling
    from bot.answer.reading.candidates import Candidate, Reading
    from bot.answer.reading.question import Asked

    Later = Callable[[str], Iterable[Candidate]]
    """The sentences about the question in articles that appeared after a day."""

_OWN, _WIDE = 2, 3
"""Telling words of the dispute that a finding has itself, and with the sentence before it."""
_PART = 0.4
"""The part of the question without its names that it has with its headline and the one before."""


def add_outcome(
    telling: Telling, sides: Sequence[Candidate], reading: Reading, later: Later
) -> None:
    """Put the newest finding on what ``sides`` dispute before them, with a note that it is later.

    Where the question asks who denies, it stands behind them. ``later`` is asked only where the
    hits have none; nothing changes where there is none at all.
    """
    asked = reading.asked
    latest = max(day(side) for side in sides)
    if not latest or not all(map(day, sides)):
        return
    found = [each for each in reading.every if settles(each, sides, asked)]
    found = found or [each for each in later(latest) if settles(each, sides, asked)]
    if not found:
        return
    newest = max(found, key=lambda each: (day(each), _shared(each, sides), each.score))
    rest = [each for each in telling.chosen if each is not newest]
    at = 0 if asked.kind == "truth" else len(sides)
    telling.chosen = [*rest[:at], newest, *rest[at:]][:MOST_CLAIMS]
    telling.note("update", "note-later", newest, where=where(newest.passage.card))


def is_finding(sentence: str) -> bool:
    """Whether ``sentence`` tells what somebody whose business it is found, and no charge."""
    settled = lexicon.pattern("{settles}").search(sentence)
    return settled is not None and not lexicon.cue("still-open").search(sentence)


def settles(each: Candidate, sides: Sequence[Candidate], asked: Asked) -> bool:
    """Whether a sentence tells what somebody found about it after all ``sides`` were heard."""
    if day(each) <= max(day(side) for side in sides):
        return False
    if not is_finding(each.text) or evades(each.text):
        return False
    return _shared(each, sides) >= _OWN and _is_about(each, sides, asked)


def _shared(each: Candidate, sides: Sequence[Candidate]) -> int:
    """How many telling words of the dispute the sentence has itself."""
    return sum(has(each.place.terms, stem) for stem in _disputed(sides))


def _is_about(each: Candidate, sides: Sequence[Candidate], asked: Asked) -> bool:
    """Whether it is about what was asked: by its words, and by one of the names."""
    place = each.place
    wide = place.terms | place.before | place.around.title
    shared = sum(has(place.terms | place.before, stem) for stem in _disputed(sides))
    telling = {stem: weight for stem, weight in asked.weights.items() if stem not in asked.names}
    near = sum(weight for stem, weight in telling.items() if has(wide, stem))
    known = wide | place.around.article
    named = not asked.names or any(has(known, stem) for stem in asked.names)
    return named and shared >= _WIDE and near >= _PART * sum(telling.values())


def _disputed(sides: Sequence[Candidate]) -> frozenset[str]:
    return frozenset().union(*(matter(side.text).words for side in sides))
