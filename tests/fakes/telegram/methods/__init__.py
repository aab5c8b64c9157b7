"""The methods of the Bot API that the fake carries out, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import callbacks, chats, files, messages, profile, updates

if TYPE_CHECKING:
    from .context import Handler

HANDLERS: dict[str, Handler] = {
    **callbacks.HANDLERS,
    **chats.HANDLERS,
    **files.HANDLERS,
    **messages.HANDLERS,
    **profile.HANDLERS,
    **updates.HANDLERS,
}

__all__ = ["HANDLERS"]
