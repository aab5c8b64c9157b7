"""Stopping a model in the middle of its answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes.llm import FakeModel
from tests.fakes.telegram import FakeTelegram

from .running import RunningBot
from .test_bot_process import OTHER_QUESTION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DESK = -1_000_000_000_700


@pytest.fixture
def tg() -> Iterator[FakeTelegram]:
    """A Telegram of one's own, with its limits."""
    with FakeTelegram() as fake:
        yield fake


def quotes_and_goes_on(messages: list[dict[str, Any]]) -> str:
    """The sentence about the price, quoted from where it stands, and then a very long text."""
    given = str(messages[-1]["content"])
    sentence = re.search(r"A kilo of cod cost 42 crowns[^.]*\.", given)
    key = re.findall(r"⟦?\b([a-z2-7]{4,16})\b⟧?", given[: sentence.start()] if sentence else "")
    assert sentence
    return f'{sentence[0]} ⟦{key[-1]}: "{sentence[0]}"⟧\n' + " word" * 400


@pytest.fixture
def model() -> Iterator[FakeModel]:
    """A model that writes slowly."""
    with FakeModel(quotes_and_goes_on, pace=0.05) as fake:
        yield fake


@pytest.fixture
def bot(tg: FakeTelegram, home: Path, model: FakeModel) -> RunningBot:
    """A bot that asks it, to be started by the test."""
    return RunningBot(tg, home, users="everyone", llm="openai-like:fake", llm_url=model.openai_url)


def test_stop_in_a_group_keeps_what_is_checked(tg: FakeTelegram, bot: RunningBot) -> None:
    """And the button is gone."""
    ann = tg.user(id=1001, name="Ann")
    desk = tg.group(id=DESK, title="Desk", members=[ann])
    with bot:
        ann.send(f"/ask {OTHER_QUESTION}", chat=desk)
        frame = ann.wait_for_text("42 crowns", 30, chat=desk)
        begun = frame.text
        tap = ann.tap(frame, "⏹ Stop")
        tg.wait_until(lambda: "⏹ Stop" not in frame.buttons, 10)

    assert begun.endswith("Writing …")
    assert tap.text == "I stop and keep what is checked."
    assert "42 crowns" in frame.text
    assert frame.buttons[0] == "1"
    assert desk.bot_messages == [frame]


def test_stop_of_telegram_under_a_draft_keeps_what_is_checked(
    tg: FakeTelegram, bot: RunningBot
) -> None:
    """The answer takes the place of the draft."""
    ann = tg.user(id=1001, name="Ann")
    with bot:
        ann.send(OTHER_QUESTION)
        tg.wait_until(lambda: ann.chat.draft and "42 crowns" in ann.chat.draft.text, 30)
        ann.stop_generation()
        answer = ann.wait_for_message(10)

    assert "42 crowns" in answer.text
    assert ann.bot_messages == [answer]
