"""The buttons under a card: the citations around it, the article, the quote, a complaint. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.delivery.formatted_text import units, usable_url
from bot.telegram.transport.callback_data import at_sentence
from bot.telegram.views import chat_texts
from bot.telegram.views.buttons import opens
from bot.telegram.views.pages import turning

if TYPE_CHECKING:
    from bot.store.answers import CitedPassage

    Row = list[InlineKeyboardButton]

_LONGEST_COPY = 256
"""Of the text that a button copies (Bot API, CopyTextButton); a longer quote is not cut."""


@dataclass(frozen=True, slots=True)
class Position:
    """Citation ``n`` of ``count`` of an answer, or one alone; ``wide``: with more around it."""

    answer: str | None = None
    n: int = 1
    count: int = 1
    wide: bool = False


def card_keyboard(cited: CitedPassage, position: Position) -> InlineKeyboardMarkup | None:
    """The buttons of a card; of a withdrawn article those that lead away from it."""
    answer = position.answer
    rows: list[Row] = []
    if answer is not None:
        rows = turning(position.n, position.count, lambda n: opens(answer, n))
    if not cited.withdrawn:
        rows += [_article(cited), _reading(cited, position)]
        if position.answer is not None:
            flag = f"u:{position.answer}:{position.n}"
            rows.append([InlineKeyboardButton(chat_texts.say("unsupported"), callback_data=flag)])
    rows = [row for row in rows if row]
    return InlineKeyboardMarkup(rows) if rows else None


def is_card(keyboard: InlineKeyboardMarkup | None) -> bool:
    """Whether a message with this keyboard is the card of an answer, not the answer."""
    buttons = [button for row in (keyboard.inline_keyboard if keyboard else ()) for button in row]
    return any(
        (button.text == "◀" and data.startswith("c:")) or data.startswith("u:")
        for button in buttons
        if (data := str(button.callback_data))
    )


def _article(cited: CitedPassage) -> Row:
    """To the page, at the sentence, and to the clipboard."""
    row: Row = []
    if url := usable_url(cited.card.url):
        at = usable_url(at_sentence(url, cited.verbatim)) or url
        row.append(InlineKeyboardButton(chat_texts.say("open-article"), url=at))
    if 0 < units(cited.verbatim) <= _LONGEST_COPY:
        copied = CopyTextButton(cited.verbatim)
        row.append(InlineKeyboardButton(chat_texts.say("copy-quote"), copy_text=copied))
    return row


def _reading(cited: CitedPassage, position: Position) -> Row:
    """More or less of the article around the passage, or all of it."""
    if position.answer is not None:
        data = f"{'n' if position.wide else 'm'}:{position.answer}:{position.n}"
    else:
        data = f"{'v' if position.wide else 'w'}:{cited.id}"
    name = "less-context" if position.wide else "more-context"
    return [
        InlineKeyboardButton(chat_texts.say(name), callback_data=data),
        InlineKeyboardButton(
            chat_texts.say("read-article"), callback_data=f"a:{cited.card.article}:1"
        ),
    ]
