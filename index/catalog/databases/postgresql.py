"""The catalog on a PostgreSQL server, by psycopg, which comes with an extra."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from index.errors import CatalogError, SettingsError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import URL

_MOST_IN_USE = 20
"""Connections of one process: a thread has one for milliseconds."""
_PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 30,  # a server that vanished is noticed within a minute
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,  # also while an answer is waited for
    "options": "-c lock_timeout=30000",  # as long as a writer waits in SQLite
    "application_name": "pressmark",
}
_IDLE_SECONDS = 20.0
"""For which the server waits for the next word of a transaction that writes. Others wait longer for
its locks, and are believed for longer: a process that stands still in the middle stops nobody."""
_UNUSABLE = re.compile("[\0\ud800-\udfff]")
"""What no text may have there: U+0000, and halves of characters."""


class DatabaseServer:
    """A database that many machines read and write (`index.catalog.databases.database`)."""

    advice = "check that the server runs, and the address in PRESSMARK_DATABASE."
    fixed = False
    writable = True

    def __init__(self, url: str) -> None:
        """The database at this address.

        Raises:
            SettingsError: it is none.
        """
        try:
            self._url = make_url(url).set(drivername="postgresql+psycopg")
        except (ArgumentError, ValueError):
            raise SettingsError(
                "PRESSMARK_DATABASE is no address of a database; write "
                "postgresql+psycopg://USER:PASSWORD@HOST/DATABASE."
            ) from None  # what it says shows the address, and with it the password
        self.name = _named(self._url)

    @property
    def place(self) -> str:
        """See `Database`."""
        return self.name

    def engine(self, *, new: bool) -> Engine:
        """See `Database`.

        Raises:
            SettingsError: the driver is not installed.
            CatalogError: the database is not made for text, lost, or another program's.
        """
        engine = self._connections()
        with contextlib.ExitStack() as refused:
            refused.callback(engine.dispose)
            self._refuse_others(engine, new=new)
            refused.pop_all()
        return engine

    def _refuse_others(self, engine: Engine, *, new: bool) -> None:
        """Leave what is not ours, or was ours and is lost, as it is."""
        names = inspect(engine).get_table_names()
        if names and "meta" not in names:
            raise CatalogError(
                f"{self.name}: belongs to another program (its tables: {', '.join(names[:3])}); "
                "nothing was changed in it. Name an empty database in PRESSMARK_DATABASE."
            )
        if not names and not new:
            raise CatalogError(
                f"{self.name}: is empty, and the index in PRESSMARK_HOME means nothing without its "
                "catalog; correct PRESSMARK_DATABASE or restore the database, `pressmark copy` "
                "brings in a home with its catalog. To begin anew, move PRESSMARK_HOME away."
            )
        if not names:
            self._refuse_other_letters(engine)

    def has_tables(self) -> bool:
        """Whether anything was ever kept in it.

        Raises:
            SettingsError: the driver is not installed.
        """
        engine = self._connections()
        try:
            return inspect(engine).has_table("meta")
        finally:
            engine.dispose()

    def columns(self, connection: Connection) -> dict[str, set[str]]:
        """See `Database`."""
        found = connection.execute(
            text(
                "SELECT table_name, column_name FROM information_schema.columns "
                "WHERE table_schema = current_schema()"
            )
        )
        columns: dict[str, set[str]] = {}
        for table, column in found:
            columns.setdefault(str(table), set()).add(str(column))
        return columns

    def settle(self, engine: Engine) -> None:
        """Nothing is left to do: what is committed is on the server's disk."""

    def _connections(self) -> Engine:
        given = dict(self._url.query)
        patience = {name: value for name, value in _PATIENCE.items() if name not in given}
        try:
            engine = create_engine(
                self._url,
                hide_parameters=True,
                connect_args=patience,
                pool_pre_ping=True,
                max_overflow=_MOST_IN_USE - 5,
            )
        except ImportError as exc:
            raise SettingsError(
                "PRESSMARK_DATABASE names a PostgreSQL server, for which the driver is missing; "
                "run `pip install 'pressmark[postgres]'`, or set PRESSMARK_DATABASE=sqlite."
            ) from exc
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine

    def _refuse_other_letters(self, engine: Engine) -> None:
        with engine.connect() as connection:
            encoding = connection.scalar(text("SHOW server_encoding"))
        if encoding != "UTF8":
            raise CatalogError(
                f"{self.name}: its encoding is {encoding}, which lacks letters of the archive; "
                "make one with ENCODING 'UTF8' TEMPLATE template0."
            )


def _named(url: URL) -> str:
    """``database press on db.example.org``: without who comes in, and how."""
    host = url.host or url.query.get("host")
    return f"database {url.database or url.username or ''}".rstrip() + (
        f" on {host}" if host else ""
    )


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("pressmark_brief", False):
        milliseconds = round(1000 * _IDLE_SECONDS)
        connection.exec_driver_sql(
            f"SET LOCAL idle_in_transaction_session_timeout = {milliseconds}"
        )


def _prepare(connection: Any, _record: Any) -> None:
    """Texts go as they are, but for what the server refuses, which becomes U+FFFD.

    One character for one, so that every offset in a text stays what it is.
    """
    from psycopg.types.string import StrDumperUnknown  # noqa: PLC0415 - comes with an extra

    class Storable(StrDumperUnknown):
        """Text as the server takes it."""

        def dump(self, obj: str) -> Any:
            """In UTF-8."""
            return super().dump(_UNUSABLE.sub("\ufffd", obj))

    connection.adapters.register_dumper(str, Storable)
