"""Fetching the files that people send."""

from __future__ import annotations

import asyncio
import re
import secrets
import shutil
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from bot.errors import DeliveryError
from bot.telegram.delivery.calls import persist

if TYPE_CHECKING:
    from telegram import Bot, Document

MEGABYTE = 1_000_000
_FEWEST_SECONDS, _SLOWEST = 60.0, 250_000
"""A local Bot API server answers getFile once it has the file: bytes a second that we wait for."""
_NOT_IN_NAME = re.compile(r"[^\w.\- ()]+")
_LONGEST_NAME = 100
_TOKEN_BYTES = 6


class UnreadableFileError(DeliveryError):
    """A local Bot API server has a file where this program cannot read it."""


async def fetch(bot: Bot, document: Document, folder: Path) -> Path:
    """The file of a document, in a new folder of its own in ``folder``.

    A Bot API server in local mode does not send files: it says where on its disk they are.

    Raises:
        UnreadableFileError: there is none at that place, or it may not be read.
        DeliveryError, TelegramError: it cannot be had from Telegram.
    """
    seconds = _FEWEST_SECONDS + (document.file_size or 0) / _SLOWEST
    file = await persist(lambda: bot.get_file(document.file_id, read_timeout=seconds))
    path = free_place(folder, document.file_name or "file")
    given = (file.file_path or "").removeprefix(f"{bot.base_file_url}/")
    if PurePosixPath(given).is_absolute() or PureWindowsPath(given).is_absolute():
        await asyncio.to_thread(_copy, Path(given), path)
    else:
        await persist(lambda: file.download_to_drive(path))
    return path


def _copy(source: Path, target: Path) -> None:
    try:
        opened = source.open("rb")
    except OSError as exc:
        raise UnreadableFileError(f"{source} cannot be read ({exc.strerror})") from exc
    with opened, target.open("wb") as copy:
        shutil.copyfileobj(opened, copy)


def free_place(folder: Path, name: str) -> Path:
    """A path for a file with a harmless name like ``name``, in a new folder of its own."""
    own = folder / secrets.token_hex(_TOKEN_BYTES)
    own.mkdir(parents=True)
    return own / harmless(name)


def harmless(name: str) -> str:
    """``name`` without whatever leads elsewhere or hides it; its ending stays."""
    plain = _NOT_IN_NAME.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    return plain[-_LONGEST_NAME:].lstrip(" .") or "file"
