"""Questions a day as a picture, where matplotlib is installed (``pressmark[stats]``)."""

from __future__ import annotations

import io
from datetime import timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.telegram import texts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_INCHES = (8.0, 4.0)
_DOTS = 150
_ANSWERED, _REFUSED = "#2f6f9f", "#d08c3f"
_MOST_LABELS = 10


def can_draw() -> bool:
    """Whether there is something to draw with."""
    return find_spec("matplotlib") is not None


def questions_a_day(by_day: Mapping[date, tuple[int, int]]) -> bytes:
    """A PNG: a bar a day from the first to the last, the refused on top of the answered."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an extra, and slow to import
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    first, last = min(by_day), max(by_day)
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    answered = [by_day.get(day, (0, 0))[0] for day in days]
    refused = [by_day.get(day, (0, 0))[1] for day in days]
    figure = Figure(figsize=_INCHES, dpi=_DOTS, layout="constrained")
    axes = figure.add_subplot()
    places = range(len(days))
    axes.bar(places, answered, color=_ANSWERED, label=texts.say("stats-answered"))
    axes.bar(places, refused, bottom=answered, color=_REFUSED, label=texts.say("stats-refused"))
    axes.set_title(texts.say("stats-axis-questions"))
    shown = [*places][:: max(-(-len(days) // _MOST_LABELS), 1)]
    axes.set_xticks(shown, [days[place].isoformat()[5:] for place in shown])
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png")
    return drawn.getvalue()
