"""Dates as files of each format write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.index.archive.support import records

FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>Courier</title>{}</channel></rss>'
ITEM = "<item><title>Pier</title><description>The pier closed.</description>{}</item>"
PUBLISHED = "<pubDate>{}</pubDate>"
JULY = datetime(2024, 7, 9, 21, 5, tzinfo=UTC)


def moments(content: str, name: str = "a") -> list[datetime | None]:
    """When the articles of a file were published."""
    return [record.article.published for record in records(content, name) if record.article]


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("Tue, 09 Jul 2024 21:05:00 CEST", 2),
        ("Tue, 09 Jul 2024 21:05:00 EEST", 3),
        ("Tue, 9 Jul 2024 9:05 PM EDT", -4),
        ("Tue, 09 Jul 2024 21:05:00 GMT+0300", 3),
        ("Вт, 09 июл 2024 21:05:00 +0300", 3),
        ("вт, 09 лип 2024 21:05:00 +03", 3),
        ("2024-07-09 21:05:00 BST", 1),
    ],
)
def test_a_feed_has_the_clock_that_it_names(written: str, hours: int) -> None:
    """What feedparser does not know it would take for UTC."""
    found = moments(FEED.format(ITEM.format(PUBLISHED.format(written))))

    assert found == [JULY.replace(tzinfo=timezone(timedelta(hours=hours)))]


def test_the_dates_of_a_feed_tell_its_days_from_its_months() -> None:
    """Here the month goes first."""
    written = ("07/09/2024 10:00", "07/31/2024 10:00")
    items = "".join(ITEM.format(PUBLISHED.format(each)) for each in written)

    assert moments(FEED.format(items)) == [
        datetime(2024, 7, 9, 10, tzinfo=UTC),
        datetime(2024, 7, 31, 10, tzinfo=UTC),
    ]


def test_a_feed_gives_the_first_date_that_can_be_read() -> None:
    """Where none can, the remark has the first."""
    change = "<created xmlns='http://purl.org/dc/terms/'>2024-07-09T21:05:00Z</created>"
    soon = PUBLISHED.format("soon")
    found = records(FEED.format(ITEM.format(soon + change) + ITEM.format(soon)))

    assert [record.article.published for record in found if record.article] == [JULY, None]
    assert [[remark.sentence for remark in record.remarks] for record in found] == [
        [],
        [
            (
                'field "published" is "soon", expected a whole date; '
                "the article was indexed without a date."
            )
        ],
    ]


def test_a_table_tells_its_days_from_its_months() -> None:
    """By the one row whose figures can be read in one way."""
    rows = "title,text,date\nA,The pier closed.,07/09/2024\nB,The quay shut.,31/12/2016\n"

    assert moments(rows, "a.csv") == [
        datetime(2024, 9, 7, tzinfo=UTC),
        datetime(2016, 12, 31, tzinfo=UTC),
    ]


def test_lines_of_a_database_are_dated() -> None:
    """A text, a count of milliseconds, and one in an object of its own."""
    values = ('"2024-07-09T21:05:00Z"', "1720559100000", '{"$numberLong": "1720559100000"}')
    lines = "\n".join(f'{{"body": "The pier.", "date": {{"$date": {each}}}}}' for each in values)

    assert moments(lines, "a.jsonl") == [JULY, JULY, JULY]


def test_front_matter_is_dated_in_words() -> None:
    """In the language of whoever wrote it."""
    assert moments("---\ndate: 9 липня 2024 року, 21:05 EEST\n---\n\nПірс.\n", "a.md") == [
        JULY.replace(tzinfo=timezone(timedelta(hours=3)))
    ]
