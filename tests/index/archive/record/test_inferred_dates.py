"""The day of an article whose fields name none."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.answerer import Answerer
from bot.models import Note
from bot.notes.phrases import remarked
from bot.store import answers
from bot.telegram.views.card import render_card
from index.archive.record.fields import to_record
from index.archive.record.inferred_dates import day_in_dateline, day_in_url, inferred_day

if TYPE_CHECKING:
    from datetime import date

    from tests.conftest import World

DAY = datetime(2024, 3, 5, tzinfo=UTC)
FACT = "The new bridge over the Orm is 640 metres long and cost nine million crowns."


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2024/03/05/pier", DAY),
        ("https://a.example/news/2024/3/5/", DAY),
        ("https://a.example/news/2024-03-05/pier", DAY),
        ("https://a.example/world/2024/mar/05/pier", DAY),
        ("https://a.example/world/2024/mars/05/pier", None),
        ("https://a.example/2024/13/45/pier", None),
        ("https://a.example/2024/03/pier", None),
        ("https://a.example/2024/03/05/about-2023-01-02/x", None),
        ("https://2024/03/05", None),
        ("https://a.example/?day=/2024/03/05/", None),
        ("https://a.example/12024/03/05/", None),
        ("https://a.example/news/2024-03-05.html", DAY),
        ("https://a.example/pier-2024-03-05", DAY),
        ("https://a.example/pier_2024_03_05.html", DAY),
        ("https://a.example/2024/03/05.html", None),
        ("https://a.example/pier-20240305", DAY),
        ("https://a.example/20240305/pier", DAY),
        ("https://a.example/pier-20240305.html", DAY),
        ("https://a.example/2024/03/05/pier-20240305", DAY),
        ("https://a.example/2024/03/05/pier-20240306", None),
        ("https://a.example/pier-20241345", None),
        ("https://a.example/pier20240305", None),
        ("https://a.example/pier-202403051", None),
        ("https://www.bbc.com/news/uk-20240305", None),
        ("https://notbbc.com/news/uk-20240305", DAY),
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
        ("KYIV, Mar. 5, 2024 (Reuters) — The pier closed.", DAY),
        ("Kyiv, Sept. 5, 2023 (Reuters) — The pier closed.", DAY.replace(2023, 9)),
        ("Москва, 5 марта 2024 г.", DAY),
        ("Москва, 5 марта 2024 г. Порт закрыт.", DAY),
        ("Москва, 5 марта 2024 г. — Порт закрыт.", DAY),
        ("Нижний Новгород, 5 марта 2024 г. /ТАСС/. Порт закрыт.", DAY),
        ("Київ, 5 березня 2024 р.\nПорт зачинено.", DAY),
        ("Москва, 5 марта 2024 г. стала теплее.", None),
        ("Москва, 5 марта. Порт закрыт.", None),
        ("Berlin, 9 November 1989 — the wall was open.", None),
        ("JOHN SMITH, March 5, 1924 – April 3, 2024, was a fisherman.", None),
        ("JOHN SMITH, March 5, 1924 – 2024", None),
        ("SKELHAVEN, February 30, 2024 — The pier closed.", None),
        ("On March 5, 2024 - a Tuesday - the pier closed.", None),
        ("SKELHAVEN (SNA) — On March 5, 2024 the pier closed.", None),
        ("Skelhaven, 5 March 2024. The pier closed.", DAY),
        ("Skelhaven, Tuesday, 5 March 2024 — The pier closed.", DAY),
        ("Washington, D.C., March 5, 2024. The pier closed.", DAY),
        ("The Hague, March 5, 2024: “The pier is closed.”", DAY),
        ("Ростов-на-Дону, 5 марта 2024. Порт закрыт.", DAY),
        ("Київ, 5 березня 2024 року. Порт зачинено.", DAY),
        ("Berlin, 9 November 1989. The wall was open.", None),
        ("In Skelhaven, 5 March 2024 was a Tuesday.", None),
        ("In Skelhaven, 5 March 2024. The pier closed.", None),
        ("В Москве, 5 марта 2024. Порт закрыт.", None),
        ("У Києві, 5 березня 2024. Порт зачинено.", None),
        ("Anna was born in Skelhaven, 5 March 2024. The pier closed.", None),
        ("Skelhaven, 5 March 2024 was a Tuesday.", None),
        ("Skelhaven, 30 February 2024. The pier closed.", None),
        ("Anna Lind, 5 March 2004 – 3 May 2024. The pier closed.", None),
    ],
)
def test_a_dateline_may_name_a_day(text: str, day: datetime | None) -> None:
    """With its year, behind a place and before a dash, or before a sentence."""
    assert day_in_dateline(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Pier closed\n\nSKELHAVEN, March 5, 2024 (SNA) — The pier is closed.", DAY),
        ("Pier closed\nBy Ada Norrby\n\nSkelhaven, 5 March 2024 (SNA) — It is.", DAY),
        ("Порт закрыт\n\nМОСКВА, 5 марта 2024 — Порт закрыт.", DAY),
        ("Порт закрыт\n5 марта 2024 г.\nПорт закрыт с утра.", DAY),
        ("Pier closed\nTuesday, March 5, 2024\n\nThe pier is closed.", DAY),
        ("Courier\n\nMarch 5, 2024 Tuesday\n\nPier closed\n\nIt is.", DAY),
        ("Pier closed\nOpen again until March 5, 2024\n\nIt is.", None),
        ("Pier closed\nMarch 5, 2024 was a Tuesday.", None),
        ("The pier is closed.\n\nSKELHAVEN, March 5, 2024 (SNA) — It is.", None),
        ("a\nb\nc\nd\ne\nSKELHAVEN, March 5, 2024 (SNA) — It is.", None),
        (f"{'a ' * 120}\nSKELHAVEN, March 5, 2024 (SNA) — It is.", None),
        ("March 5, 2024", None),
        ("Tuesday, March 5, 2024\n\nThe pier is closed.", DAY),
        ("Pier closed\n\n2024-03-05\n\nThe pier is closed.", DAY),
        ("Pier closed\n05.03.2024 10:15\nThe pier is closed.", DAY),
        ("Pier closed\nPublished: 5 March 2024, 10:15 GMT\nThe pier is closed.", DAY),
        ("Порт закрыт\nДата: 05.03.2024\nПорт закрыт с утра.", DAY),
        ("Pier closed\nSkelhaven, 5 March 2024\nThe pier is closed.", DAY),
        ("Pier closed\nBy Ada Norrby\nSkelhaven, Ostrand, 05.03.2024.\n\nIt is.", DAY),
        ("Pier closed\nSkelhaven, Ostrand – Tuesday, March 5, 2024\nIt is.", DAY),
        ("Pier closed\nNew York, 5 March 2024.\n\nIt is.", DAY),
        ("Skelhaven, 5 March 1924\n\nIt is.", DAY.replace(1924)),
        ("Порт закрыт\nРостов-на-Дону, вторник, 5 марта 2024 г.\nОн закрыт.", DAY),
        ("Порт зачинено\nАвтор: Анна Орлова\nКиїв, 5 березня 2024 року\n\nТак.", DAY),
        ("Pier closed\nAnna Lind, 5 March 1924\nShe was born in Skelhaven.", None),
        ("Pier closed\nAnna was born in Skelhaven, 5 March 1924.\nIt is.", None),
        ("Pier closed\nUntil Monday, 5 March 2024\nIt is.", None),
        ("Pier closed\n03/05/2024\nThe pier is closed.", None),
        ("Pier closed\n20240305\nThe pier is closed.", None),
        ("Pier closed\n1970-01-01\nThe pier is closed.", None),
    ],
)
def test_a_dateline_may_stand_below_the_headline(text: str, day: datetime | None) -> None:
    """Headline, deck, byline and outlet are no sentences; behind one stands another story's."""
    assert day_in_dateline(text) == day


def test_a_missing_or_broken_date_is_inferred_only_where_it_is_certain() -> None:
    """The warning says where the day was taken from."""
    url = "https://a.example/2024/03/05/pier"

    missing = to_record({"body": "x", "url": url}, where="a")
    broken = to_record({"body": "x", "url": url, "date": "5/3"}, where="a")

    assert missing.article is not None
    assert (missing.article.published, missing.article.precision) == (DAY, "day")
    assert missing.remarks == ()
    assert broken.article is not None
    assert broken.article.published == DAY
    assert tuple(map(str, broken.remarks)) == (
        'a: field "date" is "5/3", expected a whole date; the day in its address was taken.',
    )


def test_a_day_in_the_future_is_not_taken() -> None:
    """It is planned, or no date at all; the dateline is asked next."""
    later = DAY - timedelta(days=30)
    url, text = "https://a.example/2024/03/05/pier", "SKELHAVEN, January 2, 2024 — The pier closed."

    assert inferred_day(url=url, text="x", now=later) is None
    assert inferred_day(url=url, text="x", now=DAY) == (DAY, "address")
    assert inferred_day(url=url, text=text, now=later) == (DAY.replace(month=1, day=2), "dateline")


@given(st.dates(min_value=datetime(1990, 1, 1, tzinfo=UTC).date()).filter(lambda d: d.year < 2100))
def test_every_day_is_read_from_every_form_of_path(day: date) -> None:
    """And from nothing else."""
    paths = (f"/{day:%Y/%m/%d}/x", f"/{day:%Y-%m-%d}/x", f"/x-{day:%Y%m%d}", f"/x-{day}.html")

    assert {day_in_url(f"https://a.example{path}") for path in paths} == {
        datetime(day.year, day.month, day.day, tzinfo=UTC)
    }


@given(st.text(max_size=80))
def test_any_text_may_stand_where_a_dateline_does(text: str) -> None:
    """It is read quickly, or not at all."""
    assert day_in_dateline(text) is None or any(each.isdigit() for each in text)
    assert day_in_dateline("A" + ", " * 90 + text) is None


@pytest.mark.parametrize(
    ("fields", "day", "sentence"),
    [
        (
            {"url": "https://a.example/2024/03/05/bridge"},
            "2024-03-05",
            "The record has no date; this is the day in its address.",
        ),
        (
            {"body": f"SKELHAVEN, March 5, 2024 (SNA) — {FACT}"},
            "2024-03-05",
            "The record has no date; this is the day in its dateline.",
        ),
        (
            {"date": "2100-01-01"},
            None,
            "The record's own date lies in the future; this is when its file was last changed.",
        ),
        ({"date": "2024-03-05"}, "2024-03-05", None),
    ],
)
def test_a_date_that_the_record_does_not_have_is_marked(
    world: World, fields: dict[str, str], day: str | None, sentence: str | None
) -> None:
    """With the claim, on the card and with the hit."""
    line = {"title": "Bridge", "body": FACT} | fields
    world.index_files({"a.jsonl": json.dumps(line) + "\n"})
    today = datetime.now(UTC).date().isoformat()

    question = "How long is the new bridge over the Orm in metres?"
    answer = asyncio.run(Answerer(world.library).answer(question))
    with world.library.catalog.read() as connection:
        card = answers.cited(connection, answer.citations[0].id)

    passage = answer.citations[0].passage
    expected = [sentence] if sentence else []
    assert (card.card.published or "")[:10] == (day or today)
    assert answer.notes == tuple(Note("date", each, 0) for each in expected)
    said = world.library.remarks([passage])[passage]
    assert [remarked(each).text for each in said] == expected
    assert [each for each in expected if each not in render_card(card).text] == []
    assert "dated_by" not in json.dumps([answer.as_json(), card.as_json()])


def test_a_record_that_gets_its_own_date_is_a_new_version(world: World) -> None:
    """The same day, but no longer inferred: the mark goes."""
    line = {"title": "Bridge", "body": FACT, "url": "https://a.example/2024/03/05/bridge"}
    world.index_files({"a.jsonl": json.dumps(line) + "\n"})

    result = world.index_files({"a.jsonl": json.dumps(line | {"date": "2024-03-05"}) + "\n"})

    passage = world.search("bridge")[0].passage
    assert result["articles"]["updated"] == 1
    assert passage.card.dated_by == "record"
    assert world.library.remarks([passage.id]) == {passage.id: []}
