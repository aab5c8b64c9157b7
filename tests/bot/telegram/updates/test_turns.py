"""Whose turn it is."""

from __future__ import annotations

import asyncio
import gc
from datetime import UTC, datetime

import pytest
from telegram import CallbackQuery, Chat, Message, Update, User

from bot.telegram.transport.threads import Threads
from bot.telegram.updates.turns import Processor, Turns, conversation

pytestmark = pytest.mark.anyio


def update(number: int, person: int, chat: int = -5, *, topic: int | None = None) -> Update:
    """A message."""
    message = Message(
        number,
        datetime(2024, 1, 1, tzinfo=UTC),
        Chat(chat, "supergroup"),
        from_user=User(person, "x", is_bot=False),
        message_thread_id=topic,
        is_topic_message=topic is not None or None,
    )
    return Update(number, message=message)


async def test_one_person_waits_for_themselves_and_for_nobody_else() -> None:
    """Order in a conversation, parallel across them; taps never wait."""
    said: list[int] = []
    finished: list[int] = []
    first_may_end = asyncio.Event()
    processor = Processor(lambda number, _: finished.append(number), Threads())

    async def work(number: int) -> None:
        if number == 1:
            await first_may_end.wait()
        said.append(number)

    tap = Update(4, callback_query=CallbackQuery("q", User(7, "x", is_bot=False), "i"))
    updates = [update(1, 7), update(2, 7), update(3, 8), tap]
    tasks = [
        asyncio.create_task(processor.process_update(each, work(each.update_id)))
        for each in updates
    ]
    await asyncio.wait(tasks[2:])
    first_may_end.set()
    await asyncio.gather(*tasks)

    assert sorted(said[:2]) == [3, 4]
    assert said[2:] == [1, 2]
    assert sorted(finished) == [1, 2, 3, 4]


async def test_stop_overtakes_and_one_person_holds_nobody_up() -> None:
    """Though hundreds of their messages wait."""
    said: list[int] = []
    end = asyncio.Event()
    processor = Processor(lambda number, _: said.append(number), Threads())
    stop = Update(900, api_kwargs={"stopped_message_generation": {"draft_id": 1}})
    tasks = [
        asyncio.create_task(processor.process_update(update(n, 7), end.wait())) for n in range(600)
    ]
    await asyncio.sleep(0)
    for each in (stop, update(901, 8)):
        await asyncio.wait_for(processor.process_update(each, asyncio.sleep(0)), 5)
    end.set()
    await asyncio.gather(*tasks)

    assert said == [900, 901, *range(600)]


async def test_abandoned_update_is_not_finished() -> None:
    """It is processed again after the next start."""
    finished: list[int] = []
    processor = Processor(lambda number, _: finished.append(number), Threads())
    task = asyncio.create_task(processor.process_update(update(1, 7), asyncio.sleep(60)))
    await asyncio.sleep(0.01)
    await processor.abandon()

    assert task.cancelled()
    assert finished == []


async def test_locks_are_forgotten() -> None:
    """A bot that runs for months keeps none."""
    turns = Turns()
    async with turns.of("a"):
        assert turns._locks

    assert not turns._locks


def test_conversation_is_chat_topic_and_person() -> None:
    """General and chats without topics have none."""
    assert conversation(update(1, 7)) == "tg:-5:0:7"
    assert conversation(update(1, 7, topic=33)) == "tg:-5:33:7"


async def test_what_waits_for_its_turn_has_not_begun_and_is_let_go_of_without_a_word() -> None:
    """Python warns of a coroutine that nobody awaits, and warnings are errors here."""
    processor = Processor(lambda *_: None, Threads())

    async def work() -> None:
        """Without an end."""
        await asyncio.Event().wait()

    tasks = [
        asyncio.create_task(processor.process_update(update(number, 7), work()))
        for number in (1, 2)
    ]
    await asyncio.sleep(0)
    begun = set(processor.begun)
    await processor.abandon()
    del tasks
    gc.collect()

    assert begun == {1}
    assert processor.begun == set()
