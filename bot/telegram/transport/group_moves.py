"""Groups that became supergroups: who was allowed in one, and what is owed to it, follows it.

Telegram says so twice, in a message of its own and in its refusal of any call with the old id;
whichever comes first is stored.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from bot.store import moved_groups as rows
from index.errors import CatalogError

if TYPE_CHECKING:
    from telegram import Update

    from bot.telegram.transport.threads import Threads
    from index.catalog.engine import Catalog

_log = logging.getLogger(__name__)


class Moves:
    """Which group has which id by now. Without a catalog it is forgotten at the end."""

    def __init__(self, catalog: Catalog | None = None, threads: Threads | None = None) -> None:
        self._catalog = catalog
        self._threads = threads
        self._new: dict[int, int] = {}
        self._unsaved: set[int] = set()

    async def load(self) -> None:
        """Remember what processes before this one were told.

        Raises:
            CatalogError: the catalog cannot be read.
        """
        if self._threads is not None:
            self._new |= await self._threads.store(self._known)

    def newest(self, chat: int) -> int:
        """The id that a chat has now."""
        return self._new.get(chat, chat)

    def names(self, chat: int) -> set[int]:
        """Every id that a chat has or had."""
        return {chat, *(old for old, new in self._new.items() if new == chat)}

    async def meet(self, update: Update, _context: Any) -> None:
        """Look whether an update is the message in which Telegram says that a group moved."""
        message = update.message
        if message is None:
            return
        if message.migrate_to_chat_id:
            await self.learn(message.chat.id, message.migrate_to_chat_id)
        if message.migrate_from_chat_id:
            await self.learn(message.migrate_from_chat_id, message.chat.id)

    async def learn(self, old: int, new: int) -> None:
        """Have everything of ``old`` belong to ``new`` from now on."""
        if self._new.get(old) == new and old not in self._unsaved:
            return
        self._new[old] = new
        self._unsaved.discard(old)
        _log.info("group %s is %s now; what was allowed there and is owed to it follows.", old, new)
        if self._threads is None:
            return
        try:
            await self._threads.store(self._move, old, new)
        except CatalogError as exc:
            self._unsaved.add(old)
            _log.error("group %s is %s now, which is forgotten at the end: %s", old, new, exc)

    def _known(self) -> dict[int, int]:
        if self._catalog is None:
            return {}
        return self._catalog.query(rows.known)

    def _move(self, old: int, new: int) -> None:
        if self._catalog is not None:
            self._catalog.change(rows.move, old, new)
