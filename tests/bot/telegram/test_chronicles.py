"""Timelines, news, digests and quotations over HTTP."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from .conftest import ANN

if TYPE_CHECKING:
    from tests.fakes.telegram import FakeTelegram, Message, User


@pytest.fixture
def ann(tg: FakeTelegram) -> User:
    """Somebody who may ask."""
    return tg.user(id=ANN, name="Ann")


def said(user: User, text: str) -> Message:
    """What the bot answers."""
    user.send(text)
    return user.wait_for_message()


def test_timeline_is_read_page_by_page_with_its_passages(ann: User) -> None:
    """Oldest first; each number opens its passage, on every page."""
    page = said(ann, "/timeline Lady Ingrid ferry")
    assert page.text.startswith(
        "🕒 Timeline: Lady Ingrid ferry\n\n24 March 2023 · Quayside Weekly\n"
    )
    assert [button["text"] for button in page.rows[0]] == ["1", "2", "3", "4", "5"]
    first = page.text
    assert ann.tap(page, "▶").message() is page
    assert [button["text"] for button in page.rows[0]] == ["6", "7", "8", "9", "10"]
    assert "Also in Ostrand Post." in page.text
    card = ann.tap(page, "7").message()
    assert card.text.startswith("Ferry fares go up to 56 crowns, islanders block the ramp\n")
    assert ann.tap(page, "◀").message() is page

    assert page.text == first


def test_coverage_of_a_story_is_a_picture(ann: User) -> None:
    """By a button below its timeline."""
    page = said(ann, "/timeline Dock strike")
    assert "Disputed by the union, in the same article." in page.text

    assert ann.tap(page, "📊 Coverage over time").message().extra["photo"]


def test_answer_that_tells_a_story_leads_to_its_timeline(ann: User) -> None:
    """In a message below it."""
    answer = said(ann, "What happened to the Lady Ingrid?")
    told = ann.tap(answer, "🕒 Timeline").message()

    assert told is not answer
    assert told.text.startswith("🕒 Timeline: What happened to the Lady Ingrid?\n\n")


def test_what_was_looked_at_is_not_new_any_more(tg: FakeTelegram) -> None:
    """To whoever looked; that is said, and the newest are told again."""
    eve, bob = tg.user(id=ANN + 51, name="Eve"), tg.user(id=ANN + 52, name="Bob")
    assert "Nothing came in" not in said(eve, "/latest").text
    again = said(eve, "/digest").text

    assert re.match(r"🗞 Digest\n\nNothing came in since .+; these are the newest\.\n\n", again)
    assert "Nothing came in" not in said(bob, "/digest").text


def test_quotes_are_what_a_person_said(ann: User) -> None:
    """About what was asked; the words are bold."""
    told = said(ann, "/quotes Karin Holt about the resignation")

    assert told.entity_texts("bold")[-1].startswith("I neither threatened Mr Voss")


def test_stories_without_words_get_one_sentence(ann: User) -> None:
    """That shows how to write it; a page that is gone gets one, too."""
    assert said(ann, "/timeline").text.endswith("/timeline harbour fire")
    assert said(ann, "/quotes").text.endswith("/quotes Karin Holt about the budget")
    page = said(ann, "/timeline volcano eruption")
    assert page.text == (
        "The archive does not say.\n\nNo article of the archive has “volcano” or “eruption”."
    )
    nobody = said(ann, "/quotes Bill Gates").text
    assert nobody.endswith("\n\nNo article of the archive names “Bill Gates”.")

    for data in ("t:nosuch:1", "g:nosuch"):
        gone = ann.callback(data=data, message=page).text
        assert gone == "This search is no longer available. Search again."
    gone = ann.callback(data="y:nosuch", message=page).text
    assert gone == "This answer is no longer available. Ask the question again."
