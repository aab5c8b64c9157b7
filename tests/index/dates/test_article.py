"""Relative and partial dates, resolved against the article's day."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates.article import Resolved, resolve
from tests.conftest import ROOT

SAMPLE = ROOT / "examples" / "archive" / "skelhaven-courier.jsonl"
WEDNESDAY = datetime(2024, 3, 13, 12, 0, tzinfo=UTC)
NAMES = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905
RUSSIAN = "понедельник вторник среду четверг пятницу субботу воскресенье".split()  # noqa: SIM905
UKRAINIAN = "понеділок вівторок середу четвер п'ятницю суботу неділю".split()  # noqa: SIM905


def read(text: str, *, published: datetime | None = WEDNESDAY) -> list[Resolved]:
    """What is resolved in ``text``, published to the second."""
    return resolve(text, published=published, precision="second")


def shown(text: str, *, published: datetime | None = WEDNESDAY) -> list[tuple[str, str]]:
    """Each expression of ``text`` and how it is shown."""
    return [(one.span.of(text), one.shown) for one in read(text, published=published)]


@pytest.mark.parametrize(
    ("text", "expression", "meaning"),
    [
        ("He left yesterday.", "yesterday", "12 March 2024"),
        ("He said so today.", "today", "13 March 2024"),
        ("He will leave tomorrow.", "tomorrow", "14 March 2024"),
        ("He left the day before yesterday.", "the day before yesterday", "11 March 2024"),
        ("He came last night.", "last night", "12 March 2024 – 13 March 2024"),
        ("He said so on Tuesday.", "Tuesday", "12 March 2024"),
        ("He said so on Wednesday.", "Wednesday", "13 March 2024"),
        ("He said so on Thursday.", "Thursday", "7 March 2024"),
        ("He will say so on Thursday.", "Thursday", "14 March 2024"),
        ("The talks are due on Friday.", "Friday", "15 March 2024"),
        ("He said Tuesday the port was shut.", "Tuesday", "12 March 2024"),
        ("It opened last Thursday.", "last Thursday", "7 March 2024"),
        ("It will open next Monday.", "next Monday", "18 March 2024"),
        ("It opened last week.", "last week", "the week of 4 March 2024"),
        ("It opens this week.", "this week", "the week of 11 March 2024"),
        ("It opens next month.", "next month", "April 2024"),
        ("It opened last year.", "last year", "2023"),
        ("It opened last spring.", "last spring", "spring 2023"),
        ("It will open next winter.", "next winter", "winter 2024–25"),
        ("It opened two days ago.", "two days ago", "11 March 2024"),
        ("It opened two weeks ago.", "two weeks ago", "the week of 26 February 2024"),
        ("It opened three months ago.", "three months ago", "December 2023"),
        ("It opened a year ago.", "a year ago", "2023"),
        ("It has to be done by the end of the year.", "the end of the year", "31 December 2024"),
        ("It will close before the end of next month.", "the end of next month", "30 April 2024"),
        ("It opened in January.", "January", "January 2024"),
        ("It opened in October.", "October", "October 2023"),
        ("It will open in May.", "May", "May 2024"),
        ("It opened on 12 February.", "12 February", "12 February 2024"),
        ("It opened on December 24.", "December 24", "24 December 2023"),
        ("Prices rose in the first quarter of last year.", "first quarter of last year", "Q1 2023"),
        ("In the '90s it was a mill.", "'90s", "1990–1999"),
        ("Мэр сказал это вчера.", "вчера", "12 марта 2024"),
        ("На прошлой неделе он уехал.", "прошлой неделе", "неделя с 4 марта 2024"),
        ("В прошлом году было тише.", "прошлом году", "2023"),
        ("Прошлым летом закрыли порт.", "Прошлым летом", "лето 2023"),
        ("Во вторник мэр заявил о ремонте.", "вторник", "12 марта 2024"),
        ("В пятницу состоится совет.", "пятницу", "15 марта 2024"),
        ("В январе открылась школа.", "январе", "январь 2024"),
        ("Школа открылась 5 февраля.", "5 февраля", "5 февраля 2024"),
        ("Три недели назад сгорел склад.", "Три недели назад", "неделя с 19 февраля 2024"),
        ("Год назад он был цел.", "Год назад", "2023"),
        ("Его достроят до конца года.", "конца года", "31 декабря 2024"),
        ("Минулого тижня міст закрили.", "Минулого тижня", "тиждень з 4 березня 2024"),
        ("Торік було тихіше.", "Торік", "2023"),
        ("Учора мер сказав її слова.", "Учора", "12 березня 2024"),
        ("У вівторок рада ухвалила план.", "вівторок", "12 березня 2024"),
        ("Два місяці тому згорів склад.", "Два місяці тому", "січень 2024"),
        ("Його збудують до кінця року.", "кінця року", "31 грудня 2024"),
        ("Минулої весни рада дала кошти.", "Минулої весни", "весна 2023"),
        ("Він прийшов 12 лютого.", "12 лютого", "12 лютого 2024"),
        ("У 90-х роках тут був її завод.", "90-х роках", "1990–1999"),
        ("У першому кварталі минулого року зросли ціни.", "першому кварталі минулого року",
         "1 квартал 2023"),
    ],
)  # fmt: skip
def test_what_is_certain_is_resolved(text: str, expression: str, meaning: str) -> None:
    """Read on Wednesday, 13 March 2024, in the words of the passage's language."""
    assert shown(text) == [(expression, meaning)]


@pytest.mark.parametrize(
    "text",
    [
        "He left on 12 March 2023.",
        "It opened in March 2019.",
        "It opened in March of 2019.",
        "The council meets on Tuesday.",
        "It opens on Tuesdays.",
        "He bought it on Black Friday.",
        "He may march in may.",
        "Nowadays, and today, the ferry is slow.",
        "It opened last Monday.",
        "It was shut last winter.",
        "It will close last Sunday of the month.",
        "About two years ago he left.",
        "Ten years ago he left.",
        "A few weeks ago he left.",
        "In 2019 the mine closed. In January the last men left.",
        "He told me: “You were dismissed on Monday.”",
        "It was as if 200 flats were finished tomorrow.",
        "The council approved the opening on 20 March.",
        "It opened in March.",
        "The Sunday Times said so.",
        "31 February was no day.",
        "",
    ],
)
def test_what_is_not_certain_is_left_alone(text: str) -> None:
    """Years that are given, habits, names, estimates, quotations, other years, two readings."""
    assert shown(text) == []


def test_nothing_is_resolved_without_the_articles_date() -> None:
    """A passage alone does not tell."""
    assert shown("He left yesterday.", published=None) == []


def test_the_articles_language_counts_where_a_short_text_does_not_show_it() -> None:
    """Three words may have no letter that only one language has."""
    found = resolve("Учора мер сказав так.", published=WEDNESDAY, precision="day", language="uk")

    assert [one.shown for one in found] == ["12 березня 2024"]


def test_a_time_in_utc_near_midnight_leaves_the_day_open() -> None:
    """At 23:00 UTC it is tomorrow in Kyiv; what both days agree on is still resolved."""
    night = datetime(2024, 3, 12, 23, 0, tzinfo=UTC)
    local = night.astimezone(timezone(timedelta(hours=2)))
    text = "He left yesterday. It opened last year. He said so on Friday."

    assert shown(text, published=night) == [("last year", "2023"), ("Friday", "8 March 2024")]
    assert shown("He left yesterday.", published=local) == [("yesterday", "12 March 2024")]
    assert resolve("He left yesterday.", published=night, precision="day")[0].first_day == date(
        2024, 3, 11
    )


DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@given(DAYS, st.sampled_from(range(7)), st.sampled_from(["en", "ru", "uk"]))
def test_a_weekday_in_the_past_is_the_last_one_of_the_calendar(
    day: date, weekday: int, language: str
) -> None:
    """Counted backwards day by day from the article's own."""
    text = {
        "en": f"He said so on {NAMES[weekday]}.",
        "ru": f"Он сказал это в {RUSSIAN[weekday]}.",
        "uk": f"Він сказав її слова у {UKRAINIAN[weekday]}.",
    }[language]
    expected = next(
        before for back in range(7) if (before := day - timedelta(days=back)).weekday() == weekday
    )
    (found,) = read(text, published=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))

    assert (found.first_day, found.last_day) == (expected, expected)


@given(DAYS, st.sampled_from(range(7)))
def test_a_weekday_to_come_is_the_next_one_or_left_alone(day: date, weekday: int) -> None:
    """On a Tuesday "will vote on Tuesday" may mean today."""
    found = resolve(
        f"They will vote on {NAMES[weekday]}.",
        published=datetime(day.year, day.month, day.day, tzinfo=UTC),
        precision="day",
    )
    expected = [
        later
        for ahead in range(1, 7)
        if (later := day + timedelta(days=ahead)).weekday() == weekday
    ]

    assert [one.first_day for one in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The lighthouse was closed until Monday.",
        "Маяк закрыли для посетителей до понедельника.",
        "Отчёт обещали сдать к пятнице.",
        "Маяк зачинили до понеділка.",
    ],
)
def test_a_deadline_is_not_taken_for_the_day_that_has_been(text: str) -> None:
    """What was done until Monday may last until the next one."""
    assert shown(text) == []


WORDS = (
    "yesterday/last week/last month/last year/last spring/next summer/two days ago/next quarter/"
    "three weeks ago/11 months ago/on 29 February/in January/by the end of next month"
)
EXPRESSIONS = st.sampled_from(WORDS.split("/"))
NOISE = (
    "on Tuesday/last year/вчера/торік/у вівторок/said/will/./\n/“/in May/12 March/2019/ї/сказал/"
    "two weeks ago/минулого тижня/the end of the year"
)
PIECES = st.sampled_from(NOISE.split("/"))


@given(DAYS, EXPRESSIONS)
def test_ranges_are_in_order_and_on_the_right_side(day: date, expression: str) -> None:
    """The first day is not behind the last, and what is past has begun before the article."""
    verb = "will open" if "next" in expression else "opened"
    text = f"It {verb} {expression}."
    for one in read(text, published=datetime(day.year, day.month, day.day, 12, tzinfo=UTC)):
        assert one.first_day <= one.last_day
        assert (one.first_day > day) is ("next" in expression)


@given(st.lists(PIECES, max_size=14).map(" ".join))
def test_spans_are_verbatim_in_order_and_apart(text: str) -> None:
    """Whatever stands around them; and the same text is read the same way twice."""
    found = read(text)

    assert all(0 <= one.span.start < one.span.end <= len(text) for one in found)
    assert all(one.span.end <= two.span.start for one, two in pairwise(found))
    assert found == read(text)


def test_the_sample_archive_is_read_as_its_editors_meant_it() -> None:
    """The grounding, its correction, the refloating: days that other articles name in full."""
    lines = [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]
    ferry = next(line for line in lines if line["published"].startswith("2024-02-13"))
    found = resolve(
        ferry["body"], published=datetime.fromisoformat(ferry["published"]), precision="second"
    )

    assert [one.shown for one in found][:2] == ["12 February 2024", "13 February 2024"]


@pytest.mark.parametrize("text", ["Он открылся 150 лет назад.", "Він відкрився 150 днів тому."])
def test_a_number_of_three_figures_is_read_whole(text: str) -> None:
    """So long ago is an estimate, and not the one year or day that its last words would be."""
    assert read(text) == []
