"""The name of the bot, which @BotFather changes while it runs.

Mentions, commands with a name and links into the bot go by it. It is asked for now and then, and
at once where a message names somebody who is not known, or shows us under another name.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from cachetools import TTLCache
from telegram import MessageEntity
from telegram.error import TelegramError

from bot.telegram.transport.addressing import marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telegram import Bot, Message, Update
    from telegram.ext import ContextTypes

_log = logging.getLogger(__name__)
_SECONDS = 600.0
_OTHERS_SECONDS, _MOST_OTHERS = 60.0, 1000


class OwnName:
    """Keeps ``bot.username`` as Telegram has it."""

    def __init__(self) -> None:
        self._others: TTLCache[str, bool] = TTLCache(_MOST_OTHERS, _OTHERS_SECONDS)

    async def meet(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """See an update before anybody asks whether it is for us."""
        message = update.message or update.edited_message
        if message is None:
            return
        known = context.bot.username.lower()
        new = {name for name in _names(message) if name != known and name not in self._others}
        if new:
            self._others.update(dict.fromkeys(new, True))
            await ask_name(context.bot)

    async def run(self, bot: Bot, *, seconds: float = _SECONDS) -> None:
        """Ask for it again and again: links need it where nobody writes."""
        while True:
            await asyncio.sleep(seconds)
            await ask_name(bot)


async def ask_name(bot: Bot) -> None:
    """Ask Telegram for our name; the library keeps what it says."""
    before = bot.username
    try:
        await bot.get_me()
    except TelegramError as exc:
        _log.info("the name of the bot cannot be asked for: %s", exc)
    else:
        if bot.username != before:
            _log.info("the bot @%s is called @%s now", before, bot.username)


def _names(message: Message) -> Iterator[str]:
    """The names in a message that may be ours, in small letters and without the @."""
    for text in marked(message, MessageEntity.MENTION, MessageEntity.BOT_COMMAND):
        if name := text.partition("@")[2].lower():
            yield name
    writer = message.reply_to_message.from_user if message.reply_to_message else None
    if writer is not None and writer.username and writer.id == message.get_bot().id:
        yield writer.username.lower()
