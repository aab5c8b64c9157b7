"""What the bot says in Telegram: plurals, and Telegram's limits."""

from __future__ import annotations

import string

import pytest

from bot.telegram.views import chat_texts
from index.errors import EmptyArchiveError, NotCopiedError
from tests.bot.test_texts import each_language, messages


@pytest.mark.parametrize(
    ("language", "count", "expected"),
    [
        ("en", 1, "one article"),
        ("en", 1200, "1,200 articles"),
        ("ru", 1, "1 статья"),
        ("ru", 3, "3 статьи"),
        ("ru", 11, "11 статей"),
        ("ru", 21, "21 статья"),
        ("uk", 2, "2 статті"),
        ("uk", 5, "5 статей"),
        ("uk", 112, "112 статей"),
    ],
)
def test_plurals_are_those_of_the_language(language: str, count: int, expected: str) -> None:
    """Worked out by hand."""
    assert chat_texts.say_in(language, "sources-line", count=count) == expected


@each_language
def test_limits_of_telegram_hold_in_every_language(language: str) -> None:
    """Menus have 256 characters a line, toasts 200 (Bot API); the longest names are tried."""
    known = messages(language)
    for name in known:
        if name.startswith("menu-"):
            assert 1 <= len(chat_texts.say_in(language, name)) <= 256, name
    toast = chat_texts.say_in(language, "stranger-toast", id=str(10**15))
    assert len(toast) <= 200
    assert {*chat_texts.MENU, *chat_texts.ADMIN_MENU} == {
        name.removeprefix("menu-") for name in known if name.startswith("menu-")
    }
    assert all(set(name) <= {*string.ascii_lowercase} for name in chat_texts.MENU)


def test_an_archive_that_is_not_here_yet_is_no_empty_one() -> None:
    """Where machines share it."""
    assert chat_texts.empty(EmptyArchiveError("-")).startswith("Nothing is indexed yet.")
    assert chat_texts.empty(NotCopiedError("-")).startswith("The archive is being copied to this")
