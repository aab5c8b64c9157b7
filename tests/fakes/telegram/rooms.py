"""Chats as tests see them, and what of them reaches the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .methods.chats import member

if TYPE_CHECKING:
    from .models import Account, BotStatus, Chat, Json, Message
    from .world import World

SERVICE = frozenset({"new_chat_members", "left_chat_member", "migrate_to_chat_id"})


class Room:
    """A chat."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat

    @property
    def id(self) -> int:
        """The chat's id; for a person also the user's."""
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """All messages that are not deleted, oldest first."""
        with self.world.changed:
            return [m for m in self.chat.messages.values() if not m.deleted]

    @property
    def bot_messages(self) -> list[Message]:
        """The bot's messages among them."""
        return [m for m in self.messages if m.by_bot]


class Group(Room):
    """A group or supergroup, perhaps with topics."""

    def topic(self, name: str) -> int:
        """Opens a topic and gives its thread id."""
        self.chat.is_forum = True
        thread_id = max(self.chat.topics, default=1) + 1
        self.chat.topics[thread_id] = name
        return thread_id

    def close(self, topic: int) -> None:
        """Closes a topic: from now on only admins write there."""
        with self.world.changed:
            self.chat.closed.add(topic)

    def delete(self, topic: int) -> None:
        """Deletes a topic with all messages in it."""
        with self.world.changed:
            del self.chat.topics[topic]
            for message in self.chat.messages.values():
                message.deleted |= message.thread_id == topic

    def set_bot_status(self, status: BotStatus, *, by: Room) -> None:
        """Makes the bot a member or admin or throws it out; it is told so."""
        with self.world.changed:
            old = member(self.chat, self.world.bot)
            self.chat.bot_status = status
            tell_bot_status(self.world, self.chat, self.world.accounts[by.id], old)


def deliver(world: World, message: Message, kind: str = "message") -> None:
    """Queues the message for the bot, if privacy mode lets it see it."""
    if visible(world, message):
        world.updates.put(kind, message.json())


def visible(world: World, message: Message) -> bool:
    """Whether the bot sees a human's message (core.telegram.org/bots/features#privacy-mode)."""
    chat = message.chat
    if chat.type == "private":
        return True
    if chat.bot_status in ("left", "kicked"):
        return False
    if not world.privacy or chat.bot_status == "administrator" or SERVICE & set(message.extra):
        return True
    if message.reply_to is not None and message.reply_to.by_bot:
        return True
    return any(_for_bot(world, command) for command in message.entity_texts("bot_command"))


def tell_bot_status(world: World, chat: Chat, actor: Account, old: Json) -> None:
    """Queues the update that says how the bot's own membership changed."""
    about = {"chat": chat.json(), "from": actor.json(), "date": int(world.now())}
    change = {"old_chat_member": old, "new_chat_member": member(chat, world.bot)}
    world.updates.put("my_chat_member", about | change)


def _for_bot(world: World, command: str) -> bool:
    _, _, addressee = command.partition("@")
    return addressee.lower() in ("", (world.bot.username or "").lower())
