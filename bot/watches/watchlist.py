"""The watches as the catalog has them. Every function runs inside a transaction.

A chat that is 0 is a terminal: there is one in a home. Moments are seconds since the epoch.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from bot.store import schema
from bot.store.schema import told, watches
from index.catalog.articles.arrivals import are_live
from index.catalog.locks import one_at_a_time
from index.catalog.upserts import insert_new

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Row

MOST = 20
"""Watches of a person, and of a chat: more than one can say without looking is noise."""
TERMINAL = 0
_ID_BYTES = 6


@dataclass(frozen=True, slots=True)
class Watch:
    """What somebody wants to be told of, where, and how far the archive was looked through.

    ``hour``: of a daily digest on the clock of whoever reads it, else it is told at once.
    """

    id: str
    chat: int
    thread: int | None
    person: int
    words: str
    language: str
    hour: int | None
    made_at: float
    looked_until: float
    settled_at: float


@dataclass(frozen=True, slots=True)
class Wish:
    """A watch that is to be made."""

    chat: int
    person: int
    words: str
    language: str
    hour: int | None = None
    thread: int | None = None


def make(connection: Connection, wish: Wish) -> tuple[Watch, bool] | None:
    """The watch, and whether it is new; ``None`` where there are as many as there may be.

    The same words again are the same watch, at the hour that is named now.
    """
    one_at_a_time(connection, "watches in", wish.chat)
    one_at_a_time(connection, "watches of", wish.person)
    here = of_chat(connection, wish.chat)
    folded = " ".join(wish.words.split()).casefold()
    for each in here:
        if each.thread == wish.thread and each.words.casefold() == folded:
            if wish.hour is not None:
                choose_hour(connection, each.id, wish.hour)
            return find(connection, each.id) or each, False
    mine = select(func.count()).where(watches.c.person == wish.person)
    if max(len(here), connection.scalar(mine) or 0) >= MOST:
        return None
    now = time.time()
    made = Watch(
        secrets.token_hex(_ID_BYTES),
        wish.chat,
        wish.thread,
        wish.person,
        " ".join(wish.words.split()),
        wish.language,
        wish.hour,
        *(now, now, now),
    )
    connection.execute(insert(watches).values({name: getattr(made, name) for name in _COLUMNS}))
    return made, True


_COLUMNS = tuple(Watch.__dataclass_fields__)


def find(connection: Connection, name: str) -> Watch | None:
    """The watch with this id."""
    row = connection.execute(select(watches).where(watches.c.id == name)).first()
    return None if row is None else _watch(row)


def of_chat(connection: Connection, chat: int) -> list[Watch]:
    """Those of a chat, oldest first."""
    return _found(connection, watches.c.chat == chat)


def in_chats(connection: Connection) -> list[Watch]:
    """Those of all chats, oldest first, without those of the terminal."""
    return _found(connection, watches.c.chat != TERMINAL)


def choose_hour(connection: Connection, name: str, hour: int | None) -> None:
    """Tell it daily from now on, at this hour, or at once."""
    one_at_a_time(connection, "watch", name)
    now = {"hour": hour, "settled_at": time.time()}
    connection.execute(update(watches).where(watches.c.id == name).values(now))


def end(connection: Connection, names: Iterable[str]) -> None:
    """Watch no more, and forget what was told."""
    gone = sorted(names)
    for name in gone:
        one_at_a_time(connection, "watch", name)
    connection.execute(delete(told).where(told.c.watch.in_(gone)))
    connection.execute(delete(watches).where(watches.c.id.in_(gone)))


def told_in(connection: Connection, watch: Watch) -> set[str]:
    """The articles that were told where the watch is, by any."""
    beside = [each.id for each in of_chat(connection, watch.chat) if each.thread == watch.thread]
    return set(connection.scalars(select(told.c.article).where(told.c.watch.in_(beside))))


@dataclass(frozen=True, slots=True)
class Settled:
    """What counts as told of a watch, ``shown`` or not, and by when all that came was looked at."""

    watch: Watch
    shown: tuple[str, ...]
    articles: tuple[str, ...]
    until: float


def settle(connection: Connection, told_now: Settled, *, now: float) -> bool:
    """Count it as told; ``False`` where it is not to be told as it is, and nothing is changed.

    Then something was withdrawn meanwhile, or the watch was ended, changed or settled otherwise.
    """
    watch = told_now.watch
    one_at_a_time(connection, "watch", watch.id)
    if find(connection, watch.id) != watch or not are_live(connection, told_now.shown):
        return False
    rows = [{"watch": watch.id, "article": each, "at": now} for each in told_now.articles]
    insert_new(connection, told, rows)
    values = {"looked_until": told_now.until, "settled_at": now}
    connection.execute(update(watches).where(watches.c.id == watch.id).values(values))
    return True


def unreachable(connection: Connection, *, since: float) -> list[str]:
    """Watches whose notice was refused for good after a moment: nobody is there to read it."""
    owed = schema.deliveries
    refused = (owed.c.state == "refused", owed.c.created_at > since)
    names = connection.scalars(select(owed.c.id).where(*refused, owed.c.id.startswith(PREFIX)))
    return [name.split(":")[1] for name in names]


PREFIX = "watch:"
"""How the names of what watches owe begin; the id of the watch follows."""


def owed_as(watch: Watch, now: float) -> str:
    """What is told of a watch now goes by this name."""
    return f"{PREFIX}{watch.id}:{now:.6f}"


def _found(connection: Connection, which: Any) -> list[Watch]:
    rows = connection.execute(select(watches).where(which).order_by(watches.c.made_at))
    return [_watch(row) for row in rows]


def _watch(row: Row[Any]) -> Watch:
    return Watch(*(getattr(row, name) for name in _COLUMNS))
