"""How an answer looks while it is being made. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.answer.writing.answer_progress import Phase
from bot.telegram.delivery.formatted_text import LONGEST_TEXT, Rich, join
from bot.telegram.views import chat_texts

if TYPE_CHECKING:
    from bot.answer.writing.answer_progress import Stage

_ROOM = 200
"""UTF-16 units kept free for the line about the phase."""


def frame(stage: Stage) -> Rich:
    """The claims that are checked so far, as many as fit, and what is being done."""
    claims: list[Rich] = []
    length = 0
    for claim in stage.claims:
        said = Rich().add(claim.marked)
        length += said.length + 2
        if length > LONGEST_TEXT - _ROOM:
            break
        claims.append(said)
    return join([*claims, Rich().add(_line(stage), MessageEntity.ITALIC)], "\n\n")


def stop_keyboard(key: str) -> InlineKeyboardMarkup:
    """The button that ends the writing."""
    button = InlineKeyboardButton(chat_texts.say("stop"), callback_data=f"h:{key}")
    return InlineKeyboardMarkup([[button]])


def stopping(*, late: bool) -> str:
    """What the tap on it is answered with."""
    return chat_texts.say("stopped-already" if late else "stopping")


def _line(stage: Stage) -> str:
    if stage.phase is Phase.READING:
        return chat_texts.say("frame-reading", count=stage.articles)
    return chat_texts.say("frame-searching" if stage.phase is Phase.SEARCHING else "frame-writing")
