"""When an article was published."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates.parser import iso_date, parse_date, placeholder, read_date, unwrapped
from index.errors import ArchiveError

DAY = datetime(2024, 3, 5, tzinfo=UTC)
TEN = datetime(2024, 3, 5, 10, tzinfo=UTC)
EAST = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("value", "moment", "precision"),
    [
        ("2024-03-05 10:00:00+0200", TEN.replace(tzinfo=EAST), "second"),
        ("2024-03-05 10:00:00 +0200", TEN.replace(tzinfo=EAST), "second"),
        ("2024-03-05 10:00:00 UTC", TEN, "second"),
        ("2024-03-05T10:00:00.000000000Z", TEN, "second"),
        ("20240305T100000+0200", TEN.replace(tzinfo=EAST), "second"),
        ("20240305T000000-0500", DAY, "day"),
        ("20240305+0100", DAY, "day"),
        ("20240305100000", TEN, "second"),
        ("202403051000", TEN, "second"),
        (1709632800, TEN, "second"),
        ("1709632800", TEN, "second"),
        (1709632800.0, TEN, "second"),
        (1709632800000, TEN, "second"),
        (1709632800000000, TEN, "second"),
        (1709632800000000000, TEN, "second"),
        (Decimal("1.7096328E+12"), TEN, "second"),
        ("20240305100000000", TEN, "second"),
        ("/Date(1709632800000+0200)/", TEN, "second"),
        ("2024-03-05+02:00", DAY, "day"),
        ("2024-03-05T10:00:00+02:00[Europe/Kyiv]", TEN.replace(tzinfo=EAST), "second"),
        ("Tue, 05 Mar 2024 10:00:00 EET", TEN.replace(tzinfo=EAST), "second"),
        ("5 березня 2024 року", DAY, "day"),
    ],
)
def test_every_usual_form_is_read(value: object, moment: datetime, precision: str) -> None:
    """With the offset as it is written."""
    found, kind = parse_date(value)

    assert (found, found.utcoffset(), kind) == (moment, moment.utcoffset(), precision)


@pytest.mark.parametrize(
    "value",
    [
        *("2024", 7, "12", "99999999", "20241345", 10**30, "05/03/2024", "2024-W09", "1.70963E+12"),
        *(float("inf"), Decimal("NaN"), "Mar 5, 2024 10:00 IST", "Mon, 5 Mar 2024 10:00:00 GMT"),
    ],
)
def test_a_number_or_a_form_that_may_mean_two_days_is_no_date(value: object) -> None:
    """Nothing is guessed."""
    with pytest.raises(ArchiveError):
        parse_date(value)


@given(
    st.datetimes(datetime(1973, 4, 1), datetime(2099, 12, 31)),  # noqa: DTZ001 - it gets its clock
    st.sampled_from([1, 10**3, 10**6, 10**9]),
)
def test_a_count_since_1970_comes_back(moment: datetime, unit: int) -> None:
    """Of seconds to nanoseconds; no two units share a number."""
    moment = moment.replace(tzinfo=UTC, microsecond=0)

    found = read_date(int(moment.timestamp()) * unit)

    assert (found.moment, found.zoned) == (moment, True)


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ({"$date": "2024-03-05T10:00:00Z"}, "2024-03-05T10:00:00Z"),
        ({"$date": 1709632800000}, TEN),
        ({"$date": {"$numberLong": "1709632800000"}}, TEN),
        ({"$date": {"$numberLong": "-62135596800000"}}, datetime(1, 1, 1, tzinfo=UTC)),
        ({"$date": 10**20}, 10**20),
        ({"$date": None}, None),
        (
            {"date": "2024-03-05 10:00:00.000000", "timezone_type": 3, "timezone": "Europe/Kyiv"},
            "2024-03-05 10:00:00.000000 Europe/Kyiv",
        ),
        ({"name": "x"}, {"name": "x"}),
        ("2024", "2024"),
    ],
)
def test_the_date_in_an_object_is_unwrapped(value: object, date: object) -> None:
    """Of MongoDB, which counts milliseconds, and of PHP."""
    assert unwrapped(value) == date


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("0001-01-01T00:00:00Z", "of the year 1, when there were no newspapers"),
        ("0024-03-05", "of the year 24, when there were no newspapers"),
        ("1970-01-01", "the day that programs write for no date"),
        ("1970-01-01T03:00:00+03:00", "the day that programs write for no date"),
        ("1969-12-31 19:00:00", "the day that programs write for no date"),
        ("1900-01-01 00:00:00", "the day that programs write for no date"),
        ("9999-12-31", "the day that programs write for no date"),
        ("1969-12-31 19:07:00", None),
        ("1969-07-20", None),
        ("2024-03-05", None),
    ],
)
def test_a_day_that_programs_write_for_none_is_a_placeholder(
    value: str, reason: str | None
) -> None:
    """A news archive could not tell an article of that day from them."""
    assert placeholder(value, read_date(value)) == reason


@pytest.mark.parametrize("value", ["0000-00-00 00:00:00", "00/00/0000", 0, "N/A", "NaT", "null"])
def test_a_word_or_noughts_for_no_date_is_a_placeholder(value: object) -> None:
    """It says that nobody knows, and not that it cannot be read."""
    assert placeholder(value, None) == "which stands for no date"


@pytest.mark.parametrize("value", ["soon", "", "12/31/16"])
def test_what_cannot_be_read_is_no_placeholder(value: str) -> None:
    """It may be a date."""
    assert placeholder(value, None) is None


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2024-03-05T10:00:00Z", TEN),
        ("2024-03-05T10:00:00", TEN),
        ("2024-03-05", DAY),
        ("2024-03-05T10:00:61Z", None),
        ("2024-02-30", None),
        ("2024-03-5x", None),
        ("1970-01-01T00:00:00Z", None),
        ("1970-01-01", None),
        ("20240305T100000Z", None),
        (1709632800, None),
    ],
)
def test_the_usual_forms_of_certain_years_go_before(value: object, moment: datetime | None) -> None:
    """They are read as all are, only sooner; others are looked at twice."""
    found = iso_date(value)

    assert (found.moment if found else None) == moment
    assert found in {None, read_date(value) if found else None}
