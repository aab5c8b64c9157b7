"""``/add``: documents, albums, links and texts that an admin sends are read into the archive."""

from __future__ import annotations

import asyncio
import logging
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from telegram import Message
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest

from bot.store import chats
from bot.telegram.admin.posts import linked, post
from bot.telegram.delivery.calls import typing
from bot.telegram.delivery.files import MEGABYTE, UnreadableFileError, fetch, free_place
from bot.telegram.delivery.formatted_text import shorten

if TYPE_CHECKING:
    from pathlib import Path

    from telegram import Document

    from bot.telegram.admin.runs import Reindexing
    from bot.telegram.delivery.occasions import Incoming
    from index.library import Library

_log = logging.getLogger(__name__)
_LONGEST_NAME = 60
_TOO_BIG = "file is too big"
"""How Telegram's own server refuses what is larger than it lets bots fetch (Bot API, getFile)."""
_MOST_MEGABYTES = int(FileSizeLimit.FILESIZE_DOWNLOAD) // MEGABYTE


class Adding:
    """Handlers for admins. Each file is a run of its own: naming exactly it, it brings back.

    One of the documents of an album says for all that they are to be added; those that came
    before it wait in the catalog.
    """

    def __init__(self, library: Library, reindexing: Reindexing) -> None:
        self._library = library
        self._reindexing = reindexing

    async def add(self, came: Incoming) -> None:
        """``/add`` as a message: with links behind it, or in reply to a file, a post or a link."""
        target, given = came.message.reply_to_message, linked(came.message)
        if given:
            await self._read_all(came, given)
        elif target is None:
            await came.say("add-usage")
        elif target.document is not None:
            await self._read_document(came, target.document)
        elif (found := post(target)) is not None:
            path = await asyncio.to_thread(self._write, found.record)
            await self._read_all(came, [str(path)])
        elif pointed := linked(target):
            await self._read_all(came, pointed)
        else:
            await came.say("add-usage")

    async def caption(self, came: Incoming) -> None:
        """A document with the caption ``/add``, perhaps the one of an album that has it."""
        change, album = self._library.catalog.change, came.message.media_group_id
        waiting = list[dict[str, Any]]()
        if album is not None:
            waiting = await asyncio.to_thread(change, chats.want_album, album)
        if came.message.document is not None:
            await self._read_document(came, came.message.document)
        for part in waiting:
            each = replace(came, message=Message.de_json(part, came.bot))
            if each.message.document is not None:
                await self._read_document(each, each.message.document)
            await asyncio.to_thread(change, chats.forget_part, album or "", part)

    async def another(self, came: Incoming) -> None:
        """A document without a caption inside an album."""
        document, album = came.message.document, came.message.media_group_id
        if document is None or album is None:
            return
        change, part = self._library.catalog.change, came.message.to_dict()
        if await asyncio.to_thread(change, chats.is_part_wanted, album, part):
            await self._read_document(came, document)

    async def _read_document(self, came: Incoming, document: Document) -> None:
        name = shorten(document.file_name or "file", _LONGEST_NAME)
        try:
            async with typing(came.bot, came.place):
                path = await fetch(came.bot, document, self._library.home.added)
        except UnreadableFileError as exc:
            _log.error("%s: %s", name, exc)
            await came.say("add-unreadable", name=name)
            return
        except BadRequest as exc:
            if _TOO_BIG in exc.message.lower():
                size = f"{(document.file_size or 0) / MEGABYTE:.0f}"
                await came.say("add-too-large", name=name, size=size, most=_MOST_MEGABYTES)
            else:
                await came.say("add-gone", name=name)
            return
        await self._read_all(came, [str(path)])

    async def _read_all(self, came: Incoming, locations: list[str]) -> None:
        for location in locations:
            number = await asyncio.to_thread(self._library.submit, "add", [location])
            await self._reindexing.show(came.bot, came.place, number)
        await asyncio.to_thread(sweep, self._library)

    def _write(self, record: str) -> Path:
        path = free_place(self._library.home.added, "message.json")
        path.write_text(record, encoding="utf-8")
        return path


def sweep(library: Library) -> None:
    """Delete what was fetched for runs that have ended; the catalog has all they read."""
    wanted = {location for job in library.unfinished() for location in job.locations}
    for folder in library.home.added.glob("*"):
        files = {str(path.absolute()) for path in folder.glob("*")}
        if not files & wanted:
            shutil.rmtree(folder, ignore_errors=True)
