"""``/add``: documents, albums, links and texts that an admin sends are read into the archive."""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING, Any

from telegram import Message, MessageEntity
from telegram.error import BadRequest

from bot.store import chats
from bot.telegram.admin.files import LARGEST, MEGABYTE, fetch, free_place
from bot.telegram.delivery.calls import Place, send
from bot.telegram.delivery.formatted_text import Rich, shorten
from bot.telegram.views import chat_texts

if TYPE_CHECKING:
    from pathlib import Path

    from telegram import Bot, Document, Update
    from telegram.ext import ContextTypes

    from bot.telegram.admin.runs import Reindexing
    from bot.telegram.people.access import Access
    from index.library import Library

    Context = ContextTypes.DEFAULT_TYPE

_LONGEST_NAME = 60


class Adding:
    """Handlers for admins. Each file is a run of its own: naming exactly it, it brings back.

    One of the documents of an album says for all that they are to be added; those that came
    before it wait in the catalog.
    """

    def __init__(self, library: Library, access: Access, reindexing: Reindexing) -> None:
        self._library = library
        self._access = access
        self._reindexing = reindexing

    async def add(self, update: Update, context: Context) -> None:
        """``/add`` as a message: with links behind it, or in reply to a file, a link or a text."""
        message = update.message
        if message is None or not await self._is_admin(update, context):
            return
        target, links = message.reply_to_message, _links(message)
        if links:
            await self._read_all(context.bot, message, links)
        elif target is not None and target.document is not None:
            await self._read_document(context.bot, message, target.document)
        elif target is not None and (found := _links(target)):
            await self._read_all(context.bot, message, found)
        elif target is not None and (target.text or target.caption):
            path = await asyncio.to_thread(self._write, target.text or target.caption or "")
            await self._read_all(context.bot, message, [str(path)])
        else:
            await send(context.bot, Place.beside(message), Rich().add(chat_texts.say("add-usage")))

    async def caption(self, update: Update, context: Context) -> None:
        """A document with the caption ``/add``, perhaps the one of an album that has it."""
        message = update.message
        if message is None or not await self._is_admin(update, context):
            return
        album, waiting = message.media_group_id, list[dict[str, Any]]()
        if album is not None:
            waiting = await asyncio.to_thread(self._want, album)
        if message.document is not None:
            await self._read_document(context.bot, message, message.document)
        for part in waiting:
            each = Message.de_json(part, context.bot)
            if each.document is not None:
                await self._read_document(context.bot, each, each.document)
            await asyncio.to_thread(self._is_read, album or "", part)

    async def another(self, update: Update, context: Context) -> None:
        """A document without a caption inside an album."""
        message, person = update.message, update.effective_user
        if message is None or message.document is None or message.media_group_id is None:
            return
        if person is None or not self._access.is_admin(person.id):
            return
        if await asyncio.to_thread(self._is_wanted, message.media_group_id, message.to_dict()):
            await self._read_document(context.bot, message, message.document)

    async def _read_document(self, bot: Bot, message: Message, document: Document) -> None:
        place, name = Place.beside(message), shorten(document.file_name or "file", _LONGEST_NAME)
        if (document.file_size or 0) > LARGEST:
            size, most = f"{(document.file_size or 0) / MEGABYTE:.0f}", str(LARGEST // MEGABYTE)
            said = chat_texts.say("add-too-large", name=name, size=size, most=most)
            await send(bot, place, Rich().add(said))
            return
        try:
            path = await fetch(bot, document, self._library.home.added)
        except BadRequest:
            await send(bot, place, Rich().add(chat_texts.say("add-gone", name=name)))
            return
        await self._read_all(bot, message, [str(path)])

    async def _read_all(self, bot: Bot, message: Message, locations: list[str]) -> None:
        for location in locations:
            number = await asyncio.to_thread(self._library.submit, "add", [location])
            await self._reindexing.show(bot, Place.beside(message), number)
        await asyncio.to_thread(sweep, self._library)

    async def _is_admin(self, update: Update, context: Context) -> bool:
        return await self._reindexing.is_admin(update, context)

    def _write(self, text: str) -> Path:
        path = free_place(self._library.home.added, "message.txt")
        path.write_text(text, encoding="utf-8")
        return path

    def _want(self, album: str) -> list[dict[str, Any]]:
        with self._library.catalog.write() as connection:
            return chats.want_album(connection, album)

    def _is_wanted(self, album: str, part: dict[str, Any]) -> bool:
        with self._library.catalog.write() as connection:
            return chats.is_part_wanted(connection, album, part)

    def _is_read(self, album: str, part: dict[str, Any]) -> None:
        with self._library.catalog.write() as connection:
            chats.forget_part(connection, album, part)


def sweep(library: Library) -> None:
    """Delete what was fetched for runs that have ended; the catalog has all they read."""
    wanted = {location for job in library.unfinished() for location in job.locations}
    for folder in library.home.added.glob("*"):
        files = {str(path.absolute()) for path in folder.glob("*")}
        if not files & wanted:
            shutil.rmtree(folder, ignore_errors=True)


def _links(message: Message) -> list[str]:
    """The addresses in a message, written out or behind words, each once."""
    urls = list(message.parse_entities([MessageEntity.URL]).values())
    urls += message.parse_caption_entities([MessageEntity.URL]).values()
    entities = [*message.entities, *message.caption_entities]
    urls += [each.url for each in entities if each.type == MessageEntity.TEXT_LINK and each.url]
    return list(dict.fromkeys(_whole(url) for url in urls))


def _whole(url: str) -> str:
    """Telegram links ``example.com/news`` too, as browsers do."""
    return url if "://" in url else f"https://{url}"
