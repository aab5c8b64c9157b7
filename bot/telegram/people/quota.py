"""Daily budgets: how many questions a person and a group may ask, counted before they are asked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from telegram import Chat
from telegram.ext import ApplicationHandlerStop

from bot.store import budgets
from bot.telegram.delivery.calls import send, toast
from bot.telegram.delivery.formatted_text import Rich
from bot.telegram.delivery.outbox import Outbox
from bot.telegram.delivery.send_once import Place
from bot.telegram.transport import callback_data
from bot.telegram.transport.addressing import names_late
from bot.telegram.transport.purposes import asks
from bot.telegram.transport.speakers import speaker
from bot.telegram.updates.inbox import is_counted, mark_counted
from bot.telegram.views import chat_texts

if TYPE_CHECKING:
    from telegram import Message, Update
    from telegram.ext import ContextTypes

    from bot.settings import Settings
    from bot.telegram.people.access import Access
    from bot.telegram.transport.speakers import Speaker
    from index.library import Library

    Context = ContextTypes.DEFAULT_TYPE


class Meter:
    """Counts questions; admins have no budget of their own, but their questions count too."""

    def __init__(self, library: Library, access: Access, settings: Settings) -> None:
        self._library = library
        self._outbox = Outbox(library.catalog)
        self._access = access
        self._person = settings.daily_questions
        self._group = settings.daily_group_questions

    async def check(self, update: Update, context: Context) -> None:
        """Let an update through that is no question, or one that is still within the budgets.

        Raises:
            ApplicationHandlerStop: the budget is spent, and it was said.
        """
        user, chat = speaker(update), update.effective_chat
        if user is None or chat is None or not _asks(update, context.bot.username):
            return
        edited = update.edited_message
        if edited and not await self._is_changed(edited, context.bot.username):
            return
        own, *group = self._whose(user, chat)
        most = {own: None if self._access.is_admin(user.id) else self._person}
        most |= dict.fromkeys(group, self._group)
        refused = await asyncio.to_thread(self._take, update.update_id, most)
        if refused is not None:
            await self._refuse(update, context, group=refused != own)
            raise ApplicationHandlerStop

    async def give_back(self, update: Update) -> None:
        """Let a question cost nothing that was neither answered nor refused."""
        user, chat = speaker(update), update.effective_chat
        if user is not None and chat is not None:
            await asyncio.to_thread(self._uncount, update.update_id, self._whose(user, chat))

    def _whose(self, user: Speaker, chat: Chat) -> list[int]:
        """The keys of who asks, and of the group in which they do."""
        own = user.id if user.is_person else budgets.of_name(user.id)
        return [own] if chat.type == Chat.PRIVATE else [own, self._access.moves.newest(chat.id)]

    def _uncount(self, update: int, whose: list[int]) -> None:
        with self._library.catalog.write() as connection:
            if is_counted(connection, update):
                budgets.give_back(connection, whose)
                mark_counted(connection, update, counted=False)

    async def _refuse(self, update: Update, context: Context, *, group: bool) -> None:
        most = self._group if group else self._person
        said = chat_texts.say("budget-group" if group else "budget-person", most=most or 0)
        if update.callback_query:
            await toast(update.callback_query, said[:200], alert=True)
        elif update.message:
            await send(context.bot, Place.beside(update.message), Rich().add(said))

    async def _is_changed(self, message: Message, username: str) -> bool:
        """Whether this is a question that was answered otherwise, or none until now.

        Telegram tells of other edits, too.
        """
        find, said = self._outbox.of_question, message.text or message.caption or ""
        before = await asyncio.to_thread(find, message.chat.id, message.message_id)
        return names_late(message, username) if before is None else before.is_outdated(said)

    def _take(self, update: int, most: dict[int, int | None]) -> int | None:
        """Whose budget refuses it; an update that the process before counted is not counted."""
        with self._library.catalog.write() as connection:
            if is_counted(connection, update):
                return None
            refused = budgets.take(connection, most)
            if refused is None:
                mark_counted(connection, update)
            return refused


def _asks(update: Update, username: str) -> bool:
    """Whether an update is answered with an answer, and so costs one."""
    if update.callback_query:
        return callback_data.asks(update.callback_query.data)
    message = update.message or update.edited_message  # who edits a question is answered anew
    return message is not None and asks(message, username)
