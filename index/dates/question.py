"""The dates of a question: which days an article may have appeared on.

A date with its preposition becomes bounds: "since 2022", "до 5 мая", "between May and July 2024".
What lies wholly ahead of the question bounds nothing, since no article has appeared there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from index.dates.expressions import part
from index.dates.question_points import is_date, points
from index.dates.ranges import day_after, day_before, third
from index.models import Span

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Sequence

    from index.dates.question_points import Point
    from index.dates.ranges import Range

_WINDOW = 48
"""Characters before a date that its preposition stands within."""
_OPERATORS = ("after", "before", "until", "since", "between", "in")
"""What a preposition makes of a date; the first that has it among its words."""
_PORTIONS = ("early", "middle", "late")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of a question: where it stands, with its preposition, and the days it admits.

    ``sides`` are the days at either end where it names two.
    """

    span: Span
    after: date | None
    before: date | None
    sides: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    point: Point
    start: int
    operator: str | None
    portion: str | None
    days: Range


def dates(
    text: str, today: date, quoted: Sequence[Span] = (), *, newest: date | None = None
) -> list[Dated]:
    """The dates of ``text``, in order, as somebody means them who asks on ``today``.

    What stands in a quotation is a title or somebody's words and no date. ``newest``: see
    `points`.
    """
    lowered = _lowered(text)
    places = sorted(points(lowered, today, newest), key=lambda point: point.start)
    outside = [
        point
        for point in places
        if not any(span.start < point.end and point.start < span.end for span in quoted)
    ]
    bounded = _bounded(text, lowered, outside)
    return [each for each in bounded if (each.after or each.before or today) <= today]


def _bounded(text: str, lowered: str, places: list[Point]) -> list[Dated]:
    found: list[Dated] = []
    pending: _Found | None = None
    for point in places:
        link = _link(lowered, pending, point)
        this = _found(text, lowered, point, linked=link is not None)
        if this is None:
            continue
        if pending is not None and link is not None:
            found += _linked(pending, replace(this, portion=_portion(link)), link)
            pending = None
            continue
        if pending is not None:
            found.append(_single(pending))
        pending = this
    return found + ([_single(pending)] if pending is not None else [])


def _link(lowered: str, pending: _Found | None, point: Point) -> re.Match[str] | None:
    if pending is None:
        return None
    return part("question", "link").fullmatch(lowered, pending.point.end, point.start)


def _found(text: str, lowered: str, point: Point, *, linked: bool) -> _Found | None:
    """The point with what stands before it, unless it is no date after all."""
    low = max(0, point.start - _WINDOW)
    prefix = part("question", "prefix").search(lowered[low : point.start])
    operator = prefix["operator"] if prefix else None
    portion = _portion(prefix) if prefix else None
    if not linked and not is_date(text, lowered, point, operator or portion):
        return None
    start = low + prefix.start() if prefix and (operator or portion) else point.start
    return _Found(point, start, operator, portion, point.days)


def _portion(match: re.Match[str]) -> str | None:
    return next((each for each in _PORTIONS if match[each]), None)


def _single(found: _Found) -> Dated:
    """Bounds of a date with its own preposition."""
    span, (first, last) = Span(found.start, found.point.end), found.days
    kind = _kind(found.operator)
    if found.portion == "late" and kind in {"before", "until"}:
        return Dated(span, None, last)
    first, last = _part(found.days, found.portion)
    if kind == "after":
        return Dated(span, day_after(last), None)
    if kind == "before":
        return Dated(span, None, day_before(first))
    if kind == "until":
        return Dated(span, None, last)
    return Dated(span, first, None if kind == "since" else last)


def _kind(operator: str | None) -> str:
    return next((kind for kind in _OPERATORS if operator and _has(kind, operator)), "in")


def _has(kind: str, operator: str) -> bool:
    return part("question", kind).fullmatch(operator) is not None


def _linked(first: _Found, last: _Found, link: re.Match[str]) -> list[Dated]:
    """Two linked dates: a range, or two dates where "and" stands without "between".

    The year that one names holds for the other.
    """
    high = last.days
    if first.point.dated and not last.point.dated:
        high = last.point.seen_from(_add_year(first.days[0])) or high
    low = first.days if first.point.dated else first.point.seen_from(high[1]) or first.days
    between = first.operator is not None and _has("between", first.operator)
    if part("question", "both").match(link.group()) and not between:
        start = last.point.start
        return [
            _single(replace(first, days=low)),
            _single(replace(last, start=start, days=high, operator=first.operator)),
        ]
    low, high = _part(low, first.portion), _part(high, last.portion)
    if low[0] > high[1]:
        low, high = high, low
    span = Span(first.start, last.point.end)
    return [Dated(span, low[0], max(low[1], high[1]), (low, high))]


def _add_year(day: date) -> date:
    return day + timedelta(days=364) if day.year < date.max.year else day


def _part(days: Range, portion: str | None) -> Range:
    """The first, middle or last third of a period."""
    if portion is None or days[0] == days[1]:
        return days
    return third(days, _PORTIONS.index(portion))


def _lowered(text: str) -> str:
    """``text`` in lower case, every character still at its place."""
    return "".join(low if len(low := each.lower()) == 1 else each for each in text)


def hull(found: Iterable[Dated]) -> tuple[date | None, date | None]:
    """One pair of bounds for several dates: what closed ones cover, cut by open ones."""
    closed = [each for each in found if each.after and each.before]
    opened = [each for each in found if not (each.after and each.before)]
    low = min((each.after for each in closed if each.after), default=None)
    high = max((each.before for each in closed if each.before), default=None)
    for each in opened:
        narrow_low = max(filter(None, (low, each.after)), default=None)
        narrow_high = min(filter(None, (high, each.before)), default=None)
        if not (narrow_low and narrow_high and narrow_low > narrow_high):
            low, high = narrow_low, narrow_high
    return low, high
