"""Which of the dates that a record states is the article's, and what is to be said of others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from index.archive.record.inferred_dates import inferred_day
from index.dates.parser import iso_date, placeholder, read_date
from index.errors import ArchiveError
from index.models import FiguredDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.dates.notation import Written
    from index.models import DatedBy, Precision

UNREADABLE = "a date that cannot be read"
OPEN = "a date whose day and month cannot be told apart"
ABSENT = "a placeholder for a date"
DOUBTFUL = "a date that was not understood whole"
_SHOWN_CHARACTERS = 60
_FARTHEST = timedelta(hours=14)
"""What a clock is ahead of UTC, or behind it, at most."""


class Dating(NamedTuple):
    """The date of an article, where it is from, and of what kind each fault is."""

    moment: datetime | None = None
    precision: Precision | None = None
    by: DatedBy = "record"
    faults: tuple[tuple[str, str], ...] = ()
    figured: FiguredDate | None = None


class _Value(NamedTuple):
    """A value of a record that should be a date: what it means, or why it means nothing."""

    field: str
    shown: str
    found: Written | None
    kind: str = ""
    fault: str = ""

    @property
    def is_usable(self) -> bool:
        """Whether it names one moment."""
        return not self.kind

    @property
    def is_exact(self) -> bool:
        """Whether nothing about the moment is assumed."""
        return self.found is not None and self.found.zoned and not self.found.doubt

    def figured(self) -> FiguredDate | None:
        """Its readings, where other dates may tell which is meant, or it tells of others."""
        found = self.found
        if found is None or (found.order is None and found.swapped is None):
            return None
        first = None if found.order == "month" else found.moment
        second = found.moment if found.order == "month" else found.swapped
        return FiguredDate(
            self.field, self.shown, first, second, found.precision, usual=found.usual
        )


def dated(
    values: Iterable[tuple[str, Any]], *, url: str | None, text: str, language: str | None
) -> Dating:
    """The date among the ``values`` of fields, the preferred field first.

    One with a clock goes before one without that may be the same moment. Where none can be used
    the address or the dateline of the article may name a day.
    """
    seen: list[_Value] = []
    found: Written | None = None
    for name, value in values:
        found = iso_date(value)
        if found is not None and found.zoned and not seen:
            return Dating(found.moment, "second")
        seen.append(_Value(name, str(value), found) if found else _read(name, value, language))
        if seen[-1].is_usable and seen[-1].is_exact:
            break
    if len(seen) == 1 and found is not None:
        return Dating(found.moment, found.precision)
    chosen = _chosen(seen)
    if chosen is None or chosen.found is None:
        return _inferred(seen, url, text)
    faults = (*_passed_over(seen, chosen), *_doubts(chosen))
    found = chosen.found
    return Dating(found.moment, found.precision, "record", faults, chosen.figured())


def open_fault(field: str, said: str, days: tuple[datetime, datetime]) -> tuple[str, str]:
    """The kind and the clause of a date that may be two days."""
    first, second = (f"{day.day} {day:%B}" for day in days)
    return OPEN, f'field "{field}" is "{said}", which may be {first} or {second}'


def _read(name: str, value: Any, language: str | None) -> _Value:
    shown = str(value).strip()[:_SHOWN_CHARACTERS]
    try:
        found = read_date(value, language=language)
    except ArchiveError:
        found = None
    reason = placeholder(value, found)
    if reason:
        return _Value(name, shown, found, ABSENT, f'field "{name}" is "{shown}", {reason}')
    if found is None:
        fault = f'field "{name}" is "{shown}", expected a whole date'
        return _Value(name, shown, found, UNREADABLE, fault)
    if found.swapped is not None and not found.usual:
        days = (found.moment, found.swapped)
        return _Value(name, shown, found, *open_fault(name, shown, days))
    return _Value(name, shown, found)


def _chosen(seen: Sequence[_Value]) -> _Value | None:
    """The first that can be used, or an exact one of what may be the same moment."""
    usable = [value for value in seen if value.is_usable]
    exact = (value for value in usable if value.is_exact and _may_be(value.found, usable[0].found))
    return next(exact, usable[0] if usable else None)


def _may_be(exact: Written | None, other: Written | None) -> bool:
    """Whether a moment may be the one that is written elsewhere without a clock, or as its day."""
    if exact is None or other is None:
        return False
    if other.precision == "day":
        return exact.moment.date() == other.moment.date()
    return abs(exact.moment - other.moment) <= _FARTHEST


def _passed_over(seen: Sequence[_Value], chosen: _Value) -> Iterable[tuple[str, str]]:
    """What is wrong with the preferred fields that could not be used."""
    for value in seen[: seen.index(chosen)]:
        if value.kind:
            yield value.kind, f'{value.fault}; field "{chosen.field}" was taken.'


def _inferred(seen: Sequence[_Value], url: str | None, text: str) -> Dating:
    """The day that the address or the dateline names, where the fields name none."""
    found = inferred_day(url=url, text=text, now=datetime.now(UTC))
    day, place = found or (None, None)
    said = (
        f"the day in its {place} was taken." if place else "the article was indexed without a date."
    )
    faults = tuple((value.kind, f"{value.fault}; {said}") for value in seen[:1])
    undecided = next((value for value in seen if value.kind == OPEN), None)
    if undecided is not None:
        faults = ((OPEN, f"{undecided.fault}; {said}"), *_doubts(undecided))
    return Dating(
        day,
        "day" if day else None,
        place or "record",
        faults,
        undecided.figured() if undecided else None,
    )


def _doubts(value: _Value) -> Iterable[tuple[str, str]]:
    """What of a date that was taken is not believed."""
    if value.found is not None and value.found.doubt:
        yield DOUBTFUL, f'field "{value.field}" is "{value.shown}"; {value.found.doubt}.'
