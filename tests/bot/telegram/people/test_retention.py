"""``PRESSMARK_RETENTION``: how long the bot keeps what people asked."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from telegram.error import TelegramError

from bot.settings import Settings
from bot.store import answers
from bot.telegram.people.access import Access, Leadership
from bot.telegram.people.languages import Reception
from bot.telegram.people.privacy import Privacy
from bot.telegram.people.retention import Retention
from index.errors import NotFoundError, SettingsError
from index.models import Span
from tests.bot.made import in_language

if TYPE_CHECKING:
    from pathlib import Path

    from telegram import ChatMember

    from index.library import Library

_DAY = 86_400.0


def retention(sample: Library, value: str) -> Retention:
    """What keeps the home of the sample to a setting."""
    return Retention(sample, Settings(_env_file=None, retention=value))  # type: ignore[call-arg, arg-type]


async def nobody(_chat: int, _person: int) -> ChatMember:
    """A Telegram that does not say who is inside."""
    raise TelegramError("not found")


def asked(sample: Library) -> str:
    """A question of a chat with its answer; the id of the citation in it."""
    with sample.catalog.write() as connection:
        passage = connection.exec_driver_sql("SELECT id FROM passages LIMIT 1").scalar_one()
        answers.store_citations(connection, [("cited1", str(passage), Span(0, 5))])
        answers.store_answer(
            connection, answer="told1", conversation="tg:5:0:5", question="Who?", content={}
        )
    return "cited1"


def test_old_answers_go_and_their_citations_can_be_looked_up(sample: Library) -> None:
    """A citation names nobody; an id that somebody passed on stays good as long as the home."""
    citation = asked(sample)
    keeps = retention(sample, "365d")
    now = time.time()

    early, late = keeps.look(now + 364 * _DAY), keeps.look(now + 366 * _DAY)

    assert (early, late) == (0, 1)
    with pytest.raises(NotFoundError):
        sample.catalog.query(answers.find_answer, "told1")
    assert sample.catalog.query(answers.cited, citation).id == citation


def test_nothing_is_deleted_unless_it_is_asked_for(sample: Library) -> None:
    """The setting is none by itself."""
    asked(sample)

    assert retention(sample, "none").look(time.time() + 9999 * _DAY) == 0


@pytest.mark.parametrize("value", ["0d", "23h", "forever", "-3d"])
def test_less_than_a_day_is_refused(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to write instead."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRESSMARK_RETENTION", value)

    with pytest.raises(SettingsError, match=r"neither none nor a duration .* 90d or 365d"):
        Settings.load()


def test_privacy_says_when_what_is_asked_is_deleted(sample: Library) -> None:
    """In the language of whoever asks; and nothing of it where nothing is."""
    access = Access("everyone", frozenset(), frozenset())
    leadership = Leadership(access, nobody)
    reception = Reception(sample, access, leadership)
    kept, none = (
        Privacy(sample, reception, leadership, Settings(_env_file=None, retention=value))  # type: ignore[call-arg, arg-type]
        for value in ("90d", "none")
    )

    assert "are deleted by themselves after 90 days." in kept.words()
    assert "удаляются сами через 90 дней." in in_language("ru", kept.words)
    assert "by themselves" not in none.words()
