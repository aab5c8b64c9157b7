"""Tells people what came of their watches, unasked: each notice is owed as it counts as told."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from bot.clock import live_in, zone
from bot.store import deliveries, people
from bot.telegram.delivery.outbox import Obligation, values_of
from bot.telegram.delivery.send_once import Place
from bot.telegram.views import chat_texts
from bot.telegram.watches.watch_pages import notice
from bot.watches import bulletins, hours, watchlist
from index.catalog import generations
from index.errors import PressmarkError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.telegram.delivery.courier import Courier
    from bot.telegram.people.access import Access
    from bot.watches.bulletins import Bulletin
    from bot.watches.watchlist import Watch
    from index.library import Library

_log = logging.getLogger(__name__)
_LOOK_SECONDS, _FAILED_SECONDS = 2.0, 30.0
_REACHABLE_SECONDS = 24 * 3600.0
"""What is owed longer is given up because nobody could be reached, not because they refused."""


class WatchNotices:
    """Looks whether the archive changed, or an hour struck, and what that brought for whom."""

    def __init__(
        self,
        library: Library,
        access: Access,
        courier: Courier,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._library = library
        self._access = access
        self._courier = courier
        self._clock = clock
        self._zone = zone()
        self._seen: dict[str, tuple[str, float | None]] = {}

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            due: list[Watch] = []
            failed = None
            try:
                due = await asyncio.to_thread(self.due)
            except PressmarkError as exc:
                failed = exc
            for watch in due:
                try:
                    owed = await asyncio.to_thread(self.tell, watch)
                except PressmarkError as exc:  # the watches behind it are told all the same
                    failed = exc
                    continue
                if owed is not None:
                    self._courier.carry(owed)
            if failed is not None:
                _log.warning("watches cannot be told: %s", failed)
            await asyncio.sleep(_LOOK_SECONDS if failed is None else _FAILED_SECONDS)

    def due(self) -> list[Watch]:
        """Those to look at: the archive changed since, and of a daily one its hour struck.

        What nobody is there to read is not watched any more.
        """
        query = self._library.catalog.query
        every, live = query(watchlist.in_chats), query(generations.live)
        if not every or live is None:
            return []
        refused = query(watchlist.unreachable, since=self._clock() - _REACHABLE_SECONDS)
        gone = {each.id for each in every} & {*refused}
        if gone:
            self._library.catalog.change(watchlist.end, gone)
        stamp = (live.id, live.updated_at)
        return [each for each in every if each.id not in gone and self._is_due(each, stamp)]

    def tell(self, watch: Watch) -> Obligation | None:
        """What is owed for a watch now, if anything is; it counts as told from here on."""
        live = self._library.catalog.query(generations.live)
        bulletin = bulletins.compose(watch, self._library)
        if bulletin is None:
            return None
        now = self._clock()
        owed = self._owed(bulletin, now) if bulletin.stories and self._admits(watch) else None
        with self._library.catalog.write() as connection:
            if not watchlist.settle(connection, bulletin.settled, now=now):
                return None  # it is looked at again
            if owed is not None:
                deliveries.owe(connection, owed.id, values_of(owed))
        if live is not None:
            self._seen[watch.id] = (live.id, live.updated_at)
        return owed

    def _is_due(self, watch: Watch, stamp: tuple[str, float | None]) -> bool:
        if watch.hour is None:
            return self._seen.get(watch.id) != stamp
        home = self._library.catalog.query(people.find, watch.chat).timezone or self._zone
        return hours.is_due(watch.hour, settled=watch.settled_at, now=self._clock(), zone=home)

    def _admits(self, watch: Watch) -> bool:
        """Whether whoever made it may still ask there."""
        standings = self._access.standings
        person = self._library.catalog.query(people.find, watch.person)
        standings.remember(person, code=standings.heard(watch.person))
        return self._access.may_write(watch.person, watch.chat)

    def _owed(self, bulletin: Bulletin, now: float) -> Obligation:
        """The notice in the language of the chat, by its clock."""
        watch = bulletin.watch
        known = self._library.catalog.query(people.find, watch.chat)
        chat_texts.speak(known.language or watch.language)
        live_in(known.timezone, self._zone)
        place = Place(watch.chat, watch.thread)
        return Obligation.at(watchlist.owed_as(watch, now), place).owing([notice(bulletin)])
