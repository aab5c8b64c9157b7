"""``/privacy`` and ``/forget``: what is stored of a person, and how it is deleted."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.store import people
from bot.telegram.delivery.formatted_text import Rich
from bot.telegram.views import chat_texts

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.telegram.delivery.occasions import Incoming, Tap
    from bot.telegram.people.access import Leadership
    from bot.telegram.people.languages import Reception
    from bot.telegram.transport.speakers import Speaker
    from index.library import Library

FORGETS = r"e:(-?\d{1,20}):([yn])"
"""The data of yes and no: whose it is, and which."""
_NO_MODEL = "none"


class Privacy:
    """Handlers."""

    def __init__(
        self, library: Library, reception: Reception, leadership: Leadership, settings: Settings
    ) -> None:
        self._catalog = library.catalog
        self._reception = reception
        self._leadership = leadership
        self._model = settings.llm
        self._retention = settings.retention
        self._bounded = bool(settings.daily_questions)

    async def privacy(self, came: Incoming) -> None:
        """``/privacy``: what is stored, who sees it, what deletes it."""
        await came.reply(Rich().add(self.words()))

    def words(self) -> str:
        """That, in the language that is spoken."""
        said = [chat_texts.say("privacy")]
        if self._model != _NO_MODEL:
            said.append(chat_texts.say("privacy-model", model=self._model))
        if self._retention is not None:
            said.append(chat_texts.say("privacy-retention", count=self._retention.days))
        return "\n\n".join([*said, chat_texts.say("privacy-forget")])

    async def forget(self, came: Incoming) -> None:
        """``/forget`` asks first."""
        if came.person is not None:
            await came.reply(Rich().add(chat_texts.say("forget-ask")), _keyboard(came.person.id))

    async def tap(self, tap: Tap) -> None:
        """A tap on yes or no, by whoever was asked."""
        whose = int(tap.found[1])
        if not await self._speaks_for(tap.person, whose):
            await tap.say("forget-not-yours")
            return
        await tap.end()
        said = "forget-kept"
        if tap.found[2] == "y":
            # What was asked today counts until tomorrow, or nothing would bound it any more.
            change, counts = self._catalog.change, not self._bounded
            await asyncio.to_thread(change, people.forget, whose, counts=counts)
            self._reception.forget(whose)
            said = "forget-done"
        await tap.edit(Rich().add(chat_texts.say(said)))

    async def _speaks_for(self, person: Speaker, whose: int) -> bool:
        """Whether it is theirs: their own, or that of the group in whose name they write.

        An admin who is not named writes as the group, and taps under their own name.
        """
        return whose == person.id or (whose < 0 and await self._leadership.leads(whose, person))


def _keyboard(person: int) -> InlineKeyboardMarkup:
    yes = InlineKeyboardButton(chat_texts.say("forget-yes"), callback_data=f"e:{person}:y")
    no = InlineKeyboardButton(chat_texts.say("not-now"), callback_data=f"e:{person}:n")
    return InlineKeyboardMarkup([[yes, no]])
