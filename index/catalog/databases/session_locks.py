"""Locks that a server gives back when whoever holds them is gone, as files are by the system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from index.catalog.databases.failures import translated
from index.catalog.locks import key_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from index.catalog.databases.database import Database

_TAKEN = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
    "AND classid = :high AND objid = :low"
)
"""A key of 64 bits stands in two columns (PostgreSQL, view pg_locks)."""


class SessionLock:
    """A lock by its name, on a connection of its own."""

    def __init__(self, engine: Engine, database: Database, name: str) -> None:
        self._engine = engine
        self._database = database
        self._name = name
        self._held: Connection | None = None
        self._driver: Any = None

    def take(self, *, shared: bool = False) -> bool:
        """Take it, unless it is held already; whether it is. Several may hold a shared one.

        Raises:
            CatalogError: the server does not answer.
        """
        if self.held:
            return True
        with translated(self._database):
            return self._take(shared=shared)

    def _take(self, *, shared: bool) -> bool:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # for as long as it is held, the others have all of the pool
        self._held, self._driver = connection, connection.connection.dbapi_connection
        kind = "_shared" if shared else ""
        asked = text(f"SELECT pg_try_advisory_lock{kind}(:key)")
        taken = False
        try:
            taken = bool(connection.scalar(asked, {"key": key_of(self._name)}))
        finally:
            if not taken:
                self.release()
        return taken

    @property
    def held(self) -> bool:
        """Whether it is still held: the server may have been restarted meanwhile."""
        if self._held is None:
            return False
        try:
            self._held.scalar(text("SELECT 1"))
        except DBAPIError:
            self.release()
            return False
        return True

    def release(self) -> None:
        """Give it back; others can have it as soon as the server has seen it."""
        if self._held is not None:
            self._held.close()
            self._driver.close()  # SQLAlchemy only lets go of one that was cut off
            self._held = self._driver = None


def is_taken(connection: Connection, name: str) -> bool:
    """Whether somebody holds the lock with this name, shared or not."""
    key = key_of(name) & (2**64 - 1)
    return bool(connection.scalar(_TAKEN, {"high": key >> 32, "low": key & (2**32 - 1)}))
