"""Whether a message is meant for the bot, and what it replies to. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from telegram import Chat, MessageEntity

from index.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Message

_COMMAND = re.compile(r"/(\w+)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
_EDITABLE = timedelta(days=2)
"""How long people may change what they wrote (Telegram clients)."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command that begins a message; ``named``: it says which bot is meant."""

    name: str
    argument: str = ""
    named: bool = False


def command(message: Message, username: str) -> Command | None:
    """The command that a text or a caption begins with; ``None``: none, or another bot's."""
    found = _COMMAND.fullmatch(said(message))
    if found is None or (found[2] or username).lower() != username.lower():
        return None
    return Command(found[1].lower(), (found[3] or "").strip(), named=found[2] is not None)


def said(message: Message) -> str:
    """What a message says, as a text or below a picture."""
    return (message.text or message.caption or "").strip()


def is_addressed(message: Message, username: str) -> bool:
    """Whether a message is meant for the bot: in private always, in groups where it says so."""
    if message.chat.type == Chat.PRIVATE:
        return True
    found = command(message, username)
    if said(message).startswith("/"):
        return found is not None and found.named
    return is_reply_to(message, username) or mentions(message, username)


def is_reply_to(message: Message, username: str) -> bool:
    """Whether a message answers one of the bot's; all of a topic "answer" what opened it."""
    target = message.reply_to_message
    if target is None or target.forum_topic_created or target.sender_chat is not None:
        return False
    return bool(target.from_user and target.from_user.username == username)


def mentions(message: Message, username: str) -> bool:
    """Whether a message names the bot."""
    return f"@{username}".lower() in {each.lower() for each in marked(message, "mention")}


def marked(message: Message, *kinds: str) -> Sequence[str]:
    """The parts of a text or a caption that are entities of these kinds, in order."""
    wanted: list[str | None] = [*kinds]
    found = message.parse_entities(wanted) if message.text else {}
    below = message.parse_caption_entities(wanted) if message.caption else {}
    return [*found.values(), *below.values()]


def names_late(message: Message, username: str) -> bool:
    """Whether somebody changed a message in a group so that it names the bot.

    Changes that come later than people can make them are Telegram's own.
    """
    if message.edit_date is None or message.chat.type == Chat.PRIVATE:
        return False
    return mentions(message, username) and message.edit_date - message.date <= _EDITABLE


def without_mention(text: str, username: str) -> str:
    """The text without the bot's name."""
    return re.sub(rf"@{re.escape(username)}\b", " ", text, flags=re.IGNORECASE).strip(" ,:\n")


def is_doubt(message: Message) -> bool:
    """Whether a message only asks if what it replies to is true."""
    return bool(replied(message) and doubts(re.sub(r"@\w+", " ", said(message))))


def doubts(text: str) -> bool:
    """Whether a text only asks if something is true."""
    return bool(lexicon.pattern(r"\W*{doubt}\W*").fullmatch(text.strip()))


def links(message: Message) -> list[str]:
    """The addresses that are written out in a message, each once, as browsers take them."""
    found = (_whole(url) for url in marked(message, MessageEntity.URL))
    return list(dict.fromkeys(found))


def hidden_links(message: Message) -> list[str]:
    """The addresses behind words that are all of a message: of others they are an aside."""
    entities = [*message.entities, *message.caption_entities]
    linked = [each for each in entities if each.type == MessageEntity.TEXT_LINK and each.url]
    words = "".join(marked(message, MessageEntity.TEXT_LINK))
    if "".join(words.split()) != "".join(said(message).split()):
        return []
    return list(dict.fromkeys(_whole(each.url) for each in linked if each.url))


def beside_links(message: Message, username: str) -> str:
    """What a message says besides its links and the bot's name."""
    text = without_mention(said(message), username) if username else said(message)
    for url in marked(message, MessageEntity.URL):
        text = text.replace(url, " ")
    return text.strip()


def replied(message: Message) -> str:
    """The text that a message replies to, or the part of it that is quoted, or nothing."""
    if message.quote and message.quote.text:
        return message.quote.text
    target = message.reply_to_message
    return ((target.text or target.caption) if target else None) or ""


def _whole(url: str) -> str:
    """Telegram links ``example.com/news`` too, as browsers do."""
    return url if "://" in url else f"https://{url}"
