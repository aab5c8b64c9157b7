"""What the messages of the bot stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.telegram.handlers.antecedents import names_in
from bot.telegram.transport.callback_data import answer_in
from bot.telegram.views.answer import render
from bot.telegram.views.buttons import answer_keyboard
from bot.telegram.views.card_buttons import Position, card_keyboard
from tests.bot.telegram.transport.messages import message
from tests.bot.telegram.values import COD, answer, citation, cited

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup


def named(keyboard: InlineKeyboardMarkup | None) -> set[str | None]:
    """The answers that buttons name."""
    return {answer_in(each) for each in names_in(keyboard)} - {None}


def test_answer_and_refusal_are_known_by_their_buttons() -> None:
    """A refusal has no numbers, but thumbs."""
    assert named(answer_keyboard(answer(citations=(citation(1, "Ice"),)))) == {"ABC"}
    assert named(answer_keyboard(answer(nearest=(COD,)))) == {"ABC"}


def test_refusal_that_is_sent_is_known() -> None:
    """In the message that has its buttons."""
    *_, last = render(answer(), username="pressbot")

    assert named(last.keyboard) == {"ABC"}


def test_card_names_the_citation_that_it_shows() -> None:
    """So it is not taken for the answer."""
    keyboard = card_keyboard(cited("Ice came.", "Ice"), Position("ABC", 1, 1))

    assert "m:ABC:1" in names_in(keyboard)


def test_part_of_an_answer_without_buttons_is_known_by_its_links() -> None:
    """Each number in it is one."""
    url = "https://t.me/pressbot?start=c_ABC_2"
    found = message(
        "Ice [2]", entities=[{"type": "text_link", "offset": 4, "length": 3, "url": url}]
    )

    assert names_in(None, found) == ["c_ABC_2"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("c:ABC:1", "ABC"),
        ("x:ABC:0", "ABC"),
        ("f:ABC:u", "ABC"),
        ("c_ABC_2", "ABC"),
        ("s:ABC:1", None),
        ("a:ABC:1", None),
        ("l:en", None),
    ],
)
def test_answer_is_named_by(name: str, expected: str | None) -> None:
    """The data of a number, of ✕, of a thumb, and a deep link."""
    assert answer_in(name) == expected
