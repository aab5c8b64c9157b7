"""Pictures, where matplotlib is installed (``pressmark[stats]``): questions a day, coverage."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date, timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from bot.telegram.views import chat_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_INCHES = (8.0, 4.0)
_DOTS = 150
_ANSWERED, _REFUSED, _GREY = "#2f6f9f", "#d08c3f", "#5b6770"
_OF_OUTLETS = ("#2f6f9f", "#d08c3f", "#5f9f6f", "#9f5f8f", "#8f8f4f")
"""Colours of as many outlets; all others are grey together."""
_DAYS_SHOWN, _MONTHS_SHOWN = 45, 36
"""Days, and months, that are shown each by itself at most: what takes longer is counted by months,
and by years."""
_LEAST_DAYS = 7
"""As many days are shown at least: a single bar would say nothing of what is usual."""
_MOST_LABELS = 5
_FEW_DAYS = 14
_MOST_DIGITS = 62
"""How many digits have room side by side above the bars, at this width."""
_TITLE, _TEXT, _FIGURE = 20, 15, 12
_HEADROOM = 1.15
_MARGIN = 0.17
_SHORT_MONTH = 3
_LEGEND_COLUMNS, _LONGEST_NAME = 2, 24


def can_draw() -> bool:
    """Whether there is something to draw with."""
    return find_spec("matplotlib") is not None


def questions_a_day(by_day: Mapping[date, tuple[int, int]]) -> bytes:
    """A PNG: a bar a day up to the last, the refused on top of the answered, sums above."""
    days = shown_days(by_day)
    figure, axes = _canvas()
    _draw_bars(axes, [by_day.get(day, (0, 0)) for day in days])
    _label(axes, chat_texts.say("stats-axis-questions"), [_short(day) for day in days])
    corner = {"loc": "lower right", "bbox_to_anchor": (1.0, 1.0), "ncols": 2}
    axes.legend(frameon=False, fontsize=_TEXT, **corner)
    return _png(figure)


def coverage(found: Sequence[tuple[str, str]]) -> bytes:
    """A PNG of how many articles of which outlet appeared when: a bar a day, a month or a year.

    ``found`` are day (ISO 8601) and outlet of each article, at least one.
    """
    periods, counts = by_period(found)
    figure, axes = _canvas()
    below = [0] * len(periods)
    for (outlet, heights), colour in zip(counts, (*_OF_OUTLETS, _GREY), strict=False):
        axes.bar(range(len(periods)), heights, bottom=below, color=colour, label=_shortened(outlet))
        below = [sum(pair) for pair in zip(below, heights, strict=True)]
    axes.set_ylim(0, max(below) * _HEADROOM)
    _label(axes, chat_texts.say("coverage-title"), [_named(each) for each in periods])
    place = {"loc": "outside lower left", "ncols": _LEGEND_COLUMNS}
    figure.legend(frameon=False, fontsize=_TEXT, **place)
    return _png(figure)


def by_period(
    found: Sequence[tuple[str, str]],
) -> tuple[list[str], list[tuple[str, list[int]]]]:
    """Every period from the first to the last, and for each outlet its articles in them.

    A period is the beginning of an ISO date. The outlets with most articles come first; behind
    those that have a colour are all others, as one.
    """
    periods = _periods(min(found)[0], max(found)[0])
    size = len(periods[0])
    sums = Counter(outlet for _, outlet in found)
    shown = [name for name, _ in sums.most_common(len(_OF_OUTLETS))]
    others = chat_texts.say("coverage-others")
    cells = Counter((name if name in shown else others, day[:size]) for day, name in found)
    names = [*shown, *([others] if len(sums) > len(shown) else [])]
    return periods, [(name, [cells[name, each] for each in periods]) for name in names]


def _periods(first: str, last: str) -> list[str]:
    """Days, months or years from one day to another, as few as are still readable."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    days = (end - begin).days + 1
    if days <= _DAYS_SHOWN:
        return [(begin + timedelta(n)).isoformat() for n in range(days)]
    low, high = (each.year * 12 + each.month - 1 for each in (begin, end))
    if high - low < _MONTHS_SHOWN:
        return [f"{each // 12}-{each % 12 + 1:02}" for each in range(low, high + 1)]
    return [str(year) for year in range(begin.year, end.year + 1)]


def _named(period: str) -> str:
    """A period below its bar: the day above its month, the month above its year."""
    if period.isdecimal():
        return period
    if len(period) > len("2024-03"):
        return _short(date.fromisoformat(period))
    _, month, year = chat_texts.day(f"{period}-01").split(" ", 2)
    return f"{month[:_SHORT_MONTH]}\n{year.split(' ')[0]}"


def _shortened(outlet: str) -> str:
    return outlet if len(outlet) <= _LONGEST_NAME else f"{outlet[: _LONGEST_NAME - 1].rstrip()}…"


def _canvas() -> tuple[Any, Any]:
    from matplotlib.figure import Figure  # noqa: PLC0415 - an extra, and slow to import
    from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415

    figure = Figure(
        figsize=_INCHES, dpi=_DOTS, layout=ConstrainedLayoutEngine(w_pad=_MARGIN, h_pad=_MARGIN)
    )
    return figure, figure.add_subplot()


def _png(figure: Any) -> bytes:
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


def _label(axes: Any, title: str, names: Sequence[str]) -> None:
    """Title and legend above the bars, names of periods below them."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    axes.set_title(title, loc="left", fontsize=_TITLE, pad=14)
    step = -(-len(names) // _MOST_LABELS)
    shown = [*range(len(names))][::-step][::-1]
    axes.set_xticks(shown, [names[place] for place in shown])
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.tick_params(labelsize=_TEXT, length=0, colors=_GREY)
    axes.set_axisbelow(True)
    axes.grid(axis="y", color="#e3e8ec")
    axes.spines[["top", "right", "left"]].set_visible(False)


def _short(day: date) -> str:
    """A day with its month on a line below: ``17.11.`` is read in more than one way."""
    number, month, _ = chat_texts.day(day.isoformat()).split(" ")
    return f"{number}\n{month}"
