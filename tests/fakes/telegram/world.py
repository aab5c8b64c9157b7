"""Everything that the fake Telegram knows, behind one lock.

The server's thread and the test's thread both come here; ``changed`` is the lock and the
bell: whoever changes something holds it and rings, whoever waits is woken.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .errors import ApiError, Expected, bad
from .faults import Faults
from .flood import Flood
from .models import Account, Call, Chat, Json, Message, Upload, Version, Violation
from .updates import Updates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

DRAFT_LIFE = 30.0  # seconds without a frame (Bot API, sendMessageDraft)


@dataclass(slots=True)
class Query:
    """A callback or inline query that waits for the bot's answer."""

    id: str
    sender: Account
    at: float
    what: str
    answer: Json | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the transcript."""

    at: float
    chat_id: int
    kind: str
    who: Account
    message: Message | None = None
    text: str = ""
    entities: tuple[Json, ...] = ()
    markup: Json | None = None


@dataclass(slots=True)
class Profile:
    """What the bot says about itself, by scope and language."""

    commands: dict[str, list[Json]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


class World:
    """The state of one bot's Telegram."""

    def __init__(self, *, token: str, username: str, flood: bool, privacy: bool) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.token = token
        self.bot = Account(int(token.partition(":")[0]), "Bot", username, is_bot=True)
        self.privacy = privacy
        self.local: Path | None = None
        self.local_name: Path | None = None
        self.callback_deadline = 15.0
        self.ahead = 0.0
        self.logged_out = False
        self.accounts: dict[int, Account] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.files: dict[str, Upload] = {}
        self.profile = Profile()
        self.updates = Updates()
        self.flood = Flood(enabled=flood)
        self.faults = Faults()
        self.calls: list[Call] = []
        self.events: list[Event] = []
        self.violations: list[Violation] = []
        self._ids: defaultdict[int, itertools.count[int]] = defaultdict(lambda: itertools.count(1))
        self._refused: set[tuple[str, int]] = set()
        self.untold = False

    def now(self) -> float:
        """Seconds since the epoch, on a clock that tests can put forward."""
        return time.time() + self.ahead

    def wait(self, found: Callable[[], Any], timeout: float, what: str) -> Any:
        """The first truthy value of ``found``, tried at every change.

        Raises:
            AssertionError: nothing within ``timeout`` seconds.
        """
        with self.changed:
            value = self.changed.wait_for(found, timeout)
        if not value:
            raise AssertionError(f"waited {timeout} s for {what}")
        return value

    def complain(self, kind: str, texts: Iterable[str]) -> None:
        """Notes violations that Telegram would not have refused."""
        self.violations += [Violation(kind, text) for text in texts]

    def note(
        self,
        chat: Chat,
        kind: str,
        who: Account,
        text: str = "",
        *,
        message: Message | None = None,
        entities: tuple[Json, ...] = (),
    ) -> None:
        """Adds a line to the transcript and wakes whoever waits."""
        markup = None
        if message is not None and kind in ("message", "edit"):
            text, entities, markup = message.text, tuple(message.entities), message.markup
        with self.changed:
            event = Event(self.now(), chat.id, kind, who, message, text, entities, markup)
            self.events.append(event)
            self.changed.notify_all()

    def chat(self, chat_id: int | str, method: str) -> Chat:
        """The chat that the bot may write to.

        Raises:
            ApiError: there is none, or the bot was blocked or removed.
        """
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise bad("chat not found")
        if not chat.started:
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        if chat.blocked:
            raise Expected(403, "Forbidden: bot was blocked by the user")
        if chat.bot_status in ("left", "kicked"):
            raise ApiError(403, f"Forbidden: bot was kicked from the {chat.type} chat")
        if chat.migrated_to is not None:
            raise self._migrated(chat, method)
        return chat

    def _migrated(self, chat: Chat, method: str) -> ApiError:
        """The refusal that tells the new id; only the first one a method is nobody's fault."""
        first = (method, chat.id) not in self._refused
        self._refused.add((method, chat.id))
        text = "Bad Request: group chat was upgraded to a supergroup chat"
        return (Expected if first else ApiError)(
            400, text, {"migrate_to_chat_id": chat.migrated_to}
        )

    def add(self, chat: Chat, sender: Account, **fields: Any) -> Message:
        """Puts a message into a chat; private chats and small groups share one numbering."""
        with self.changed:
            number = next(self._ids[chat.id if chat.type == "supergroup" else 0])
            message = Message(number, chat, sender, self.now(), **fields)
            chat.messages[number] = message
            self.note(chat, "message", sender, message=message)
        return message

    def change(
        self, message: Message, text: str, entities: list[Json], markup: Json | None
    ) -> None:
        """Edits a message and keeps what it said before."""
        with self.changed:
            old = Version(message.text, message.entities, message.markup, self.now())
            message.versions.append(old)
            same_content = (text, entities) == (message.text, message.entities)
            message.text, message.entities, message.markup = text, entities, markup
            if not same_content:
                message.edited_at = self.now()
            self.note(message.chat, "edit", message.sender, message=message)

    def end_draft(self, chat: Chat) -> None:
        """A message takes the place of the draft; one that had vanished before is a complaint."""
        if chat.draft is None:
            return
        gone = self.now() - chat.draft.at - DRAFT_LIFE
        if gone > 0:
            self.complain(
                "draft", [f"draft in {chat.id} had vanished {gone:.0f} s before the message"]
            )
        chat.draft = None

    def store(self, upload: Upload, prefix: str) -> str:
        """Keeps a file and gives its id."""
        file_id = f"{prefix}{len(self.files) + 1:08d}"
        self.files[file_id] = upload
        return file_id
