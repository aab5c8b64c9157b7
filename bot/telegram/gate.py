"""The gate in front of all handlers: lets an update through, or says why not, or is silent."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from telegram import Chat, Message, MessageEntity
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.telegram import texts
from bot.telegram.links import DEEP_LINK, WITHOUT

if TYPE_CHECKING:
    from telegram import Update, User
    from telegram.ext import ContextTypes

    from bot.telegram.access import Access, Membership

_log = logging.getLogger(__name__)
_OPENS = re.compile(rf"/start(?:@\w+)?\s+{DEEP_LINK.pattern}\s*")


class Gate:
    """Sees every update before any handler does."""

    def __init__(self, access: Access, membership: Membership) -> None:
        self._access = access
        self._membership = membership

    async def check(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Let the update through.

        Raises:
            ApplicationHandlerStop: nobody else is to see it.
        """
        person, chat = update.effective_user, update.effective_chat
        if person is None or chat is None:
            raise ApplicationHandlerStop
        if not await self._admits(update, person.id, chat):
            await self._refuse(update, person, context.bot.username)
            raise ApplicationHandlerStop

    async def _admits(self, update: Update, person: int, chat: Chat) -> bool:
        message, tap = update.message, update.callback_query
        if tap:
            asks = WITHOUT.fullmatch(tap.data or "") is not None
            if asks and not self._access.may_write(person, chat.id):
                return False
            return await self._access.may_open(person, self._membership)
        if self._access.may_write(person, chat.id):
            return True
        opens = chat.type == Chat.PRIVATE and message and _OPENS.fullmatch(message.text or "")
        return bool(opens) and await self._access.may_open(person, self._membership)

    async def _refuse(self, update: Update, person: User, username: str) -> None:
        _log.info("refused: %s", person.id)
        if person.is_bot:  # also those who write in the name of a group or channel
            return
        try:
            if update.callback_query:
                await update.callback_query.answer(texts.stranger_toast(person.id))
            elif update.message and is_addressed(update.message, username):
                sentence = texts.stranger(person.id, admins=bool(self._access.admins))
                await update.message.reply_text(sentence)
        except TelegramError as exc:
            _log.info("a refusal was not delivered: %s", exc)


def is_addressed(message: Message, username: str) -> bool:
    """Whether a message is meant for the bot: in private always, in groups where it says so."""
    if message.chat.type == Chat.PRIVATE:
        return True
    if is_reply_to(message, username) or mentions(message, username):
        return True
    return any(
        command.partition("@")[2].lower() in {"", username.lower()}
        for command in message.parse_entities([MessageEntity.BOT_COMMAND]).values()
    )


def is_reply_to(message: Message, username: str) -> bool:
    """Whether a message answers one of the bot's."""
    target = message.reply_to_message
    return bool(target and target.from_user and target.from_user.username == username)


def mentions(message: Message, username: str) -> bool:
    """Whether a message names the bot."""
    named = message.parse_entities([MessageEntity.MENTION]).values()
    return f"@{username}".lower() in {each.lower() for each in named}


def without_mention(text: str, username: str) -> str:
    """The text without the bot's name."""
    return re.sub(rf"@{re.escape(username)}\b", " ", text, flags=re.IGNORECASE).strip(" ,:\n")
