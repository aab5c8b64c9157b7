"""The durable inbox: an update is stored before Telegram is told that it arrived.

`UpdateQueue.take` returns once the update is in the catalog, and only then is its offset
confirmed. What was not finished is processed again after a start. What cannot be taken is set aside
as it was written, so that the next ones are.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from bot.custody.custodian import Custodian
from bot.store import deliveries, schema
from bot.telegram.transport import callback_data
from bot.telegram.updates.arrivals import Arrival, Aside, chat_of
from bot.telegram.updates.companions import Companions
from index.catalog.locks import one_at_a_time
from index.catalog.upserts import upsert
from index.errors import PressmarkError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from bot.telegram.transport.message_ids import Marks
    from bot.telegram.transport.threads import Threads
    from index.catalog.engine import Catalog

_log = logging.getLogger(__name__)
_TOO_OLD_SECONDS = 24 * 3600.0
"""Telegram keeps updates for a day (Bot API, getting updates); who asked has given up by then."""
_ODD = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What storing a content raises that no database takes; any other fault is not the update's."""
_FORGOTTEN_SECONDS = 2 * _TOO_OLD_SECONDS
_MOST_STARTS = 3
"""Tries for one update: what kills the program every time must not do so for ever."""
_table = schema.updates


class Inbox:
    """The table of updates. Synchronous; safe to use from several threads."""

    def __init__(
        self,
        catalog: Catalog,
        custodian: Custodian | None = None,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.given_up: list[dict[str, Any]] = []
        self.custodian = custodian or Custodian()
        self._catalog = catalog
        self._clock = clock
        self._joined: dict[int, Sequence[int]] = {}
        self._late: list[tuple[int, Sequence[tuple[int, int]]]] = []

    def join(self, number: int, others: Sequence[int]) -> None:
        """These updates are dealt with when the first is: they are one request."""
        self._joined[number] = others

    def receive(self, number: int, content: dict[str, Any]) -> bool:
        """Store an update; whether it is new. Ids start again where another bot takes over."""
        name = _name(content)
        with self._catalog.write() as connection:
            known = _held(connection, number)
            if known is not None and known["name"] == name:
                return False
            starts = 1 if self.custodian.alone else 0  # else whoever takes it counts that
            payload = {"name": name, "starts": starts, "update": content}
            self._keep(connection, number, payload, "received", chat=chat_of(content))
        return True

    def set_aside(self, what: Aside) -> bool:
        """Keep the text of an update that cannot be taken; whether it is new."""
        with self._catalog.write() as connection:
            known = _held(connection, what.number)
            if known is not None and known.get("raw") == what.raw:
                return False
            payload = {"name": "", "raw": what.raw, "reason": what.reason}
            self._keep(connection, what.number, payload, "aside")
        self.custodian.end(what.number)
        return True

    def _keep(
        self,
        connection: Connection,
        number: int,
        payload: dict[str, Any],
        state: str,
        chat: int | None = None,
    ) -> None:
        row = {"id": number, "payload": payload, "state": state, "received_at": self._clock()}
        upsert(connection, _table, [row | {"chat": chat, "owner": None}], keys=["id"])

    def finish(self, number: int, sent: Sequence[tuple[int, int]] = ()) -> None:
        """The update is dealt with; what it said is forgotten, not that it came.

        ``sent``, chats and ids of what was said at once, are no lost messages.

        Raises:
            PressmarkError: that cannot be written down; see `finish_late`.
        """
        numbers = (*self._joined.get(number, ()), number)
        try:
            with self._catalog.write() as connection:
                for each in numbers:
                    _finish(connection, each, self.custodian.name)
                deliveries.remember(connection, f"sent:{number}", sent)
        except PressmarkError:
            self._late.append((number, sent))
            raise
        self._joined.pop(number, None)
        for each in numbers:
            self.custodian.end(each)

    def finish_late(self) -> None:
        """Write down what could not be before.

        Raises:
            PressmarkError: it still cannot.
        """
        while self._late:
            self.finish(*self._late.pop(0))

    def forget_old(self) -> None:
        """Delete what is too old to be asked about again."""
        old = _table.c.received_at < self._clock() - _FORGOTTEN_SECONDS
        with self._catalog.write() as connection:
            connection.execute(delete(_table).where(old))

    def unfinished(self) -> list[dict[str, Any]]:
        """The updates to process again, oldest first; each time is counted as a try.

        Left out are those that are too old, that were tried often enough, and taps, whose
        answers Telegram no longer takes, except those that ask anew. Questions among those tried
        often enough are in ``given_up`` from then on, until they are finished.
        """
        self.forget_old()
        with self._catalog.write() as connection:
            waiting = select(_table).where(_table.c.state == "received").order_by(_table.c.id)
            rows = connection.execute(waiting.with_for_update()).all()
            for row in rows:
                payload = {**row.payload, "starts": row.payload["starts"] + 1}
                connection.execute(
                    update(_table).where(_table.c.id == row.id).values(payload=payload)
                )
        return self.worth_it(rows)

    def worth_it(self, rows: Sequence[Any]) -> list[dict[str, Any]]:
        """Which of these, as they were before this try, are processed; see `unfinished`."""
        again = [row for row in rows if self._is_worth_it(row)]
        self.given_up = [row.payload["update"] for row in rows if _is_promised(row, again)]
        for row in rows:
            if row not in again and row.payload["update"] not in self.given_up:
                self.finish(row.id)
        return [row.payload["update"] for row in again]

    def _is_worth_it(self, row: Any) -> bool:
        fresh = bool(row.received_at > self._clock() - _TOO_OLD_SECONDS)
        begun = row.payload["starts"] > 0
        tap = begun and not _is_answered_with_a_message(row.payload["update"])
        if fresh and not tap and row.payload["starts"] >= _MOST_STARTS:
            _log.error("update %s was begun %s times; given up.", row.id, _MOST_STARTS)
            return False
        return fresh and not tap


def _held(connection: Connection, number: int) -> dict[str, Any] | None:
    """What is stored of an update, if it is; nobody else stores it until the transaction ends."""
    one_at_a_time(connection, "update", number)
    found: dict[str, Any] | None = connection.scalar(
        select(_table.c.payload).where(_table.c.id == number)
    )
    return found


def _finish(connection: Connection, number: int, bot: str) -> None:
    known = _held(connection, number)
    if known is not None:
        done = {"state": "done", "payload": {"name": known["name"]}, "owner": None}
        mine = update(_table).where(_table.c.id == number)
        if bot:  # another one may have it by now
            mine = mine.where(_table.c.owner == bot)
        connection.execute(mine.values(**done))


def _is_promised(row: Any, again: Sequence[Any]) -> bool:
    """Whether an update that is not processed again is a question that was taken."""
    return row not in again and row.payload.get("counted", False)


def is_counted(connection: Connection, number: int) -> bool:
    """Whether an update was counted as a question, which nobody else says until the end."""
    known = _held(connection, number)
    return known is not None and known.get("counted", False)


def mark_counted(connection: Connection, number: int, *, counted: bool = True) -> None:
    """The update was counted as a question, and is not to be again if it is processed again."""
    known = _held(connection, number)
    if known is not None:
        payload = {**known, "counted": counted}
        connection.execute(update(_table).where(_table.c.id == number).values(payload=payload))


def _is_answered_with_a_message(content: dict[str, Any]) -> bool:
    """Whether somebody waits for more than the end of a spinner: also who tapped on ✕."""
    tap = content.get("callback_query") or {}
    asks = callback_data.asks(str(tap.get("data")))
    return asks or bool({"message", "edited_message", "my_chat_member"} & set(content))


def _name(content: dict[str, Any]) -> str:
    """What tells two updates with the same id apart."""
    message = content.get("message") or content.get("edited_message") or {}
    chat = message.get("chat") or {}
    tap = content.get("callback_query") or {}
    return f"{chat.get('id')}/{message.get('message_id')}/{message.get('date')}/{tap.get('id')}"


class UpdateQueue(asyncio.Queue[object]):
    """The queue of python-telegram-bot, with the inbox in front, and what is held for others.

    ``patience`` says for how many seconds a message is held; see `Companions`.
    """

    def __init__(
        self,
        inbox: Inbox,
        threads: Threads,
        marks: Marks | None = None,
        patience: Callable[[dict[str, Any]], float] | None = None,
    ) -> None:
        super().__init__()
        self._companions = Companions(self._queue_up, inbox.join, patience)
        self._inbox = inbox
        self._threads = threads
        self._marks = marks

    async def take(self, found: Arrival | Aside) -> int | None:
        """Store what a poll brought and queue it, or set it aside; its id, if it has one.

        What was here before is dropped.

        Raises:
            PressmarkError: it could not be stored; the poll is to be repeated.
        """
        if isinstance(found, Arrival):
            try:
                new = await self._threads.store(self._inbox.receive, found.number, found.content)
            except _ODD as exc:
                found = Aside.of(found.number, json.dumps(found.content), exc)
            else:
                if new and self._inbox.custodian.alone:
                    self._hand_on(found)
                elif new:
                    self._inbox.custodian.want()
                return found.number
        await self._set_aside(found)
        return found.number if found.number > 0 else None

    async def take_again(self, found: Arrival | Aside) -> None:
        """Queue an update that is stored already, or set it aside."""
        if isinstance(found, Arrival):
            self._hand_on(found)
        else:
            await self._set_aside(found)

    def release(self) -> None:
        """Queue what is held for companions; there will be none."""
        self._companions.release()

    def drop(self) -> None:
        """Forget what is held and queued: another bot has it."""
        self._companions.release()
        while not self.empty():
            self.get_nowait()
            self.task_done()

    def _hand_on(self, found: Arrival) -> None:
        """Queue it for the handlers in time, and remember which message it is about."""
        message, chat = found.update.effective_message, found.update.effective_chat
        if self._marks is not None and message is not None and chat is not None:
            self._marks.add(chat.id, message.message_id, kind=chat.type)
        self._companions.add(found)

    def _queue_up(self, found: Arrival) -> None:
        self.put_nowait(found.update)

    async def _set_aside(self, what: Aside) -> None:
        if await self._threads.store(self._inbox.set_aside, what):
            which = what.number if what.number > 0 else "without an id"
            _log.error("update %s cannot be read (%s) and is set aside.", which, what.kind)
