"""What came out later of what is disputed: a court's finding, a confirmation, a withdrawal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.composing.denial_cues import evades
from bot.answer.composing.outline import where
from bot.answer.composing.selection import MOST_CLAIMS
from bot.answer.composing.stance import among
from index.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from bot.answer.composing.outline import Telling
    from bot.answer.composing.stance import Statement
    from bot.answer.reading.candidates import Candidate, Reading
    from bot.answer.reading.question import Asked

    Later = Callable[[str], Iterable[Candidate]]
    """The sentences about the question in articles that appeared after a day."""

_OWN, _WIDE = 2, 3
"""Telling words of the dispute that a finding has itself, and with the sentence before it."""
_PART = 0.4
"""The part of the question without its names that it has with its headline and the one before."""


def add_outcome(
    telling: Telling, sides: Sequence[Statement], reading: Reading, later: Later
) -> None:
    """Put the newest finding on what ``sides`` dispute before them, with a note that it is later.

    Where the question asks who denies, it stands behind them. ``later`` is asked only where the
    hits have none; nothing changes where there is none at all.
    """
    days = [side.candidate.day for side in sides]
    if not all(days):
        return
    latest = max(days)
    disputed = frozenset().union(*(side.matter.words for side in sides))

    def settling(pool: Iterable[Candidate]) -> list[Candidate]:
        """The findings that appeared after all sides were heard."""
        return [
            each for each in pool if each.day > latest and _settles(each, disputed, reading.asked)
        ]

    found = settling(reading.sentences) or settling(later(latest))
    if not found:
        return
    newest = max(
        found, key=lambda each: (each.day, len(among(disputed, each.place.terms)), each.score)
    )
    rest = [each for each in telling.chosen if each is not newest]
    at = 0 if reading.asked.kind == "truth" else len(sides)
    telling.chosen = [*rest[:at], newest, *rest[at:]][:MOST_CLAIMS]
    telling.note("update", "note-later", newest, where=where(newest.passage.card))


def is_finding(sentence: str) -> bool:
    """Whether ``sentence`` tells what somebody whose business it is found, and no charge."""
    settled = lexicon.pattern("{settles}").search(sentence)
    return settled is not None and not lexicon.cue("still-open").search(sentence)


def _settles(each: Candidate, disputed: Collection[str], asked: Asked) -> bool:
    """Whether a sentence tells what somebody found about what is ``disputed``."""
    if not is_finding(each.text) or evades(each.text):
        return False
    return len(among(disputed, each.place.terms)) >= _OWN and _is_about(each, disputed, asked)


def _is_about(each: Candidate, disputed: Collection[str], asked: Asked) -> bool:
    """Whether it is about what was asked: by its words, and by one of the names."""
    place = each.place
    shared = len(among(disputed, place.terms | place.before))
    telling = {stem: weight for stem, weight in asked.weights.items() if stem not in asked.names}
    near = sum(telling[stem] for stem in among(telling, place.context))
    named = not asked.names or among(asked.names, place.context | place.around.article)
    return bool(named) and shared >= _WIDE and near >= _PART * sum(telling.values())
