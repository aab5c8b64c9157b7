"""Who speaks: a person, or the group or channel in whose name somebody writes. Pure.

Telegram puts one and the same program in the place of all anonymous admins of all groups, and one
in the place of all channels (Bot API, ``sender_chat``): that is nobody in particular.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telegram import Update, User


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose language, budget and access count. The id of a group or channel is below zero."""

    id: int
    full_name: str = ""
    language_code: str | None = None
    is_bot: bool = False
    username: str | None = None

    @classmethod
    def of(cls, user: User) -> Speaker:
        """Somebody who speaks in their own name."""
        return cls(user.id, user.full_name, user.language_code, user.is_bot, user.username)

    @property
    def is_person(self) -> bool:
        """Whether it can be written to in private."""
        return self.id > 0


def speaker(update: Update) -> Speaker | None:
    """Whose update it is; a tap is always somebody's own."""
    message = update.message or update.edited_message
    if message is not None and (chat := message.sender_chat) is not None:
        return Speaker(chat.id, chat.effective_name or "", username=chat.username)
    user = update.effective_user
    return Speaker.of(user) if user is not None else None
