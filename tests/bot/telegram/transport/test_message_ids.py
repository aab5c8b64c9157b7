"""Which message ids are known."""

from __future__ import annotations

from bot.telegram.transport.message_ids import Marks

ANN, BEN, DESK = 1001, 1002, -1_000_000_000_500


def test_private_chats_and_small_groups_are_numbered_together() -> None:
    """A supergroup is apart, also one that is known by its kind alone."""
    marks = Marks()
    marks.add(ANN, 7)
    marks.add(-55, 9)
    marks.add(DESK, 400)
    marks.add(-66, 500, kind="supergroup")

    assert [marks.newest(chat) for chat in (ANN, BEN, -55, DESK, -66)] == [9, 9, 9, 400, 500]


def test_lost_message_has_a_number_that_nobody_else_has() -> None:
    """From behind the newest of then to some way behind the newest of now.

    Further where this process has not seen the newest of then: others' may have been on their way.
    """
    marks = Marks()
    assert marks.unknown(ANN, 10)[-1] == 40
    for number in (10, 11, 13):
        marks.add(BEN, number)

    looked_for = marks.unknown(ANN, 10)
    assert looked_for[:3] == [12, 14, 15]
    assert looked_for[-1] == 23


def test_what_other_bots_know_is_looked_behind_and_not_left_out() -> None:
    """The id that one of them knew last may be that of the message which is looked for."""
    marks = Marks()
    marks.add(1001, 50)
    marks.hear(53)

    assert (marks.newest(1002), marks.newest_private) == (53, 53)
    assert marks.unknown(1002, 50) == list(range(51, 84))
    assert marks.newest(-1_000_000_000_500) == 0


def test_search_has_an_end() -> None:
    """However much was written meanwhile."""
    marks = Marks()
    marks.add(ANN, 10)
    marks.add(ANN, 10_000)

    assert marks.unknown(ANN, 10)[-1] == 100


def test_result_of_a_call_is_noted_where_it_is_a_message() -> None:
    """Others have none."""
    marks = Marks()
    marks.note([])
    marks.note({"message_id": 5, "chat": {"id": ANN, "type": "private"}})

    assert marks.newest(ANN) == 5


def test_old_numbers_are_forgotten() -> None:
    """A bot that runs for months does not grow."""
    marks = Marks()
    for number in range(5000):
        marks.add(ANN, number)
    for chat in range(2000):
        marks.add(DESK - chat, 1)

    assert len(marks._known) == 1000
