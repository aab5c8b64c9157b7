"""An answer without a language model: the best sentence, what adds to it, and the other sides."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from bot.answer.composing.disputes import add_other_side, nobody_denies
from bot.answer.composing.facets import add_sides
from bot.answer.composing.lists import add_items
from bot.answer.composing.outline import Telling
from bot.answer.composing.revised_figures import add_updates
from bot.answer.composing.selection import picked
from bot.answer.composing.temporal import of_its_date
from bot.answer.reading.candidates import Candidate
from bot.answer.reading.sentences import places
from bot.notes.phrases import noted
from index.models import Filters, Hit, Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.reading.candidates import Reading
    from index.planning.planner import Plan
    from index.search.retriever import Retriever

_LATER = 8
"""Passages that are read for what came out after a dispute."""


def tell(reading: Reading, plan: Plan, retriever: Retriever, *, sure: bool = True) -> Telling:
    """What to say, in order, with what is said around it; nothing where it is not ``sure``."""
    if not sure or not reading.ranked:
        return Telling()
    reading, missing = of_its_date(reading, plan)
    if missing is not None:
        return Telling(refusal=(missing,))
    telling = Telling(picked(reading.ranked))
    best = telling.chosen[0]

    @cache
    def beside() -> list[Candidate]:
        """Read only where somebody may deny what is asked."""
        return _beside(best, reading, retriever)

    if nobody_denies(reading, beside):
        return Telling(refusal=(noted("missing", "note-nobody-denies"),))
    add_updates(telling, reading, dated=bool(plan.after or plan.before))
    add_other_side(telling, reading, beside, lambda day: _later(day, reading, retriever))
    add_sides(telling, reading, plan)
    add_items(telling, reading)
    return telling


def _beside(best: Candidate, reading: Reading, retriever: Retriever) -> list[Candidate]:
    """The sentences of the passages before and after that of ``best`` which are no hits."""
    hit = best.place.around.hit
    known = {each.passage.id for each in reading.every}
    near = [each for each in retriever.around(hit.passage.id) if each.id not in known]
    return _unranked([Hit(hit.rank, hit.score, each) for each in near], reading)


def _later(day: str, reading: Reading, retriever: Retriever) -> list[Candidate]:
    """The sentences about the question of articles that appeared after ``day``."""
    following = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    query = Query(reading.asked.text, k=_LATER, filters=Filters(after=following))
    return _unranked(retriever.search(query), reading)


def _unranked(hits: Sequence[Hit], reading: Reading) -> list[Candidate]:
    """The sentences of ``hits`` as they stand: they are judged by their words, not by features."""
    found = places(hits, with_notices=reading.asked.about_notices)
    return [Candidate(place, 0.0, {}) for place in found]
