"""Whether the bot hears from Telegram, told to other processes through its home.

The bot writes down when it last heard, and how its webhook goes, and holds a lock of the operating
system for as long as it lives. Whoever reads that needs no library of the bot's.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import case, func, select

from bot.store import schema
from index.catalog import lookup
from index.errors import CatalogError
from index.home import is_locked, writing_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy import Connection

    from index.library import Library

State = Literal["polling", "listening", "silent", "deaf", "stopped", "dead"]
_KEY, _LOCK = "telegram", "bot"
SILENT_SECONDS = 45.0
"""A bot that polls every ten seconds and writes every fifteen is never so far behind; its own
watchdog makes new connections after thirty."""
_MOST_ASIDE = 3
"""Updates in a row that could not be read; one or two may be odd, more of them are our fault."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """When the bot began, last heard Telegram, and was told to end; seconds since the epoch.

    ``webhook`` is how its webhook goes, where it has one: ``host``, ``pending`` updates that wait
    at Telegram, the last ``error`` that Telegram met there, and when (``error_at``).
    """

    begun: float
    heard: float | None = None
    ended: float | None = None
    webhook: dict[str, Any] | None = None

    def state(self, now: float, *, alive: bool) -> State:
        """How it is; ``alive``: whether its process is."""
        if self.ended is not None:
            return "stopped"
        if not alive:
            return "dead"
        if now - (self.heard or self.begun) > SILENT_SECONDS:
            return "silent"
        return "listening" if self.webhook else "polling"


def look(library: Library, *, now: float | None = None) -> dict[str, Any] | None:
    """How the bot of this home is; ``None`` where there never was one.

    ``state`` is ``polling`` or, with a webhook, ``listening``, ``silent`` (it runs and hears
    nothing), ``deaf`` (it hears and can read nothing of what came last), ``stopped`` (as it was
    told) or ``dead``; ``aside`` is the number of updates that could not be read and are kept as
    they were written; ``webhook`` is as in `Pulse`, its moment in ISO 8601.

    Raises:
        CatalogError: the catalog cannot be read.
    """
    if not library.exists:
        return None
    with library.catalog.read() as connection:
        found = lookup.get_meta(connection, _KEY)
        aside, in_a_row = updates_aside(connection)
    if found is None:
        return None
    pulse = Pulse(**json.loads(found))
    now = time.time() if now is None else now
    state = pulse.state(now, alive=_is_alive(library))
    if state in _HEARING and in_a_row >= _MOST_ASIDE:
        state = "deaf"
    said = {"state": state, "heard_at": lookup.iso(pulse.heard or None), "aside": aside}
    if pulse.webhook is None:
        return said
    return said | {"webhook": pulse.webhook | {"error_at": lookup.iso(pulse.webhook["error_at"])}}


def is_well(found: dict[str, Any] | None) -> bool:
    """Whether nothing is wrong with the bot: it hears Telegram, was stopped, or never was."""
    return found is None or found["state"] in {*_HEARING, "stopped"}


def describe(found: dict[str, Any], *, now: float | None = None) -> str:
    """How the bot is, for people: ``polling, heard from Telegram 4 s ago``."""
    now = time.time() if now is None else now
    ago = "never heard from Telegram"
    if found["heard_at"]:
        ago = f"last heard from Telegram {_since(found['heard_at'], now)}"
    aside = found["aside"]
    said = f"; {_updates(aside)} that could not be read set aside" if aside else ""
    return f"{_WORDS[found['state']]}; {ago}{said}{_of_webhook(found.get('webhook'), now)}"


def _of_webhook(webhook: Mapping[str, Any] | None, now: float) -> str:
    """What waits and what went wrong there."""
    if webhook is None:
        return ""
    waits = f"; {_updates(webhook['pending'])} waiting at Telegram" if webhook["pending"] else ""
    if webhook["error"] is None:
        return waits
    when = _since(webhook["error_at"], now)
    return f"{waits}; Telegram could not post to {webhook['host']} {when}: {webhook['error']}"


def _updates(count: int) -> str:
    return f"{count} update{'s' * (count != 1)}"


def _since(moment: str, now: float) -> str:
    """How long a moment in ISO 8601 is ago."""
    return _ago(now - datetime.fromisoformat(moment).timestamp())


_HEARING: frozenset[State] = frozenset({"polling", "listening"})
_WORDS = {
    "polling": "the bot is polling",
    "listening": "the bot listens at its webhook",
    "silent": "the bot runs, but receives nothing; see its log",
    "deaf": "the bot hears Telegram, but cannot read what comes; see its log",
    "stopped": "the bot was stopped",
    "dead": "the bot ended without being told to; start it again with `pressmark run`",
}


def _ago(seconds: float) -> str:
    """``12 s ago``, ``4 min ago``, ``3 h ago``, ``2 d ago``."""
    for unit, length in (("d", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"{int(seconds // length)} {unit} ago"
    return f"{max(int(seconds), 0)} s ago"


def keep(library: Library, pulse: Pulse) -> None:
    """Write down how the bot is."""
    library.catalog.change(lookup.set_meta, _KEY, json.dumps(asdict(pulse)))


class Life:
    """Locks that several may hold, by which others see that a bot is alive.

    One is the operating system's, in the home, one the server's, where machines share a database.
    """

    def __init__(self, library: Library) -> None:
        """Hold them.

        Raises:
            SettingsError: the home cannot be written.
        """
        library.home.prepare()
        path = _lock_file(library)
        with writing_in(path.parent):
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)
        self._shared = library.catalog.lock(_LOCK) if library.catalog.shared else None
        with contextlib.suppress(CatalogError):  # it is held again and again
            self.go_on()

    def go_on(self) -> None:
        """Take the server's again, which forgets it when it is restarted.

        Raises:
            CatalogError: it does not answer.
        """
        if self._shared is not None:
            self._shared.take(shared=True)

    def close(self) -> None:
        """Give them back."""
        os.close(self._descriptor)
        if self._shared is not None:
            self._shared.release()


def _is_alive(library: Library) -> bool:
    """Whether a bot is there that speaks for this home, on whatever machine."""
    if library.catalog.shared:
        return library.catalog.is_locked(_LOCK)
    return is_locked(_lock_file(library), to=fcntl.LOCK_EX)


def _lock_file(library: Library) -> Path:
    return library.home.root / "bot.lock"


def updates_aside(connection: Connection) -> tuple[int, int]:
    """How many updates were set aside, and how many of them came after all that were taken."""
    table = schema.updates
    aside = table.c.state == "aside"
    taken = select(func.max(table.c.received_at)).where(~aside).scalar_subquery()
    since = case((table.c.received_at > func.coalesce(taken, 0.0), 1))
    row = connection.execute(select(func.count(), func.count(since)).where(aside)).one()
    return int(row[0]), int(row[1])


def updates_waiting(connection: Connection) -> int:
    """How many updates were taken and are not dealt with."""
    waiting = select(func.count()).where(schema.updates.c.state == "received")
    return int(connection.scalar(waiting) or 0)
