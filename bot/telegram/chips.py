"""Taking back what was understood: a tap under an answer asks its question without a phrase."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING

from telegram import Message, ReplyParameters

from bot.answers import requests
from bot.telegram import texts
from bot.telegram.delivery import Place, edit, send, toast, typing
from bot.telegram.links import WITHOUT, parse
from bot.telegram.rendering import render, shown_claim
from bot.telegram.rich import Rich
from bot.telegram.turns import Turns, thread_of
from index.catalog import answers
from index.errors import NotFoundError

if TYPE_CHECKING:
    from telegram import Bot, MaybeInaccessibleMessage, Update
    from telegram.ext import ContextTypes

    from bot.answers.answering import Answerer
    from bot.answers.requests import Request
    from index.library import Library

    Context = ContextTypes.DEFAULT_TYPE

_MOST_REPLACED = 2000


class Chips:
    """Handles taps on the buttons with ✕: the message becomes the answer to the same question.

    Whoever may ask in a chat may tap there. A tap is carried out once: the second finds the
    answer replaced.
    """

    def __init__(self, library: Library, answerer: Answerer) -> None:
        self._library = library
        self._answerer = answerer
        self._replaced: OrderedDict[tuple[int, str], None] = OrderedDict()
        self._turns = Turns()

    async def tap(self, update: Update, context: Context) -> None:
        """A tap on ✕ or on the way back."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        named, message = parse(WITHOUT, query.data), query.message
        key = (message.chat.id, named[0] if named else "")
        if key in self._replaced:
            await toast(query, texts.say("asked-again"))
        elif named is None or not _has_button(message, query.data):
            await toast(query, texts.say("answer-gone"))
        else:
            await toast(query, texts.say("asking-again"))
            async with self._turns.of(key):
                if key not in self._replaced:
                    await self._replace(context.bot, message, *named)
                    self._remember(key)

    async def _replace(
        self, bot: Bot, message: MaybeInaccessibleMessage, answer: str, n: int
    ) -> None:
        """Put the answer without phrase ``n`` in the place of the message, or below it."""
        try:
            request, whole = await asyncio.to_thread(self._find, answer, n, message)
        except NotFoundError:
            await send(bot, _below(message), Rich().add(texts.say("answer-gone")))
            return
        async with typing(bot, _below(message)):
            found = await self._answerer.again(request)
        first, *others = render(found, username=bot.username)
        changed = (message.chat.id, message.message_id)
        if not (whole and await edit(bot, changed, first.content, first.keyboard)):
            others = [first, *others]
        for part in others:
            await send(bot, _below(message), part.content, part.keyboard)

    def _find(self, answer: str, n: int, message: MaybeInaccessibleMessage) -> tuple[Request, bool]:
        """What to ask, and whether the message is all of the answer and not only its end."""
        request = requests.without(self._library.catalog, answer, n)
        with self._library.catalog.read() as connection:
            claims = answers.find_answer(connection, answer)["claims"]
        text = message.text if isinstance(message, Message) else None
        return request, text is None or not claims or shown_claim(claims[0]["text"]) in text

    def _remember(self, key: tuple[int, str]) -> None:
        self._replaced[key] = None
        if len(self._replaced) > _MOST_REPLACED:
            self._replaced.popitem(last=False)


def _has_button(message: MaybeInaccessibleMessage, data: str | None) -> bool:
    """Whether a tap on this message can mean ``data``; a very old message does not tell."""
    if not isinstance(message, Message):
        return True
    keyboard = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return any(button.callback_data == data for row in keyboard for button in row)


def _below(message: MaybeInaccessibleMessage) -> Place:
    """Where a further message about this one goes."""
    reply = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    return Place(message.chat.id, thread_of(message), reply)
