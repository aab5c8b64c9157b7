"""Day and month in figures: which goes first is told by the other dates of the column.

31/12/2016 shows that 05/03/2024 beside it is the fifth of March. A column that shows both orders,
or neither, decides nothing, and its articles are left without that date.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from index.archive.record.stated_dates import OPEN, open_fault
from index.models import Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.dates.notation import DayOrder
    from index.models import Record

    Column = tuple[tuple[str, ...], str]

_CONTRARY = "its column contradicts itself: some dates have the day first, others the month"
_MOST_AHEAD = 2000
"""Records that are read ahead before a date in figures is decided."""
_MOST_CHARACTERS = 16_000_000
"""Of their texts together."""


def ordered(records: Iterable[Record]) -> Iterator[Record]:
    """``records`` in their order, dates in figures read as their columns show.

    Records are held back only from the first date in figures on, and no more than a window of
    them.
    """
    columns, characters = _Columns(), 0
    held: deque[Record] = deque()
    for record in records:
        if record.figured is None and not held:
            yield record
            continue
        columns.take(record)
        held.append(record)
        characters += _length(record)
        while len(held) > _MOST_AHEAD or characters > _MOST_CHARACTERS:
            characters -= _length(held[0])
            yield columns.decided(held.popleft())
    yield from map(columns.decided, held)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The orders that each column has shown; a file in a container has its own."""

    shown: defaultdict[Column, set[DayOrder]] = field(default_factory=lambda: defaultdict(set))

    def take(self, record: Record) -> None:
        """Remember what the date of a record shows."""
        date = record.figured
        if date and not (date.day_first and date.month_first):
            self.shown[record.member, date.field].add("day" if date.day_first else "month")

    def decided(self, record: Record) -> Record:
        """``record`` as its column shows it; without its date where that shows both orders."""
        date, article = record.figured, record.article
        if date is None or article is None or date.day_first is None or date.month_first is None:
            return record
        orders = self.shown[record.member, date.field]
        if len(orders) == 1:
            moment = date.day_first if "day" in orders else date.month_first
            dated = replace(article, published=moment, precision=date.precision, dated_by="record")
            remarks = tuple(remark for remark in record.remarks if remark.kind != OPEN)
            return replace(record, article=dated, remarks=remarks)
        if not orders:
            return record
        kind, fault = open_fault(date.field, date.said, (date.day_first, date.month_first))
        said = f"{fault}; {_CONTRARY}"
        if not date.usual:
            told = (
                replace(each, sentence=each.sentence.replace(fault, said))
                for each in record.remarks
            )
            return replace(record, remarks=tuple(told))
        remark = Remark(record.where, kind, f"{said}; the article was indexed without a date.")
        undated = replace(article, published=None, precision=None)
        return replace(record, article=undated, remarks=(*record.remarks, remark))


def _length(record: Record) -> int:
    return len(record.article.text) if record.article else 0
