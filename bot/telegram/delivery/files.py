"""Sending files and pictures, and fetching what people send."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from telegram import InputFile
from telegram.constants import FileSizeLimit

from bot.telegram.delivery.calls import persist

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from telegram import Bot, Document, Message

    from bot.telegram.delivery.send_once import Place

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
    file = InputFile(content.encode(), filename=name)
    await _send(bot.send_document, place, file, caption=caption or None)


async def send_picture(bot: Bot, place: Place, picture: bytes) -> None:
    """Send a PNG.

    Raises:
        DeliveryError, TelegramError: see `persist`.
    """
    await _send(bot.send_photo, place, InputFile(picture, filename="stats.png"))


async def _send(
    method: Callable[..., Awaitable[Message]],
    place: Place,
    file: InputFile,
    caption: str | None = None,
) -> None:
    await persist(
        lambda: method(
            place.chat,
            file,
            caption=caption,
            message_thread_id=place.thread,
            reply_parameters=place.reply_to,
        )
    )


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
