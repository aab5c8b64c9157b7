"""Ranges of days: units of the calendar, their neighbours, and their thirds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates.ranges import (
    day_after,
    day_before,
    month_range,
    months_back,
    part_of_year,
    same_days,
    third,
    unit_range,
)

UNITS = ("day", "week", "month", "quarter", "season", "half", "year", "decade")
DAYS = st.dates(date(1500, 1, 1), date(2099, 12, 31))


@given(DAYS, st.sampled_from(UNITS), st.integers(-20, 20))
def test_the_units_of_a_kind_follow_one_another(day: date, unit: str, offset: int) -> None:
    """Each begins where the one before it ends, and the one with offset 0 has the day."""
    this, following = (unit_range(day, unit, offset + each) for each in (0, 1))

    assert this[1] + timedelta(days=1) == following[0]
    assert unit_range(this[0], unit) == unit_range(this[1], unit) == this
    assert unit_range(day, unit)[0] <= day <= unit_range(day, unit)[1]


@pytest.mark.parametrize(
    ("unit", "first", "last"),
    [
        ("week", "2023-12-11", "2023-12-17"),
        ("quarter", "2023-10-01", "2023-12-31"),
        ("season", "2023-12-01", "2024-02-29"),
        ("half", "2023-07-01", "2023-12-31"),
        ("year", "2023-01-01", "2023-12-31"),
        ("decade", "2020-01-01", "2029-12-31"),
    ],
)
def test_a_day_lies_in_each_of_its_units(unit: str, first: str, last: str) -> None:
    """14 December is in the winter of the year after it."""
    days = unit_range(date(2023, 12, 14), unit)

    assert days == (date.fromisoformat(first), date.fromisoformat(last))


def test_parts_of_a_year_are_counted_from_one() -> None:
    """The first season is the winter that ends in the year."""
    assert part_of_year(2024, "season", 1) == (date(2023, 12, 1), date(2024, 2, 29))
    assert part_of_year(2024, "quarter", 4) == (date(2024, 10, 1), date(2024, 12, 31))
    assert part_of_year(2024, "half", 2) == (date(2024, 7, 1), date(2024, 12, 31))


def test_thirds_are_of_whole_months_where_that_goes() -> None:
    """A month is parted by its days."""
    assert third(month_range(2024, 1, 12), 0) == (date(2024, 1, 1), date(2024, 4, 30))
    assert third(month_range(2023, 10), 2) == (date(2023, 10, 22), date(2023, 10, 31))


def test_a_leap_day_is_only_in_leap_years() -> None:
    """Years without the day are left out."""
    assert list(same_days((2024, 2023, 2020), 2, 29, 29)) == [
        (date(2024, 2, 29), date(2024, 2, 29)),
        (date(2020, 2, 29), date(2020, 2, 29)),
    ]


def test_months_back_end_where_the_shorter_month_does() -> None:
    """A month before 31 March is the last of February."""
    assert months_back(date(2024, 3, 31), 1) == date(2024, 2, 29)


def test_there_is_no_day_beyond_the_first_and_the_last() -> None:
    """A range that reaches the end of the calendar stays in it."""
    assert day_before(date.min) == date.min
    assert day_after(date.max) == date.max
