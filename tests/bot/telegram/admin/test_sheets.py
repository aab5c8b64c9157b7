"""Pages, snippets, figures, questions files and pictures, without Telegram."""

from __future__ import annotations

import json
import struct
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.feedback import Judged
from bot.store.usage_counts import Asked, Missed, figures
from bot.telegram.admin.usage import figures_text, missed_text, questions_file
from bot.telegram.delivery.files import harmless
from bot.telegram.delivery.formatted_text import units
from bot.telegram.views.charts import (
    by_period,
    can_draw,
    coverage,
    questions_a_day,
    shown_days,
)
from bot.telegram.views.pages import cut, turning
from bot.telegram.views.search_results import snippet
from bot.texts import LANGUAGES
from tests.bot.made import in_language


@given(st.text(max_size=400), st.integers(min_value=10, max_value=80))
def test_pages_hold_the_whole_text_in_order_and_fit(text: str, most: int) -> None:
    """Only white space is lost, where a page ends."""
    pages = cut(text, most)

    assert all(units(page) <= most for page in pages)
    assert "".join("".join(pages).split()) == "".join(text.split())
    assert pages


def test_page_ends_where_a_paragraph_does() -> None:
    """As long as it is half full."""
    assert cut("one two three\nfour five six", 20) == ["one two three", "four five six"]


def test_turning_goes_round_and_one_page_is_not_turned() -> None:
    """As the citations of a card do."""
    (row,) = turning(1, 3, lambda n: f"s:x:{n}")

    assert [button.callback_data for button in row] == ["s:x:3", "s:x:1", "s:x:2"]
    assert turning(1, 1, str) == []


def test_snippet_is_the_sentence_with_most_of_the_words() -> None:
    """The first of equals."""
    text = "It rained. The pier closed in May. The pier closed again."

    assert snippet(text, {"pier", "May"}, str.split) == "The pier closed in May."
    assert snippet(text, set(), str.split) == "It rained."


def content(*quotes: str) -> dict[str, Any]:
    """A kept answer with these quotes, a refusal without any."""
    return {
        "understood": {"question": "Who closed the pier?"},
        "refused": not quotes,
        "citations": [
            {"n": n, "title": "Pier", "quote": quote} for n, quote in enumerate(quotes, 1)
        ],
    }


def lines(*judged: Judged) -> list[dict[str, object]]:
    """The lines of the file."""
    return [json.loads(line) for line in questions_file(judged).splitlines()]


def test_agreement_makes_an_answer_what_is_expected() -> None:
    """Without the quotes that somebody flagged."""
    (line,) = lines(Judged(content("It closed.", "It rained."), up=2, flagged=Counter({2: 1})))

    assert line == {
        "question": "Who closed the pier?",
        "evidence": [{"title": "Pier", "fact": "It closed."}],
        "answerable": True,
    }


def test_question_that_people_disagree_about_stands_alone() -> None:
    """Nobody said what would be right."""
    alone = [{"question": "Who closed the pier?"}]

    assert lines(Judged(content("It closed."), up=1, down=1)) == alone
    assert lines(Judged(content(), down=1)) == alone
    assert lines(Judged(content("It closed."), up=1, flagged=Counter({1: 1}))) == alone


def test_refusal_that_people_agree_with_is_expected() -> None:
    """The archive does not say."""
    (line,) = lines(Judged(content(), up=1))

    assert line["answerable"] is False


def test_figures_are_said_in_lines() -> None:
    """With the most cited articles below."""
    given_answers = [Asked(0.0, "Slow?", False, 2.0, (("a", "Pier"),)), Asked(0.0, "?", True, 0.5)]

    assert figures_text(figures(given_answers), Counter(up=1), days=7) == (
        "The last 7 days: 2 questions, 1 refused (50 %).\n"
        "Half were answered within 0.5 s, 95 % within 2.0 s.\n"
        "Slowest: 2.0 s, “Slow?”\n"
        "👍 1 · 👎 0 · ⚑ 0\n\n"
        "Most cited:\n"
        "• Pier — once"
    )
    assert figures_text(figures([]), Counter(), days=7) == (
        "Nobody has asked anything in the last 7 days."
    )


def test_missed_questions_are_listed_with_their_number() -> None:
    """Or it is said that there are none."""
    assert missed_text([Missed("Who?", 2, 0.0)]).splitlines()[1] == "• Who? — asked 2 times"
    assert missed_text([]) == "There is no question that the archive could not answer."


def test_picture_is_a_png_of_a_fixed_size() -> None:
    """Whatever the number of days."""
    assert can_draw()
    for last in (date(2024, 3, 1), date(2024, 12, 31)):
        drawn = questions_a_day({date(2024, 3, 1): (3, 1), last: (2, 0)})

        assert drawn.startswith(b"\x89PNG\r\n")
        assert struct.unpack(">II", drawn[16:24]) == (1200, 600)


@pytest.mark.parametrize("code", LANGUAGES)
def test_picture_can_be_drawn_in_every_language(code: str) -> None:
    """Days are written as the language writes them; a day may have no questions."""
    drawn = in_language(code, questions_a_day, {date(2024, 3, 1): (0, 0)})

    assert drawn.startswith(b"\x89PNG\r\n")


def test_picture_shows_a_week_at_least_and_no_day_is_left_out() -> None:
    """It ends with the last day on which somebody asked."""
    first, last = date(2024, 2, 26), date(2024, 3, 3)

    assert shown_days({last: (1, 0)}) == [first + timedelta(n) for n in range(7)]
    assert shown_days({date(2024, 2, 1): (1, 0), last: (1, 0)})[0] == date(2024, 2, 1)
    assert len(shown_days({date(2024, 2, 1): (1, 0), last: (1, 0)})) == 32


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("news.jsonl", "news.jsonl"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\evil.txt", "evil.txt"),
        (".hidden", "hidden"),
        ("новости 2024.zip", "новости 2024.zip"),
        ("a\x00b\n.json", "a_b_.json"),
        ("///", "file"),
        ("x" * 300 + ".jsonl.gz", "x" * 91 + ".jsonl.gz"),
    ],
)
def test_name_of_a_file_leads_nowhere_and_keeps_its_ending(name: str, expected: str) -> None:
    """It is the sender's, and becomes a path."""
    assert harmless(name) == expected


def test_headlines_that_people_agree_with_name_the_article() -> None:
    """No passage holds a headline, so that it is no evidence; text beside it is."""
    whole = content("Pier closes", "It closed.")
    whole["citations"][0]["in"] = "title"

    (both,) = lines(Judged(whole, up=1))
    (alone,) = lines(Judged(whole, up=1, flagged=Counter({2: 1})))

    assert both["evidence"] == [{"title": "Pier", "fact": "It closed."}]
    assert alone == {
        "question": "Who closed the pier?",
        "article": "Pier",
        "answerable": True,
    }


def test_coverage_is_counted_by_days_months_or_years() -> None:
    """By what is still readable; every period from the first to the last is there."""
    two_days = [("2024-02-13", "Post"), ("2024-02-15", "Herald"), ("2024-02-15", "Post")]
    months = [("2023-12-31", "Post"), ("2024-02-15", "Post")]
    years = [("2011-01-01", "Post"), ("2024-02-15", "Post")]

    assert by_period(two_days) == (
        ["2024-02-13", "2024-02-14", "2024-02-15"],
        [("Post", [1, 0, 1]), ("Herald", [0, 0, 1])],
    )
    assert by_period(months)[0] == ["2023-12", "2024-01", "2024-02"]
    assert by_period(years)[0] == [str(year) for year in range(2011, 2025)]


def test_outlets_beyond_five_are_counted_together() -> None:
    """Those with most articles have a colour."""
    found = [("2024-02-13", "Post")] * 2 + [("2024-02-13", f"Outlet {n}") for n in range(7)]
    _, counts = by_period(found)

    assert [name for name, _ in counts] == ["Post", *(f"Outlet {n}" for n in range(4)), "others"]
    assert counts[-1] == ("others", [3])


@pytest.mark.parametrize("language", LANGUAGES)
def test_coverage_is_a_picture(language: str) -> None:
    """In every language; long names of outlets are cut."""
    found = [("2023-12-31", "Post"), ("2024-02-15", "The Very Long Herald of Skelhaven")]

    assert in_language(language, coverage, found).startswith(b"\x89PNG")
