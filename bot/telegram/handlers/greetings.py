"""What is said to whoever comes, asks for help, or writes what cannot be understood."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from telegram import Chat, Update

from bot.store import invitations
from bot.telegram.delivery.calls import Place, send
from bot.telegram.delivery.formatted_text import Rich
from bot.telegram.people.menus import set_admin_menu
from bot.telegram.transport.callback_data import ARTICLE_LINK, INVITATION
from bot.telegram.views import chat_texts

if TYPE_CHECKING:
    from telegram.ext import ContextTypes

    from bot.telegram.handlers.articles import Articles
    from bot.telegram.handlers.citations import Taps
    from bot.telegram.people.access import Access
    from index.library import Library

    Context = ContextTypes.DEFAULT_TYPE


class Greetings:
    """What is said to whoever comes, asks for help, or writes what cannot be understood."""

    def __init__(self, library: Library, access: Access, taps: Taps, articles: Articles) -> None:
        self._library = library
        self._access = access
        self._taps = taps
        self._articles = articles

    async def start(self, update: Update, context: Context) -> None:
        """``/start``, and with a payload in private what that names."""
        message, person = update.message, update.effective_user
        if message and message.chat.type == Chat.PRIVATE and context.args:
            await self._follow(update, context, " ".join(context.args))
            return
        await _say(update, context, chat_texts.say("welcome"))
        if person and self._access.is_admin(person.id):
            await set_admin_menu(context.bot, person.id)

    async def _follow(self, update: Update, context: Context, payload: str) -> None:
        """A deep link: an invitation, an article, or a citation."""
        if found := INVITATION.fullmatch(payload):
            said = "invited" if await self._invited(update, found[1]) else "invitation-over"
            await _say(update, context, chat_texts.say(said))
        elif ARTICLE_LINK.fullmatch(payload):
            await self._articles.link(update, context, payload)
        else:
            await self._taps.link(update, context, payload)

    async def _invited(self, update: Update, code: str) -> bool:
        """Whether the person may ask now."""
        person = update.effective_user
        if person is None or self._access.knows(person.id):
            return person is not None
        return await asyncio.to_thread(self._accept, code, person.id, person.full_name)

    def _accept(self, code: str, person: int, name: str) -> bool:
        with self._library.catalog.write() as connection:
            return invitations.accept(connection, code, person, name=name)

    async def help(self, update: Update, context: Context) -> None:
        """``/help``: what there is for this person."""
        person = update.effective_user
        bot, said = context.bot, [chat_texts.say("help", username=context.bot.username)]
        seen = bot.bot.can_read_all_group_messages
        name = "help-groups-seen" if seen else "help-groups-private"
        said.append(
            chat_texts.say(name, username=bot.username) if not seen else chat_texts.say(name)
        )
        if person is not None and self._access.is_admin(person.id):
            said.append(chat_texts.say("admin-help"))
        await _say(update, context, "\n\n".join(said))

    async def unknown(self, update: Update, context: Context) -> None:
        """A command that does not exist."""
        await _say(update, context, chat_texts.say("unknown-command"))

    async def wordless(self, update: Update, context: Context) -> None:
        """A photo, a voice message, a sticker."""
        await _say(update, context, chat_texts.say("only-text"))


async def _say(update: Update, context: Context, sentence: str) -> None:
    if update.message:
        await send(context.bot, Place.beside(update.message), Rich().add(sentence))
