"""Opens the catalog, wherever it is, and reads and writes it in transactions."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from sqlalchemy import MetaData

from index.backoff import Backoff
from index.catalog.databases import migration, session_locks
from index.catalog.databases.failures import has_crossed, translated
from index.catalog.databases.postgresql import DatabaseServer
from index.catalog.databases.session_locks import SessionLock
from index.catalog.databases.sqlite import DatabaseFile
from index.errors import BusyError, CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine

    from index.catalog.databases.database import Database

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")
Tables = MetaData
"""Tables that go into the catalog besides the index's own."""

_LONGEST = 5.0
"""Seconds in which two transactions surely come past each other."""


class Catalog:
    """A handle on the catalog, safe to share between threads."""

    def __init__(self, engine: Engine, database: Database) -> None:
        self._engine = engine
        self._database = database
        consistent = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reader = engine.execution_options(**consistent) if self.shared else engine
        self._again = Backoff(
            0.01, 0.5, has_crossed, fits=lambda _error, passed, pause: passed + pause < _LONGEST
        )

    @classmethod
    def open(cls, where: Path | str, *, new: bool = True, tables: Tables | None = None) -> Catalog:
        """The catalog in a SQLite file, made where it is missing, or at a PostgreSQL address.

        ``tables`` are those of whoever opens it, kept beside the index's own; a catalog that lacks
        some of them gets them, empty.

        ``new`` says that it may be: there is no index whose catalog is gone. On a disk that
        cannot be written the catalog can be read, if whoever wrote it last had closed it.

        Raises:
            CatalogError: it is gone, damaged, not ours, not writable, or a later version's.
            SettingsError: what speaks to such a database is not installed.
        """
        database: Database = (
            DatabaseFile(where) if isinstance(where, Path) else DatabaseServer(where)
        )
        with translated(database), contextlib.ExitStack() as refused:
            engine = database.engine(new=new)
            refused.callback(engine.dispose)
            migration.bring_up_to_date(engine, database, tables or MetaData())
            refused.pop_all()
        return cls(engine, database)

    @property
    def shared(self) -> bool:
        """Whether processes of other machines may use it too."""
        return self._engine.dialect.name == "postgresql"

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for one consistent read."""
        with translated(self._database), self._reader.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def write(self, *, brief: bool = True) -> Iterator[Connection]:
        """A transaction: all of it is kept, or none, as where one that is ``brief`` stands still.

        Raises:
            CatalogError: it cannot be written.
        """
        self.require_writable()
        how = {"pressmark_write": True, "pressmark_brief": brief}
        with (
            translated(self._database),
            self._engine.connect().execution_options(**how) as connection,
            connection.begin(),
        ):
            yield connection

    def query(
        self,
        function: Callable[Concatenate[Connection, _Given], _Result],
        *args: _Given.args,
        **options: _Given.kwargs,
    ) -> _Result:
        """What ``function`` finds in one consistent read."""
        with self.read() as connection:
            return function(connection, *args, **options)

    def change(
        self,
        function: Callable[Concatenate[Connection, _Given], _Result],
        *args: _Given.args,
        **options: _Given.kwargs,
    ) -> _Result:
        """The result of ``function``, of whose changes all are kept, or none.

        It is called again where it and another one waited for each other.

        Raises:
            CatalogError: it cannot be written.
        """

        def once() -> _Result:
            """One try."""
            with self.write() as connection:
                return function(connection, *args, **options)

        return self._again.run(once)

    def lock(self, name: str) -> SessionLock:
        """A lock that all processes know that share this database."""
        return SessionLock(self._engine, self._database, name)

    def is_locked(self, name: str) -> bool:
        """Whether some process holds it."""
        return self.query(session_locks.is_taken, name)

    @contextlib.contextmanager
    def owned(self, name: str) -> Iterator[SessionLock | None]:
        """Be the one process that holds a lock; where nobody shares the database, all are.

        Raises:
            BusyError: another one holds it.
        """
        if not self.shared:
            yield None
            return
        lock = self.lock(name)
        if not lock.take():
            raise self.busy()
        try:
            yield lock
        finally:
            lock.release()

    def busy(self) -> BusyError:
        """That another process has what is to be done here."""
        return BusyError(f"the index in the {self.name} is owned by another process")

    @property
    def name(self) -> str:
        """What the database is called, for people."""
        return self._database.name

    def require_writable(self) -> None:
        """Refuse a catalog that can only be read.

        Raises:
            CatalogError: it is one.
        """
        if self._database.fixed:
            raise CatalogError(
                f"{self._database.name}: PRESSMARK_HOME is on a disk that cannot be written; copy "
                "it to one that can."
            )

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()


def is_begun(where: Path | str) -> bool:
    """Whether a catalog was ever made there.

    Raises:
        CatalogError: the server does not answer.
        SettingsError: what speaks to it is not installed.
    """
    if isinstance(where, Path):
        return where.exists()
    server = DatabaseServer(where)
    with translated(server):
        return server.has_tables()
