"""A message that is to be an article: its text, and the link at which it can be read. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram import MessageOriginChannel

from bot.telegram.transport.addressing import beside_links, hidden_links, links, said

if TYPE_CHECKING:
    from datetime import datetime

    from telegram import Chat, Message

_LONGEST_LABEL = 300
"""Characters beside a link that point at it; more of them are a text of their own."""
_PRIVATE = "-100"
"""What the ids of channels and supergroups begin with, and their links do not (Bot API, Chat)."""


@dataclass(frozen=True, slots=True)
class Post:
    """A text with what Telegram knows of it."""

    text: str
    url: str | None = None
    source: str | None = None
    at: datetime | None = None

    @property
    def record(self) -> str:
        """A JSON record as the archive reads it; no sign of the text means anything in it."""
        published = self.at.isoformat() if self.at else None
        known = {"url": self.url, "source": self.source, "published": published}
        said = {"text": self.text} | {name: value for name, value in known.items() if value}
        return json.dumps(said, ensure_ascii=False)


def post(message: Message) -> Post | None:
    """What a message is as an article; ``None`` where it is nothing but a link to one.

    A post of a channel is always one, and its own link is its place in the channel. Links behind
    words of a text are asides: "Subscribe", "Read also".
    """
    text = said(message)
    origin = message.forward_origin
    if isinstance(origin, MessageOriginChannel):
        url = link_in(origin.chat, origin.message_id)
        return Post(text, url, origin.chat.title, origin.date) if text else None
    if linked(message) or not text:
        return None
    channel = message.sender_chat
    url = link_in(message.chat, message.message_id) if message.chat.username else None
    written = links(message)
    at = message.date if channel else None
    return Post(text, written[0] if written else url, channel.title if channel else None, at)


def linked(message: Message) -> list[str]:
    """The links that a message points at: those written out, or hidden behind all of its words."""
    written = links(message)
    if written and len(beside_links(message, "")) <= _LONGEST_LABEL:
        return written
    return [] if written else hidden_links(message)


def link_in(chat: Chat, number: int) -> str | None:
    """Where a message of a channel or supergroup can be read (core.telegram.org/api/links)."""
    if chat.username:
        return f"https://t.me/{chat.username}/{number}"
    own = str(chat.id)
    return f"https://t.me/c/{own[len(_PRIVATE) :]}/{number}" if own.startswith(_PRIVATE) else None
