"""Where an error of a handler ends: in the log, and as a sentence with the same reference."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING

from telegram import Chat, Update
from telegram.error import Forbidden, TelegramError

from bot.telegram.delivery.calls import is_answered
from bot.telegram.delivery.formatted_text import Part, Rich
from bot.telegram.delivery.outbox import Obligation, name_of
from bot.telegram.transport import callback_data
from bot.telegram.transport.speakers import speaker
from bot.telegram.views import chat_texts
from index.errors import PressmarkError

if TYPE_CHECKING:
    from telegram import CallbackQuery
    from telegram.ext import ContextTypes

    from bot.telegram.delivery.courier import Courier

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
    sentence, new = chat_texts.failed(reference), _unanswered(update)
    if new is None and not await _tell(update.callback_query, sentence):
        new = _below(update)
    if new is not None:
        await _owe(context.bot_data["courier"], new, sentence)


async def give_up(update: Update, courier: Courier) -> None:
    """Tell who asked that the answer ended the program again and again."""
    reference, new = secrets.token_hex(4), _unanswered(update)
    _log.error("%s: update %s is given up.", reference, update.update_id)
    if (person := speaker(update)) is not None:
        chat_texts.speak(person.language_code)
    if new is not None:
        await _owe(courier, new, chat_texts.failed(reference))


def _unanswered(update: Update) -> Obligation | None:
    """What is owed for an update that asks; ``None`` where nothing but a spinner waits."""
    if message := update.message or update.edited_message:
        return Obligation.of(update, message, reply=message.chat.type != Chat.PRIVATE)
    tap = update.callback_query
    return _below(update) if tap and callback_data.asks(tap.data) else None


def _below(update: Update) -> Obligation | None:
    """What is owed for a tap, below the message with the button."""
    tap = update.callback_query
    if tap is None or tap.message is None:
        return None
    return Obligation.below(name_of(update, tap.message), tap.message)


async def _owe(courier: Courier, new: Obligation, sentence: str) -> None:
    """Say it for certain, in place of the answer that there would have been."""
    try:
        owed = await courier.find(new.id) or new
        if owed.state == "open":
            await courier.deliver(owed.owing([Part(Rich().add(sentence))]))
    except PressmarkError as exc:
        _log.error("the sentence about an error cannot be written down: %s", exc)


async def _tell(tap: CallbackQuery | None, sentence: str) -> bool:
    """Whether it was said on the button: in time, and while its spinner was there."""
    if tap is None or is_answered(tap):
        return False
    try:
        await tap.answer(sentence, show_alert=True)
    except TelegramError as exc:
        _log.info("the sentence about an error comes in a message: %s", exc)
        return False
    return True
