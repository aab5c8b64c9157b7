"""This bot among the others that share its database: it says that it lives, and takes what waits.

Posts are stored by whoever they reach, and answered by whoever takes their chat. Now and then each
bot renews its lease, frees what those had that are gone, and one of them leads: it does what is
done once for all. A bot alone with its database leads, and needs none of the rest.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.custody import charges
from bot.custody.presence import Presence
from bot.telegram import failures
from bot.telegram.admin.runs import OWED
from bot.telegram.transport.threads import Threads
from bot.telegram.updates.arrivals import Arrival, read_again
from index.errors import PressmarkError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Coroutine

    from telegram import Bot

    from bot.custody.charges import Claim, Roll
    from bot.custody.custodian import Custodian, Item
    from bot.telegram.admin.runs import Reindexing
    from bot.telegram.delivery.courier import Courier
    from bot.telegram.transport.group_moves import Moves
    from bot.telegram.transport.limiter import Limiter
    from bot.telegram.updates.inbox import Inbox, UpdateQueue
    from bot.telegram.updates.turns import Processor
    from index.catalog.databases.session_locks import SessionLock
    from index.library import Library

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 0.2
_BEAT_SECONDS = 1.0
_AGAIN_SECONDS, _TIDY_SECONDS = 30.0, 3600.0
_BEATS = 6
"""In the time of a lease there are at least so many beats."""
_LEADER = "leader"


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works on what is taken, and lets go of it."""

    bot: Bot
    inbox: Inbox
    queue: UpdateQueue
    processor: Processor
    courier: Courier
    reindexing: Reindexing
    limiter: Limiter
    moves: Moves


class Roster:
    """Keeps this bot among the others, from `start` to `close`.

    ``threads`` are its own: that it lives is said however much is stored or computed meanwhile.
    """

    def __init__(self, library: Library, custodian: Custodian, crew: Crew) -> None:
        self.threads = Threads()
        self._library = library
        self._custodian = custodian
        self._crew = crew
        self._presence = Presence(library.home.root)
        self._leader: SessionLock | None = None
        self._leads, self._follows = asyncio.Event(), asyncio.Event()
        self._lead(leads=custodian.alone)
        self._hands = asyncio.Lock()
        self._taking = True
        self._doubt = False
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Be there, and take what waits from now on.

        Raises:
            PressmarkError: the database does not answer, or the home cannot be written.
        """
        self._leader = self._library.catalog.lock(_LEADER)
        await self.threads.store(self._enter)
        beat = min(_BEAT_SECONDS, self._custodian.lease / _BEATS)
        self._tasks = [
            asyncio.create_task(self._again(self._beat, beat, asyncio.Event())),
            asyncio.create_task(self._again(self._take, _LOOK_SECONDS, self._custodian.wanted)),
        ]

    def take_no_more(self) -> None:
        """What is in hand is dealt with; the rest is left to others."""
        self._taking = False

    async def close(self) -> None:
        """Leave, and with it all that is still in hand."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._tasks:
            with contextlib.suppress(PressmarkError):
                change = self._library.catalog.change
                await self.threads.store(change, charges.leave, [self._custodian.name])
        self._presence.release()
        if self._leader is not None:
            self._leader.release()
        self.threads.close()

    async def while_leading(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Have work done for as long as this bot leads, until cancelled or it comes to its end.

        What ends by a fault is begun again after a pause.
        """
        while True:
            await self._leads.wait()
            doing = asyncio.create_task(work())
            follows = asyncio.create_task(self._follows.wait())
            try:
                await asyncio.wait({doing, follows}, return_when=asyncio.FIRST_COMPLETED)
                if doing.done() and doing.exception() is None:
                    return
            finally:
                doing.cancel()
                follows.cancel()
            if doing.done() and (fault := doing.exception()):
                _log.error("what one bot does for all has failed; again soon", exc_info=fault)
                await asyncio.sleep(_AGAIN_SECONDS)

    async def tidy(self) -> None:
        """Delete what is too old to be dealt with: hourly, until cancelled."""
        while True:
            try:
                await self.threads.store(self._crew.inbox.forget_old)
                await self.threads.store(self._crew.courier.forget_old)
            except PressmarkError as exc:
                _log.warning("what has become old cannot be deleted: %s", exc)
            await asyncio.sleep(_TIDY_SECONDS)

    async def give_up(self) -> None:
        """Tell those whose questions ended the program too often."""
        inbox, queue = self._crew.inbox, self._crew.queue
        given_up, inbox.given_up = inbox.given_up, []
        for content in given_up:
            found = read_again(content, self._crew.bot)
            try:
                if isinstance(found, Arrival):
                    await failures.give_up(found.update, self._crew.courier)
                    await asyncio.to_thread(inbox.finish, found.number)
                else:
                    await queue.take_again(found)
            except PressmarkError as exc:
                self._custodian.end(found.number)
                self._doubt = True  # it is free then, and given up anew
                _log.warning("update %s cannot be given up yet: %s", found.number, exc)

    def _enter(self) -> None:
        """Be there by the name that the custodian has; who died in this home is gone."""
        catalog, began = self._library.catalog, time.monotonic()
        self._presence.hold(self._custodian.name)
        gone = self._presence.gone()
        if gone:
            catalog.change(charges.leave, gone)
        catalog.change(charges.enter, self._custodian.name, seconds=self._custodian.lease)
        self._custodian.confirm(began)

    async def _again(
        self, work: Callable[[], Coroutine[Any, Any, None]], pause: float, sooner: asyncio.Event
    ) -> None:
        """Do it again and again, also where it fails; ``sooner``: not after a pause."""
        failed = False
        while True:
            sooner.clear()
            try:
                await work()
                failed = False
            except PressmarkError as exc:
                self._doubt = True
                if not failed:
                    _log.warning("the work cannot be shared, trying again: %s", exc)
                failed = True
            except Exception:  # noqa: BLE001 - the edge of the task: it must outlive every fault
                self._doubt = True
                if not failed:
                    _log.exception("the work cannot be shared, trying again")
                failed = True
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await sooner.wait()

    async def _beat(self) -> None:
        """Say that this bot lives; where the others do not believe it any more, begin anew."""
        began = time.monotonic()
        roll, leads = await self.threads.store(self._renew)
        self._lead(leads=leads and roll is not None)
        if roll is None:
            await self._begin_anew()
            return
        self._custodian.confirm(began)
        self._custodian.bots = roll.bots
        self._crew.limiter.marks.hear(roll.newest)
        await self._crew.moves.load()

    def _renew(self) -> tuple[Roll | None, bool]:
        """Who is there, ``None`` where this bot was taken for gone, and whether it leads."""
        catalog, mine = self._library.catalog, self._custodian
        newest = self._crew.limiter.marks.newest_private
        roll = catalog.change(charges.renew, mine.name, seconds=mine.lease, newest=newest)
        gone = catalog.change(charges.bury)
        if gone:
            _log.warning("%d bots are gone; what they had in hand is taken over.", len(gone))
        return roll, self._leader is not None and self._leader.take()

    def _lead(self, *, leads: bool) -> None:
        """Do what is done once for all, or leave it to another bot."""
        (self._leads if leads else self._follows).set()
        (self._follows if leads else self._leads).clear()

    async def _begin_anew(self) -> None:
        """Let go of everything: others have it by now."""
        _log.warning("this bot was silent for too long, and others took over what it had in hand.")
        crew, change = self._crew, self._library.catalog.change
        async with self._hands:
            in_hand = {each for each in self._custodian.items if isinstance(each, int)}
            waited = in_hand - crew.processor.begun
            crew.queue.drop()
            await crew.processor.abandon()
            await crew.courier.close()
            await crew.reindexing.close()
            self._custodian.lose()
            with contextlib.suppress(PressmarkError):
                await self.threads.store(change, charges.untry, waited)
            await self.threads.store(self._enter)

    async def _take(self) -> None:
        """Let go of chats in which there is nothing to do, and take what waits."""
        async with self._hands:
            claim = await self.threads.store(self._claim, self._custodian.idle())
            if claim is not None:
                await self._hand_out(claim)

    async def _hand_out(self, claim: Claim) -> None:
        """Give what was taken to whoever works on it; what a fault leaves here is free again."""
        left = {row.id for row in (*claim.updates, *claim.due, *claim.begun)}
        self._custodian.take(claim.chats)
        try:
            await self._hand_over(claim, left)
        finally:
            if left:
                for each in left:
                    self._custodian.end(each)
                change, bot = self._library.catalog.change, self._custodian.name
                await self.threads.store(change, charges.give_back, bot, claim, left)

    async def _hand_over(self, claim: Claim, left: set[Item]) -> None:
        """Take out of ``left`` what somebody works on."""
        crew = self._crew
        for row in claim.updates:
            self._custodian.begin(row.chat or 0, row.id)
        crew.courier.take(claim.due)
        left.difference_update(row.id for row in claim.due)
        again = await self.threads.store(crew.inbox.worth_it, claim.updates)
        left.difference_update(
            row.id for row in claim.updates if row.payload["update"] not in again
        )
        if crew.inbox.given_up:
            self._tasks.append(asyncio.create_task(self.give_up()))
        for content in again:
            found = read_again(content, crew.bot)
            await crew.queue.take_again(found)
            left.discard(found.number)
        for owed in crew.courier.opened(claim.begun):
            await crew.reindexing.take(crew.bot, owed)
            left.discard(owed.id)

    def _claim(self, idle: Collection[int]) -> Claim | None:
        catalog, mine = self._library.catalog, self._custodian
        if idle:
            catalog.change(charges.release, mine.name, idle)
        if self._doubt:
            catalog.change(charges.settle, mine.name, mine.chats, mine.items)
            self._doubt = False
        self._crew.inbox.finish_late()
        if not self._taking or not catalog.query(charges.is_work_left, OWED):
            return None
        return catalog.change(charges.claim, mine.name, most=mine.room, begun=OWED)
