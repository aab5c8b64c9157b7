"""How many questions were asked on which day, and by whom: a person, or a group below zero."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from bot.store.schema import used as table
from index.catalog.locks import one_at_a_time
from index.catalog.upserts import upsert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection


_MOST_ID = 2**52
"""Ids have at most 52 significant bits (Bot API, Chat)."""


def today() -> str:
    """The day in UTC, by which budgets are counted."""
    return datetime.now(UTC).date().isoformat()


def of_name(chat: int) -> int:
    """The key of a group or channel in whose name somebody asks, apart from all that ask in it."""
    return chat - _MOST_ID


def take(connection: Connection, most: Mapping[int, int | None]) -> int | None:
    """Count one question for each of ``most``, or for none; whose budget refuses it.

    ``most`` is the budget of each; ``None`` is no bound.
    """
    day = today()
    hold(connection, most)
    spent = {who: asked(connection, who) for who in most}
    for who, bound in most.items():
        if bound is not None and spent[who] >= bound:
            return who
    rows = [{"day": day, "who": who, "questions": count + 1} for who, count in spent.items()]
    upsert(connection, table, rows, keys=["day", "who"])
    connection.execute(delete(table).where(table.c.day < day))
    return None


def hold(connection: Connection, whose: Iterable[int]) -> None:
    """Keep others from counting for any of these until the end of the transaction."""
    for who in sorted(whose):
        one_at_a_time(connection, "budget", who)


def give_back(connection: Connection, whose: Iterable[int]) -> None:
    """Count one question less for each; none of yesterday."""
    known = list(whose)
    hold(connection, known)
    mine = (table.c.day == today(), table.c.who.in_(known), table.c.questions > 0)
    connection.execute(update(table).where(*mine).values(questions=table.c.questions - 1))


def asked(connection: Connection, who: int) -> int:
    """How many questions of today count for this person or group."""
    found = select(table.c.questions).where(table.c.day == today(), table.c.who == who)
    return int(connection.scalar(found) or 0)


def asked_today(connection: Connection) -> dict[int, int]:
    """Everybody who asked today, and how often."""
    rows = connection.execute(select(table).where(table.c.day == today()))
    return {row.who: row.questions for row in rows}
