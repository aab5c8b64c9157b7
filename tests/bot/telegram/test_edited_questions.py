"""Questions that are changed after they were answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .conftest import ANN, DESK
from .test_bot_process import OTHER_QUESTION, REFUSED

if TYPE_CHECKING:
    from tests.fakes.telegram import FakeTelegram, User


@pytest.fixture
def ann(tg: FakeTelegram, request: pytest.FixtureRequest) -> User:
    """Somebody who may ask, another one in each test."""
    others = list(request.session.items)
    return tg.user(id=ANN + others.index(request.node) % 200, name="Ann")


def test_edited_question_is_answered_anew_in_place(ann: User) -> None:
    """As often as it is edited, also from an answer with buttons to a refusal and back."""
    question = ann.send(REFUSED)
    answer = ann.wait_for_message()
    assert "does not say" in answer.text
    ann.edit(question, OTHER_QUESTION)
    ann.wait_for_edit(answer, edits=0)
    second = answer.text
    ann.edit(question, REFUSED)
    ann.wait_for_edit(answer, edits=1)

    assert "42 crowns" in second
    assert "does not say" in answer.text
    assert "1" not in answer.buttons
    assert ann.bot_messages == [answer]


def test_edit_that_changes_no_word_is_nothing(ann: User) -> None:
    """Telegram tells of some that nobody made."""
    question = ann.send(OTHER_QUESTION)
    answer = ann.wait_for_message()
    ann.edit(question, f"{OTHER_QUESTION} ")

    ann.expect_silence(0.5)
    assert answer.versions == []


def test_edited_question_whose_answer_was_deleted_is_answered_below(
    tg: FakeTelegram, ann: User
) -> None:
    """Nobody has to ask a third time."""
    tg.allow("message to edit not found")
    question = ann.send(REFUSED)
    ann.wait_for_message().deleted = True
    ann.edit(question, OTHER_QUESTION)

    assert "42 crowns" in ann.wait_for_message().text


def test_edited_message_that_was_no_question_stays_unanswered(ann: User) -> None:
    """A command that is edited into a question was answered with something else."""
    command = ann.send("/help")
    ann.wait_for_message()
    ann.edit(command, OTHER_QUESTION)

    ann.expect_silence(0.5)


def test_edited_question_in_a_group_is_answered_anew(tg: FakeTelegram, ann: User) -> None:
    """Behind the command as before."""
    desk = tg.group(id=DESK, title="Desk", members=[ann])
    question = ann.send(f"/ask {REFUSED}", chat=desk)
    answer = ann.wait_for_message(chat=desk)
    ann.edit(question, f"/ask {OTHER_QUESTION}")
    ann.wait_for_edit(answer, edits=0)

    assert "42 crowns" in answer.text
    assert answer.reply_to is question
