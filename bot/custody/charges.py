"""Rows by which bots that share a database share the work: a chat is in the charge of one of them.

Each bot has a row with a lease, by the clock of the database. Whoever has charge of a chat works
off its updates, in their order, and delivers what is owed to it: nobody else writes there. A bot
whose lease is over is gone, and all it had is free. Where nobody shares the database, in SQLite,
all of this stays empty.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, or_, select, update

from bot.store import deliveries, schema
from index.catalog.locks import now
from index.catalog.upserts import insert_new
from index.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Connection, Row, Table

_bots, _charges = schema.bots, schema.charges
_updates, _deliveries = schema.updates, schema.deliveries
_OWNED: tuple[Table, ...] = (_updates, _deliveries)
_AT_ONCE = 64
"""Chats that are taken at a time, at most."""
_PATIENCE_SECONDS = 0.5
"""How long work is left to bots that have less of it."""
_chat = func.coalesce(_updates.c.chat, 0)
"""Updates of no chat go one after the other too."""
_new = and_(_updates.c.state == "received", _updates.c.owner.is_(None))
_due = and_(_deliveries.c.state == "due", _deliveries.c.owner.is_(None))


@dataclass(frozen=True, slots=True)
class Roll:
    """How many bots there are, and the newest id of a private message that any of them knows."""

    bots: int
    newest: int


@dataclass(frozen=True, slots=True)
class Claim:
    """What a bot took: chats that are new to it, rows of updates and deliveries, oldest first.

    ``begun`` are deliveries that are not put into words yet.
    """

    chats: Collection[int] = ()
    updates: Sequence[Row[Any]] = ()
    due: Sequence[Row[Any]] = ()
    begun: Sequence[Row[Any]] = field(default=())


def enter(connection: Connection, bot: str, *, seconds: float) -> None:
    """A bot is there from now on, and believed for so long."""
    connection.execute(insert(_bots).values(name=bot, lease=now(connection) + seconds, newest=0))


def renew(connection: Connection, bot: str, *, seconds: float, newest: int) -> Roll | None:
    """A bot is still there, and knows this id; ``None``: it was taken for gone."""
    said = {"lease": now(connection) + seconds, "newest": newest}
    if not connection.execute(update(_bots).where(_bots.c.name == bot).values(said)).rowcount:
        return None
    count, highest = connection.execute(select(func.count(), func.max(_bots.c.newest))).one()
    return Roll(int(count), int(highest))


def leave(connection: Connection, bots: Collection[str]) -> None:
    """These bots are gone; all they had is free, also what one of them is about to write down."""
    connection.execute(select(_bots.c.name).where(_bots.c.name.in_(bots)).with_for_update())
    for table in _OWNED:
        connection.execute(update(table).where(table.c.owner.in_(bots)).values(owner=None))
    connection.execute(delete(_charges).where(_charges.c.bot.in_(bots)))
    connection.execute(delete(_bots).where(_bots.c.name.in_(bots)))


def bury(connection: Connection) -> list[str]:
    """Free what bots had whose lease is over; their names."""
    over = select(_bots.c.name).where(_bots.c.lease < now(connection))
    gone = list(connection.scalars(over.with_for_update(skip_locked=True)))
    if gone:
        leave(connection, gone)
    return gone


def is_work_left(connection: Connection, begun: str) -> bool:
    """Whether anything waits that no bot has; ``begun`` is as for `claim`."""
    left = or_(exists().where(_new), exists().where(_due), exists().where(_is_begun(begun)))
    return bool(connection.scalar(select(left)))


def claim(connection: Connection, bot: str, *, most: int, begun: str) -> Claim:
    """Take charge of more chats, and what waits in all that a bot has charge of.

    Of chats it takes up to so many, and those that no other bot has taken for a while. Of what is
    not put into words yet it takes what goes by names that begin with ``begun``.
    """
    if not _is_there(connection, bot):
        return Claim()
    chats = _take_chats(connection, bot, most, late=time.time() - _PATIENCE_SECONDS)
    mine = select(_charges.c.chat).where(_charges.c.bot == bot)
    order: ColumnElement[Any] = _updates.c.id
    updates = _take(connection, _updates, and_(_new, _chat.in_(mine)), order, bot)
    for row in updates:
        payload = {**row.payload, "starts": row.payload["starts"] + 1}
        changed = update(_updates).where(_updates.c.id == row.id)
        connection.execute(changed.values(payload=payload))
    order = _deliveries.c.created_at
    due = _take(connection, _deliveries, and_(_due, _deliveries.c.chat.in_(mine)), order, bot)
    opened = _take(connection, _deliveries, _is_begun(begun), order, bot, skip=True)
    return Claim(chats, updates, due, opened)


def release(connection: Connection, bot: str, chats: Collection[int]) -> None:
    """A bot has no charge of these chats any more."""
    mine = and_(_charges.c.bot == bot, _charges.c.chat.in_(chats))
    connection.execute(delete(_charges).where(mine))


def settle(
    connection: Connection, bot: str, chats: Collection[int], items: Collection[Any]
) -> None:
    """Free what a bot has by its rows, but does not know of: these chats and items it does.

    So it is where a claim was kept and the bot was not told.
    """
    connection.execute(delete(_charges).where(_charges.c.bot == bot, _charges.c.chat.not_in(chats)))
    for table, kind, states in ((_updates, int, ("received",)), (_deliveries, str, ("due",))):
        known = [each for each in items if isinstance(each, kind)]
        lost = and_(table.c.owner == bot, table.c.state.in_(states), table.c.id.not_in(known))
        connection.execute(update(table).where(lost).values(owner=None))


def give_back(connection: Connection, bot: str, taken: Claim, left: Collection[Any]) -> None:
    """Free what a bot took and is ``left``, by its ids, as it was before."""
    for row in taken.updates:
        if row.id in left:
            mine = and_(_updates.c.id == row.id, _updates.c.owner == bot)
            free = update(_updates).where(mine, _updates.c.state == "received")
            connection.execute(free.values(owner=None, payload=row.payload))
    names = [row.id for row in (*taken.due, *taken.begun) if row.id in left]
    mine = and_(_deliveries.c.id.in_(names), _deliveries.c.owner == bot)
    connection.execute(update(_deliveries).where(mine).values(owner=None))


def untry(connection: Connection, updates: Collection[int]) -> None:
    """What a bot that lives had in hand and never began is not tried for that, whose it is now."""
    left = select(_updates.c.id, _updates.c.payload).where(
        _updates.c.id.in_(updates), _updates.c.state == "received"
    )
    for row in connection.execute(left.order_by(_updates.c.id).with_for_update()).all():
        payload = {**row.payload, "starts": max(row.payload["starts"] - 1, 0)}
        changed = update(_updates).where(_updates.c.id == row.id)
        connection.execute(changed.values(payload=payload))


def put(connection: Connection, name: str, values: Mapping[str, Any], *, bot: str = "") -> None:
    """Write what is owed to a chat, as that of the bot that has charge of it, if one is named.

    Raises:
        BusyError: it has not.
    """
    chat = values["chat"]
    mine = select(_charges.c.chat).where(_charges.c.chat == chat, _charges.c.bot == bot)
    if bot and not (
        _is_there(connection, bot) and connection.scalar(mine.with_for_update(read=True))
    ):
        raise _taken_over(chat)
    deliveries.put(connection, name, {**values, "owner": bot or None})


def advance(
    connection: Connection, name: str, values: Mapping[str, Any], *, bot: str = "", keeps: bool
) -> None:
    """Write down how far a delivery is, unless a bot is named that has it no more.

    The bot has it from then on if it ``keeps`` it and something is left to do.

    Raises:
        BusyError: another one has it.
    """
    if bot and not _is_there(connection, bot):
        raise _taken_over(values["chat"])
    found = select(_deliveries.c.owner).where(_deliveries.c.id == name).with_for_update()
    if bot and connection.scalar(found) not in {None, bot}:
        raise _taken_over(values["chat"])
    left = keeps and values["state"] in {"open", "due"}
    deliveries.change(connection, name, {**values, "owner": bot if bot and left else None})


def _is_there(connection: Connection, bot: str) -> bool:
    """Whether a bot was not taken for gone, which nobody does until the end of the transaction.

    Nobody would free what it wrote down later.
    """
    there = select(_bots.c.name).where(_bots.c.name == bot).with_for_update(read=True)
    return connection.scalar(there) is not None


def _taken_over(chat: int) -> BusyError:
    return BusyError(f"another bot has charge of chat {chat} by now; it goes on there")


def _take_chats(connection: Connection, bot: str, most: int, *, late: float) -> list[int]:
    """Free chats in which something waits: the first so many, and those that wait since then."""
    waiting = (
        select(_chat.label("chat"), _updates.c.received_at.label("at"))
        .where(_new)
        .union_all(select(_deliveries.c.chat, _deliveries.c.created_at).where(_due))
        .subquery()
    )
    free = waiting.c.chat.not_in(select(_charges.c.chat))
    since = func.min(waiting.c.at)
    oldest = select(waiting.c.chat, since).where(free).group_by(waiting.c.chat).order_by(since)
    rows = connection.execute(oldest.limit(_AT_ONCE)).all()
    wanted = [chat for n, (chat, at) in enumerate(rows) if n < most or at < late]
    # In one order, so that no two bots wait for each other; who comes second gets nothing.
    insert_new(connection, _charges, [{"chat": chat, "bot": bot} for chat in sorted(wanted)])
    mine = select(_charges.c.chat).where(_charges.c.bot == bot, _charges.c.chat.in_(wanted))
    return list(connection.scalars(mine))


def _take(
    connection: Connection,
    table: Table,
    which: ColumnElement[bool],
    order: ColumnElement[Any],
    bot: str,
    *,
    skip: bool = False,
) -> list[Row[Any]]:
    """The rows, as they were before they became this bot's; ``skip``: but what others take now."""
    found = select(table).where(which).order_by(order).with_for_update(skip_locked=skip)
    rows = list(connection.execute(found))
    numbers = [row.id for row in rows]
    connection.execute(update(table).where(table.c.id.in_(numbers)).values(owner=bot))
    return rows


def _is_begun(prefix: str) -> ColumnElement[bool]:
    table = _deliveries
    named = table.c.id.startswith(prefix, autoescape=True)
    return and_(table.c.state == "open", table.c.owner.is_(None), named)
