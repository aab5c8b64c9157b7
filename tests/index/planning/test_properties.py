"""What holds for every question, whoever asks it and whenever."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.planning.planner import plan
from tests.index.planning.support import OUTLETS

WORDS = """
    since before after until between and from to in on by the early late mid last this next past
    2022 2023 1999 9999 0000 300000 31 29 5 3–7 Q3 third quarter half spring summer winter fall
    March May february december Tuesday Sunday weekend week month year ago yesterday today 90s
    2024-02-30 2024-03-01 03/04/2024 31.12.2023 3.4.2024 The Verge TechCrunch Time according
    article reported published while whereas compare Apple Google "title" 'quoted' , ; ? . ' ’ «
    в на с по до после марте мая года прошлой неделе весной вторник у після минулого тижня навесні
    що який сравни и та or than vs Who what how many
""".split()  # noqa: SIM905 - a list of words reads better than a list of quoted words
questions = st.text(max_size=200) | st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)
zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(timezones=zones)
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре",
    "uk": "січні лютому березні квітні травні червні липні серпні вересні жовтні листопаді грудні",
}
WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "ru": "понедельник вторник среду четверг пятницу субботу воскресенье",
    "uk": "понеділок вівторок середу четвер п'ятницю суботу неділю",
}
SEASONS = {
    "en": ("in the winter", "in the spring", "in the summer", "in the autumn"),
    "ru": ("зимой", "весной", "летом", "осенью"),
    "uk": ("взимку", "навесні", "влітку", "восени"),
}
QUARTERS = {
    "en": ("first", "second", "third", "fourth"),
    "ru": ("первом", "втором", "третьем", "четвёртом"),
    "uk": ("першому", "другому", "третьому", "четвертому"),
}
IN = {"en": "What happened in", "ru": "Что было в", "uk": "Що було у"}
ON = {"en": "What happened on", "ru": "Что было во", "uk": "Що було у"}
languages = st.sampled_from(["en", "ru", "uk"])


def at(day: date) -> datetime:
    """Noon of that day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def bounds(text: str, asked: datetime) -> tuple[str | None, str | None]:
    """What is understood of ``text``."""
    found = plan(text, asked=asked, outlets=OUTLETS)
    return found.after, found.before


def iso(first: date, last: date) -> tuple[str, str]:
    """The bounds as a plan gives them."""
    return first.isoformat(), last.isoformat()


def month_of(year: int, month: int) -> tuple[date, date]:
    """Its first and last day."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


@given(questions, moments)
@example("in February 0001", datetime(1, 1, 1, tzinfo=UTC))
@example("last week since before last year", datetime(1, 1, 1, tzinfo=UTC))
@example("after today, this week, next month", datetime(9999, 12, 31, tzinfo=UTC))
@example("after 31 December 9999 since 2022 before 1500", datetime(9999, 12, 31, tzinfo=UTC))
def test_any_text_is_planned(text: str, asked: datetime) -> None:
    """Bounds are in order, phrases stand where they say, and something is left."""
    found = plan(text, asked=asked, outlets=OUTLETS)

    ranges = [(found.after, found.before)]
    ranges += [(part.after, part.before) for part in found.parts]
    ranges += [(phrase.after, phrase.before) for phrase in found.phrases]
    for after, before in ranges:
        assert after is None or before is None or after <= before
    for phrase in found.phrases:
        assert phrase.text
        assert phrase.span.of(text) == phrase.text
    assert found.parts
    assert bool(found.text) == bool(text.strip())
    assert all(part.text for part in found.parts) or not text.strip()


@given(questions, moments)
def test_the_same_question_at_the_same_time_has_the_same_plan(text: str, asked: datetime) -> None:
    """And what was understood and taken back is not understood again."""
    first = plan(text, asked=asked, outlets=OUTLETS)

    assert plan(text, asked=asked, outlets=OUTLETS) == first
    ignored = {phrase.text for phrase in first.phrases}
    left = plan(text, asked=asked, outlets=OUTLETS, ignored=ignored)
    assert not ignored & {phrase.text for phrase in left.phrases}


@given(languages, st.integers(1, 12), st.integers(1990, 2090), days)
def test_a_month_of_a_year_is_that_month(language: str, month: int, year: int, today: date) -> None:
    """Unless it is still ahead."""
    first, last = month_of(year, month)
    text = f"{IN[language]} {MONTHS[language].split()[month - 1]} {year}?"

    assert bounds(text, at(today)) == (iso(first, last) if first <= today else (None, None))


@given(languages, st.integers(1, 12), days)
def test_a_month_alone_is_the_latest_that_has_begun(language: str, month: int, today: date) -> None:
    """This year's, or last year's if this year's is ahead."""
    year = today.year if month <= today.month else today.year - 1
    text = f"{IN[language]} {MONTHS[language].split()[month - 1]}?"

    assert bounds(text, at(today)) == iso(*month_of(year, month))


@given(languages, st.integers(0, 6), days)
def test_a_weekday_is_the_latest_up_to_today(language: str, weekday: int, today: date) -> None:
    """Today, if today is one."""
    day = next(
        today - timedelta(days=back)
        for back in range(7)
        if (today - timedelta(days=back)).weekday() == weekday
    )
    text = f"{ON[language]} {WEEKDAYS[language].split()[weekday]}?"

    assert bounds(text, at(today)) == iso(day, day)


@given(languages, st.integers(0, 3), days)
def test_a_season_alone_is_the_latest_that_has_begun(
    language: str, season: int, today: date
) -> None:
    """A winter runs over the end of the year, and ends on a leap day if there is one."""
    begins = (12, 3, 6, 9)[season]
    year = today.year if today.month >= begins else today.year - 1
    last_year, last_month = (year + 1, 2) if season == 0 else (year, begins + 2)
    expected = iso(date(year, begins, 1), month_of(last_year, last_month)[1])

    assert bounds(f"What happened {SEASONS[language][season]}?", at(today)) == expected


@given(languages, st.integers(1, 4), st.integers(1990, 2020))
def test_a_quarter_is_three_months(language: str, quarter: int, year: int) -> None:
    """In words and as Q1 to Q4."""
    expected = iso(date(year, 3 * quarter - 2, 1), month_of(year, 3 * quarter)[1])
    noun = {"en": "quarter of", "ru": "квартале", "uk": "кварталі"}[language]
    word = {"en": "the "}.get(language, "") + QUARTERS[language][quarter - 1]

    asked = at(date(2024, 6, 19))
    assert bounds(f"{IN[language]} {word} {noun} {year}?", asked) == expected
    assert bounds(f"What happened in Q{quarter} {year}?", asked) == expected


@given(days, st.integers(0, 2))
def test_last_week_is_the_one_before_this(today: date, language: int) -> None:
    """Monday to Sunday, whatever day it is."""
    text = ("What was last week?", "Что было на прошлой неделе?", "Що було минулого тижня?")[
        language
    ]
    monday = today - timedelta(days=today.weekday() + 7)

    assert bounds(text, at(today)) == iso(monday, monday + timedelta(days=6))


@given(moments)
def test_yesterday_is_the_day_before_in_the_zone_of_whoever_asks(asked: datetime) -> None:
    """Not in that of the archive."""
    if asked.date() == date.min:
        return
    day = asked.date() - timedelta(days=1)

    assert bounds("What happened yesterday?", asked) == iso(day, day)


@given(days, days)
def test_a_range_runs_from_its_first_to_its_last_day(one: date, other: date) -> None:
    """Between two days, both belong to it."""
    low, high = sorted((one, other))
    names = MONTHS["en"].split()
    written = [f"{day.day} {names[day.month - 1]} {day.year}" for day in (low, high)]

    for text in ("Who led between {} and {}?", "Who led from {} to {}?"):
        assert bounds(text.format(*written), at(high)) == iso(low, high)


@pytest.mark.parametrize("leap", [2024, 2025, 2026, 2027])
def test_a_leap_day_without_a_year_is_the_latest_there_was(leap: int) -> None:
    """Up to eight years back."""
    assert bounds("What was on 29 February?", at(date(leap, 6, 1))) == ("2024-02-29",) * 2
    assert bounds("What was on 29 February?", at(date(1903, 6, 1))) == ("1896-02-29",) * 2
