"""The durable inbox."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from telegram import Chat, Message, Update

from bot.telegram.inbox import Inbox, UpdateQueue, is_counted, mark_counted
from bot.telegram.threads import Threads
from index.catalog import schema

if TYPE_CHECKING:
    from index.catalog.engine import Catalog

pytestmark = pytest.mark.anyio


class Clock:
    """A clock that tests set."""

    now = 1_000_000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def message(number: int, text: str = "secret") -> dict[str, Any]:
    """The content of an update."""
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 5, "chat": {"id": 7}, "text": text},
    }


def test_same_update_is_new_only_once(catalog: Catalog) -> None:
    """Telegram delivers again what it does not know to have arrived."""
    inbox = Inbox(catalog)

    assert inbox.receive(10, message(10))
    assert not inbox.receive(10, message(10))
    inbox.finish(10)
    assert not inbox.receive(10, message(10))


def test_same_id_from_another_bot_is_another_update(catalog: Catalog) -> None:
    """Ids are counted for each bot."""
    inbox = Inbox(catalog)
    inbox.receive(10, message(10))
    inbox.finish(10)

    assert inbox.receive(10, message(11))
    assert inbox.unfinished() == [message(11)]


def test_unfinished_updates_come_again_in_order(catalog: Catalog) -> None:
    """What was dealt with does not."""
    inbox = Inbox(catalog)
    for number in (12, 10, 11):
        inbox.receive(number, message(number))
    inbox.finish(11)

    assert inbox.unfinished() == [message(10), message(12)]


def test_words_are_forgotten_once_dealt_with(catalog: Catalog) -> None:
    """The catalog keeps that an update came, not what it said."""
    inbox = Inbox(catalog)
    inbox.receive(10, message(10))
    inbox.finish(10)

    with catalog.read() as connection:
        row = connection.execute(schema.updates.select()).one()
    assert (row.state, "secret" in str(row.payload)) == ("done", False)


def test_update_older_than_a_day_is_let_go(catalog: Catalog) -> None:
    """Nobody waits for that answer any more."""
    clock = Clock()
    inbox = Inbox(catalog, clock=clock)
    inbox.receive(10, message(10))
    clock.now += 25 * 3600

    assert inbox.unfinished() == []


def test_tap_is_not_processed_again(catalog: Catalog) -> None:
    """Telegram takes no late answers to taps."""
    inbox = Inbox(catalog)
    inbox.receive(10, {"update_id": 10, "callback_query": {"id": "5"}})

    assert inbox.unfinished() == []


def test_tap_that_asks_anew_is_processed_again(catalog: Catalog) -> None:
    """Its answer is a message, which is never too late."""
    inbox = Inbox(catalog)
    tap = {"update_id": 10, "callback_query": {"id": "5", "data": "x:ABC:1"}}
    inbox.receive(10, tap)

    assert inbox.unfinished() == [tap]


def test_update_stays_counted_when_it_is_processed_again(catalog: Catalog) -> None:
    """A question costs one, however often the bot is killed over it."""
    inbox = Inbox(catalog)
    inbox.receive(10, message(10))
    with catalog.write() as connection:
        before = is_counted(connection, 10), is_counted(connection, 11)
        mark_counted(connection, 10)
        mark_counted(connection, 11)
    inbox.unfinished()

    with catalog.read() as connection:
        after = is_counted(connection, 10), is_counted(connection, 11)
    assert (before, after) == ((False, False), (True, False))


def test_update_that_ends_the_program_is_tried_three_times(catalog: Catalog) -> None:
    """Otherwise the bot would never get past it."""
    inbox = Inbox(catalog)
    inbox.receive(10, message(10))

    assert [len(inbox.unfinished()) for _ in range(4)] == [1, 1, 0, 0]


def test_question_that_ends_the_program_is_given_up_aloud(catalog: Catalog) -> None:
    """It was taken, so whoever asked is told; until that is owed it stays."""
    inbox = Inbox(catalog)
    inbox.receive(10, message(10))
    with catalog.write() as connection:
        mark_counted(connection, 10)
    given_up = [(len(inbox.unfinished()), inbox.given_up) for _ in range(4)]
    inbox.finish(10)

    assert given_up == [(1, []), (1, []), (0, [message(10)]), (0, [message(10)])]
    assert inbox.unfinished() == inbox.given_up == []


async def test_queue_stores_an_update_before_it_hands_it_out(catalog: Catalog) -> None:
    """And hands it out once."""
    inbox = Inbox(catalog)
    queue = UpdateQueue(inbox, Threads())
    sent = Message(3, datetime(2024, 1, 1, tzinfo=UTC), Chat(7, "private"), text="hi")
    update = Update(10, message=sent)
    await queue.put(update)
    await queue.put(update)

    assert queue.qsize() == 1
    assert Update.de_json(inbox.unfinished()[0], None) == update
