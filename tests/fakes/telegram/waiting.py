"""Waiting for the bot: next message, an edit, a text, silence, the answer to a tap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .rooms import Room

if TYPE_CHECKING:
    from .models import Chat, Message
    from .world import World

TIMEOUT = 90.0  # seconds to wait for the bot by default
SPOKEN = ("message", "edit")


class Waiting(Room):
    """A person who reads what the bot writes, each message once."""

    def __init__(self, world: World, chat: Chat) -> None:
        super().__init__(world, chat)
        self._read: set[Message] = set()

    def wait_for_message(self, timeout: float = TIMEOUT, *, chat: Room | None = None) -> Message:
        """The oldest bot message in the chat (by default the private one) not handed out before."""
        room = chat or self
        message = self.world.wait(lambda: self._unread(room), timeout, f"a message in {room.id}")
        return self._take(message)

    def wait_for_text(
        self, text: str, timeout: float = TIMEOUT, *, chat: Room | None = None
    ) -> Message:
        """The newest bot message in the chat that contains the text now, after all edits."""
        room = chat or self

        def found() -> Message | None:
            return next((m for m in reversed(room.bot_messages) if text in m.text), None)

        return self._take(self.world.wait(found, timeout, f"{text!r} in {room.id}"))

    def wait_for_edit(
        self, message: Message, timeout: float = TIMEOUT, *, edits: int | None = None
    ) -> Message:
        """The message after more than ``edits`` edits (by default: more than it has now)."""
        before = len(message.versions) if edits is None else edits
        self.world.wait(
            lambda: len(message.versions) > before, timeout, f"an edit of message {message.id}"
        )
        return message

    def expect_silence(self, seconds: float = 0.5, *, chat: Room | None = None) -> None:
        """Returns after that many seconds in which no new bot message came.

        Raises:
            AssertionError: one came.
        """
        room = chat or self
        with self.world.changed:
            self.world.changed.wait_for(lambda: self._unread(room), seconds)
            message = self._unread(room)
        if message is not None:
            raise AssertionError(f"expected silence in {room.id}, the bot wrote {message.text!r}")

    def wait_after(self, event: int, room: Chat, timeout: float) -> Message:
        """The first message that the bot sent or edited in the chat since that event."""

        def found() -> Message | None:
            for said in self.world.events[event:]:
                if said.kind in SPOKEN and said.chat_id == room.id and said.who.is_bot:
                    return said.message
            return None

        return self._take(self.world.wait(found, timeout, f"a reaction in {room.id}"))

    def _unread(self, room: Room) -> Message | None:
        return next((m for m in room.bot_messages if m not in self._read), None)

    def _take(self, message: Message) -> Message:
        self._read.add(message)
        return message


@dataclass(frozen=True, slots=True)
class Tap:
    """What came of pressing a button.

    ``text`` and ``alert`` are the toast or dialog; ``url`` is what the client opens, be it
    the button's own or the answer's; ``copied`` is what a copy button put on the clipboard.
    """

    user: Waiting
    chat: Chat
    since: int
    text: str = ""
    alert: bool = False
    url: str | None = None
    copied: str | None = None

    def message(self, timeout: float = TIMEOUT) -> Message:
        """The first message that the bot sent or edited in that chat since the tap."""
        return self.user.wait_after(self.since, self.chat, timeout)
