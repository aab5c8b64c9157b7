"""Answers without a language model: the archive's own sentences, picked and put in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.models import Draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answers.candidates import Candidate

MODEL = "extractive"
_MOST_CLAIMS = 3
_CLOSE = 0.85
"""Part of the best score that a further sentence must reach to be added."""
_NEW = 0.6
"""Most words that a further sentence may share with one already said."""


def pick(candidates: Sequence[Candidate]) -> list[Draft]:
    """The sentence that answers best, then those that add to it."""
    picked: list[Candidate] = []
    for candidate in candidates:
        if len(picked) == _MOST_CLAIMS or candidate.score < _CLOSE * candidates[0].score:
            break
        if all(_overlap(candidate.text, other.text) < _NEW for other in picked):
            picked.append(candidate)
    return [Draft(each.text, each.passage.id, each.text) for each in picked]


def _overlap(text: str, other: str) -> float:
    mine, theirs = set(text.casefold().split()), set(other.casefold().split())
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))
