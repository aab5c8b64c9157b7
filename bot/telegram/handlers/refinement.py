"""Taking back what was understood: a tap under an answer asks its question without a phrase."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from telegram import Message

from bot.answer.conversation import requests
from bot.store import answers
from bot.telegram.delivery.calls import typing
from bot.telegram.delivery.formatted_text import Part, Rich
from bot.telegram.delivery.outbox import Obligation, name_of
from bot.telegram.updates.turns import Turns
from bot.telegram.views import chat_texts
from bot.telegram.views.answer import render, shown_claim
from index.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram import MaybeInaccessibleMessage, Update

    from bot.answer.answerer import Answerer
    from bot.answer.conversation.requests import Request
    from bot.telegram.delivery.courier import Courier
    from bot.telegram.delivery.occasions import Tap
    from index.library import Library


class Chips:
    """Handles taps on the buttons with ✕: the message becomes the answer to the same question.

    It keeps the language of who asked.

    Whoever may ask in a chat may tap there. A tap is carried out once: the second finds the
    answer replaced, also by the process before. What it brings is owed, as every answer is.
    """

    def __init__(
        self,
        library: Library,
        answerer: Answerer,
        courier: Courier,
        give_back: Callable[[Update], Awaitable[None]],
        pages: str | None = None,
    ) -> None:
        """``give_back`` takes back what an update cost; ``pages`` as in `render`."""
        self._give_back, self._pages = give_back, pages
        self._library = library
        self._answerer = answerer
        self._courier = courier
        self._turns = Turns()

    async def tap(self, tap: Tap) -> None:
        """A tap on ✕ or on the way back."""
        name = f"x:{tap.found[1]}:{tap.message.chat.id}"
        replaced = await self._is_replaced(name)
        if replaced or not _has_button(tap.message, tap.query.data):
            await self._give_back(tap.update)
            await tap.say("asked-again" if replaced else "answer-gone")
        else:
            await tap.say("asking-again")
            async with self._turns.of(name):
                told = await self._courier.find(name_of(tap.update, tap.message))
                if told is None and not await self._is_replaced(name):
                    await self._replace(tap, name)

    async def _is_replaced(self, name: str) -> bool:
        found = await self._courier.find(name)
        return found is not None and found.state != "refused"

    async def _replace(self, tap: Tap, name: str) -> None:
        """Put the answer without a phrase in the place of the message, or below it."""
        answer, n, message = tap.found[1], int(tap.found[2]), tap.message
        try:
            request, whole = await asyncio.to_thread(self._find, answer, n, message)
        except NotFoundError:
            await self._give_back(tap.update)
            gone = Part(Rich().add(chat_texts.say("answer-gone")))
            below = Obligation.below(name_of(tap.update, message), message)
            await self._courier.deliver(below.owing([gone]))
            return
        chat_texts.speak(request.language or chat_texts.language())
        async with typing(tap.bot, tap.place):
            found = await self._answerer.again(request)
        owed = await self._owed(name, message, whole=whole)
        shares = bool(tap.bot.supports_inline_queries)
        parts = render(found, username=tap.bot.username, shares=shares, pages=self._pages)
        await self._courier.deliver(owed.owing(parts))

    async def _owed(
        self, name: str, message: MaybeInaccessibleMessage, *, whole: bool
    ) -> Obligation:
        """Where the new answer goes: into all messages of the old one, as far as they are known."""
        before = await self._courier.of_message(message.chat.id, message.message_id)
        if before is not None:
            return before.renewed(name)
        below = Obligation.below(name, message)
        return replace(below, sent=(message.message_id,)) if whole else below

    def _find(self, answer: str, n: int, message: MaybeInaccessibleMessage) -> tuple[Request, bool]:
        """What to ask, and whether the message is all of the answer and not only its end."""
        request = requests.without(self._library.catalog, answer, n)
        claims = self._library.catalog.query(answers.find_answer, answer)["claims"]
        text = message.text if isinstance(message, Message) else None
        return request, text is None or not claims or shown_claim(claims[0]["text"]) in text


def _has_button(message: MaybeInaccessibleMessage, data: str | None) -> bool:
    """Whether a tap on this message can mean ``data``; a very old message does not tell."""
    if not isinstance(message, Message):
        return True
    keyboard = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return any(button.callback_data == data for row in keyboard for button in row)
