"""The catalog in a file of SQLite, with a write-ahead log beside it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, inspect
from sqlalchemy.engine import URL

from index.errors import CatalogError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Engine

_BUSY_MILLISECONDS = 30_000
"""How long a writer waits for another process's transaction; ours take milliseconds."""


class DatabaseFile:
    """A file that one machine reads and writes (`index.catalog.databases.database`).

    On a disk that cannot be written it can be read, if whoever wrote it last had closed it.
    """

    advice = "check the disk and the permissions of PRESSMARK_HOME, or restore a copy of it."

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.fixed = False
        self._path = path

    @property
    def place(self) -> str:
        """See `Database`."""
        return str(self._path)

    @property
    def writable(self) -> bool:
        """See `Database`."""
        return os.access(self._path, os.W_OK) and os.access(self._path.parent, os.W_OK)

    def engine(self, *, new: bool) -> Engine:
        """See `Database`; the file is made where it is missing."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if not new:
            self._refuse_lost()
        self.fixed = self._is_fixed()
        engine = create_engine(self._url(), hide_parameters=True)
        if not self._refuse_foreign(engine) and not new:
            raise self._lost()
        if not self.fixed:
            event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine

    def columns(self, connection: Connection) -> dict[str, set[str]]:
        """See `Database`."""
        found = connection.exec_driver_sql(
            "SELECT t.name, c.name FROM sqlite_master AS t, pragma_table_info(t.name) AS c "
            "WHERE t.type = 'table'"
        )
        columns: dict[str, set[str]] = {}
        for table, column in found:
            columns.setdefault(str(table), set()).add(str(column))
        return columns

    def settle(self, engine: Engine) -> None:
        """See `Database`."""
        with contextlib.closing(engine.raw_connection()) as raw, contextlib.suppress(sqlite3.Error):
            raw.cursor().execute("PRAGMA wal_checkpoint")

    def _is_fixed(self) -> bool:
        """Whether it can only be read, and holds all there is; a log beside it may hold more."""
        path, log = self._path, self._path.with_name(f"{self._path.name}-wal")
        return path.exists() and not os.access(path.parent, os.W_OK) and not log.exists()

    def _url(self) -> URL:
        """What SQLite opens: with a log of its own, or without a look for one."""
        if not self.fixed:
            return URL.create("sqlite+pysqlite", database=str(self._path))
        query = {"uri": "true", "mode": "ro", "immutable": "1"}
        return URL.create("sqlite+pysqlite", database=self._path.absolute().as_uri(), query=query)

    def _refuse_lost(self) -> None:
        """Leave a home without its catalog as it is: SQLite would throw away what its log holds."""
        if not self._path.exists() or not self._path.stat().st_size:
            raise self._lost()

    def _lost(self) -> CatalogError:
        return CatalogError(
            f"{self._path}: the catalog is gone, and the index beside it means nothing without; "
            "restore a copy of it. Without it, withdrawals and citations are lost; to begin anew, "
            "move PRESSMARK_HOME away."
        )

    def _refuse_foreign(self, engine: Engine) -> bool:
        """Leave a database of another program as it is, before anything is set or made in it.

        Whether there are tables of ours.
        """
        names = inspect(engine).get_table_names()
        engine.dispose()
        if names and "meta" not in names:
            raise CatalogError(
                f"{self.name}: is a database of another program (its tables: "
                f"{', '.join(names[:3])}); nothing was changed in it. Move it away, or set another "
                "PRESSMARK_HOME."
            )
        return bool(names)


def _prepare(connection: Any, _record: Any) -> None:
    """Pragmas of a new SQLite connection; our own BEGIN instead of the driver's."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={_BUSY_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "secure_delete=ON",  # an ended job's absolute paths must not stay in free pages
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Writers take the lock at once: a read that turns into a write cannot wait for it."""
    writes = connection.get_execution_options().get("pressmark_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
