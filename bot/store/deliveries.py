"""What is owed to people in a chat: a row for each question, from its answer to its arrival.

``open``: a message that shows progress was begun, there is no answer yet; ``due``: the answer is
owed; ``done``: it arrived; ``refused``: it never will. ``content`` is JSON of whoever delivers.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update

from bot.store import schema
from index.catalog.locks import one_at_a_time
from index.catalog.upserts import upsert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Row

_table = schema.deliveries


def put(connection: Connection, name: str, values: Mapping[str, Any]) -> None:
    """Write what is owed, in place of what was written under the same name.

    ``values`` are chat, question, state and content.
    """
    row = {"id": name, "created_at": time.time(), **values}
    upsert(connection, _table, [row], keys=["id"])


def owe(connection: Connection, name: str, values: Mapping[str, Any]) -> bool:
    """Write it down with whatever else is changed, unless it was before; whether it is new."""
    one_at_a_time(connection, "delivery", name)
    new = find(connection, name) is None
    if new:
        put(connection, name, values)
    return new


def remember(connection: Connection, name: str, sent: Sequence[tuple[int, int]]) -> None:
    """Write down which messages stand in which chats that nobody owed."""
    for chat, message in sent:
        content = {"parts": [], "sent": [message]}
        values = {"chat": chat, "question": 0, "state": "done", "content": content}
        put(connection, f"{name}:{message}", values)


def change(connection: Connection, name: str, values: Mapping[str, Any]) -> None:
    """Write down how far a delivery is, and which chat it goes to by now."""
    connection.execute(update(_table).where(_table.c.id == name).values(values))


def find(connection: Connection, name: str) -> Row[Any] | None:
    """The delivery with this name."""
    return connection.execute(select(_table).where(_table.c.id == name)).first()


def of_question(connection: Connection, chat: int, question: int) -> Row[Any] | None:
    """The newest delivery for a message that asked."""
    return connection.execute(
        select(_table)
        .where(_table.c.chat == chat, _table.c.question == question)
        .order_by(_table.c.created_at.desc())
    ).first()


def begun(connection: Connection, prefix: str) -> list[Row[Any]]:
    """What is open and goes by names that begin so, oldest first."""
    named = _table.c.id.startswith(prefix, autoescape=True)
    found = select(_table).where(_table.c.state == "open", named)
    return list(connection.execute(found.order_by(_table.c.created_at)))


def due(connection: Connection) -> list[Row[Any]]:
    """What is owed, oldest first."""
    return list(
        connection.execute(
            select(_table).where(_table.c.state == "due").order_by(_table.c.created_at)
        )
    )


def count_due(connection: Connection) -> int:
    """How much is owed."""
    owed = select(func.count()).where(_table.c.state == "due")
    return int(connection.scalar(owed) or 0)


def of_chat(connection: Connection, chat: int) -> list[Row[Any]]:
    """All that is remembered of a chat."""
    return list(connection.execute(select(_table).where(_table.c.chat == chat)))


def in_private(connection: Connection, *, since: float) -> list[Row[Any]]:
    """What people were owed since then, who asked in private."""
    recent = select(_table).where(_table.c.chat > 0, _table.c.created_at >= since)
    return list(connection.execute(recent))


def is_named(connection: Connection, prefix: str) -> bool:
    """Whether anything goes by a name that begins so."""
    named = _table.c.id.startswith(prefix, autoescape=True)
    return connection.execute(select(_table.c.id).where(named).limit(1)).first() is not None


def forget(connection: Connection, *, before: float) -> None:
    """Forget what was written before a moment, in seconds since the epoch."""
    connection.execute(delete(_table).where(_table.c.created_at < before))
