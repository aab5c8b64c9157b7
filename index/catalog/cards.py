"""Which message of a chat shows the citations of an answer, so that the next tap changes it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from index.catalog.people_schema import cards as table
from index.catalog.upserts import upsert

if TYPE_CHECKING:
    from sqlalchemy import Connection

_KEPT_SECONDS = 180 * 86_400.0
"""A card that is older comes anew at the next tap."""


def keep(connection: Connection, chat: int, answer: str, message: int) -> None:
    """The card of an answer in a chat is this message from now on."""
    now = time.time()
    connection.execute(delete(table).where(table.c.at < now - _KEPT_SECONDS))
    row = {"chat": chat, "answer": answer, "message": message, "at": now}
    upsert(connection, table, [row], keys=["chat", "answer"])


def find(connection: Connection, chat: int, answer: str) -> int | None:
    """The message that is the card of an answer in a chat."""
    mine = (table.c.chat == chat, table.c.answer == answer)
    found = connection.scalar(select(table.c.message).where(*mine))
    return None if found is None else int(found)
