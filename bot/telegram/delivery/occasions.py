"""What people send and tap, each with the ways to answer it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram import Chat

from bot import clock
from bot.telegram.delivery.calls import edit, send, toast
from bot.telegram.delivery.formatted_text import Rich
from bot.telegram.delivery.send_once import Place
from bot.telegram.transport.addressing import command
from bot.telegram.transport.speakers import Speaker, speaker
from bot.telegram.updates.turns import thread_of
from bot.texts import say

if TYPE_CHECKING:
    import re
    from datetime import datetime

    from telegram import (
        CallbackQuery,
        InlineKeyboardMarkup,
        MaybeInaccessibleMessage,
        Message,
        Update,
    )
    from telegram.ext import ExtBot

    Keyboard = InlineKeyboardMarkup | None


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message, new or changed."""

    update: Update
    message: Message
    bot: ExtBot[Any]

    @property
    def person(self) -> Speaker | None:
        """Who sent it."""
        return speaker(self.update)

    @property
    def argument(self) -> str:
        """What stands behind its command."""
        found = command(self.message, self.bot.username)
        return found.argument if found else ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words of that."""
        return tuple(self.argument.split())

    @property
    def private(self) -> bool:
        """Whether nobody else sees it."""
        return self.message.chat.type == Chat.PRIVATE

    @property
    def place(self) -> Place:
        """Where the answer goes."""
        return Place.beside(self.message)

    @property
    def asked(self) -> datetime:
        """When its words were sent, first where they are forwarded, on the clock of its sender."""
        origin = self.message.forward_origin
        return clock.at_home(origin.date if origin else self.message.date)

    @property
    def text(self) -> str:
        """What it says, as a message or below a picture."""
        return self.message.text or self.message.caption or ""

    async def reply(self, content: Rich, keyboard: Keyboard = None) -> Message:
        """Answer it for certain and once; see `send`."""
        return await send(self.bot, self.place, content, keyboard)

    async def say(self, name: str, /, **values: Any) -> None:
        """Answer with a sentence of `bot.texts`."""
        await self.reply(Rich().add(say(name, **values)))


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap on a button of ours; ``found`` is what its data names."""

    update: Update
    query: CallbackQuery
    message: MaybeInaccessibleMessage
    bot: ExtBot[Any]
    found: re.Match[str]

    @property
    def person(self) -> Speaker:
        """Who tapped."""
        return Speaker.of(self.query.from_user)

    @property
    def private(self) -> bool:
        """Whether nobody else sees the message."""
        return self.message.chat.type == Chat.PRIVATE

    @property
    def place(self) -> Place:
        """Where a new message goes."""
        return Place(self.message.chat.id, thread_of(self.message))

    async def end(self, text: str | None = None, *, url: str | None = None) -> None:
        """End the spinner on the button; see `toast`."""
        await toast(self.query, text, url)

    async def say(self, name: str, /, **values: Any) -> None:
        """End the spinner with a sentence of `bot.texts`."""
        await self.end(say(name, **values))

    async def edit(self, content: Rich, keyboard: Keyboard = None) -> bool:
        """Change the message; whether it is still there. See `edit`."""
        at = (self.message.chat.id, self.message.message_id)
        return await edit(self.bot, at, content, keyboard)

    async def send(self, content: Rich, keyboard: Keyboard = None) -> Message:
        """Send a new message below; see `send`."""
        return await send(self.bot, self.place, content, keyboard)

    async def show(self, content: Rich, keyboard: Keyboard = None) -> None:
        """Change the message, or send a new one below it where that does not work."""
        if not await self.edit(content, keyboard):
            await self.send(content, keyboard)
