"""Candidates made by hand, and guards."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from bot.answer.guard.guard import Guard
from bot.answer.guard.verifier import Verifier
from bot.answer.reading.candidates import Candidate, Reading
from bot.answer.reading.sentences import headlines, places
from index.embedding.bundled import BundledEmbedder
from tests.bot.answer.asking import asked
from tests.bot.made import hits, passage

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.models import Passage


@dataclass(frozen=True)
class Marked(Candidate):
    """A candidate of which the reader took the words ``marked`` for the answer."""

    marked: str = ""

    @cached_property
    def short(self) -> str:
        """Those words."""
        return self.marked


def marked(text: str, words: str) -> Candidate:
    """The first sentence of ``text`` with the words that answer."""
    return Marked(candidate(text).place, marked=words)


def candidate(
    text: str,
    score: float = 1.0,
    *,
    chance: float = 0.0,
    adds: float = 0.0,
    published: str = "2024-02-12",
    title: str = "Ferry runs aground off Lunnay",
) -> Candidate:
    """The first sentence of ``text``, alone in its passage, with this score."""
    found = hits(passage(text, published=published or None, title=title))
    return Candidate(places(found, with_notices=True)[0], score, chance, adds)


def headline(
    title: str, score: float = 1.0, *, chance: float = 0.0, published: str = "2024-02-12"
) -> Candidate:
    """The headline ``title`` of an article, with this score."""
    found = hits(passage("It was a grey and quiet day.", published=published, title=title))
    (place,) = headlines(places(found, with_notices=True))
    return Candidate(place, score, chance)


def of_one_passage(text: str, *scores: float, title: str = "Ferry runs aground") -> list[Candidate]:
    """The sentences of ``text`` with these scores, in their order."""
    found = places(hits(passage(text, title=title)), with_notices=True)
    return [Candidate(place, score) for place, score in zip(found, scores, strict=True)]


def reading(question: str, *candidates: Candidate) -> Reading:
    """What ``question`` found: the candidates, best first."""
    ranked = sorted(candidates, key=lambda each: -each.score)
    return Reading(asked(question), ranked)


@cache
def verifier() -> Verifier:
    """The guard's own verifier, loaded once."""
    return Verifier(BundledEmbedder().encoder)


def guarded(*passages: Passage) -> Callable[[], Guard]:
    """Makes guards that compare with ``passages``."""
    return lambda: Guard({each.id: each for each in passages}, verifier().supported)
