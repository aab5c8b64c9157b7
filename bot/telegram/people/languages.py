"""Meets everybody first: what the catalog knows of them, and which language they hear."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache
from telegram import Chat, InlineKeyboardButton, InlineKeyboardMarkup

from bot import clock
from bot.store import people
from bot.store.people import Person
from bot.telegram.delivery.formatted_text import Rich
from bot.telegram.people.menus import set_menu_of
from bot.telegram.transport.purposes import purpose
from bot.telegram.transport.speakers import speaker
from bot.telegram.views import chat_texts
from index.text.language import asked_in

if TYPE_CHECKING:
    from telegram import Bot, Update

    from bot.telegram.delivery.occasions import Incoming, Tap
    from bot.telegram.people.access import Access, Leadership
    from bot.telegram.transport.speakers import Speaker
    from index.library import Library

_AS_TELEGRAM = "auto"
_MOST = 10_000
_COMMAND = re.compile(r"^/\w+(?:@\w+)?\s*")
_FOREIGN = "en"
"""What people also write who speak another language, because most archives are in it."""


class Reception:
    """Handlers that come before the gate, and those of ``/language``."""

    def __init__(self, library: Library, access: Access, leadership: Leadership) -> None:
        self._catalog = library.catalog
        self._access = access
        self._leadership = leadership
        self._zone = clock.zone()
        self._heard = Heard()

    async def meet(self, update: Update, context: Any) -> None:
        """Speak the language and live by the clock of whoever this update is from.

        A language is that of the group, the person's own, the one they wrote in, or Telegram's; a
        clock is the person's own, the group's, or that of the settings.
        """
        user, chat = speaker(update), update.effective_chat
        if user is None:
            chat_texts.speak(None)
            return
        person, group = await asyncio.to_thread(self._known, user, chat)
        self._access.standings.remember(person, code=user.language_code)
        self._heard.listen(update)
        own = person.language or self._heard.of(user.id) or user.language_code
        chat_texts.speak(group.language or own)
        clock.live_in(person.timezone, group.timezone, self._zone)
        if _is_spoken_to(update, context.bot.username):
            await self._call_by_name(user, person)

    async def language(self, came: Incoming) -> None:
        """``/language``, and ``/language uk``: a person's, or in a group the group's."""
        given = chat_texts.known(" ".join(came.words))
        if given is None or came.person is None:
            await came.reply(Rich().add(chat_texts.say("language-choose")), _choices())
            return
        if await self._choose(came.message.chat, came.person, given):
            await came.say("language-set")
            await self._set_menu(came.bot, came.message.chat, came.person)
        else:
            await came.say("only-leaders")

    async def tap(self, tap: Tap) -> None:
        """A tap on a language."""
        chat = tap.message.chat
        if not await self._choose(chat, tap.person, chat_texts.known(tap.found[1])):
            await tap.say("only-leaders")
            return
        await tap.say("language-set")
        await tap.edit(Rich().add(chat_texts.say("language-set")), _choices())
        await self._set_menu(tap.bot, chat, tap.person)

    async def knock(self, user: Speaker) -> str | None:
        """The code with which a stranger waits to be let in, where there is somebody to do so."""
        if not self._access.admins:
            return None
        change, name = self._catalog.change, user.full_name
        return await asyncio.to_thread(change, people.knock, user.id, name=name)

    def forget(self, person: int) -> None:
        """Know nothing of a person that only this process knew."""
        self._heard.forget(person)

    def _known(self, user: Speaker, chat: Chat | None) -> tuple[Person, Person]:
        """What is known of a person, and of the group in which they are."""
        with self._catalog.read() as connection:
            person = people.find(connection, user.id)
            if chat is None or chat.type == Chat.PRIVATE:
                return person, Person(0)
            return person, people.find(connection, self._access.moves.newest(chat.id))

    async def _call_by_name(self, user: Speaker, known: Person) -> None:
        """Know a person by the name that they have now, so that admins can name them."""
        if (user.username or "").casefold() != (known.username or ""):
            change = self._catalog.change
            await asyncio.to_thread(change, people.set_username, user.id, user.username)

    async def _choose(self, chat: Chat, user: Speaker, language: str | None) -> bool:
        """Speak it from here on; whether that was theirs to choose."""
        who = await self._leadership.of(chat, user)
        if who is None:
            return False
        change = self._catalog.change
        name = user.full_name if who == user.id else chat.title or ""
        await asyncio.to_thread(change, people.set_language, who, language, name=name)
        if who == user.id:
            self._heard.forget(user.id)
        chat_texts.speak(language or user.language_code)
        return True

    async def _set_menu(self, bot: Bot, chat: Chat, user: Speaker) -> None:
        """Have the menu of a private chat in its language."""
        if chat.type == Chat.PRIVATE:
            admin = self._access.is_admin(user.id)
            await set_menu_of(bot, user.id, admin=admin, spoken=chat_texts.language())


def _is_spoken_to(update: Update, username: str) -> bool:
    """Whether somebody means the bot, and does not only write where it can read."""
    message = update.message or update.edited_message
    return message is None or purpose(message, username) != "nothing"


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
