"""Which of the dates that a record states is the article's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from index.archive.record.fields import to_record

NO_DATE = "the article was indexed without a date."
TEN = datetime(2024, 3, 5, 10, tzinfo=UTC)
EAST = timezone(timedelta(hours=2))


def read(**fields: Any) -> tuple[datetime | None, str | None, list[tuple[str, str]]]:
    """The date of a record with ``fields``, its precision, and kinds and sentences of remarks."""
    record = to_record({"body": "The pier closed.", **fields}, where="a")
    assert record.article is not None
    remarks = [(remark.kind, remark.sentence) for remark in record.remarks]
    return record.article.published, record.article.precision, remarks


@pytest.mark.parametrize("zoneless", ["2024-03-05 10:00:00", "2024-03-05", "March 5, 2024"])
def test_a_value_with_a_clock_goes_before_one_without(zoneless: str) -> None:
    """Where both may be the same moment, whichever name is preferred."""
    moment, precision, remarks = read(published_at=zoneless, date="2024-03-05T10:00:00+02:00")

    assert (moment, precision, remarks) == (TEN.replace(tzinfo=EAST), "second", [])


def test_a_value_with_a_clock_of_another_day_is_another_date() -> None:
    """The preferred name stays."""
    moment, precision, remarks = read(published_at="2024-03-05", date="2024-04-05T10:00:00+02:00")

    assert (moment, precision, remarks) == (datetime(2024, 3, 5, tzinfo=UTC), "day", [])


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        (
            "0001-01-01T00:00:00Z",
            "a placeholder for a date",
            (
                'field "published_at" is "0001-01-01T00:00:00Z", '
                "of the year 1, when there were no newspapers; "
            ),
        ),
        (
            "0000-00-00",
            "a placeholder for a date",
            'field "published_at" is "0000-00-00", which stands for no date; ',
        ),
        (
            "soon",
            "a date that cannot be read",
            'field "published_at" is "soon", expected a whole date; ',
        ),
        (
            "05/03/2024",
            "a date whose day and month cannot be told apart",
            'field "published_at" is "05/03/2024", which may be 5 March or 3 May; ',
        ),
    ],
)
def test_what_is_no_date_is_told_and_the_next_name_is_taken(
    value: str, kind: str, said: str
) -> None:
    """Without another the article has none."""
    assert read(published_at=value) == (None, None, [(kind, said + NO_DATE)])
    assert read(published_at=value, date="2024-03-05T10:00:00Z") == (
        TEN,
        "second",
        [(kind, f'{said}field "date" was taken.')],
    )


def test_a_date_that_was_not_understood_whole_is_a_day() -> None:
    """The remark says what was left over."""
    found = read(date="Mar 5, 2024 10:00 IST")

    assert found == (
        datetime(2024, 3, 5, tzinfo=UTC),
        "day",
        [
            (
                "a date that was not understood whole",
                (
                    'field "date" is "Mar 5, 2024 10:00 IST"; "ist" in it is not understood, '
                    "so that only its day was taken."
                ),
            )
        ],
    )


def test_the_date_of_a_database_is_read() -> None:
    """As MongoDB exports it."""
    assert read(published={"$date": {"$numberLong": "1709632800000"}}) == (TEN, "second", [])


def test_the_language_of_the_record_tells_its_months() -> None:
    """The month "listopad" is October in Croatian, November in Polish."""
    moment, _, remarks = read(date="5 listopada 2016", language="pl-PL")

    assert (moment, remarks) == (datetime(2016, 11, 5, tzinfo=UTC), [])


def test_the_day_of_the_address_is_taken_where_figures_are_open() -> None:
    """The remark says so."""
    moment, _, remarks = read(date="05/03/2024", url="https://a.example/2024/03/05/pier")

    assert moment == datetime(2024, 3, 5, tzinfo=UTC)
    assert [sentence.rpartition("; ")[2] for _, sentence in remarks] == [
        "the day in its address was taken."
    ]
