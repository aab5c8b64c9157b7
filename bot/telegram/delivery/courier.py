"""Carries what is owed to its chat: in order, however long it takes, each message once.

Every chat has a lane of its own. A lane waits as long as Telegram says or cannot be reached; what
it has not delivered when the bot ends is taken up at the next start.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from cachetools import LRUCache

from bot.custody.custodian import Custodian
from bot.telegram.delivery.lane import Carriage
from bot.telegram.delivery.send_once import newest_in
from bot.telegram.updates.turns import Turns
from index.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from telegram import Bot

    from bot.telegram.delivery.lane import Next
    from bot.telegram.delivery.outbox import Obligation, Outbox
    from bot.telegram.transport.threads import Threads

_log = logging.getLogger(__name__)
_PATIENCE_SECONDS = 30.0
"""How long whoever asked for a delivery waits for it; it goes on without them."""
_MOST_SENT = 1000
"""Messages that are sent and could not be written down, of which this process knows."""


class Courier:
    """Delivers obligations to the chats that this bot has charge of; others deliver the rest."""

    def __init__(
        self, bot: Bot, outbox: Outbox, threads: Threads, custodian: Custodian | None = None
    ) -> None:
        self._bot = bot
        self._custodian = custodian or Custodian()
        self._outbox = outbox
        self._threads = threads
        self._lanes = Turns()
        self._carrying: set[asyncio.Task[None]] = set()
        self._sent: LRUCache[Next, int] = LRUCache(_MOST_SENT)

    async def deliver(self, owed: Obligation) -> None:
        """Write down what is owed and deliver it; returns before the end where that takes long.

        Raises:
            CatalogError: it could not be written down.
            BusyError: another bot has charge of the chat by now.
        """
        mine = self._custodian.holds(owed.chat)
        self._custodian.begin(owed.chat, owed.id)  # it stays so
        try:
            owed, unsure = await self._owe(owed, mine=mine)
        except BaseException:
            self._custodian.end(owed.id)
            raise
        if mine:
            await asyncio.wait({self._begin(owed, unsure=unsure)}, timeout=_PATIENCE_SECONDS)
        else:
            self._custodian.want()

    async def _owe(self, owed: Obligation, *, mine: bool) -> tuple[Obligation, bool]:
        """What is written down, and whether a message may have been sent that nobody knows of."""
        unsure = owed.after is not None and not owed.sent  # a preview was begun and not confirmed
        if unsure:
            await self._threads.store(partial(self._outbox.put, mine=mine), owed)
        elif mine:
            owed = await self.keep(owed)
        else:  # whoever delivers it need not look for it
            kept = replace(owed, after=None)
            await self._threads.store(partial(self._outbox.put, mine=False), kept)
        return owed, unsure

    def carry(self, owed: Obligation) -> None:
        """Begin to deliver what is written down already (`bot.telegram.delivery.outbox.owe`)."""
        if self._custodian.alone:
            self._begin(owed)
        else:
            self._custodian.want()

    def forget_old(self) -> None:
        """See `Outbox.forget_old`."""
        self._outbox.forget_old()

    def take(self, rows: Sequence[Any]) -> None:
        """Begin to deliver what this bot took (`bot.custody.charges.claim`)."""
        for owed in self._outbox.worth_it(rows):
            self._custodian.begin(owed.chat, owed.id)
            self._begin(owed, unsure=True)

    async def begun(self, prefix: str) -> list[Obligation]:
        """What goes by such names and is not put into words yet, oldest first."""
        return await self._threads.store(self._outbox.begun, prefix)

    async def keep(self, owed: Obligation) -> Obligation:
        """Write an obligation down, with what is the newest known message now.

        Raises:
            CatalogError: it could not be written down.
        """
        newest = max(owed.question, newest_in(self._bot, owed.chat))
        owed = replace(owed, after=newest)
        await self._threads.store(self._outbox.put, owed)
        return owed

    async def advance(self, owed: Obligation) -> Obligation:
        """Write down how far an obligation is.

        Raises:
            CatalogError: it could not be written down.
        """
        await self._threads.store(self._outbox.advance, owed)
        return owed

    def opened(self, rows: Sequence[Any]) -> list[Obligation]:
        """What such rows say that are not put into words yet."""
        return [self._outbox.open_as(row) for row in rows]

    async def take_up(self) -> None:
        """Begin to deliver what was owed when the bot last ended.

        Raises:
            CatalogError: the catalog cannot be read.
        """
        owed = await self._threads.store(self._outbox.due)
        for each in owed:
            self._begin(each, unsure=True)
        if owed:
            _log.info("%d answers of the last run are delivered", len(owed))

    async def find(self, name: str) -> Obligation | None:
        """What is known to be owed under a name."""
        return await self._threads.store(self._outbox.find, name)

    async def of_question(self, chat: int, question: int) -> Obligation | None:
        """What is known to be owed for a message, once nothing is on its way to its chat."""
        async with self._lanes.of(chat):
            return await self._threads.store(self._outbox.of_question, chat, question)

    async def of_message(self, chat: int, message: int) -> Obligation | None:
        """What is known of the answer that a message is part of, once it stands there whole."""
        async with self._lanes.of(chat):
            return await self._threads.store(self._outbox.of_message, chat, message)

    async def close(self) -> None:
        """Stop; what is not delivered stays owed."""
        for task in self._carrying:
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    def _begin(self, owed: Obligation, *, unsure: bool = False) -> asyncio.Task[None]:
        task = asyncio.create_task(self._carry(owed, unsure=unsure))
        self._carrying.add(task)
        task.add_done_callback(self._carrying.discard)
        return task

    async def _carry(self, owed: Obligation, *, unsure: bool) -> None:
        holds = self._custodian.holds
        carriage = Carriage(
            self._bot, self._outbox, self._threads, owed, holds, unsure=unsure, sent=self._sent
        )
        try:
            async with self._lanes.of(owed.chat):
                await carriage.run()
        except BusyError as exc:
            _log.info("%s is left: %s", owed.id, exc)
        finally:
            self._custodian.end(owed.id)
            if not holds(owed.chat):
                self._custodian.want()
