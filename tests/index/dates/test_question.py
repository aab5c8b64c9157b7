"""Dates and ranges in a question, seen from the day it is asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from index.planning.planner import plan
from tests.index.planning.support import ASKED, OUTLETS, planned, understood


@pytest.mark.parametrize(
    ("text", "phrase", "after", "before"),
    [
        ("What happened in March 2024?", "in March 2024", "2024-03-01", "2024-03-31"),
        ("What happened in march?", "in march", "2024-03-01", "2024-03-31"),
        ("What happened in August?", "in August", "2023-08-01", "2023-08-31"),
        ("What happened yesterday?", "yesterday", "2024-06-18", "2024-06-18"),
        ("What happened last week?", "last week", "2024-06-10", "2024-06-16"),
        ("What happened this month?", "this month", "2024-06-01", "2024-06-30"),
        ("What happened in the past 3 days?", "in the past 3 days", "2024-06-16", "2024-06-19"),
        ("What happened two weeks ago?", "two weeks ago", "2024-06-03", "2024-06-09"),
        ("What happened last spring?", "last spring", "2024-03-01", "2024-05-31"),
        ("What happened in the winter of 2022?", "in the winter of 2022", "2021-12-01",
         "2022-02-28"),
        ("What happened in Q3 2023?", "in Q3 2023", "2023-07-01", "2023-09-30"),
        ("Sales in the third quarter of 2023?", "in the third quarter of 2023", "2023-07-01",
         "2023-09-30"),
        ("Sales in the first half of 2023?", "in the first half of 2023", "2023-01-01",
         "2023-06-30"),
        ("Who ruled between May and July 2024?", "between May and July 2024", "2024-05-01",
         "2024-07-31"),
        ("Who ruled between November and February?", "between November and February",
         "2023-11-01", "2024-02-29"),
        ("Who ruled from November 2022 to January?", "from November 2022 to January",
         "2022-11-01", "2023-01-31"),
        ("The talks from 3 to 7 October 2023", "from 3 to 7 October 2023", "2023-10-03",
         "2023-10-07"),
        ("The talks of October 3–7, 2023", "of October 3–7, 2023", "2023-10-03", "2023-10-07"),
        ("What changed since 2022?", "since 2022", "2022-01-01", None),
        ("Who led before June 2023?", "before June 2023", None, "2023-05-31"),
        ("Who led after 5 May?", "after 5 May", "2024-05-06", None),
        ("Who led until 5 May?", "until 5 May", None, "2024-05-05"),
        ("Who led by the end of 2023?", "by the end of 2023", None, "2023-12-31"),
        ("Who led in the 1990s?", "in the 1990s", "1990-01-01", "1999-12-31"),
        ("Who led in the '90s?", "in the '90s", "1990-01-01", "1999-12-31"),
        ("Who spoke on Tuesday?", "on Tuesday", "2024-06-18", "2024-06-18"),
        ("Who spoke on Wednesday?", "on Wednesday", "2024-06-19", "2024-06-19"),
        ("Who spoke last Wednesday?", "last Wednesday", "2024-06-12", "2024-06-12"),
        ("Who lost Tuesday's vote?", "Tuesday", "2024-06-18", "2024-06-18"),
        ("Who spoke on Friday, October 6, 2023?", "on Friday, October 6, 2023", "2023-10-06",
         "2023-10-06"),
        ("Who spoke over the weekend?", "over the weekend", "2024-06-15", "2024-06-16"),
        ("Who spoke in early 2024?", "in early 2024", "2024-01-01", "2024-04-30"),
        ("Who spoke in late October 2023?", "in late October 2023", "2023-10-22", "2023-10-31"),
        ("Who spoke on 13/04/2024?", "on 13/04/2024", "2024-04-13", "2024-04-13"),
        ("Who spoke on 2024-04-03?", "on 2024-04-03", "2024-04-03", "2024-04-03"),
        ("Published at 2023-12-12T22:38:05-05:00", "at 2023-12-12T22:38:05-05:00", "2023-12-13",
         "2023-12-13"),
        ("Что было на прошлой неделе?", "на прошлой неделе", "2024-06-10", "2024-06-16"),
        ("Что было за минувшую неделю?", "за минувшую неделю", "2024-06-12", "2024-06-19"),
        ("Что было в марте 2024 года?", "в марте 2024 года", "2024-03-01", "2024-03-31"),
        ("Что было с мая по июль?", "с мая по июль", "2023-05-01", "2023-07-31"),
        ("Что было до 5 мая?", "до 5 мая", None, "2024-05-04"),
        ("Что было прошлой весной?", "прошлой весной", "2024-03-01", "2024-05-31"),
        ("Что было весной?", "весной", "2024-03-01", "2024-05-31"),
        ("Что было в 90-х годах?", "в 90-х годах", "1990-01-01", "1999-12-31"),
        ("Что было во вторник?", "во вторник", "2024-06-18", "2024-06-18"),
        ("Что было в первой половине 2023 года?", "в первой половине 2023 года", "2023-01-01",
         "2023-06-30"),
        ("Who spoke last night?", "last night", "2024-06-18", "2024-06-19"),
        ("Who spoke in the last 24 hours?", "in the last 24 hours", "2024-06-18", "2024-06-19"),
        ("Who spoke 5 hours ago?", "5 hours ago", "2024-06-19", "2024-06-19"),
        ("Who spoke in the past two months?", "in the past two months", "2024-04-19",
         "2024-06-19"),
        ("Who spoke last weekend?", "last weekend", "2024-06-15", "2024-06-16"),
        ("Sales last quarter?", "last quarter", "2024-01-01", "2024-03-31"),
        ("Sales in Q4?", "in Q4", "2023-10-01", "2023-12-31"),
        ("Sales in spring of last year?", "in spring of last year", "2023-03-01", "2023-05-31"),
        ("Who led this winter?", "this winter", "2023-12-01", "2024-02-29"),
        ("Who led last June?", "last June", "2023-06-01", "2023-06-30"),
        ("Who led this January?", "this January", "2024-01-01", "2024-01-31"),
        ("Що було минулого тижня?", "минулого тижня", "2024-06-10", "2024-06-16"),
        ("Що було у березні 2024 року?", "у березні 2024 року", "2024-03-01", "2024-03-31"),
        ("Що було після 3 жовтня?", "після 3 жовтня", "2023-10-04", None),
        ("Що було навесні 2023 року?", "навесні 2023 року", "2023-03-01", "2023-05-31"),
        ("Що було торік?", "торік", "2023-01-01", "2023-12-31"),
        ("Що було у п'ятницю?", "у п'ятницю", "2024-06-14", "2024-06-14"),
        ("Що було з 2020 по 2022 рік?", "з 2020 по 2022 рік", "2020-01-01", "2022-12-31"),
    ],
)  # fmt: skip
def test_a_date_becomes_inclusive_bounds(
    text: str, phrase: str, after: str | None, before: str | None
) -> None:
    """With the words that it was read from, its preposition included."""
    assert understood(text) == [(phrase, after, before)]
    assert (planned(text).after, planned(text).before) == (after, before)


@pytest.mark.parametrize(
    "text",
    [
        "How good is the iPhone 15?",
        "Who won Euro 2024?",
        "Was Expo 2020 or Agenda 2030 or World Cup 2026 or Blade Runner 2049 a success?",
        "May prices fall, and could armies march on Rome?",
        "What did Theresa May say?",
        "How may 5 people vote?",
        "Who was behind the September 11 attacks?",
        "What is the Good Friday agreement?",
        "What did shops sell on Black Friday?",
        "What does the Sunday Times say?",
        "Was it on 03/04/2024?",
        "What was there in 300000, in 0000 and in 9999?",
        "Was there a 31 February 2023?",
        "Did he write 'Letters from May 2020' alone?",
        "Who scored in the third quarter?",
        "What will happen in 2030 or next week or tomorrow?",
        "How much is in 2000 dollars?",
        "Who was person of the year 2023?",
        "What will happen next Friday, next weekend and next March?",
        "What was said in recent days, or in the past weeks?",
        "Did it happen 500 days ago?",
        "Что сделала Марта?",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    """Names, verbs, titles, counts, either of two days, and what is still ahead."""
    assert understood(text) == []


def test_two_dates_are_covered_by_the_bounds_of_the_whole_question() -> None:
    """From the first to the last, while each keeps its own."""
    text = "What did they say on October 12, 2023, and the minister on December 6, 2023?"

    assert (planned(text).after, planned(text).before) == ("2023-10-12", "2023-12-06")
    assert understood(text) == [
        ("on October 12, 2023", "2023-10-12", "2023-10-12"),
        ("on December 6, 2023", "2023-12-06", "2023-12-06"),
    ]


def test_open_bounds_meet_in_the_middle() -> None:
    """Since one day and before another is a range."""
    found = planned("What changed since 2022 but before June 2023?")

    assert (found.after, found.before) == ("2022-01-01", "2023-05-31")


def test_yesterday_is_that_of_the_person_who_asks() -> None:
    """At the same moment it is another day elsewhere."""
    moment = datetime(2024, 1, 1, 1, tzinfo=timezone(timedelta(hours=14)))

    assert understood("What happened yesterday?", asked=moment)[0][1] == "2023-12-31"
    west = moment.astimezone(timezone(timedelta(hours=-10)))
    assert understood("What happened yesterday?", asked=west)[0][1] == "2023-12-30"


@pytest.mark.parametrize(
    ("text", "after", "before"),
    [
        ("What opened on 1 May?", "2022-05-01", "2022-05-01"),
        ("What opened on 1 March?", "2023-03-01", "2023-03-01"),
        ("What opened in May?", "2022-05-01", "2022-05-31"),
        ("Что открыли 1 мая?", "2022-05-01", "2022-05-01"),
        ("What opened last May?", "2024-05-01", "2024-05-31"),
        ("What opened on 1 May 2024?", "2024-05-01", "2024-05-01"),
        ("What opened last week?", "2024-06-10", "2024-06-16"),
    ],
)
def test_a_day_without_a_year_is_the_latest_that_the_archive_reaches(
    text: str, after: str, before: str
) -> None:
    """An archive that ends in April 2023 has no 1 May of the present year; what names one has."""
    found = plan(text, asked=ASKED, outlets=OUTLETS, newest=date(2023, 4, 20))

    assert (found.after, found.before) == (after, before)
