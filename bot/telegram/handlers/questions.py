"""Questions in private and in groups, and what else may stand in their place."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.composing import selection
from bot.telegram.delivery.calls import typing
from bot.telegram.delivery.formatted_text import Part, Rich
from bot.telegram.delivery.outbox import Obligation
from bot.telegram.delivery.send_once import Place
from bot.telegram.handlers.antecedents import Antecedent, Antecedents
from bot.telegram.transport import addressing
from bot.telegram.transport.addressing import names_late, replied, without_mention
from bot.telegram.transport.purposes import asks
from bot.telegram.updates.turns import conversation
from bot.telegram.views import chat_texts
from bot.telegram.views.answer import render
from index.errors import EmptyArchiveError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram import Update

    from bot.answer.answerer import Answerer
    from bot.telegram.delivery.courier import Courier
    from bot.telegram.delivery.occasions import Incoming
    from bot.telegram.handlers.previews import Previews
    from index.library import Library

_log = logging.getLogger(__name__)


class Questions:
    """Handlers that end in an answer."""

    def __init__(
        self,
        library: Library,
        answerer: Answerer,
        courier: Courier,
        previews: Previews,
        give_back: Callable[[Update], Awaitable[None]],
        pages: str | None = None,
    ) -> None:
        """``give_back`` takes back what an update cost; ``pages`` as in `render`."""
        self._pages = pages
        self._library = library
        self._answerer = answerer
        self._courier = courier
        self._give_back = give_back
        self._antecedents = Antecedents(library, courier)
        self.previews = previews

    async def asked(self, came: Incoming) -> None:
        """A message that is a question: its own words, or those that it replies to."""
        await self._answer(came, _asked_in(came))

    async def ask(self, came: Incoming) -> None:
        """``/ask QUESTION``, or ``/ask`` in reply to a question."""
        await self._answer(came, _asked_in(came))

    async def new(self, came: Incoming) -> None:
        """``/new``: the next question stands alone."""
        await asyncio.to_thread(self._answerer.forget, conversation(came.update))
        await came.say("forgotten")

    async def edited(self, came: Incoming) -> None:
        """A question that was changed after it was answered: its answer changes in its place.

        A message in a group may name the bot only now: then it is asked only now.
        """
        message = came.message
        if not asks(message, came.bot.username):
            return
        before = await self._courier.of_question(message.chat.id, message.message_id)
        if before is None and names_late(message, came.bot.username):
            await self.asked(came)
        if before is None or not before.is_outdated(came.text):
            return
        question = _asked_in(came).strip()
        if question:
            owed = Obligation.of(came.update, message, reply=before.reply)
            await self._make(came, question, replace(owed, sent=before.sent))

    async def _answer(self, came: Incoming, question: str) -> None:
        if not question.strip():
            await came.say("ask-usage")
            return
        owed = Obligation.of(came.update, came.message, reply=not came.private)
        known = await self._courier.find(owed.id)
        if known is None or known.state == "open":  # else it is on its way, or was there before
            await self._make(came, question.strip(), known or owed)

    async def _make(self, came: Incoming, question: str, owed: Obligation) -> None:
        """Make the answer and hand it to the courier."""
        person = came.person.id if came.person else 0
        about = await self._antecedents.of(came) if _own_words(came) else Antecedent()
        try:
            async with typing(came.bot, Place(owed.chat, owed.thread)):
                preview = self.previews.show(owed, person, frames=self._shows(came))
                async with preview:
                    answer = await self._answerer.answer(
                        question,
                        conversation=conversation(came.update),
                        quoted=about.quoted,
                        about=about.turn,
                        asked=came.asked,
                        progress=preview.progress,
                    )
                owed = preview.owed
        except EmptyArchiveError as exc:
            await self._give_back(came.update)
            parts = [Part(Rich().add(await self._why_empty(exc)))]
        else:
            shares = bool(came.bot.supports_inline_queries)
            parts = render(answer, username=came.bot.username, shares=shares, pages=self._pages)
        await self._courier.deliver(owed.owing(parts))

    def _shows(self, came: Incoming) -> bool:
        """Whether frames are shown: a model takes its time, and an edited answer stays readable."""
        return self._answerer.model != selection.MODEL and came.update.message is not None

    async def _why_empty(self, exc: EmptyArchiveError) -> str:
        status = await asyncio.to_thread(self._library.status)
        running = any(job["state"] in {"queued", "running"} for job in status["jobs"])
        first = running and status["generation"] is None
        return chat_texts.say("first-reading") if first else chat_texts.empty(exc)


def _asked_in(came: Incoming) -> str:
    """The question in a message, else the text that it replies to."""
    return _own_words(came) or replied(came.message)


def _own_words(came: Incoming) -> str:
    """What a message asks without what it replies to."""
    if addressing.command(came.message, came.bot.username):
        return came.argument
    return without_mention(came.text, came.bot.username)
