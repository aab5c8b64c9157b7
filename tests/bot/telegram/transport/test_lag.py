"""How late the event loop is."""

from __future__ import annotations

import asyncio
import logging
import time

import pytest

from bot.telegram.transport.lag import Lag

pytestmark = pytest.mark.anyio


def test_percentiles_are_those_of_the_delays() -> None:
    """In milliseconds."""
    lag = Lag()
    for milliseconds in range(1, 101):
        lag.add(milliseconds / 1000)

    assert (lag.percentile(0.5), lag.percentile(0.99), lag.percentile(1.0)) == (50, 99, 100)


async def test_what_blocks_the_loop_is_said(caplog: pytest.LogCaptureFixture) -> None:
    """At once, and in the sum at the end."""
    caplog.set_level(logging.INFO)
    lag = Lag()
    lag.start()
    await asyncio.sleep(0.1)
    time.sleep(1.2)  # noqa: ASYNC251 - this is what must not happen
    await asyncio.sleep(0.1)
    lag.stop()

    said = [record.message for record in caplog.records]
    assert said[0].startswith("the event loop was blocked for 1.")
    assert said[-1].startswith("event loop: ")
