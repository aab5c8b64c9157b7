"""Tells admins, unasked, of runs that went wrong by themselves and of a stale archive."""

from __future__ import annotations

import asyncio
import logging
import time
from functools import partial
from typing import TYPE_CHECKING

from telegram.error import TelegramError

from bot.errors import DeliveryError
from bot.store import people
from bot.telegram.delivery.calls import send
from bot.telegram.delivery.formatted_text import Rich, shorten
from bot.telegram.delivery.send_once import Place
from bot.telegram.views import chat_texts
from index.catalog import lookup
from index.environment import written
from index.errors import PressmarkError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from telegram import Bot

    from bot.telegram.admin.runs import Reindexing
    from bot.telegram.people.access import Access
    from index.catalog.jobs import Job
    from index.library import Library

    Sentence = Callable[[], str]

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 10.0
_MISSED_READINGS = 3
"""The archive is stale when as many readings would have been due since the last one."""
_TOLD, _TOLD_STALE = "told_of_runs", "told_stale"
_LONGEST = 500
_MOST_LOCATIONS = 5


class Notices:
    """Looks now and then; each notice is given once, also across restarts."""

    def __init__(
        self,
        library: Library,
        access: Access,
        reindexing: Reindexing,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._library = library
        self._access = access
        self._reindexing = reindexing
        self._clock = clock

    async def run(self, bot: Bot) -> None:
        """Look until cancelled."""
        while True:
            try:
                for sentence in await asyncio.to_thread(self.look):
                    await self._tell(bot, sentence)
            except PressmarkError as exc:
                _log.warning("notices cannot be given: %s", exc)
            await asyncio.sleep(_LOOK_SECONDS)

    def look(self) -> list[Sentence]:
        """What is to be said now; it counts as said."""
        with self._library.catalog.write() as connection:
            now = self._clock()
            since = lookup.get_meta(connection, _TOLD)
            lookup.set_meta(connection, _TOLD, repr(now))
            ended = lookup.ended_since(connection, float(since)) if since else []
            last, told = lookup.last_reading(connection), lookup.get_meta(connection, _TOLD_STALE)
            stale = self._stale_by(last, told, now)
            if stale and last:
                lookup.set_meta(connection, _TOLD_STALE, str(last[0]))
        own = [job for job in ended if not self._reindexing.shows(job.id)]
        said = [sentence for job in own if (sentence := _about(job))]
        return [*said, partial(_stale, last[1], stale)] if stale and last else said

    def _stale_by(
        self, last: tuple[int, float] | None, told: str | None, now: float
    ) -> timedelta | None:
        """How often the archive was to be read that was not for long; said once a reading."""
        every = self._library.settings.refresh
        if every is None or last is None or told == str(last[0]):
            return None
        late = now - last[1] >= _MISSED_READINGS * every.total_seconds()
        return every if late else None

    async def _tell(self, bot: Bot, sentence: Sentence) -> None:
        for admin in sorted(self._access.admins):
            chat_texts.speak(await asyncio.to_thread(self._language, admin))
            try:
                await send(bot, Place(admin), Rich().add(sentence()))
            except (TelegramError, DeliveryError) as exc:
                _log.info("a notice was not delivered to %s: %s", admin, exc)

    def _language(self, admin: int) -> str | None:
        chosen = self._library.catalog.query(people.find, admin).language
        return chosen or self._access.standings.heard(admin)


def _stale(read_at: float, every: timedelta) -> str:
    return chat_texts.say("notice-stale", at=chat_texts.moment(read_at), every=written(every))


def _about(job: Job) -> Sentence | None:
    """What is to be said of a run that ended, if anything is."""
    if job.state == "failed":
        return lambda: chat_texts.say(
            "notice-failed", error=shorten(job.error or chat_texts.say("job-see-log"), _LONGEST)
        )
    failed = list((job.result or {}).get("failed", ()))
    if not failed:
        return None
    lines = [shorten(each, _LONGEST) for each in failed[:_MOST_LOCATIONS]]
    return lambda: "\n".join([chat_texts.say("notice-unread", count=len(failed)), *lines])
