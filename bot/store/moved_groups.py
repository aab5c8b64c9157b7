"""Groups that became supergroups: another id, and all that was known of the group follows it.

Ids of messages do not follow: a supergroup numbers its own from 1.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update

from bot.store import budgets, people, schema
from bot.store.answers import ended
from bot.store.schema import looks, used
from bot.store.schema import moved as table
from index.catalog.locks import one_at_a_time
from index.catalog.upserts import insert_new, upsert

if TYPE_CHECKING:
    from sqlalchemy import Connection


def known(connection: Connection) -> dict[int, int]:
    """The new id of each group that moved, by the old one."""
    return {row.old: row.new for row in connection.execute(select(table))}


def move(connection: Connection, old: int, new: int) -> None:
    """Have what is known of a group and still owed to it follow it; once, however often told.

    What arrived stays with the old id, whose messages nobody can change any more.
    """
    one_at_a_time(connection, "moved", old)
    if connection.scalar(select(table.c.new).where(table.c.old == old)) is not None:
        return
    upsert(connection, table, [{"old": old, "new": new, "at": time.time()}], keys=["old"])
    _move_budgets(connection, old, new)
    _move_conversations(connection, f"tg:{old}:", f"tg:{new}:")
    _move_conversations(connection, ended(f"tg:{old}:"), ended(f"tg:{new}:"))
    _move_deliveries(connection, old, new)
    _move_looks(connection, old, new)
    _move_watches(connection, old, new)
    people.follow(connection, old, new)


def _move_budgets(connection: Connection, old: int, new: int) -> None:
    budgets.hold(connection, (old, new))
    rows = connection.execute(select(used).where(used.c.who == old)).all()
    for row in rows:
        same = (used.c.day == row.day, used.c.who == new)
        there = connection.scalar(select(used.c.questions).where(*same)) or 0
        added = {"day": row.day, "who": new, "questions": there + row.questions}
        upsert(connection, used, [added], keys=["day", "who"])
    connection.execute(delete(used).where(used.c.who == old))


def _move_looks(connection: Connection, old: int, new: int) -> None:
    rows = connection.execute(select(looks).where(looks.c.chat == old)).all()
    moved = [{"chat": new, "person": row.person, "at": row.at} for row in rows]
    insert_new(connection, looks, moved)  # who looked there already did so later
    connection.execute(delete(looks).where(looks.c.chat == old))


def _move_watches(connection: Connection, old: int, new: int) -> None:
    """What was told there stays told; topics do not follow."""
    mine = schema.watches.c.chat == old
    connection.execute(update(schema.watches).where(mine).values(chat=new, thread=None))


def _move_conversations(connection: Connection, old: str, new: str) -> None:
    """Conversations are called ``tg:CHAT:TOPIC:PERSON``."""
    named = schema.answers.c.conversation
    connection.execute(
        update(schema.answers)
        .where(named.startswith(old, autoescape=True))
        .values(conversation=new + func.substr(named, len(old) + 1))
    )


def _move_deliveries(connection: Connection, old: int, new: int) -> None:
    deliveries = schema.deliveries
    owed = select(deliveries).where(deliveries.c.chat == old, deliveries.c.state == "due")
    for row in connection.execute(owed).all():
        connection.execute(
            update(deliveries)
            .where(deliveries.c.id == row.id)
            .values(chat=new, question=0, content=_elsewhere(row.content))
        )


def _elsewhere(content: dict[str, Any]) -> dict[str, Any]:
    """What is owed without the ids of messages of the group that was."""
    return {**content, "thread": None, "reply": False, "sent": [], "after": None}
