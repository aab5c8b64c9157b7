"""Day and month in figures, told by the other dates of their column."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import islice, repeat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.archive.record.day_order import ordered
from index.archive.record.fields import to_record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.models import Record

OPEN = "a date whose day and month cannot be told apart"


def column(values: Iterable[str], name: str = "date") -> list[Record]:
    """A record for each value of a column."""
    return [to_record({"body": "The pier closed.", name: value}, where=value) for value in values]


def days(records: Iterable[Record]) -> list[date | None]:
    """The day of each."""
    moments = [record.article.published for record in records if record.article]
    return [moment.date() if moment else None for moment in moments]


@pytest.mark.parametrize(
    ("sure", "day"),
    [
        ("31/12/2016", date(2024, 3, 5)),
        ("12/31/2016", date(2024, 5, 3)),
        ("Tue 05/03/2024 10:00", date(2024, 3, 5)),
        ("31-12-2016", date(2024, 3, 5)),
    ],
)
def test_one_sure_date_decides_the_others_of_its_column(sure: str, day: date) -> None:
    """Before it and behind it, and nothing is left to remark."""
    found = list(ordered(column(["05/03/2024", sure, "05/03/2024 10:00 PM"])))

    assert days(found)[::2] == [day, day]
    assert [record.remarks for record in found] == [(), (), ()]
    assert [record.article.precision for record in found if record.article][::2] == [
        "day",
        "second",
    ]


@pytest.mark.parametrize(
    "others", [[], ["2024-03-06"], ["07/08/2024"], ["31/12/2016", "12/31/2016"]]
)
def test_a_column_that_shows_no_order_or_both_decides_nothing(others: list[str]) -> None:
    """The articles have no date, and it is said."""
    found = next(ordered(column(["05/03/2024", *others])))

    assert days([found]) == [None]
    assert [remark.kind for remark in found.remarks] == [OPEN]


def test_a_column_that_contradicts_itself_is_told() -> None:
    """So that somebody may look at it."""
    found = next(ordered(column(["05/03/2024", "25/03/2024", "03/25/2024"])))

    assert [remark.sentence for remark in found.remarks] == [
        (
            'field "date" is "05/03/2024", which may be 5 March or 3 May; its column contradicts '
            "itself: some dates have the day first, others the month; the article was indexed "
            "without a date."
        )
    ]


def test_another_column_and_another_file_decide_nothing() -> None:
    """They may be of another program."""
    inside = [replace(record, member=("b.csv",)) for record in column(["31/12/2016"])]
    records = [*column(["05/03/2024"]), *column(["31/12/2016"], "published"), *inside]

    assert days(ordered(records))[0] is None


@pytest.mark.parametrize(
    ("others", "day"),
    [
        ([], date(2024, 3, 5)),
        (["31.12.2016"], date(2024, 3, 5)),
        (["12.31.2016"], date(2024, 5, 3)),
        (["31.12.2016", "12.31.2016"], None),
    ],
)
def test_between_dots_the_day_goes_first_unless_the_column_differs(
    others: list[str], day: date | None
) -> None:
    """A column with both orders tells nothing."""
    found = next(ordered(column(["05.03.2024", *others])))

    assert days([found]) == [day]
    assert [remark.kind for remark in found.remarks] == ([] if day else [OPEN])


def test_records_before_the_first_date_in_figures_are_not_held_back() -> None:
    """And behind it no more than a window of them: an archive may have no end."""
    sure, figures = column(["2024-03-05", "05/03/2024"])
    endless = ordered(repeat(figures))

    assert next(ordered(iter([sure]))) is sure
    assert days(islice(endless, 2)) == [None, None]


@given(st.lists(st.dates(date(1980, 1, 1), date(2030, 1, 1)), max_size=12), st.booleans())
def test_no_column_is_read_as_other_days(written: list[date], first: bool) -> None:  # noqa: FBT001 - drawn
    """Each date of a column of one order is read as it is meant, or not at all."""
    form = "%d/%m/%Y" if first else "%m/%d/%Y"

    found = days(ordered(column(day.strftime(form) for day in written)))

    assert all(read in {None, day} for read, day in zip(found, written, strict=True))
    if any(day.day > 12 for day in written):
        assert found == written
