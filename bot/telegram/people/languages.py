"""Meets everybody first: what the catalog knows of them, and which language they hear."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from cachetools import LRUCache
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.store import people
from bot.telegram.delivery.calls import Place, edit, send, toast
from bot.telegram.delivery.formatted_text import Rich
from bot.telegram.people.menus import set_menu_of
from bot.telegram.views import chat_texts
from index.text.language import asked_in

if TYPE_CHECKING:
    from telegram import Update, User
    from telegram.ext import ContextTypes

    from bot.store.people import Person
    from bot.telegram.people.access import Access
    from index.library import Library

    Context = ContextTypes.DEFAULT_TYPE

_AS_TELEGRAM = "auto"
_MOST = 10_000
_COMMAND = re.compile(r"^/\w+(?:@\w+)?\s*")
_FOREIGN = "en"
"""What people also write who speak another language, because most archives are in it."""


class Reception:
    """Handlers that come before the gate, and those of ``/language``."""

    def __init__(self, library: Library, access: Access) -> None:
        self._library = library
        self._access = access
        self._heard = Heard()

    async def meet(self, update: Update, _context: Context) -> None:
        """Speak the language of whoever this update is from: chosen, written in, or Telegram's."""
        user = update.effective_user
        if user is None:
            chat_texts.speak(None)
            return
        person = await asyncio.to_thread(self._find, user.id)
        self._access.standings.remember(person, code=user.language_code)
        self._heard.listen(update)
        chat_texts.speak(person.language or self._heard.of(user.id) or user.language_code)

    async def language(self, update: Update, context: Context) -> None:
        """``/language``, and ``/language uk``."""
        message, user = update.message, update.effective_user
        if message is None or user is None:
            return
        given = chat_texts.known(" ".join(context.args or ()))
        if given is None:
            said = Rich().add(chat_texts.say("language-choose"))
            await send(context.bot, Place.beside(message), said, _choices())
        else:
            await self._choose(user, given)
            await send(
                context.bot, Place.beside(message), Rich().add(chat_texts.say("language-set"))
            )
            await set_menu_of(context.bot, user.id, admin=self._access.is_admin(user.id))

    async def tap(self, update: Update, context: Context) -> None:
        """A tap on a language."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        chosen = (query.data or "").partition(":")[2]
        await self._choose(query.from_user, chat_texts.known(chosen))
        await toast(query, chat_texts.say("language-set"))
        at = (query.message.chat.id, query.message.message_id)
        if query.message.chat.id == query.from_user.id:
            await edit(context.bot, at, Rich().add(chat_texts.say("language-set")), _choices())
            admin = self._access.is_admin(query.from_user.id)
            await set_menu_of(context.bot, query.from_user.id, admin=admin)

    async def knock(self, user: User) -> str | None:
        """The code with which a stranger waits to be let in, where there is somebody to do so."""
        if not self._access.admins:
            return None
        return await asyncio.to_thread(self._knock, user)

    async def _choose(self, user: User, language: str | None) -> None:
        await asyncio.to_thread(self._keep, user, language)
        self._heard.forget(user.id)
        chat_texts.speak(language or user.language_code)

    def _find(self, person: int) -> Person:
        with self._library.catalog.read() as connection:
            return people.find(connection, person)

    def _knock(self, user: User) -> str:
        with self._library.catalog.write() as connection:
            return people.knock(connection, user.id, name=user.full_name)

    def _keep(self, user: User, language: str | None) -> None:
        with self._library.catalog.write() as connection:
            people.set_language(connection, user.id, language, name=user.full_name)


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
        message, user = update.message or update.edited_message, update.effective_user
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
