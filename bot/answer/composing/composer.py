"""An answer without a language model: the best sentence, what adds to it, and who denies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.composing.disputes import tell_denials
from bot.answer.composing.facets import add_sides
from bot.answer.composing.lists import add_items, asks_list, items
from bot.answer.composing.membership import chances
from bot.answer.composing.outline import Telling
from bot.answer.composing.overview import add_story, is_about
from bot.answer.composing.selection import of_its_days, picked

if TYPE_CHECKING:
    from bot.answer.reading.candidates import Reading
    from bot.answer.reading.question import Terms
    from index.planning.planner import Plan


def tell(reading: Reading, plan: Plan, terms: Terms, *, sure: bool = True) -> Telling:
    """What to say, in order, with what is said around it; nothing where it is not ``sure``."""
    members = chances(reading, terms) if reading.asked.overview else {}
    if not reading.ranked or not (sure or is_about(reading, members) or items(reading)):
        return Telling()
    reading = of_its_days(reading, plan)
    asked = reading.asked
    is_fact = asked.one_fact and not asked.overview and not asks_list(asked.text)
    telling = Telling(picked(reading), fact=asked if is_fact else None)
    if asked.overview:
        add_story(telling, reading, members)
        tell_denials(telling, reading)
        return telling
    tell_denials(telling, reading, both=True)
    add_sides(telling, reading, plan)
    add_items(telling, reading)
    return telling
