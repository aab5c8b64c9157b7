"""Where an error of a handler ends: in the log, and as a sentence with the same reference."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING

from telegram import Chat, Message, Update
from telegram.error import Forbidden, TelegramError

from bot.telegram import texts
from bot.telegram.delivery import Place
from bot.telegram.links import WITHOUT
from bot.telegram.outbox import Obligation
from bot.telegram.rendering import Part
from bot.telegram.rich import Rich
from index.errors import PressmarkError

if TYPE_CHECKING:
    from telegram import Bot
    from telegram.ext import ContextTypes

    from bot.telegram.courier import Courier

_log = logging.getLogger(__name__)


async def report(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Log the error of a handler and tell the person concerned."""
    error = context.error
    if isinstance(error, Forbidden):
        _log.info("a message was not delivered: %s", error)
        return
    reference = secrets.token_hex(4)
    if isinstance(error, (PressmarkError, TelegramError)):
        _log.error("%s: %s: %s", reference, type(error).__name__, error)
    else:
        _log.error("%s: %s", reference, type(error).__name__, exc_info=error)
    if not isinstance(update, Update):
        return
    courier = context.bot_data.get("courier")
    if courier is None or update.message is None:
        await _tell(context.bot, update, texts.failed(reference))
    else:
        await _owe(courier, update, update.message, texts.failed(reference))


async def _owe(courier: Courier, update: Update, message: Message, sentence: str) -> None:
    """Say it for certain, in place of the answer that there would have been."""
    new = Obligation.of(update, message, reply=message.chat.type != Chat.PRIVATE)
    try:
        owed = await courier.find(new.id) or new
        if owed.state == "open":
            await courier.deliver(owed.owing([Part(Rich().add(sentence))]))
    except PressmarkError as exc:
        _log.error("the sentence about an error cannot be written down: %s", exc)


async def _tell(bot: Bot, update: Update, sentence: str) -> None:
    """Say it once, without insisting: what failed may have been the sending."""
    try:
        tap = update.callback_query
        message = tap.message if tap else update.message
        if tap and not WITHOUT.fullmatch(tap.data or ""):  # those are answered before the work
            await tap.answer(sentence)
        elif isinstance(message, Message):
            place = Place.beside(message)
            await bot.send_message(
                place.chat,
                sentence,
                message_thread_id=place.thread,
                reply_parameters=place.reply_to,
            )
    except TelegramError as exc:
        _log.info("the sentence about an error was not delivered: %s", exc)
