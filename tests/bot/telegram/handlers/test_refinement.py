"""Taking back what was understood, by a tap under the answer."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from tests.bot.telegram.conftest import ANN, DESK, QUIET

if TYPE_CHECKING:
    from tests.fakes.telegram import FakeTelegram, Group, Message, User

QUESTION = "What did the Ostrand Post report about the ferry in May 1999?"
BOTH = ["✕ Ostrand Post", "✕ May 1999"]
NOTHING = "Nothing in the archive from Ostrand Post between 1 May 1999 and 31 May 1999"
GONE = "This answer is no longer available. Ask the question again."
_ids = itertools.count(7777)


@pytest.fixture
def ann(tg: FakeTelegram) -> User:
    """Somebody who may ask."""
    return tg.user(id=ANN, name="Ann")


@pytest.fixture
def member(tg: FakeTelegram) -> User:
    """Somebody new who may ask in the listed group only."""
    return tg.user(id=next(_ids), name="Mel")


@pytest.fixture
def desk(tg: FakeTelegram, ann: User, member: User) -> Group:
    """The listed group."""
    return tg.group(id=DESK, title="Desk", members=[ann, member])


def asked(user: User) -> Message:
    """The answer in private."""
    user.send(QUESTION)
    return user.wait_for_message()


def chips(message: Message) -> list[str]:
    """The labels below the numbers."""
    return [label for label in message.buttons if label[0] in "✕↺"]


def test_tap_puts_the_answer_without_the_phrase_in_its_place(tg: FakeTelegram, ann: User) -> None:
    """The numbers still come first; another tap goes on, and Undo goes back to the beginning."""
    answer = asked(ann)
    first = answer.text
    assert NOTHING in first
    assert chips(answer) == BOTH

    before = len(tg.calls)
    tap = ann.tap(answer, "✕ May 1999")
    assert (tap.text, tap.alert) == ("One moment: I look again.", False)
    assert tap.message() is answer
    methods = [call.method for call in tg.calls[before:] if call.method not in QUIET]
    assert methods == ["answerCallbackQuery", "sendChatAction", "editMessageText"]
    assert NOTHING not in answer.text
    assert chips(answer) == ["✕ Ostrand Post", "↺ Undo"]

    assert ann.tap(answer, "✕ Ostrand Post").message() is answer
    assert chips(answer) == ["↺ Undo"]
    assert ann.tap(answer, "↺ Undo").message() is answer
    assert chips(answer) == BOTH
    assert NOTHING in answer.text
    ann.expect_silence(0.2)


def test_numbers_of_the_new_answer_open_its_own_citations(ann: User) -> None:
    """They stand in a first row of their own."""
    answer = asked(ann)
    ann.tap(answer, "✕ Ostrand Post").message()
    numbers = [button["text"] for button in answer.rows[0]]

    assert numbers == [str(n + 1) for n in range(len(numbers))]
    card = ann.tap(answer, "1").message()
    assert card.entity_texts("underline") == card.entity_texts("blockquote")
    assert card.reply_to is answer


def test_second_tap_of_a_double_tap_changes_nothing(ann: User) -> None:
    """Neither while the first is carried out nor with the buttons that were there before."""
    answer = asked(ann)
    data = answer.button("✕ May 1999")["callback_data"]
    ann.tap(answer, "✕ May 1999", wait=False)
    second = ann.tap(answer, "✕ May 1999")
    ann.wait_for_edit(answer, edits=0)
    edits = len(answer.versions)

    late = ann.callback(data=data, message=answer)

    assert second.text == "One moment: I look again."
    assert late.text == "This answer was replaced already. Use the buttons of the newest."
    ann.expect_silence(0.5)
    assert len(answer.versions) == edits


def test_message_that_was_deleted_is_answered_below(tg: FakeTelegram, ann: User) -> None:
    """An answer is never lost."""
    tg.allow("message to edit not found")
    answer = asked(ann)
    data = answer.button("✕ May 1999")["callback_data"]
    answer.deleted = True
    ann.callback(data=data, message=answer)

    assert chips(ann.wait_for_message()) == ["✕ Ostrand Post", "↺ Undo"]


def test_button_is_taken_from_no_other_message(ann: User) -> None:
    """Data can be forged; they count only below the answer that has them."""
    answer = asked(ann)
    data = answer.button("✕ May 1999")["callback_data"]
    ann.send("/help")
    other = ann.wait_for_message()

    assert ann.callback(data=data, message=other).text == GONE
    assert ann.callback(data=data[:-1] + "9", message=answer).text == GONE
    ann.expect_silence(0.2)


def test_everybody_who_may_ask_in_a_group_may_tap_there(
    ann: User, member: User, desk: Group, tg: FakeTelegram
) -> None:
    """The answer changes for all; who may not ask may not tap, also where they may open."""
    ann.send(f"/ask {QUESTION}", chat=desk)
    answer = ann.wait_for_message(chat=desk)
    data = answer.button("✕ May 1999")["callback_data"]
    outsider = tg.user(id=next(_ids), name="Trudy")

    assert (
        f"Your Telegram id is {outsider.id};" in outsider.callback(data=data, message=answer).text
    )
    private = ann.wait_for_message() if ann.send("/help") else answer
    refused = member.callback(data=data, message=private)
    assert f"Your Telegram id is {member.id};" in refused.text
    assert member.tap(answer, "✕ May 1999").message() is answer
    assert chips(answer) == ["✕ Ostrand Post", "↺ Undo"]
