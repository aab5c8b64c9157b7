"""An answer without a language model: the best sentence, what adds to it, and the other sides."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from bot.answer.composing.disputes import add_other_side, mark_disputed, nobody_denies
from bot.answer.composing.facets import add_sides
from bot.answer.composing.lists import add_items, asks_list, names_several
from bot.answer.composing.membership import chances
from bot.answer.composing.outline import Telling
from bot.answer.composing.overview import add_story, is_about
from bot.answer.composing.selection import picked
from bot.answer.composing.temporal import is_short_of_another_date, of_its_date
from bot.answer.reading.candidates import Candidate
from bot.answer.reading.sentences import places
from bot.notes.phrases import noted
from index.models import Filters, Hit, Query

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.answer.reading.candidates import Reading
    from bot.models import Note
    from index.planning.planner import Plan
    from index.search.retriever import Retriever

_LATER = 8
"""Passages that are read for what came out after a dispute."""


def tell(reading: Reading, plan: Plan, retriever: Retriever, *, sure: bool = True) -> Telling:
    """What to say, in order, with what is said around it; nothing where it is not ``sure``."""
    if not reading.ranked:
        return Telling()
    members = chances(reading, retriever) if reading.asked.overview else {}
    if not (sure or is_about(reading, members) or names_several(reading)):
        return Telling(refusal=_undenied(reading, lambda: _beside(reading, retriever)))
    reading, missing = of_its_date(reading, plan)
    if missing is not None:
        return Telling(refusal=(missing,))
    asked = reading.asked
    is_fact = asked.one_fact and not asked.overview and not asks_list(asked.text)
    chosen = picked(reading)
    is_fact = is_fact and not is_short_of_another_date(chosen[0], plan, asked.text)
    telling = Telling(chosen, fact=asked if is_fact else None)
    if asked.overview:
        add_story(telling, reading, members)
        mark_disputed(telling, reading)
        return telling

    @cache
    def beside() -> list[Candidate]:
        """Read only where somebody may deny what is asked."""
        return _beside(reading, retriever)

    if undenied := _undenied(reading, beside):
        return Telling(refusal=undenied)
    add_other_side(telling, reading, beside, lambda day: _later(day, reading, retriever))
    add_sides(telling, reading, plan)
    add_items(telling, reading)
    return telling


def _undenied(reading: Reading, beside: Callable[[], list[Candidate]]) -> tuple[Note, ...]:
    """The note that nobody denies what the question takes to be denied."""
    return (noted("missing", "note-nobody-denies"),) if nobody_denies(reading, beside) else ()


def _beside(reading: Reading, retriever: Retriever) -> list[Candidate]:
    """The sentences of the passages before and after that of the best one which are no hits."""
    hit = reading.ranked[0].place.around.hit
    known = {each.passage.id for each in reading.ranked}
    near = [each for each in retriever.around(hit.passage.id) if each.id not in known]
    return _unranked([Hit(hit.rank, hit.score, each) for each in near], reading)


def _later(day: str, reading: Reading, retriever: Retriever) -> list[Candidate]:
    """The sentences about the question of articles that appeared after ``day``."""
    following = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    query = Query(reading.asked.text, k=_LATER, filters=Filters(after=following))
    return _unranked(retriever.search(query), reading)


def _unranked(hits: Sequence[Hit], reading: Reading) -> list[Candidate]:
    """The sentences of ``hits`` as they stand: they are judged by their words alone."""
    found = places(hits, with_notices=reading.asked.about_notices)
    return [Candidate(place) for place in found]
