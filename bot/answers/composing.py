"""An answer without a language model: the best sentence, what adds to it, and the other sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.candidates import Candidate
from bot.answers.disputes import add_other_side
from bot.answers.extractive import picked
from bot.answers.features import measure
from bot.answers.lists import add_items
from bot.answers.places import places
from bot.answers.sides import add_sides
from bot.answers.telling import Telling
from bot.answers.updates import add_updates
from index.models import Hit

if TYPE_CHECKING:
    from bot.answers.candidates import Reading
    from index.planning import Plan
    from index.retrieval import Retriever


def tell(reading: Reading, plan: Plan, retriever: Retriever, *, sure: bool = True) -> Telling:
    """What to say, in order, with what is said around it; nothing where it is not ``sure``."""
    if not sure or not reading.ranked:
        return Telling()
    telling = Telling(picked(reading.ranked))
    add_updates(telling, reading, dated=bool(plan.after or plan.before))
    add_other_side(telling, reading, _beside(telling.chosen[0], reading, retriever))
    add_sides(telling, reading, plan)
    add_items(telling, reading)
    return telling


def _beside(best: Candidate, reading: Reading, retriever: Retriever) -> list[Candidate]:
    """The sentences of the passages before and after that of ``best`` which are no hits."""
    hit = best.place.around.hit
    known = {each.passage.id for each in reading.every}
    near = [each for each in retriever.around(hit.passage.id) if each.id not in known]
    hits = [Hit(hit.rank, hit.score, each) for each in near]
    return [
        Candidate(place, 0.0, measure(place, reading.asked))
        for place in places(hits, with_notices=reading.asked.about_notices)
    ]
