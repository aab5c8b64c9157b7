"""Questions in private and in groups, and what else may stand in their place."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.telegram import texts
from bot.telegram.delivery import Place, send, typing
from bot.telegram.gate import is_reply_to, mentions, without_mention
from bot.telegram.quoting import quoted_by
from bot.telegram.rendering import render
from bot.telegram.rich import Rich
from bot.telegram.turns import conversation
from index.errors import EmptyArchiveError

if TYPE_CHECKING:
    from telegram import Message, Update
    from telegram.ext import ContextTypes

    from bot.answers.answering import Answerer
    from index.library import Library

    Context = ContextTypes.DEFAULT_TYPE

_log = logging.getLogger(__name__)


class Questions:
    """Handlers that end in an answer."""

    def __init__(self, library: Library, answerer: Answerer) -> None:
        self._library = library
        self._answerer = answerer

    async def plain(self, update: Update, context: Context) -> None:
        """A message in private: a question as it is."""
        if update.message and (said := update.message.text or update.message.caption):
            await self._answer(update, context, said)

    async def addressed(self, update: Update, context: Context) -> None:
        """A message in a group: a question if it names the bot or replies to it."""
        message, username = update.message, context.bot.username
        said = (message.text or message.caption) if message else None
        if message is None or not said:
            return
        if mentions(message, username) or is_reply_to(message, username):
            question = without_mention(said, username) or _replied_text(message)
            await self._answer(update, context, question)

    async def ask(self, update: Update, context: Context) -> None:
        """``/ask QUESTION``, or ``/ask`` in reply to a question."""
        if update.message:
            question = _argument(update.message) or _replied_text(update.message)
            await self._answer(update, context, question)

    async def new(self, update: Update, context: Context) -> None:
        """``/new``: the next question stands alone."""
        await asyncio.to_thread(self._answerer.forget, conversation(update))
        if update.message:
            await send(
                context.bot, Place.beside(update.message), Rich().add(texts.say("forgotten"))
            )

    async def _answer(self, update: Update, context: Context, question: str) -> None:
        if update.message is None:
            return
        place = Place.beside(update.message)
        if not question.strip():
            await send(context.bot, place, Rich().add(texts.say("ask-usage")))
            return
        quoted = await asyncio.to_thread(quoted_by, self._library, update.message)
        async with typing(context.bot, place):
            try:
                answer = await self._answerer.answer(
                    question.strip(), conversation=conversation(update), quoted=quoted
                )
            except EmptyArchiveError:
                answer = None
        if answer is None:
            await send(context.bot, place, Rich().add(await self._why_empty()))
            return
        for part in render(answer, username=context.bot.username):
            await send(context.bot, place, part.content, part.keyboard)

    async def _why_empty(self) -> str:
        status = await asyncio.to_thread(self._library.status)
        running = any(job["state"] in {"queued", "running"} for job in status["jobs"])
        return texts.say("first-reading") if running else texts.say("nothing-indexed")


def _argument(message: Message) -> str:
    """What stands behind the command."""
    words = (message.text or "").split(None, 1)
    return words[1] if len(words) > 1 else ""


def _replied_text(message: Message) -> str:
    """The text that a message replies to, or nothing."""
    target = message.reply_to_message
    return ((target.text or target.caption) if target else None) or ""
