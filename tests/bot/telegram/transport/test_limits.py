"""How fast may be written, worked out by hand."""

from __future__ import annotations

import pytest

from bot.telegram.transport.limits import Budgets, Priority, Request

ANN, BEN, DESK = 1001, 1002, -1_000_000_000_500


def message(chat: int, priority: Priority = Priority.FINAL) -> Request:
    """A message to a chat."""
    return Request(chat, priority, alone=True)


def made(budgets: Budgets, request: Request, count: int, *, at: float = 0.0) -> None:
    """Count calls."""
    for _ in range(count):
        budgets.take(request, at)


def test_private_chat_takes_four_at_once_and_then_one_a_second() -> None:
    """A short burst passes (Bot API FAQ)."""
    budgets = Budgets()
    made(budgets, message(ANN), 3)

    assert budgets.wait(message(ANN), 0.0) <= 0
    made(budgets, message(ANN), 1)
    assert budgets.wait(message(ANN), 0.0) == pytest.approx(1.0)
    assert budgets.wait(message(ANN), 0.4) == pytest.approx(0.6)
    assert budgets.wait(message(BEN), 0.0) <= 0


def test_group_takes_twenty_a_minute_and_keeps_some_for_what_is_urgent() -> None:
    """Frames leave eight, the messages of runs five, cards two."""
    budgets, free = Budgets(), {}
    for taken in range(21):
        for priority in Priority:
            if priority not in free and budgets.wait(message(DESK, priority), taken * 0.1) > 0:
                free[priority] = 20 - taken
        made(budgets, message(DESK), 1, at=taken * 0.1)

    assert free == {
        Priority.FRAME: 8,
        Priority.STATUS: 5,
        Priority.CARD: 2,
        Priority.FINAL: 0,
        Priority.CALLBACK: 0,
    }


def test_thirty_a_second_go_out_in_all() -> None:
    """Whatever the chats."""
    budgets = Budgets()
    for chat in range(1, 31):
        made(budgets, message(chat), 1)

    assert budgets.wait(message(ANN), 0.0) == pytest.approx(1.05)
    assert budgets.wait(message(ANN), 1.06) <= 0


def test_bots_of_one_database_share_what_goes_out_in_all() -> None:
    """Each has its part of the thirty; what a chat takes is not shared, as one bot has the chat."""
    budgets = Budgets()
    budgets.bots = 3
    for chat in range(10):
        made(budgets, message(2000 + chat), 1)

    assert budgets.wait(message(ANN), 0.0) == pytest.approx(1.05)
    budgets.bots = 2
    assert budgets.wait(message(ANN), 0.0) <= 0


def test_drafts_and_typing_share_a_budget_that_is_not_the_messages() -> None:
    """Twenty in five seconds of a chat; two are left free."""
    budgets = Budgets()
    frame = Request(ANN, Priority.FRAME, activity=True)
    made(budgets, frame, 18)

    assert budgets.wait(frame, 0.0) == pytest.approx(5.25)
    assert budgets.wait(message(ANN), 0.0) <= 0


def test_silence_that_a_message_earned_stops_frames_too_and_no_other_chat() -> None:
    """As long as Telegram said."""
    budgets = Budgets()
    budgets.silence(message(ANN), until=9.0, now=0.0)

    assert budgets.wait(message(ANN), 2.0) == pytest.approx(7.0)
    assert budgets.wait(Request(ANN, Priority.FRAME, activity=True), 2.0) == pytest.approx(7.0)
    assert budgets.wait(message(BEN), 2.0) <= 0
    assert budgets.wait(message(ANN), 9.0) <= 0


def test_silence_that_a_frame_earned_delays_no_answer() -> None:
    """Frames are a courtesy."""
    budgets = Budgets()
    frame = Request(ANN, Priority.FRAME, activity=True)
    budgets.silence(frame, until=9.0, now=0.0)

    assert budgets.wait(frame, 2.0) == pytest.approx(7.0)
    assert budgets.wait(message(ANN), 2.0) <= 0


def test_edit_that_looks_for_a_message_counts_in_the_whole_alone() -> None:
    """Where there is none, nothing was written."""
    looking = Request.of("editMessageText", {"chat_id": ANN}, Priority.FINAL, looking=True)
    assert looking is not None
    budgets = Budgets()
    made(budgets, looking, 29)

    assert budgets.wait(message(ANN), 0.0) <= 0
    made(budgets, looking, 1)
    assert budgets.wait(message(BEN), 0.0) > 0


@pytest.mark.parametrize(
    ("method", "priority"),
    [
        ("answerCallbackQuery", Priority.CALLBACK),
        ("sendMessage", Priority.CARD),
        ("editMessageText", Priority.CARD),
        ("sendMessageDraft", Priority.FRAME),
        ("sendChatAction", Priority.FRAME),
    ],
)
def test_calls_have_a_priority_of_their_own(method: str, priority: Priority) -> None:
    """Unless a block says otherwise."""
    request = Request.of(method, {"chat_id": ANN}, None)

    assert request is not None
    assert request.priority is priority


def test_calls_that_write_nothing_are_not_counted() -> None:
    """They never wait."""
    assert Request.of("getChatMember", {"chat_id": ANN}, None) is None
    assert Request.of("deleteMessage", {"chat_id": ANN}, None) is None


def test_chats_that_were_quiet_longest_are_forgotten() -> None:
    """A bot that runs for months does not grow."""
    budgets = Budgets()
    for chat in range(1, 5001):
        made(budgets, message(chat), 1, at=chat)

    assert len(budgets._messages) == 4000
    assert 1 not in budgets._messages
