"""Sending files and pictures, and fetching what people send."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from telegram import InputFile
from telegram.constants import FileSizeLimit

from bot.telegram.delivery.calls import persist

if TYPE_CHECKING:
    from pathlib import Path

    from telegram import Bot, Document, Message

    from bot.telegram.delivery.calls import Place

LARGEST = int(FileSizeLimit.FILESIZE_DOWNLOAD)
"""Bytes of a file that a bot may fetch (Bot API, getFile)."""
MEGABYTE = 1_000_000
_NOT_IN_NAME = re.compile(r"[^\w.\- ()]+")
_LONGEST_NAME = 100
_TOKEN_BYTES = 6


async def send_file(bot: Bot, place: Place, content: str, *, name: str, caption: str = "") -> None:
    """Send a text as a file.

    Raises:
        DeliveryError, TelegramError: see `persist`.
    """

    async def call() -> Message:
        """One attempt."""
        return await bot.send_document(
            place.chat,
            InputFile(content.encode(), filename=name),
            caption=caption or None,
            message_thread_id=place.thread,
            reply_parameters=place.reply_to,
        )

    await persist(call)


async def send_picture(bot: Bot, place: Place, picture: bytes) -> None:
    """Send a PNG.

    Raises:
        DeliveryError, TelegramError: see `persist`.
    """

    async def call() -> Message:
        """One attempt."""
        return await bot.send_photo(
            place.chat,
            InputFile(picture, filename="stats.png"),
            message_thread_id=place.thread,
            reply_parameters=place.reply_to,
        )

    await persist(call)


async def fetch(bot: Bot, document: Document, folder: Path) -> Path:
    """The file of a document, in a new folder of its own in ``folder``.

    Raises:
        TelegramError: it cannot be had from Telegram.
    """
    path = free_place(folder, document.file_name or "file")
    file = await bot.get_file(document.file_id)
    await file.download_to_drive(path)
    return path


def free_place(folder: Path, name: str) -> Path:
    """A path for a file with a harmless name like ``name``, in a new folder of its own."""
    own = folder / secrets.token_hex(_TOKEN_BYTES)
    own.mkdir(parents=True)
    return own / harmless(name)


def harmless(name: str) -> str:
    """``name`` without whatever leads elsewhere or hides it; its ending stays."""
    plain = _NOT_IN_NAME.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    return plain[-_LONGEST_NAME:].lstrip(" .") or "file"
