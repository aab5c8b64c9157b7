"""The bot as a process while a language model writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.llm import FakeModel
from tests.fakes.telegram import FakeTelegram

from .running import RunningBot
from .test_bot_process import OTHER_QUESTION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fakes.telegram import User

DESK = -1_000_000_000_700


@pytest.fixture
def tg() -> Iterator[FakeTelegram]:
    """A Telegram of one's own, with its limits."""
    with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def model() -> Iterator[FakeModel]:
    """A model that takes three seconds, and whose answer cannot be checked."""
    with FakeModel("Fish is dear.") as fake:
        fake.behave("late", seconds=3)
        yield fake


@pytest.fixture
def bot(tg: FakeTelegram, home: Path, model: FakeModel) -> RunningBot:
    """A bot that asks it, to be started by the test."""
    return RunningBot(tg, home, users="everyone", llm="openai-like:fake", llm_url=model.openai_url)


def drafts(tg: FakeTelegram) -> list[str]:
    """The draft frames."""
    return [call.params["text"] for call in tg.calls_of("sendMessageDraft")]


def finals(person: User) -> list[bool]:
    """For each message of the bot whether it is the answer."""
    return ["42 crowns" in message.text for message in person.bot_messages]


def test_draft_in_private_gives_way_to_one_answer(tg: FakeTelegram, bot: RunningBot) -> None:
    """What is being done is seen meanwhile."""
    ann = tg.user(id=1001, name="Ann")
    with bot:
        ann.send(OTHER_QUESTION)
        ann.wait_for_message(30)
        tg.quiet(0.5)

    assert "Writing …" in drafts(tg)
    assert finals(ann) == [True]


def test_killed_while_the_model_writes_it_answers_once(tg: FakeTelegram, bot: RunningBot) -> None:
    """In private, and in a group, where the frame of the last process becomes the answer."""
    ann = tg.user(id=1001, name="Ann")
    desk = tg.group(id=DESK, title="Desk", members=[ann])
    with bot:
        ann.send(OTHER_QUESTION)
        ann.send(f"/ask {OTHER_QUESTION}", chat=desk)
        frame = ann.wait_for_message(30, chat=desk)
        begun = frame.text
        bot.kill()
        bot.start()
        ann.wait_for_text("42 crowns", 150)
        ann.wait_for_text("42 crowns", 30, chat=desk)
        tg.quiet(1.0)

    assert begun.endswith(" …")
    assert finals(ann) == [True]
    assert desk.bot_messages == [frame]
    assert "⏹ Stop" not in frame.buttons


def test_killed_before_the_frame_was_confirmed_it_answers_once(
    tg: FakeTelegram, bot: RunningBot
) -> None:
    """It is found by its number, and changed."""
    ann = tg.user(id=1001, name="Ann")
    desk = tg.group(id=DESK, title="Desk", members=[ann])
    planned = tg.fail("sendMessage", kind="mute")
    with bot:
        ann.send(f"/ask {OTHER_QUESTION}", chat=desk)
        tg.wait_until(lambda: planned.used and desk.bot_messages, 30)
        bot.kill()
        bot.start()
        ann.wait_for_text("42 crowns", 30, chat=desk)
        tg.quiet(1.0)

    assert ["42 crowns" in message.text for message in desk.bot_messages] == [True]
