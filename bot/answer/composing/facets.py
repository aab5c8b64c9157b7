"""Questions of several parts: a sentence for each outlet, date, name or clause asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answer.composing.outline import outlet_and_day
from bot.answer.composing.selection import says_more
from bot.answer.reading.question import months_of
from bot.messages import Several
from bot.notes.interpretation import period
from index.text.figures import years
from index.text.tokens import stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.answer.composing.outline import Telling
    from bot.answer.reading.candidates import Candidate, Reading
    from bot.messages import Value
    from index.planning.planner import Part, Plan

MOST_CLAIMS = 6
"""Sentences of an answer with several sides."""
_SIMILAR = 0.35
"""Cosine of its passage to a part below which a sentence is not about it."""
_COVER = 0.3
"""The part of a part's words that the sentence, its neighbours or its headline must have."""
_FEW = 2


@dataclass(frozen=True, slots=True)
class Side:
    """One part of the plan: ``number`` from 0, the stems of its words, and of its names."""

    number: int
    part: Part
    terms: frozenset[str]
    names: frozenset[str]
    wished: bool

    @property
    def called(self) -> Value | None:
        """What sets it apart, for people."""
        part = self.part
        outlets = Several(part.sources, "or") if part.sources else None
        told = [each for each in (outlets, period(part.after, part.before)) if each is not None]
        if told:
            return Several(tuple(told), "comma")
        return Several(part.names) if part.names else None

    def fits(self, each: Candidate) -> bool:
        """Whether a sentence has the outlet, the date and the names of this side."""
        hit = each.place.around.hit
        said = _says_when(each.text, self.part)
        return any(
            (not self.part.sources or card.source in self.part.sources)
            and (said or _within((card.published or "")[:10], self.part))
            for card in (hit.passage.card, *hit.also_in)
        ) and (not self.names or bool(self.names & each.place.context))

    def about(self, each: Candidate) -> bool:
        """Whether a sentence is near enough to what this side asks."""
        by_part = each.place.around.hit.by_part
        similar = by_part[self.number] if self.number < len(by_part) else 0.0
        return similar >= _SIMILAR and self.cover(each) >= _COVER

    def cover(self, each: Candidate) -> float:
        """The part of its words that a sentence and what is around it have."""
        return len(self.terms & each.place.context) / max(1, len(self.terms))


def sides(plan: Plan) -> list[Side]:
    """What a question sets side by side; fewer than two where it does not."""
    names = [frozenset().union(*map(stems, part.names)) for part in plan.parts]
    shared = frozenset.intersection(*names) if names else frozenset()
    found = [
        Side(
            number,
            part,
            stems(part.text),
            own - shared,
            bool(part.sources or part.after or part.before),
        )
        for number, (part, own) in enumerate(zip(plan.parts, names, strict=True))
    ]
    return found if len(found) >= _FEW else []


def add_sides(telling: Telling, reading: Reading, plan: Plan) -> None:
    """Put a sentence for each side that has none yet behind the others; say which has none.

    One that stands in two outlets is first of all that of one of them.
    """
    found = sides(plan)
    if not found or not telling.chosen:
        return
    missing, taken = [], set[tuple[str, int, int]]()
    for side in found:
        fitting = [each for each in telling.chosen if side.fits(each)]
        own = next((each for each in fitting if each.at not in taken), None)
        best = own or next(_fitting(side, reading, telling.chosen), None)
        if best is not None:
            taken.add(best.at)
        if best is not None and own is None and len(telling.chosen) < MOST_CLAIMS:
            telling.chosen.append(best)
        elif best is None and not fitting and (called := side.called) is not None:
            missing.append(called)
    if missing:
        sought = Several(tuple(dict.fromkeys(missing)))
        telling.note("side", "note-side-missing", sought=sought)
    if any(side.wished for side in found):
        for each in telling.chosen:
            telling.note("side", "note-side", each, where=outlet_and_day(each.passage.card))


def _fitting(side: Side, reading: Reading, chosen: Sequence[Candidate]) -> Iterator[Candidate]:
    """The sentences for a side, those first that answer best."""
    for each in reading.ranked:
        if (
            says_more(each, chosen)
            and side.fits(each)
            and side.about(each)
            and not each.place.is_question
        ):
            yield each


def _says_when(text: str, part: Part) -> bool:
    """Whether a sentence itself names the month, or the year, that a part asks about."""
    after, before = part.after or "", part.before or ""
    if not after or after[:4] != before[:4] or after[:4] not in years(text):
        return False
    return after[5:7] != before[5:7] or int(after[5:7]) in months_of(text)


def _within(day: str, part: Part) -> bool:
    if not part.after and not part.before:
        return True
    return bool(day) and (part.after or "") <= day <= (part.before or "9999")
