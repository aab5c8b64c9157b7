"""The values of the fake: accounts, chats, messages, files, calls, violations.

Messages are live: a test that holds one sees later edits in it, and what it said before
in ``versions``. Offsets and lengths of entities count UTF-16 code units, as everywhere in
the Bot API.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from .text import cut

Json = dict[str, Any]

ChatType = Literal["private", "group", "supergroup"]
BotStatus = Literal["member", "administrator", "left", "kicked"]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody uploaded."""

    name: str
    content: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Violation:
    """Something Telegram refused, or accepted although a good bot would not do it."""

    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"


@dataclass(slots=True)
class Call:
    """One request of the bot.

    ``response`` is what it was meant to receive, also when a fault ate it.
    """

    method: str
    params: Json
    at: float
    files: dict[str, Upload] = field(default_factory=dict)
    status: int = 0
    response: Json = field(default_factory=dict)
    fault: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the call was carried out."""
        return bool(self.response.get("ok"))


@dataclass(eq=False, slots=True)
class Account:
    """A Telegram account: a human, or the bot itself."""

    id: int
    first_name: str
    username: str | None = None
    language: str | None = None
    is_bot: bool = False

    def json(self) -> Json:
        """The Bot API's User object."""
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            user["username"] = self.username
        if self.language:
            user["language_code"] = self.language
        return user


@dataclass(slots=True)
class Draft:
    """A streamed text that is shown in a private chat until a message replaces it."""

    id: int
    text: str
    entities: list[Json]
    at: float
    thread_id: int | None = None
    can_stop: bool = False
    frames: int = 1


@dataclass(eq=False, slots=True)
class Chat:
    """A private chat (``id`` is the human's) or a group."""

    id: int
    type: ChatType
    title: str
    members: dict[int, Account] = field(default_factory=dict)
    admins: set[int] = field(default_factory=set)
    topics: dict[int, str] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    is_forum: bool = False
    bot_status: BotStatus = "member"
    started: bool = True
    blocked: bool = False
    migrated_to: int | None = None
    draft: Draft | None = None
    action: str | None = None
    messages: dict[int, Message] = field(default_factory=dict)

    def json(self) -> Json:
        """The Bot API's Chat object."""
        chat: Json = {"id": self.id, "type": self.type}
        if self.type == "private":
            return chat | {"first_name": self.title}
        if self.is_forum:
            chat["is_forum"] = True
        return chat | {"title": self.title}


@dataclass(frozen=True, slots=True)
class Version:
    """What a message said before an edit."""

    text: str
    entities: list[Json]
    markup: Json | None
    at: float


@dataclass(eq=False, slots=True)
class Message:
    """One message as everybody in the chat sees it now.

    ``text`` is also the caption where there is ``media``. ``extra`` holds fields of the Bot
    API that the fake only passes on: ``photo``, ``forward_origin``, ``new_chat_members``.
    """

    id: int
    chat: Chat
    sender: Account
    at: float
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    markup: Json | None = None
    reply_to: Message | None = None
    quote: Json | None = None
    thread_id: int | None = None
    extra: Json = field(default_factory=dict)
    options: Json = field(default_factory=dict)
    file: Upload | None = None
    edited_at: float | None = None
    deleted: bool = False
    reactions: list[str] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)

    @property
    def by_bot(self) -> bool:
        """Whether the bot under test wrote it."""
        return self.sender.is_bot

    @property
    def rows(self) -> list[list[Json]]:
        """The inline keyboard, row by row."""
        return list((self.markup or {}).get("inline_keyboard", []))

    @property
    def buttons(self) -> list[str]:
        """The labels of all inline buttons, in reading order."""
        return [button["text"] for row in self.rows for button in row]

    @property
    def links(self) -> dict[str, str]:
        """Linked text → URL; the last one wins where a text is linked twice."""
        return {self.entity_text(e): e["url"] for e in self.entities if e["type"] == "text_link"}

    def entity_text(self, entity: Json) -> str:
        """The part of the text that the entity covers."""
        return cut(self.text, entity["offset"], entity["length"])

    def entity_texts(self, kind: str) -> list[str]:
        """The texts of all entities of that type, in order."""
        return [self.entity_text(e) for e in self.entities if e["type"] == kind]

    def button(self, label: str) -> Json:
        """The inline button with that label.

        Raises:
            AssertionError: no button has it.
        """
        for row in self.rows:
            for button in row:
                if button["text"] == label:
                    return dict(button)
        raise AssertionError(f"no button {label!r} on message {self.id}; there are {self.buttons}")

    def json(self, *, nested: bool = False) -> Json:
        """The Bot API's Message object; a nested one has no reply of its own."""
        return message_json(self, nested=nested)


def message_json(message: Message, *, nested: bool) -> Json:
    """The Bot API's Message object, without empty fields."""
    has_media = any(k in message.extra for k in ("photo", "document", "voice"))
    text, entities = ("caption", "caption_entities") if has_media else ("text", "entities")
    is_topic = message.thread_id is not None and message.chat.is_forum
    fields: Json = {
        "message_id": message.id,
        "date": int(message.at),
        "chat": message.chat.json(),
        "from": message.sender.json(),
        text: message.text,
        entities: message.entities,
        "reply_markup": message.markup,
        "message_thread_id": message.thread_id,
        "is_topic_message": is_topic or None,
        "edit_date": None if message.edited_at is None else int(message.edited_at),
        "quote": None if nested else message.quote,
    }
    if message.reply_to and not nested:
        fields["reply_to_message"] = message.reply_to.json(nested=True)
    shown = {key: value for key, value in fields.items() if value not in (None, "", [])}
    return shown | message.extra
