"""Which message ids are known, so that a message whose arrival nobody confirmed can be found.

Telegram numbers the messages of a bot's private chats and small groups together, in the order in
which they are accepted, and those of each supergroup apart.
"""

from __future__ import annotations

import contextlib
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from cachetools import FIFOCache, LRUCache

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUPERGROUPS = -1_000_000_000_000
"""Ids of supergroups are below (Bot API, differences between dialog ids)."""
_MOST_CHATS, _MOST_IDS = 1000, 2000
_REACH, _REACH_AFTER_START = 10, 30
"""How many ids behind the newest known one a lost message is looked for; a process that has just
begun has not seen what was on its way when the last one ended, and one of several hears late of
what others send."""
_MOST_LOOKED_FOR = 90
_gathered: ContextVar[list[tuple[int, int]] | None] = ContextVar("gathered", default=None)


@contextlib.contextmanager
def gathered() -> Iterator[list[tuple[int, int]]]:
    """Chats and ids of the messages that are sent inside the block without being owed."""
    found: list[tuple[int, int]] = []
    token = _gathered.set(found)
    try:
        yield found
    finally:
        _gathered.reset(token)


def gather(chat: int, message: int) -> None:
    """A message that is not owed stands in a chat."""
    found = _gathered.get()
    if found is not None:
        found.append((chat, message))


class Marks:
    """The ids of messages that were met, the newest of each numbering."""

    def __init__(self) -> None:
        self._known: LRUCache[int, FIFOCache[int, None]] = LRUCache(_MOST_CHATS)
        self._apart: LRUCache[int, None] = LRUCache(_MOST_CHATS)
        self._told = 0

    def note(self, result: Any) -> None:
        """Remember the message that a call to Telegram brought, if it brought one."""
        if isinstance(result, dict) and "message_id" in result and "chat" in result:
            chat = result["chat"]
            self.add(int(chat["id"]), int(result["message_id"]), kind=chat.get("type", ""))

    def add(self, chat: int, message: int, *, kind: str = "") -> None:
        """Remember a message in a chat of that kind."""
        if kind == "supergroup":
            self._apart[chat] = None
        known = self._known.setdefault(self._numbering(chat), FIFOCache(_MOST_IDS))
        known[message] = None

    def hear(self, newest: int) -> None:
        """Another bot knows this id, of some message in a private chat."""
        self._told = max(self._told, newest)

    @property
    def newest_private(self) -> int:
        """The highest id that is known of a message in a private chat, 0 where none is."""
        return self.newest(1)

    def newest(self, chat: int) -> int:
        """The highest id that is known in the numbering of a chat, 0 where none is."""
        numbering = self._numbering(chat)
        told = 0 if numbering else self._told
        return max(told, max(self._known.get(numbering, ()), default=0))

    def unknown(self, chat: int, after: int) -> list[int]:
        """The ids that a message may have that was sent when ``after`` was the newest."""
        known = self._known.get(self._numbering(chat), ())
        newest = self.newest(chat)
        reach = _REACH if newest >= after and not self._told else _REACH_AFTER_START
        last = min(max(after, newest) + reach, after + _MOST_LOOKED_FOR)
        return [number for number in range(after + 1, last + 1) if number not in known]

    def _numbering(self, chat: int) -> int:
        return chat if chat < _SUPERGROUPS or chat in self._apart else 0
