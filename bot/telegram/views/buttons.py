"""The buttons under an answer: its citations by their numbers, and what was understood.

Pure. The first row holds numbers and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.notes.interpretation import meaning
from bot.telegram.delivery.formatted_text import shorten, usable_url
from bot.telegram.transport.callback_data import shared
from bot.telegram.views import chat_texts
from bot.web_settings import page_address
from index.planning.overview import asks_overview, names_topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.models import Answer
    from index.models import ArticleCard

    Row = list[InlineKeyboardButton]

_WIDEST_ROW = 8
"""Buttons in a row of an inline keyboard (Bot API, limits)."""
_MOST_NUMBERS = 80
_MOST_CHIPS = 8
"""With them, the way back and the thumbs a keyboard stays under 100 buttons (Bot API, limits)."""
_CHIPS_A_ROW = 2
_LONGEST_CHIP = 40


def answer_keyboard(
    answer: Answer, pages: str | None = None, *, shares: bool = False
) -> InlineKeyboardMarkup:
    """Numbers first, chips below them, the story, then articles to read on in, thumbs last.

    After a refusal these are the nearest, else those that were found beside the cited ones. Where
    answers are ``pages`` below a public address, the page of this one is above the thumbs.
    ``shares``: what was said can be sent to other chats.
    """
    rows = [*numbers(answer.id, len(answer.citations)), *chips(answer), *_story(answer)]
    rows += [[reads(card)] for card in answer.nearest]
    rows += [[reads(card, also=True)] for card in answer.related]
    if pages and (url := usable_url(page_address(pages, answer.id))):
        rows.append([InlineKeyboardButton(chat_texts.say("page-button"), url=url)])
    share = [_share(answer.id)] if shares and not answer.refused else []
    return InlineKeyboardMarkup([*rows, [*share, *thumbs(answer.id)]])


def thumbs(answer: str) -> Row:
    """Two buttons for what people think of an answer."""
    return [
        InlineKeyboardButton("👍", callback_data=f"f:{answer}:u"),
        InlineKeyboardButton("👎", callback_data=f"f:{answer}:d"),
    ]


def _share(answer: str) -> InlineKeyboardButton:
    """A button with which people choose a chat, and find the answer there to be sent."""
    return InlineKeyboardButton(chat_texts.say("share-button"), switch_inline_query=shared(answer))


def reads(card: ArticleCard, *, also: bool = False) -> InlineKeyboardButton:
    """A button that opens an article in the chat; ``also`` says that it is a further one."""
    title = shorten(card.title, _LONGEST_CHIP) or card.article
    label = chat_texts.say("also-read", title=title) if also else title
    return InlineKeyboardButton(f"📄 {label}", callback_data=f"a:{card.article}:1")


def opens(answer: str, n: int) -> str:
    """Callback data that opens citation ``n`` of an answer."""
    return f"c:{answer}:{n}"


def without(answer: str, n: int) -> str:
    """Callback data that asks again without phrase ``n`` of those understood; 0: with all."""
    return f"x:{answer}:{n}"


def numbers(answer: str, count: int) -> list[Row]:
    """The buttons ``1 2 3 …``, eight a row."""
    return numbers_of(answer, range(1, count + 1))


def numbers_of(answer: str, cited: Sequence[int]) -> list[Row]:
    """The same for some of the citations of an answer."""
    buttons = [
        InlineKeyboardButton(str(n), callback_data=opens(answer, n)) for n in cited[:_MOST_NUMBERS]
    ]
    return _rows(buttons, _WIDEST_ROW)


def watches(what: str) -> InlineKeyboardButton:
    """A button that watches what was asked or looked for, as ``what`` names it."""
    return InlineKeyboardButton(chat_texts.say("watch-button"), callback_data=f"k:{what}")


def _story(answer: Answer) -> list[Row]:
    """What asks for the steps of a story, where one was told, and what watches it."""
    question = answer.understood.question
    if not names_topic(question):
        return []
    row = [watches(f"w:{answer.id}")]
    if not answer.refused and asks_overview(question):
        label = chat_texts.say("timeline-button")
        row.insert(0, InlineKeyboardButton(label, callback_data=f"y:{answer.id}"))
    return [row]


def chips(answer: Answer) -> list[Row]:
    """A button for each phrase that was understood, to be asked again without it, or with all."""
    found = answer.understood
    first = {phrase.text.casefold(): n for n, phrase in reversed([*enumerate(found.phrases, 1)])}
    buttons = [
        InlineKeyboardButton(
            chat_texts.chip(
                shorten(meaning(found.phrases[n - 1], chat_texts.language()), _LONGEST_CHIP)
            ),
            callback_data=without(answer.id, n),
        )
        for n in sorted(first.values())[:_MOST_CHIPS]
    ]
    if found.ignored:
        buttons.append(
            InlineKeyboardButton(chat_texts.say("undo"), callback_data=without(answer.id, 0))
        )
    return _rows(buttons, _CHIPS_A_ROW)


def _rows(buttons: Row, width: int) -> list[Row]:
    return [buttons[at : at + width] for at in range(0, len(buttons), width)]
