"""What other processes know of the bot."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.store.pulse import Pulse, describe, is_well, look
from bot.telegram.transport.threads import Threads
from bot.telegram.updates.heartbeat import Heartbeat

if TYPE_CHECKING:
    from bot.store.pulse import State
    from tests.conftest import World

NOW = 1_700_000_000.0


@pytest.mark.parametrize(
    ("pulse", "alive", "state", "well"),
    [
        (Pulse(NOW - 500, NOW - 5), True, "polling", True),
        (Pulse(NOW - 500, NOW - 44), True, "polling", True),
        (Pulse(NOW - 500, NOW - 46), True, "silent", False),
        (Pulse(NOW - 5), True, "polling", True),
        (Pulse(NOW - 46), True, "silent", False),
        (Pulse(NOW - 500, NOW - 5), False, "dead", False),
        (Pulse(NOW - 500, NOW - 400, NOW - 300), False, "stopped", True),
        (Pulse(NOW - 500, NOW - 5, NOW - 4), True, "stopped", True),
        (Pulse(NOW - 500, NOW - 5, webhook={"host": "a"}), True, "listening", True),
        (Pulse(NOW - 500, NOW - 46, webhook={"host": "a"}), True, "silent", False),
    ],
)
def test_bot_is_well_while_it_hears_telegram_and_when_it_was_told_to_end(
    pulse: Pulse, state: State, *, alive: bool, well: bool
) -> None:
    """Three polls may fail before it counts as silent, also at the beginning."""
    assert pulse.state(NOW, alive=alive) == state
    assert is_well({"state": state, "heard_at": None}) is well


@pytest.mark.parametrize(
    ("ago", "said"), [(7, "7 s ago"), (61, "1 min ago"), (7300, "2 h ago"), (900_000, "10 d ago")]
)
def test_silence_is_told_in_words(ago: float, said: str) -> None:
    """How long ago Telegram was heard, in the largest unit."""
    found = {"state": "silent", "heard_at": "2023-11-14T22:13:20+00:00", "aside": 0}

    assert describe(found, now=NOW + ago) == (
        f"the bot runs, but receives nothing; see its log; last heard from Telegram {said}"
    )


@pytest.mark.parametrize(
    ("webhook", "said"),
    [
        ({"pending": 0, "error": None, "error_at": None}, ""),
        ({"pending": 1, "error": None, "error_at": None}, "; 1 update waiting at Telegram"),
        (
            {"pending": 2, "error": "SSL error", "error_at": "2023-11-14T22:12:20+00:00"},
            (
                "; 2 updates waiting at Telegram; Telegram could not post to news.example 1 min "
                "ago: SSL error"
            ),
        ),
    ],
)
def test_what_is_wrong_with_the_webhook_is_told(webhook: dict[str, object], said: str) -> None:
    """As Telegram told it, and how long ago."""
    heard = {"state": "listening", "heard_at": "2023-11-14T22:13:20+00:00", "aside": 0}

    assert describe(heard | {"webhook": {"host": "news.example", **webhook}}, now=NOW) == (
        f"the bot listens at its webhook; last heard from Telegram 0 s ago{said}"
    )


@pytest.mark.anyio
async def test_pulse_tells_how_the_webhook_goes(world: World) -> None:
    """Its moments as every command writes them."""
    threads = Threads()
    standing = {"host": "news.example", "pending": 3, "error": "SSL error", "error_at": NOW}
    heartbeat = Heartbeat(world.library, threads, lambda: NOW, lambda: standing)
    heartbeat.start()
    await heartbeat.stop()
    found = look(world.library)
    heartbeat.close()
    threads.close()

    assert found is not None
    assert found["webhook"] == standing | {"error_at": "2023-11-14T22:13:20+00:00"}


@pytest.mark.anyio
async def test_pulse_is_written_at_once_then_seldom_and_at_the_end(world: World) -> None:
    """The catalog is not written for every poll; the last word is the newest."""
    heard = [NOW]
    threads = Threads()
    heartbeat = Heartbeat(world.library, threads, lambda: heard[-1])
    assert look(world.library) is None
    heartbeat.start()
    await asyncio.sleep(1.5)
    first = look(world.library, now=NOW + 10)
    heard.append(NOW + 60)
    await asyncio.sleep(1.5)
    second = look(world.library, now=NOW + 60)
    await heartbeat.stop()
    last = look(world.library)
    heartbeat.close()
    threads.close()

    assert first == {"state": "polling", "heard_at": "2023-11-14T22:13:20+00:00", "aside": 0}
    assert second == {"state": "silent", "heard_at": "2023-11-14T22:13:20+00:00", "aside": 0}
    assert last == {"state": "stopped", "heard_at": "2023-11-14T22:14:20+00:00", "aside": 0}
