"""Dates as people and programs write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from index.dates.notation import days_in_figures, written

LAST = datetime(2016, 12, 31, tzinfo=UTC)
LATE = datetime(2016, 12, 31, 23, 15, tzinfo=UTC)
DAYS = st.dates(date(1700, 1, 1), date(2099, 12, 31))
LANGUAGES = "en ru uk de fr es it pt pl nl cs sk sv da nb fi et hu ro hr sl el tr bg sr be".split()  # noqa: SIM905 - one line


def east(hours: float) -> timezone:
    """The clock so many hours ahead of UTC."""
    return timezone(timedelta(hours=hours))


@pytest.mark.parametrize(
    "text",
    [
        "December 31, 2016",
        "DECEMBER 31 2016",
        "Dec. 31st, 2016",
        "the 31st of December 2016",
        "Sat Dec 31 2016",
        "31-Dec-16",
        "2016/12/31",
        "2016. 12. 31.",
        "31.12.2016",
        "12.31.2016",
        "31/12/2016",
        "12/31/2016",
        "December 31, 2016 Saturday",
        "31 декабря 2016 г.",
        "31 грудня 2016 року",
        "am 31. Dezember 2016",
        "31 decembre 2016",
        "31 de diciembre de 2016",
        "2016 m. gruodžio 31 d.",
        "2016. gada 31. decembris",
        "2016年12月31日",
    ],
)
def test_a_day_is_read_where_only_one_can_be_meant(text: str) -> None:
    """In words and in figures, in the languages of Europe."""
    found = written(text)

    assert found is not None
    assert (found.moment, found.precision, found.is_open, found.doubt) == (LAST, "day", False, "")


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Sat, 31 Dec 2016 23:15:00 CET", 1),
        ("Sat, 31 Dec 2016 23:15:00 CEST", 2),
        ("Sat, 31 Dec 2016 23:15:00 EET", 2),
        ("Sat, 31 Dec 2016 23:15:00 EEST", 3),
        ("Sat, 31 Dec 2016 23:15:00 BST", 1),
        ("Sat, 31 Dec 2016 23:15:00 MSK", 3),
        ("Sat, 31 Dec 2016 23:15:00 PDT", -7),
        ("Sat, 31 Dec 2016 23:15:00 GMT+0300", 3),
        ("Sat, 31 Dec 2016 23:15:00 UTC+3", 3),
        ("Sat, 31 Dec 2016 23:15:00 +3", 3),
        ("Sat, 31 Dec 2016 23:15:00 +03", 3),
        ("Sat, 31 Dec 2016 23:15:00 +03:00", 3),
        ("Sat, 31 Dec 2016 23:15:00 +05:30", 5.5),
        ("Dec 31, 2016 11:15 PM EST", -5),
        ("December 31, 2016 at 11:15 p.m. ET", -5),
        ("31 декабря 2016 года, 23:15 МСК", 3),
        ("Sat Dec 31 23:15:00 EST 2016", -5),
        ("Sat Dec 31 23:15:00 +0000 2016", 0),
        ("Sat Dec 31 2016 23:15:00 GMT+0300 (Moscow Standard Time)", 3),
        ("2016-12-31 23:15:00.000 +0300 MSK", 3),
        ("2016-12-31T23:15:00+02:00[Europe/Kyiv]", 2),
        ("2016-12-31T23:15:00+02:00[!Europe/Kyiv][u-ca=gregory]", 2),
        ("2016-12-31T23:15:00[Europe/Kyiv]", 2),
        ("2016-12-31T23:15:00Z[Europe/Kyiv]", 0),
        ("2016-12-31 23:15 America/Port-au-Prince", -5),
        ("31/Dec/2016:23:15:00 -0000", 0),
    ],
)
def test_a_moment_is_read_with_its_clock(text: str, hours: float) -> None:
    """Names, offsets and places; half a day by AM and PM."""
    found = written(text)

    assert found is not None
    assert (found.moment, found.precision) == (LATE.replace(tzinfo=east(hours)), "second")
    assert (found.moment.utcoffset(), found.zoned) == (timedelta(hours=hours), True)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("Dec 31, 2016 12:00 AM", 0),
        ("Dec 31, 2016 12:00 PM", 12),
        ("Dec 31, 2016 5pm", 17),
        ("31. Dezember 2016 um 17.00 Uhr", 17),
        ("31 décembre 2016 à 17h00", 17),
        ("17:00, 31 грудня 2016", 17),
        ("Sat Dec 31 17:00:00 2016", 17),
        ("31-DEC-16 05.00.00.000000 PM", 17),
    ],
)
def test_a_time_without_a_clock_is_one_of_utc(text: str, hour: int) -> None:
    """As everywhere; that nothing names the clock is told."""
    found = written(text)

    assert found is not None
    assert (found.moment, found.zoned, found.doubt) == (LAST.replace(hour=hour), False, "")


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("Dec 31, 2016 10:00 IST", "ist"),
        ("Published: Dec 31, 2016 10:00 EST", "published:"),
        ("2016-12-31 25:00", "25:00"),
        ("2016-12-31 10:00 - 12:00", "10:00 12:00"),
        ("Dec 31, 2016 13:15 AM", "13:15"),
        ("2016-12-31T10:00:00+05:00[Europe/Kyiv]", "[europe/kyiv]"),
        ("31 грудня 2016, 10:00 за Києвом", "за києвом"),
    ],
)
def test_what_is_left_over_leaves_only_the_day(text: str, unread: str) -> None:
    """A clock that nobody knows, or two times: the moment is not guessed."""
    found = written(text)

    assert found is not None
    assert (found.moment, found.precision) == (LAST, "day")
    assert found.doubt == f'"{unread}" in it is not understood, so that only its day was taken'


def test_an_hour_that_a_clock_shows_twice_is_not_believed() -> None:
    """At two in the night of 3 November 2024 New York put its clocks back to one."""
    found = written("November 3, 2024 at 1:30 a.m. ET")

    assert found is not None
    assert (found.moment, found.precision) == (datetime(2024, 11, 3, tzinfo=UTC), "day")


def test_a_place_has_the_clock_of_that_year() -> None:
    """Moscow was four hours ahead from 2011 to 2014."""
    found = written("30 Apr 2012 01:57:00 MSK")

    assert found is not None
    assert found.moment == datetime(2012, 4, 30, 1, 57, tzinfo=east(4))


@pytest.mark.parametrize(
    "text",
    [
        "December 2016",
        "Dec 31",
        "Dec 31, 10:00",
        "31 dec 16 uhr",
        "12/31/16",
        "2016/31/12",
        "2016-13-45",
        "31 Feb 2016",
        "Dec 30-31, 2016",
        "30-31 December 2016",
        "30 - 31 December 2016",
        "31 December 2016 - 2 January 2017",
        "31.12.2016 - 02.01.2017",
        "Posted Dec 30, 2016, updated Dec 31, 2016",
        "31 listopada 2016",
        "5 listopada 2016",
        "Saturday",
        "yesterday",
        "12:15 am 31. Dezember 2016",
        "x" * 500,
    ],
)
def test_no_day_is_read_where_none_or_two_are_named(text: str) -> None:
    """A range is two days; a month of one name in Croatian and another in Polish is none."""
    assert written(text) is None


@pytest.mark.parametrize(("language", "month"), [("pl", 11), ("hr", 10)])
def test_a_month_of_two_languages_is_that_of_the_record(language: str, month: int) -> None:
    """The month "listopad" is October in Croatian, November in Polish."""
    found = written("5 listopada 2016", language=language)

    assert found is not None
    assert found.moment == datetime(2016, month, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "order", "is_open", "day"),
    [
        ("05/03/2024", None, True, date(2024, 3, 5)),
        ("05-03-2024", None, True, date(2024, 3, 5)),
        ("05.03.2024", None, False, date(2024, 3, 5)),
        ("05/05/2024", None, False, date(2024, 5, 5)),
        ("Tue 05/03/2024", "day", False, date(2024, 3, 5)),
        ("Fri 05/03/2024", "month", False, date(2024, 5, 3)),
        ("13/03/2024", "day", False, date(2024, 3, 13)),
        ("03/13/2024", "month", False, date(2024, 3, 13)),
    ],
)
def test_figures_are_open_unless_something_in_them_decides(
    text: str,
    order: str | None,
    is_open: bool,  # noqa: FBT001 - a case
    day: date,
) -> None:
    """A weekday does, a figure above twelve, and dots, between which the day goes first."""
    found = written(text)

    assert found is not None
    assert (found.order, found.is_open, found.moment.date()) == (order, is_open, day)


def test_a_wrong_weekday_is_told_and_the_moment_kept() -> None:
    """Programs write them by hand more often than a day that is wrong."""
    found = written("Fri, 31 Dec 2016 23:15:00 GMT")

    assert found is not None
    assert found.moment == LATE
    assert found.doubt == "that day is a Saturday, so that its weekday is wrong"


def test_mar_beside_a_month_is_a_tuesday() -> None:
    """In Italian, Spanish and Romanian."""
    found = written("mar 5 mar 2024 10:00")

    assert found is not None
    assert (found.moment, found.doubt) == (datetime(2024, 3, 5, 10, tzinfo=UTC), "")


@given(DAYS, st.sampled_from(LANGUAGES), st.sampled_from(["long", "full"]))
def test_a_day_in_words_comes_back(day: date, language: str, length: str) -> None:
    """As Unicode CLDR writes it in each language, with its weekday or without."""
    found = written(format_date(day, length, locale=language), language=language)

    assert found is not None
    assert (found.moment.date(), found.precision, found.doubt) == (day, "day", "")


@given(DAYS, st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y"]))
def test_figures_never_mean_a_third_day(day: date, form: str) -> None:
    """They are the day itself, or open with it among the two."""
    found = written(day.strftime(form))

    assert found is not None
    days = {found.moment.date(), found.swapped.date() if found.swapped else found.moment.date()}
    assert day in days
    assert found.is_open is (day.day <= 12 and day.day != day.month)


@given(
    st.datetimes(datetime(1970, 1, 2), datetime(2099, 1, 1)),  # noqa: DTZ001 - it gets its clock
    st.integers(-48, 56),
    st.sampled_from(
        [
            "%a, %d %b %Y %H:%M:%S {}",
            "%a %b %d %H:%M:%S {} %Y",
            "%B %d, %Y, %I:%M:%S %p {}",
            "%Y/%m/%d %H:%M:%S {}",
            "%H:%M:%S {} %A, %B %d %Y",
            "%Y-%m-%dT%H:%M:%S GMT{}",
        ]
    ),
)
def test_a_moment_comes_back(moment: datetime, quarters: int, form: str) -> None:
    """With its offset, in whatever order its parts are written."""
    clock = timezone(timedelta(minutes=15 * quarters))
    moment = moment.replace(microsecond=0, tzinfo=clock)

    found = written(moment.strftime(form.format("%z")))

    assert found is not None
    assert (found.moment, found.moment.utcoffset()) == (moment, moment.utcoffset())
    assert found.doubt == ""


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("From 5/5 it costs more.", ["2025-05-05"]),
        ("On 1/2, 13/4 and 4/14 it rained.", ["2025-04-13", "2025-04-14"]),
        ("Am 6.5. stieg es, bis 07.05.", ["2025-05-06", "2025-05-07"]),
        ("05.06.2024, 5/6/2024, 2024-07-08", ["2024-06-05", "2024-07-08"]),
        ("24/7 for 5.5 crowns, up by 5.5.", []),
        ("12/12/12, 1.5.3 and 29.2. as well as 31/31", []),
    ],
)
def test_a_day_in_figures_is_found_in_a_text(text: str, days: list[str]) -> None:
    """As one alone can be meant, between dots the day first; without a year it is of this one."""
    assert sorted(str(each) for each in days_in_figures(text, 2025)) == days
