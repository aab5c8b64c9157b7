"""What a question names and the archive does not have, and how far the archive reaches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answers.asked import stems
from bot.answers.telling import and_list
from bot.models import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from bot.answers.asked import Terms
    from index.models import Hit
    from index.planning import Plan

NO_OUTLET = "The archive has no outlet called"
NOT_NAMED = "No article of the archive names"
NOT_SPELT = "No article of the archive names, in this spelling,"
NO_FIGURE = "No article of the archive has the figure"
NOT_NEAR = "None of the nearest articles names"
REACH = "The newest article of the archive is of {}."
_MOST = 4
"""Things that a sentence names."""
_FIGURE = re.compile(r"\d[\d.,]*\d|\d")


def notes_on_missing(plan: Plan, hits: Sequence[Hit], retriever: Terms) -> tuple[Note, ...]:
    """A clear sentence for each kind of thing that a refused question has and the archive not."""
    unknown = [name for name in plan.names if _is_unknown(name, retriever)]
    figures = [each for each in plan.numbers if _is_unknown_figure(each, retriever)]
    near = [] if unknown else _not_near(plan.names, hits)
    said = (
        _sentence(NO_OUTLET, plan.unknown),
        _sentence(NOT_NAMED, [each for each in unknown if each.isascii()]),
        _sentence(
            NOT_SPELT,
            [each for each in unknown if not each.isascii()],
        ),
        _sentence(NO_FIGURE, figures),
        _sentence(NOT_NEAR, near),
    )
    return tuple(Note("missing", each) for each in said if each)


def notes_on_reach(plan: Plan, newest: date | None) -> tuple[Note, ...]:
    """How far the archive reaches, where a question is about now."""
    if newest is None or not plan.intents & {"now", "latest"}:
        return ()
    return (Note("reach", REACH.format(newest.isoformat())),)


def _sentence(what: str, things: Iterable[str]) -> str | None:
    named = [f"“{each}”" for each in dict.fromkeys(things)][:_MOST]
    return f"{what} {and_list(named)}." if named else None


def _is_unknown(name: str, retriever: Terms) -> bool:
    """Whether a word of a name stands nowhere."""
    return bool(retriever.missing(stems(name)))


def _is_unknown_figure(figure: str, retriever: Terms) -> bool:
    digits = _FIGURE.search(figure)
    return digits is not None and _is_unknown(digits.group(), retriever)


def _not_near(names: Iterable[str], hits: Sequence[Hit]) -> list[str]:
    """The names that no article nearby has a word of, though the archive has them."""
    if not hits:
        return []
    near = [stems(hit.passage.card.title) | stems(hit.passage.text) for hit in hits]
    return [name for name in names if not any(stems(name) & each for each in near)]
