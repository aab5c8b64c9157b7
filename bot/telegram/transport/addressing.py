"""Whether a message is meant for the bot, and what it replies to. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telegram import Chat, Message, MessageEntity

from index.text import lexicon

if TYPE_CHECKING:
    from telegram import Message


def is_addressed(message: Message, username: str) -> bool:
    """Whether a message is meant for the bot: in private always, in groups where it says so."""
    if message.chat.type == Chat.PRIVATE:
        return True
    if is_reply_to(message, username) or mentions(message, username):
        return True
    return any(
        command.partition("@")[2].lower() in {"", username.lower()}
        for command in message.parse_entities([MessageEntity.BOT_COMMAND]).values()
    )


def is_reply_to(message: Message, username: str) -> bool:
    """Whether a message answers one of the bot's."""
    target = message.reply_to_message
    return bool(target and target.from_user and target.from_user.username == username)


def mentions(message: Message, username: str) -> bool:
    """Whether a message names the bot."""
    named = [
        *message.parse_entities([MessageEntity.MENTION]).values(),
        *message.parse_caption_entities([MessageEntity.MENTION]).values(),
    ]
    return f"@{username}".lower() in {each.lower() for each in named}


def without_mention(text: str, username: str) -> str:
    """The text without the bot's name."""
    return re.sub(rf"@{re.escape(username)}\b", " ", text, flags=re.IGNORECASE).strip(" ,:\n")


def is_doubt(message: Message) -> bool:
    """Whether a message only asks if what it replies to is true."""
    asked = re.sub(r"@\w+", " ", message.text or "")
    return bool(replied(message) and lexicon.pattern(r"\W*{doubt}\W*").fullmatch(asked.strip()))


def replied(message: Message) -> str:
    """The text that a message replies to, or the part of it that is quoted, or nothing."""
    if message.quote and message.quote.text:
        return message.quote.text
    target = message.reply_to_message
    return ((target.text or target.caption) if target else None) or ""
