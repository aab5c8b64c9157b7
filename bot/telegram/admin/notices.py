"""Tells admins, unasked, of runs that went wrong by themselves and of a stale archive.

What is told is owed from the moment at which it counts as told.
"""

from __future__ import annotations

import asyncio
import logging
import time
from functools import partial
from typing import TYPE_CHECKING

from bot.clock import live_in, zone
from bot.store import deliveries, people
from bot.telegram.admin.runs import OWED
from bot.telegram.delivery.formatted_text import Part, Rich, shorten
from bot.telegram.delivery.outbox import Obligation, values_of
from bot.telegram.delivery.send_once import Place
from bot.telegram.views import chat_texts
from index.catalog import lookup
from index.catalog.locks import one_at_a_time
from index.environment import written
from index.errors import PressmarkError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from bot.store.people import Person
    from bot.telegram.admin.runs import Reindexing
    from bot.telegram.delivery.courier import Courier
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
        courier: Courier,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._library = library
        self._access = access
        self._reindexing = reindexing
        self._courier = courier
        self._clock = clock
        self._zone = zone()

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                for owed in await asyncio.to_thread(self.look):
                    self._courier.carry(owed)
            except PressmarkError as exc:
                _log.warning("notices cannot be given: %s", exc)
            await asyncio.sleep(_LOOK_SECONDS)

    def look(self) -> list[Obligation]:
        """What is to be said to each admin now; it counts as said and is owed."""
        with self._library.catalog.write() as connection:
            one_at_a_time(connection, "notices")
            now = self._clock()
            since = lookup.get_meta(connection, _TOLD)
            lookup.set_meta(connection, _TOLD, repr(now))
            ended = lookup.ended_since(connection, float(since)) if since else []
            last, told = lookup.last_reading(connection), lookup.get_meta(connection, _TOLD_STALE)
            stale = self._stale_by(last, told, now)
            if stale and last:
                lookup.set_meta(connection, _TOLD_STALE, str(last[0]))
            said = {
                f"notice:{job.id}": sentence
                for job in ended
                if not self._reindexing.shows(job.id)
                and not deliveries.is_named(connection, f"{OWED}{job.id}:")  # another bot shows it
                and (sentence := _about(job))
            }
            if stale and last:
                said[f"stale:{last[0]}"] = partial(_stale, last[1], stale)
            every = [
                self._owed(people.find(connection, admin), name, sentence)
                for name, sentence in said.items()
                for admin in sorted(self._access.admins)
            ]
            return [each for each in every if deliveries.owe(connection, each.id, values_of(each))]

    def _stale_by(
        self, last: tuple[int, float] | None, told: str | None, now: float
    ) -> timedelta | None:
        """How often the archive was to be read that was not for long; said once a reading."""
        every = self._library.settings.refresh
        if every is None or last is None or told == str(last[0]):
            return None
        late = now - last[1] >= _MISSED_READINGS * every.total_seconds()
        return every if late else None

    def _owed(self, known: Person, name: str, sentence: Sentence) -> Obligation:
        """The sentence in the language of an admin, with the hours of their clock."""
        chat_texts.speak(known.language or self._access.standings.heard(known.id))
        live_in(known.timezone, self._zone)
        owed = Obligation.at(f"{name}:{known.id}", Place(known.id))
        return owed.owing([Part(Rich().add(sentence()))])


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
    more = len(failed) - _MOST_LOCATIONS

    def unread() -> str:
        """How many locations, and the first of them."""
        said = [chat_texts.say("notice-unread", count=len(failed)), *lines]
        return "\n".join([*said, *([chat_texts.say("job-more", count=more)] if more > 0 else [])])

    return unread
