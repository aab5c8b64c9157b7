"""What a message is for, decided once: before it is counted, and before it is handled. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from telegram import Chat

from bot.answer.conversation.courtesies import courtesy
from bot.telegram.transport.addressing import (
    beside_links,
    command,
    is_addressed,
    is_doubt,
    links,
    replied,
    said,
    without_mention,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from telegram import Message

Purpose = Literal[
    "question",
    "command",
    "forward",
    "doubt",
    "greeting",
    "thanks",
    "help",
    "link",
    "empty",
    "wordless",
    "nothing",
]
"""``forward``: words of others that are shown to the bot; ``nothing``: it is not spoken to."""
_ASKS = "ask"
"""The command that asks a question."""
_TELLS_OF = frozenset({"timeline", "quotes"})
_TELLS = frozenset({"latest", "digest"})
"""Commands whose account is an answer, too: of words, and with or without them."""


def purpose(message: Message, username: str) -> Purpose:
    """What a message to the bot of this name is for."""
    if is_silent(message, username):
        return "nothing"
    private = message.chat.type == Chat.PRIVATE
    if message.forward_origin is not None or message.via_bot is not None:
        return _of_others(message) if private else "nothing"
    if said(message).startswith("/"):
        return "command" if command(message, username) else "nothing"
    if not is_addressed(message, username):
        return "nothing"
    return _of_words(message, username)


def is_silent(message: Message, username: str) -> bool:
    """Whether a message says nothing to anybody: Telegram's own, a program's, or one of ours.

    Ours are also the results of inline queries that people post.
    """
    if is_ours(message, username):
        return True
    if message.is_automatic_forward or _is_program(message):
        return True
    return not (said(message) or message.effective_attachment or message.checklist)


def is_ours(message: Message, username: str) -> bool:
    """Whether somebody posted what the bot gave them: a passage, or an answer."""
    return message.via_bot is not None and message.via_bot.username == username


def asks(message: Message, username: str) -> bool:
    """Whether a message is a question, in whatever form."""
    found = purpose(message, username)
    return found == "question" or (found == "command" and _orders(message, username, {_ASKS}))


def costs(message: Message, username: str) -> bool:
    """Whether a message is answered with an answer, and so costs one."""
    if purpose(message, username) != "command":
        return asks(message, username)
    given = command(message, username)
    every = given is not None and given.name in _TELLS
    return every or _orders(message, username, {_ASKS, *_TELLS_OF})


def _orders(message: Message, username: str, names: Collection[str]) -> bool:
    """Whether a message is one of these commands, and has words to carry it out with."""
    given = command(message, username)
    return given is not None and given.name in names and bool(given.argument or replied(message))


def _is_program(message: Message) -> bool:
    """Whether another bot wrote it; what stands in for a group or channel is none."""
    sender = message.from_user
    return bool(sender and sender.is_bot and message.sender_chat is None)


def _of_others(message: Message) -> Purpose:
    return "forward" if said(message) else "wordless"


def _of_words(message: Message, username: str) -> Purpose:
    """What a message is for that somebody wrote to the bot."""
    if not said(message):
        return "wordless"
    if is_doubt(message):
        return "doubt"
    words = without_mention(said(message), username)
    polite = courtesy(words)
    if polite == "empty":
        return _of_signs(message, words)
    if links(message) and courtesy(beside_links(message, username)) == "empty":
        return "link"
    return polite or "question"


def _of_signs(message: Message, signs: str) -> Purpose:
    """What a message without words is for: "???" in reply asks about that, 👍 asks nothing."""
    if replied(message) and (not signs or "?" in signs):
        return "question"
    return "nothing" if signs and message.chat.type != Chat.PRIVATE else "empty"
