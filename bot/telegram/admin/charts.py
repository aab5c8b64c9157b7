"""Questions a day as a picture, where matplotlib is installed (``pressmark[stats]``)."""

from __future__ import annotations

import io
from datetime import timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from bot.telegram.views import chat_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

_INCHES = (8.0, 4.0)
_DOTS = 150
_ANSWERED, _REFUSED, _GREY = "#2f6f9f", "#d08c3f", "#5b6770"
_LEAST_DAYS = 7
"""As many days are shown at least: a single bar would say nothing of what is usual."""
_MOST_LABELS = 5
_FEW_DAYS = 14
_MOST_DIGITS = 62
"""How many digits have room side by side above the bars, at this width."""
_TITLE, _TEXT, _FIGURE = 20, 15, 12
_HEADROOM = 1.15
_MARGIN = 0.17


def can_draw() -> bool:
    """Whether there is something to draw with."""
    return find_spec("matplotlib") is not None


def questions_a_day(by_day: Mapping[date, tuple[int, int]]) -> bytes:
    """A PNG: a bar a day up to the last, the refused on top of the answered, sums above."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an extra, and slow to import
    from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415

    days = shown_days(by_day)
    figure = Figure(
        figsize=_INCHES, dpi=_DOTS, layout=ConstrainedLayoutEngine(w_pad=_MARGIN, h_pad=_MARGIN)
    )
    axes = figure.add_subplot()
    _draw_bars(axes, [by_day.get(day, (0, 0)) for day in days])
    _label(axes, days)
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png")
    return drawn.getvalue()


def shown_days(by_day: Mapping[date, tuple[int, int]]) -> list[date]:
    """Every day from the first to the last; at least a week, which ends with the last."""
    last = max(by_day)
    first = min(*by_day, last - timedelta(_LEAST_DAYS - 1))
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def _draw_bars(axes: Any, counts: Sequence[tuple[int, int]]) -> None:
    answered, refused = [count[0] for count in counts], [count[1] for count in counts]
    places = range(len(counts))
    axes.bar(places, answered, color=_ANSWERED, label=chat_texts.say("stats-answered"))
    above = axes.bar(
        places, refused, bottom=answered, color=_REFUSED, label=chat_texts.say("stats-refused")
    )
    sums = [sum(count) for count in counts]
    if len(sums) * len(str(max(sums))) <= _MOST_DIGITS:
        figures = [str(each or "") for each in sums]
        size = _TEXT if len(sums) <= _FEW_DAYS else _FIGURE
        axes.bar_label(above, figures, padding=3, fontsize=size, color=_GREY)
    axes.set_ylim(0, max(*sums, 1) * _HEADROOM)


def _label(axes: Any, days: Sequence[date]) -> None:
    """Title and legend above the bars, days below them."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    axes.set_title(chat_texts.say("stats-axis-questions"), loc="left", fontsize=_TITLE, pad=14)
    corner = {"loc": "lower right", "bbox_to_anchor": (1.0, 1.0), "ncols": 2}
    axes.legend(frameon=False, fontsize=_TEXT, **corner)
    step = -(-len(days) // _MOST_LABELS)
    shown = [*range(len(days))][::-step][::-1]
    axes.set_xticks(shown, [_short(days[place]) for place in shown])
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.tick_params(labelsize=_TEXT, length=0, colors=_GREY)
    axes.set_axisbelow(True)
    axes.grid(axis="y", color="#e3e8ec")
    axes.spines[["top", "right", "left"]].set_visible(False)


def _short(day: date) -> str:
    """A day with its month on a line below: ``17.11.`` is read in more than one way."""
    number, month, _ = chat_texts.day(day.isoformat()).split(" ")
    return f"{number}\n{month}"
