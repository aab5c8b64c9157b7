"""The gate in front of all handlers: lets an update through, or says why not, or is silent."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from telegram import Chat, InlineQueryResultsButton
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.errors import DeliveryError
from bot.telegram.delivery.calls import send
from bot.telegram.delivery.formatted_text import Rich
from bot.telegram.delivery.send_once import Place
from bot.telegram.transport.addressing import command, is_addressed
from bot.telegram.transport.callback_data import ARTICLE_LINK, DEEP_LINK, INVITATION, steers
from bot.telegram.transport.purposes import purpose
from bot.telegram.transport.speakers import speaker
from bot.telegram.views import chat_texts

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram import Bot, Message, Update
    from telegram.ext import ContextTypes

    from bot.telegram.people.access import Access, Membership
    from bot.telegram.transport.speakers import Speaker

    Knock = Callable[[Speaker], Awaitable[str | None]]

_log = logging.getLogger(__name__)
_OPENS = re.compile(rf"/start(?:@\w+)?\s+(?:{DEEP_LINK.pattern}|{ARTICLE_LINK.pattern})\s*")
_INVITED = re.compile(rf"/start(?:@\w+)?\s+{INVITATION.pattern}\s*")


class Gate:
    """Sees every update before any handler does."""

    def __init__(self, access: Access, membership: Membership, knock: Knock | None = None) -> None:
        """``knock`` gives a stranger the code with which they wait to be let in."""
        self._access = access
        self._membership = membership
        self._knock = knock

    async def check(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Let the update through.

        Raises:
            ApplicationHandlerStop: nobody else is to see it.
        """
        person, chat = speaker(update), update.effective_chat
        if person is None or (chat is None and update.inline_query is None):
            raise ApplicationHandlerStop
        if update.my_chat_member and not self._access.is_banned(person.id):
            return  # nobody is answered: who may ask is said, whoever brought the bot
        if not await self._admits(update, person.id, chat):
            await self._refuse(update, person, context.bot)
            raise ApplicationHandlerStop

    async def _admits(self, update: Update, person: int, chat: Chat | None) -> bool:
        message, tap = update.message, update.callback_query
        if chat is None:  # an inline query, from wherever it is typed
            return await self._access.may_open(person, self._membership)
        if tap:
            if steers(tap.data) and not self._access.may_write(person, chat.id):
                return False
            return await self._access.may_open(person, self._membership)
        if self._access.may_write(person, chat.id):
            return True
        if chat.type != Chat.PRIVATE or message is None:
            return False
        return await self._follows(message.text or "", person)

    async def _follows(self, text: str, person: int) -> bool:
        """Whether somebody who may not ask may follow the link of this ``/start``."""
        if _INVITED.fullmatch(text):
            return not self._access.is_banned(person)
        return bool(_OPENS.fullmatch(text)) and await self._access.may_open(
            person, self._membership
        )

    async def _refuse(self, update: Update, person: Speaker, bot: Bot) -> None:
        _log.info("refused: %s", person.id)
        if self._access.is_banned(person.id) and update.message:
            return
        if person.is_bot:
            return
        try:
            if update.inline_query:
                button = InlineQueryResultsButton(
                    chat_texts.say("stranger-inline"), start_parameter="ask"
                )
                await update.inline_query.answer([], cache_time=0, is_personal=True, button=button)
            elif update.callback_query:
                await update.callback_query.answer(chat_texts.stranger_toast(person.id))
            elif update.message and _speaks_to(update.message, bot.username):
                private = update.message.chat.type == Chat.PRIVATE
                code = await self._knock(person) if private and self._knock else None
                admins = bool(self._access.admins)
                sentence = chat_texts.stranger(person.id, admins=admins, code=code)
                await send(bot, Place.beside(update.message), Rich().add(sentence))
        except (TelegramError, DeliveryError) as exc:
            _log.info("a refusal was not delivered: %s", exc)


def _speaks_to(message: Message, username: str) -> bool:
    """Whether a message is surely for this bot: others of a group have commands too."""
    found = command(message, username)
    if found is not None and not is_addressed(message, username):
        return found.name in chat_texts.MENU
    return purpose(message, username) != "nothing"
