"""Questions in private and in groups, and what else may stand in their place."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from telegram import Chat

from bot.answer.composing import selection
from bot.models import Quoted
from bot.store import answers
from bot.telegram.delivery.calls import Place, send, typing
from bot.telegram.delivery.formatted_text import Part, Rich
from bot.telegram.delivery.outbox import Obligation
from bot.telegram.transport.addressing import is_reply_to, mentions, without_mention
from bot.telegram.transport.callback_data import CALLBACK, parse
from bot.telegram.updates.turns import conversation
from bot.telegram.views import chat_texts
from bot.telegram.views.answer import render
from index.errors import EmptyArchiveError, NotFoundError

if TYPE_CHECKING:
    from telegram import Message, Update
    from telegram.ext import ContextTypes

    from bot.answer.answerer import Answerer
    from bot.telegram.delivery.courier import Courier
    from bot.telegram.handlers.previews import Previews
    from index.library import Library

    Context = ContextTypes.DEFAULT_TYPE

_log = logging.getLogger(__name__)


class Questions:
    """Handlers that end in an answer."""

    def __init__(
        self, library: Library, answerer: Answerer, courier: Courier, previews: Previews
    ) -> None:
        self._library = library
        self._answerer = answerer
        self._courier = courier
        self.previews = previews

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
                context.bot, Place.beside(update.message), Rich().add(chat_texts.say("forgotten"))
            )

    async def edited(self, update: Update, context: Context) -> None:
        """A question that was changed after it was answered: its answer changes in its place."""
        message = update.edited_message
        said = (message.text or message.caption) if message else None
        if message is None or not said:
            return
        before = await self._courier.of_question(message.chat.id, message.message_id)
        if before is None or not before.is_outdated(said):
            return
        question = _asked_in(message, context.bot.username).strip()
        if question:
            owed = Obligation.of(update, message, reply=before.reply)
            await self._make(update, context, question, replace(owed, sent=before.sent))

    async def _answer(self, update: Update, context: Context, question: str) -> None:
        message = update.message
        if message is None:
            return
        if not question.strip():
            await send(context.bot, Place.beside(message), Rich().add(chat_texts.say("ask-usage")))
            return
        owed = Obligation.of(update, message, reply=message.chat.type != Chat.PRIVATE)
        known = await self._courier.find(owed.id)
        if known is None or known.state == "open":  # else it is on its way, or was there before
            await self._make(update, context, question.strip(), known or owed)

    async def _make(
        self, update: Update, context: Context, question: str, owed: Obligation
    ) -> None:
        """Make the answer and hand it to the courier."""
        person = update.effective_user.id if update.effective_user else 0
        key, message = conversation(update), update.effective_message
        quoted = await asyncio.to_thread(quoted_by, self._library, message) if message else None
        try:
            async with typing(context.bot, Place(owed.chat, owed.thread)):
                preview = self.previews.show(owed, person, frames=self._shows(update))
                async with preview:
                    answer = await self._answerer.answer(
                        question, conversation=key, quoted=quoted, progress=preview.progress
                    )
                owed = preview.owed
        except EmptyArchiveError:
            parts = [Part(Rich().add(await self._why_empty()))]
        else:
            parts = render(answer, username=context.bot.username)
        await self._courier.deliver(owed.owing(parts))

    def _shows(self, update: Update) -> bool:
        """Whether frames are shown: a model takes its time, and an edited answer stays readable."""
        return self._answerer.model != selection.MODEL and update.message is not None

    async def _why_empty(self) -> str:
        status = await asyncio.to_thread(self._library.status)
        running = any(job["state"] in {"queued", "running"} for job in status["jobs"])
        return chat_texts.say("first-reading") if running else chat_texts.say("nothing-indexed")


def _asked_in(message: Message, username: str) -> str:
    """The question in a message that was answered before."""
    text = message.text or message.caption or ""
    if text.startswith("/"):
        return _argument(message) or _replied_text(message)
    if message.chat.type == Chat.PRIVATE:
        return text
    return without_mention(text, username) or _replied_text(message)


def _argument(message: Message) -> str:
    """What stands behind the command."""
    words = (message.text or "").split(None, 1)
    return words[1] if len(words) > 1 else ""


def _replied_text(message: Message) -> str:
    """The text that a message replies to, or nothing."""
    target = message.reply_to_message
    return ((target.text or target.caption) if target else None) or ""


def quoted_by(library: Library, message: Message) -> Quoted | None:
    """The words that somebody marked in the message they reply to, and the passage behind them."""
    said, target = message.quote, message.reply_to_message
    if said is None or not said.text.strip():
        return None
    keyboard = target.reply_markup.inline_keyboard if target and target.reply_markup else ()
    named = [parse(CALLBACK, str(each.callback_data)) for row in keyboard for each in row]
    answer = next((each[0] for each in named if each), None)
    passage = _passage(library, answer, said.text) if answer else None
    return Quoted(said.text.strip(), passage)


def _passage(library: Library, answer: str, words: str) -> str | None:
    """The passage of the first citation of the claim that has these words."""
    try:
        with library.catalog.read() as connection:
            found = answers.find_answer(connection, answer)
    except NotFoundError:
        return None
    wanted = " ".join(words.split())
    passages = {each["n"]: str(each["passage"]) for each in found["citations"]}
    for claim in found["claims"]:
        shown = " ".join(claim["text"].split())
        if wanted in shown or shown in wanted:
            return passages.get(claim["citations"][0]) if claim["citations"] else None
    return None
