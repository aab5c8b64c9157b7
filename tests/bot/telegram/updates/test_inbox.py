"""The durable inbox."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

from bot.store import pulse, schema
from bot.telegram.transport.threads import Threads
from bot.telegram.updates.arrivals import Arrival, Aside, read
from bot.telegram.updates.inbox import Inbox, UpdateQueue, is_counted, mark_counted
from index.errors import CatalogError

if TYPE_CHECKING:
    from index.catalog.engine import Catalog

pytestmark = pytest.mark.anyio


class Clock:
    """A clock that tests set."""

    now = 1_000_000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def at_once(_message: dict[str, Any]) -> float:
    """No message is held."""
    return 0.0


def message(number: int, text: str = "secret") -> dict[str, Any]:
    """The content of an update."""
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 5,
            "chat": {"id": 7, "type": "private"},
            "text": text,
        },
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
    queue = UpdateQueue(inbox, Threads(), patience=at_once)
    sent = read(json.dumps(message(10)), None)
    confirmed = [await queue.take(sent) for _ in range(2)]

    assert isinstance(sent, Arrival)
    assert confirmed == [10, 10]
    assert queue.qsize() == 1
    assert queue.get_nowait() is sent.update
    assert inbox.unfinished() == [message(10)]


async def test_update_that_cannot_be_read_is_kept_as_it_was_written_and_logged_once(
    catalog: Catalog, caplog: pytest.LogCaptureFixture
) -> None:
    """It is confirmed, where it has an id; the log does not say what somebody wrote."""
    queue = UpdateQueue(Inbox(catalog), Threads(), patience=at_once)
    raws = ['{"update_id": 10, "message": "secret"}', '{"message": "secret"}']
    confirmed = [await queue.take(read(raw, None)) for raw in (*raws, *raws)]

    with catalog.read() as connection:
        kept = connection.execute(schema.updates.select().order_by(schema.updates.c.id)).all()
    assert confirmed == [10, None, 10, None]
    assert queue.empty()
    assert [(row.state, row.payload["raw"]) for row in kept] == [
        ("aside", raws[1]),
        ("aside", raws[0]),
    ]
    assert [record.message for record in caplog.records] == [
        "update 10 cannot be read (AttributeError) and is set aside.",
        "update without an id cannot be read (ValueError) and is set aside.",
    ]


async def test_update_that_the_catalog_has_no_place_for_is_set_aside(
    catalog: Catalog, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever goes wrong with one, the next are taken."""
    queue = UpdateQueue(Inbox(catalog), Threads(), patience=at_once)
    sent = read(json.dumps(message(10)), None)
    assert isinstance(sent, Arrival)
    content: dict[str, Any] = sent.content | {"message": "no object"}

    assert await queue.take(Arrival(10, content, sent.update)) == 10
    assert queue.empty()
    assert len(caplog.records) == 1
    with catalog.read() as connection:
        assert pulse.updates_aside(connection) == (1, 1)


class Crowded(Inbox):
    """One that has no memory left."""

    def receive(self, *_: Any) -> bool:
        """Fail."""
        raise MemoryError


async def test_a_fault_that_is_not_the_update_s_sets_nothing_aside(catalog: Catalog) -> None:
    """Telegram keeps it, and sends it again."""
    queue = UpdateQueue(Crowded(catalog), Threads(), patience=at_once)

    with pytest.raises(MemoryError):
        await queue.take(read(json.dumps(message(10)), None))

    with catalog.read() as connection:
        assert pulse.updates_aside(connection) == (0, 0)


async def test_update_is_neither_taken_nor_set_aside_while_the_catalog_is_bad(
    catalog: Catalog, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is confirmed, so Telegram keeps it."""
    caplog.set_level(logging.INFO)
    queue = UpdateQueue(Inbox(catalog), Threads(), patience=at_once)
    with catalog.write() as connection:
        connection.exec_driver_sql("ALTER TABLE updates RENAME TO elsewhere")
    for raw in (json.dumps(message(10)), '{"update_id": 11, "message": 7}'):
        with pytest.raises(CatalogError):
            await queue.take(read(raw, None))

    assert queue.empty()
    assert caplog.records == []


async def test_stored_update_that_cannot_be_read_any_more_is_set_aside_at_the_start(
    catalog: Catalog,
) -> None:
    """Another version of the library may have stored it; it is not tried again."""
    inbox = Inbox(catalog)
    queue = UpdateQueue(inbox, Threads(), patience=at_once)
    broken = {"update_id": 10, "message": message(10)["message"] | {"date": "yesterday"}}
    inbox.receive(10, broken)
    inbox.receive(11, message(11))
    for content in inbox.unfinished():
        await queue.take_again(read(json.dumps(content), None))

    assert queue.qsize() == 1
    assert inbox.unfinished() == [message(11)]
    with catalog.read() as connection:
        assert pulse.updates_aside(connection)[0] == 1


def test_updates_set_aside_in_a_row_are_counted_from_the_last_one_taken(catalog: Catalog) -> None:
    """Of three that could not be read one came before a message."""
    clock = Clock()
    inbox = Inbox(catalog, clock=clock)
    for number in (1, 2, 3, 4):
        clock.now += 1
        if number == 2:
            inbox.receive(number, message(number))
        else:
            inbox.set_aside(Aside(number, f"text {number}", "TypeError", "odd"))

    with catalog.read() as connection:
        assert pulse.updates_aside(connection) == (3, 2)
