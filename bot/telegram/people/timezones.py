"""``/timezone``: whose days "yesterday" is counted in, a person's or a group's."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot import clock
from bot.store import people
from bot.telegram.views import chat_texts

if TYPE_CHECKING:
    from bot.telegram.delivery.occasions import Incoming
    from bot.telegram.people.access import Leadership
    from index.library import Library

_AS_SET = "auto"


class Timezones:
    """Handlers."""

    def __init__(self, library: Library, leadership: Leadership) -> None:
        self._catalog = library.catalog
        self._leadership = leadership
        self._zone = clock.zone()

    async def timezone(self, came: Incoming) -> None:
        """``/timezone`` says which, ``/timezone Kyiv`` chooses, ``/timezone auto`` takes it back.

        In a group it is chosen for all who have chosen none of their own.
        """
        given = " ".join(came.words)
        chosen = None if given == _AS_SET else clock.known(given)
        if not given or came.person is None:
            await _tell(came, "timezone-now")
        elif chosen is None and given != _AS_SET:
            await came.say("timezone-unknown", name=given)
        else:
            who = await self._leadership.of(came.message.chat, came.person)
            if who is None:
                await came.say("only-leaders")
                return
            change = self._catalog.change
            await asyncio.to_thread(change, people.set_timezone, who, chosen)
            clock.live_in(chosen, self._zone)
            await _tell(came, "timezone-set")


async def _tell(came: Incoming, sentence: str) -> None:
    """Say which clock it is, and what it shows."""
    now = clock.now()
    at = f"{chat_texts.day(now.isoformat())}, {clock.hours(now)}"
    await came.say(sentence, zone=clock.zone(), time=at)
