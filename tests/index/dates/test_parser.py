"""When an article was published."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from index.dates.parser import parse_date
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
    ],
)
def test_every_usual_form_is_read(value: object, moment: datetime, precision: str) -> None:
    """With the offset as it is written."""
    found, kind = parse_date(value)

    assert (found, found.utcoffset(), kind) == (moment, moment.utcoffset(), precision)


@pytest.mark.parametrize("value", ["2024", 7, "12", "99999999", "20241345", 10**30, "05/03/2024"])
def test_a_number_or_a_form_that_may_mean_two_days_is_no_date(value: object) -> None:
    """Nothing is guessed."""
    with pytest.raises(ArchiveError):
        parse_date(value)
