"""A bot that sends and does nothing else, for tests of what is sent."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram.ext import ApplicationBuilder, ExtBot

from bot.telegram.delivery.courier import Courier
from bot.telegram.delivery.formatted_text import Part, Rich
from bot.telegram.delivery.outbox import Obligation, Outbox
from bot.telegram.transport.group_moves import Moves
from bot.telegram.transport.limiter import Limiter
from bot.telegram.transport.threads import Threads

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from index.catalog.engine import Catalog
    from tests.fakes.telegram import FakeTelegram, Message


@dataclass(frozen=True)
class Post:
    """A sending bot with everything behind it."""

    bot: ExtBot[None]
    limiter: Limiter
    outbox: Outbox
    courier: Courier

    def restarted(self) -> Courier:
        """The courier of the next process, which knows only what is written down."""
        self.limiter.marks.__init__()  # type: ignore[misc]
        return Courier(self.bot, self.outbox, Threads())


@contextlib.asynccontextmanager
async def posting(tg: FakeTelegram, catalog: Catalog) -> AsyncIterator[Post]:
    """A bot that gives up waiting for a response after a second."""
    threads, outbox = Threads(), Outbox(catalog)
    limiter = Limiter(moves=Moves(catalog, threads))
    application = (
        ApplicationBuilder()
        .token(tg.token)
        .base_url(f"{tg.url}/bot")
        .read_timeout(1.0)
        .rate_limiter(limiter)
        .updater(None)
        .job_queue(None)
        .build()
    )
    courier = Courier(application.bot, outbox, threads)
    async with application.bot as bot:
        yield Post(bot, limiter, outbox, courier)
        await courier.close()
    threads.close()


async def until(tg: FakeTelegram, found: Callable[[], object]) -> None:
    """Wait for something that the fake notices."""
    await asyncio.to_thread(tg.wait_until, found, 20.0)


def owed_for(question: Message, *texts: str, name: str = "1") -> Obligation:
    """An answer of these messages to what somebody wrote."""
    owed = Obligation(name, question.chat.id, question.id, reply=question.chat.type != "private")
    return owed.owing([Part(Rich().add(text)) for text in texts])
