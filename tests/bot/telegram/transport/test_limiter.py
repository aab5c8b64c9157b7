"""Whose call goes first, and who waits for whom."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import pytest
from telegram.error import RetryAfter

from bot.telegram.transport.limiter import Limiter, SkippedError, urgency
from bot.telegram.transport.limits import Priority

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.anyio
ANN, BEN = 1001, 1002


async def call(
    limiter: Limiter,
    chat: int,
    work: Callable[[], Any] = dict,
    *,
    priority: Priority = Priority.CARD,
    method: str = "sendMessage",
) -> Any:
    """A call through the limiter; what it does while it is made."""

    async def made() -> Any:
        found = work()
        return await found if asyncio.iscoroutine(found) else found

    with urgency(priority):
        return await limiter.process_request(made, (), {}, method, {"chat_id": chat}, None)


async def spent(limiter: Limiter, chat: int = ANN) -> None:
    """Use up what a chat takes at once."""
    for _ in range(4):
        await call(limiter, chat)


async def test_answer_goes_before_cards_and_runs_that_waited_longer() -> None:
    """In one chat, when its next second comes."""
    limiter, order = Limiter(), list[str]()
    await spent(limiter)
    waiting = [
        call(limiter, ANN, lambda: order.append("status"), priority=Priority.STATUS),
        call(limiter, ANN, lambda: order.append("card")),
        call(limiter, ANN, lambda: order.append("answer"), priority=Priority.FINAL),
    ]
    await asyncio.gather(*waiting)

    assert order == ["answer", "card", "status"]


async def test_frame_never_waits() -> None:
    """It would be old news."""
    limiter = Limiter()
    await spent(limiter)

    with pytest.raises(SkippedError):
        await call(limiter, ANN, priority=Priority.FRAME, method="editMessageText")


async def test_silence_of_one_chat_delays_no_other() -> None:
    """The next call of the chat waits for its end, without being told."""
    limiter = Limiter()

    def refuse() -> None:
        raise RetryAfter(1)

    with pytest.raises(RetryAfter):
        await call(limiter, ANN, refuse)
    begun = time.monotonic()
    await call(limiter, BEN)
    other = time.monotonic() - begun
    await call(limiter, ANN)

    assert other < 0.5
    assert 1.4 < time.monotonic() - begun < 3


async def test_messages_of_a_chat_go_one_at_a_time() -> None:
    """So that a lost one can be told from the others."""
    limiter, flying, most = Limiter(), 0, 0

    async def slow() -> None:
        nonlocal flying, most
        flying += 1
        most = max(most, flying)
        await asyncio.sleep(0.05)
        flying -= 1

    await asyncio.gather(*(call(limiter, ANN, slow) for _ in range(3)))

    assert most == 1


async def test_call_that_is_given_up_holds_nobody() -> None:
    """Neither while it waits nor while it is made."""
    limiter = Limiter()
    made = asyncio.create_task(call(limiter, ANN, lambda: asyncio.sleep(60)))
    waits = asyncio.create_task(call(limiter, ANN))
    await asyncio.sleep(0.05)
    waits.cancel()
    made.cancel()
    await asyncio.gather(made, waits, return_exceptions=True)

    await asyncio.wait_for(call(limiter, ANN), 1)
    assert not limiter._waiting
    assert not limiter._sending
