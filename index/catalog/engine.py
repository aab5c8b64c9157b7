"""Opens the catalog: SQLite with a write-ahead log, schema created, another version refused."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import MetaData, create_engine, event, insert, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from index.catalog import schema
from index.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine, Table

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")
Tables = MetaData
"""Tables that go into the catalog besides the index's own."""
_BUSY_MILLISECONDS = 30_000
"""How long a writer waits for another process's transaction; ours take milliseconds."""

_DAMAGED = ("malformed", "not a database")
"""What SQLite says of a file that was overwritten (SQLITE_CORRUPT, SQLITE_NOTADB)."""


class Catalog:
    """A handle on the catalog, safe to share between threads."""

    def __init__(self, engine: Engine, name: str, *, fixed: bool) -> None:
        """``fixed`` says that it can only be read."""
        self._engine = engine
        self._name = name
        self._fixed = fixed

    @classmethod
    def open(cls, path: Path, *, new: bool = True, tables: Tables | None = None) -> Catalog:
        """The catalog in the SQLite file ``path``, made where it is missing.

        ``tables`` are those of whoever opens it, kept beside the index's own; a catalog that lacks
        some of them gets them, empty.

        ``new`` says that it may be: there is no index whose catalog is gone. On a disk that
        cannot be written the catalog can be read, if whoever wrote it last had closed it.

        Raises:
            CatalogError: the file is gone, damaged, not ours, not writable, or another version's.
        """
        with _translated(str(path.name)):
            path.parent.mkdir(parents=True, exist_ok=True)
            if not new:
                _refuse_lost(path)
            fixed = _is_fixed(path)
            engine = create_engine(_url(path, fixed=fixed), hide_parameters=True)
            if not _refuse_foreign(engine, path.name) and not new:
                raise _lost(path)
            if not fixed:
                event.listen(engine, "connect", _prepare)
            event.listen(engine, "begin", _begin)
            _migrate(engine, path, tables or MetaData())
        return cls(engine, path.name, fixed=fixed)

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for one consistent read."""
        with _translated(self._name), self._engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: all of it is kept, or none.

        Raises:
            CatalogError: it cannot be written.
        """
        self.require_writable()
        with (
            _translated(self._name),
            self._engine.connect().execution_options(pressmark_write=True) as connection,
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

        Raises:
            CatalogError: it cannot be written.
        """
        with self.write() as connection:
            return function(connection, *args, **options)

    def require_writable(self) -> None:
        """Refuse a catalog that can only be read.

        Raises:
            CatalogError: it is one.
        """
        if self._fixed:
            raise CatalogError(
                f"{self._name}: PRESSMARK_HOME is on a disk that cannot be written; copy it to one "
                "that can."
            )

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()


@contextlib.contextmanager
def _translated(what: str) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as exc:
        cause = getattr(exc, "orig", None) or exc
        if any(sign in str(cause) for sign in _DAMAGED):
            raise CatalogError(
                f"{what}: the catalog is damaged ({cause}); restore a copy of this file, or move "
                "PRESSMARK_HOME away and run `pressmark index` with what it had read."
            ) from exc
        raise CatalogError(
            f"{what}: the catalog cannot be used ({cause}); "
            "check the disk and the permissions of PRESSMARK_HOME, or restore a copy of it."
        ) from exc
    except OSError as exc:
        raise CatalogError(
            f"{exc.filename or what}: {exc.strerror}; set PRESSMARK_HOME to a folder you may write."
        ) from exc


def _is_fixed(path: Path) -> bool:
    """Whether the file can only be read, and holds all there is; a log beside it may hold more."""
    log = path.with_name(f"{path.name}-wal")
    return path.exists() and not os.access(path.parent, os.W_OK) and not log.exists()


def _url(path: Path, *, fixed: bool) -> URL:
    """What SQLite opens: with a log of its own, or without a look for one."""
    if not fixed:
        return URL.create("sqlite+pysqlite", database=str(path))
    query = {"uri": "true", "mode": "ro", "immutable": "1"}
    return URL.create("sqlite+pysqlite", database=path.absolute().as_uri(), query=query)


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


def _refuse_lost(path: Path) -> None:
    """Leave a home whose catalog is gone as it is: SQLite would throw away what its log holds."""
    if not path.exists() or not path.stat().st_size:
        raise _lost(path)


def _lost(path: Path) -> CatalogError:
    return CatalogError(
        f"{path}: the catalog is gone, and the index beside it means nothing without; restore a "
        "copy of it. Without it, withdrawals and citations are lost; to begin anew, move "
        "PRESSMARK_HOME away."
    )


def _refuse_foreign(engine: Engine, name: str) -> bool:
    """Leave a database of another program as it is, before anything is set or made in it.

    Whether there are tables of ours.
    """
    names = inspect(engine).get_table_names()
    engine.dispose()
    if names and "meta" not in names:
        raise CatalogError(
            f"{name}: is a database of another program (its tables: {', '.join(names[:3])}); "
            "nothing was changed in it. Move it away, or set another PRESSMARK_HOME."
        )
    return bool(names)


def _migrate(engine: Engine, path: Path, more: MetaData) -> None:
    """Make the tables where there are none; refuse those that another version made."""
    if inspect(engine).has_table("meta"):
        lacking = _lacking(engine, path, more)
        if lacking and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
            with engine.connect().execution_options(pressmark_write=True) as connection:
                more.create_all(connection, lacking)
                connection.commit()
        return
    with engine.connect().execution_options(pressmark_write=True) as connection, connection.begin():
        schema.metadata.create_all(connection)
        more.create_all(connection)
        if connection.scalar(select(schema.meta.c.value)) is None:
            connection.execute(insert(schema.meta).values(key="schema", value=str(schema.VERSION)))
    with contextlib.closing(engine.raw_connection()) as raw, contextlib.suppress(sqlite3.Error):
        raw.cursor().execute("PRAGMA wal_checkpoint")  # on the disk before any index is


def _lacking(engine: Engine, path: Path, more: MetaData) -> list[Table]:
    """The tables of ``more`` that a catalog of this version does not have.

    Raises:
        CatalogError: it is another version's; a state between two may have the same number.
    """
    with engine.connect() as connection:
        version = connection.scalar(
            select(schema.meta.c.value).where(schema.meta.c.key == "schema")
        )
        found = _columns(connection)
    lacking = [table for table in more.tables.values() if table.name not in found]
    wanted = {*schema.metadata.tables.values(), *more.tables.values()} - {*lacking}
    if version != str(schema.VERSION) or any(
        found.get(table.name) != set(table.c.keys()) for table in wanted
    ):
        raise CatalogError(
            f"{path} was made by another version of Pressmark; move PRESSMARK_HOME away and "
            "run `pressmark index` with what it had read (citations and withdrawals of the old "
            "home stay in it)."
        )
    return lacking


def _columns(connection: Connection) -> dict[str, set[str]]:
    """The columns of every table; in one question, as every command asks it."""
    found = connection.exec_driver_sql(
        "SELECT t.name, c.name FROM sqlite_master AS t, pragma_table_info(t.name) AS c "
        "WHERE t.type = 'table'"
    )
    columns: dict[str, set[str]] = {}
    for table, column in found:
        columns.setdefault(str(table), set()).add(str(column))
    return columns
