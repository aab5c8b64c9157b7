"""When an article was published."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from index.archive.dates import day_in_dateline, day_in_url, parse_date
from index.archive.fields import to_record
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


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2024/03/05/pier", DAY),
        ("https://a.example/news/2024/3/5/", DAY),
        ("https://a.example/news/2024-03-05/pier", DAY),
        ("https://a.example/2024/13/45/pier", None),
        ("https://a.example/2024/03/pier", None),
        ("https://a.example/2024/03/05/about-2023-01-02/x", None),
        ("https://2024/03/05", None),
        ("https://a.example/?day=/2024/03/05/", None),
        ("https://a.example/12024/03/05/", None),
        (None, None),
    ],
)
def test_a_path_may_name_a_day(url: str | None, day: datetime | None) -> None:
    """One whole day of the calendar, in the path, and no second one."""
    assert day_in_url(url) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("SKELHAVEN, March 5, 2024 (SNA) — The pier closed.", DAY),
        ("SKELHAVEN, 5 March 2024 - The pier closed.", DAY),
        ("МОСКВА, 5 марта 2024 (ТАСС). — Порт", None),
        ("МОСКВА, 5 марта 2024 — Порт закрыт.", DAY),
        ("КИЇВ, 5 березня 2024 – Порт зачинено.", DAY),
        ("SKELHAVEN, March 5 (SNA) — The pier closed.", None),
        ("SKELHAVEN, February 30, 2024 — The pier closed.", None),
        ("On March 5, 2024 - a Tuesday - the pier closed.", None),
        ("SKELHAVEN (SNA) — On March 5, 2024 the pier closed.", None),
    ],
)
def test_a_dateline_may_name_a_day(text: str, day: datetime | None) -> None:
    """With its year, behind a place in capitals and before a dash."""
    assert day_in_dateline(text) == day


def test_a_missing_or_broken_date_is_inferred_only_where_it_is_certain() -> None:
    """The warning says where the day was taken from."""
    url = "https://a.example/2024/03/05/pier"

    missing = to_record({"body": "x", "url": url}, where="a")
    broken = to_record({"body": "x", "url": url, "date": "5/3"}, where="a")

    assert missing.article is not None
    assert (missing.article.published, missing.article.precision) == (DAY, "day")
    assert missing.warnings == ()
    assert broken.article is not None
    assert broken.article.published == DAY
    assert broken.warnings == (
        'a: field "date" is "5/3", expected an ISO 8601 date; the day in its address was taken.',
    )
