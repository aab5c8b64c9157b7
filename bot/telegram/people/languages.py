"""Meets everybody first: what the catalog knows of them, and which language they hear."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.store import people
from bot.telegram.delivery.formatted_text import Rich
from bot.telegram.people.menus import set_menu_of
from bot.telegram.transport.speakers import speaker
from bot.telegram.views import chat_texts
from index.text.language import asked_in

if TYPE_CHECKING:
    from telegram import Bot, Update

    from bot.telegram.delivery.occasions import Incoming, Tap
    from bot.telegram.people.access import Access
    from bot.telegram.transport.speakers import Speaker
    from index.library import Library

_AS_TELEGRAM = "auto"
_MOST = 10_000
_COMMAND = re.compile(r"^/\w+(?:@\w+)?\s*")
_FOREIGN = "en"
"""What people also write who speak another language, because most archives are in it."""


class Reception:
    """Handlers that come before the gate, and those of ``/language``."""

    def __init__(self, library: Library, access: Access) -> None:
        self._catalog = library.catalog
        self._access = access
        self._heard = Heard()

    async def meet(self, update: Update, _context: Any) -> None:
        """Speak the language of whoever this update is from: chosen, written in, or Telegram's."""
        user = speaker(update)
        if user is None:
            chat_texts.speak(None)
            return
        person = await asyncio.to_thread(self._catalog.query, people.find, user.id)
        self._access.standings.remember(person, code=user.language_code)
        self._heard.listen(update)
        chat_texts.speak(person.language or self._heard.of(user.id) or user.language_code)

    async def language(self, came: Incoming) -> None:
        """``/language``, and ``/language uk``."""
        given = chat_texts.known(" ".join(came.words))
        if given is None or came.person is None:
            await came.reply(Rich().add(chat_texts.say("language-choose")), _choices())
        else:
            await self._choose(came.person, given)
            await came.say("language-set")
            await self._set_menu(came.bot, came.person)

    async def tap(self, tap: Tap) -> None:
        """A tap on a language."""
        await self._choose(tap.person, chat_texts.known(tap.found[1]))
        await tap.say("language-set")
        if tap.message.chat.id == tap.person.id:
            await tap.edit(Rich().add(chat_texts.say("language-set")), _choices())
            await self._set_menu(tap.bot, tap.person)

    async def knock(self, user: Speaker) -> str | None:
        """The code with which a stranger waits to be let in, where there is somebody to do so."""
        if not self._access.admins:
            return None
        change, name = self._catalog.change, user.full_name
        return await asyncio.to_thread(change, people.knock, user.id, name=name)

    async def _choose(self, user: Speaker, language: str | None) -> None:
        change, name = self._catalog.change, user.full_name
        await asyncio.to_thread(change, people.set_language, user.id, language, name=name)
        self._heard.forget(user.id)
        chat_texts.speak(language or user.language_code)

    async def _set_menu(self, bot: Bot, user: Speaker) -> None:
        if not user.is_person:
            return
        admin = self._access.is_admin(user.id)
        await set_menu_of(bot, user.id, admin=admin, spoken=chat_texts.language())


def _choices() -> InlineKeyboardMarkup:
    """A button for each language, in itself, and one for whatever Telegram says."""
    rows = [
        [InlineKeyboardButton(chat_texts.say_in(each, "language-name"), callback_data=f"l:{each}")]
        for each in chat_texts.LANGUAGES
    ]
    last = InlineKeyboardButton(
        chat_texts.say("language-telegram"), callback_data=f"l:{_AS_TELEGRAM}"
    )
    return InlineKeyboardMarkup([*rows, [last]])


class Heard:
    """The languages of those who wrote last, as far as that says more than their Telegram.

    Ukrainian and Russian do; whoever goes over to English is spoken to as Telegram says again.
    """

    def __init__(self) -> None:
        self._known: LRUCache[int, str] = LRUCache(_MOST)

    def listen(self, update: Update) -> None:
        """Hear what somebody wrote, not what they forward or tap."""
        message, user = update.message or update.edited_message, speaker(update)
        if message is None or user is None or message.forward_origin or message.via_bot:
            return
        found = asked_in(_COMMAND.sub("", message.text or message.caption or ""))
        if found == _FOREIGN:
            self.forget(user.id)
        elif found:
            self._known[user.id] = found

    def forget(self, person: int) -> None:
        """Speak as Telegram says from here on."""
        self._known.pop(person, None)

    def of(self, person: int) -> str | None:
        """The language that somebody wrote in, if it is known."""
        return self._known.get(person)
