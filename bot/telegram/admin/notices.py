"""Tells admins, unasked, of runs that went wrong by themselves and of a stale archive."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from telegram.error import TelegramError

from bot.store import people
from bot.telegram.delivery.formatted_text import shorten
from bot.telegram.views import chat_texts
from index.catalog import lookup
from index.environment import written
from index.errors import PressmarkError

if TYPE_CHECKING:
    from collections.abc import Callable

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
            stale = self._is_stale(last, told, now)
            if stale and last:
                lookup.set_meta(connection, _TOLD_STALE, str(last[0]))
        own = [job for job in ended if not self._reindexing.shows(job.id)]
        said = [sentence for job in own if (sentence := _about(job))]
        return [*said, partial(self._stale, last[1])] if stale and last else said

    def _is_stale(self, last: tuple[int, float] | None, told: str | None, now: float) -> bool:
        """Whether the archive was not read for long, which was not yet said of its last reading."""
        every = self._library.settings.refresh
        if every is None or last is None or told == str(last[0]):
            return False
        return now - last[1] >= _MISSED_READINGS * every.total_seconds()

    def _stale(self, read_at: float) -> str:
        moment = datetime.fromtimestamp(read_at, UTC)
        at = f"{chat_texts.day(moment.isoformat())}, {moment:%H:%M} UTC"
        every = self._library.settings.refresh
        return chat_texts.say("notice-stale", at=at, every=written(every) if every else "")

    async def _tell(self, bot: Bot, sentence: Sentence) -> None:
        for admin in sorted(self._access.admins):
            chat_texts.speak(await asyncio.to_thread(self._language, admin))
            try:
                await bot.send_message(admin, sentence())
            except TelegramError as exc:
                _log.info("a notice was not delivered to %s: %s", admin, exc)

    def _language(self, admin: int) -> str | None:
        with self._library.catalog.read() as connection:
            chosen = people.find(connection, admin).language
        return chosen or self._access.standings.heard(admin)


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
