"""Opens the catalog: SQLite with a write-ahead log, schema created, another version refused."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, insert, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from index.catalog import schema
from index.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

_BUSY_MILLISECONDS = 30_000
"""How long a writer waits for another process's transaction; ours take milliseconds."""

_DAMAGED = ("malformed", "not a database")
"""What SQLite says of a file that was overwritten (SQLITE_CORRUPT, SQLITE_NOTADB)."""


class Catalog:
    """A handle on the catalog, safe to share between threads."""

    def __init__(self, engine: Engine, name: str = "the catalog") -> None:
        self._engine = engine
        self._name = name

    @classmethod
    def open(cls, path: Path) -> Catalog:
        """The catalog in the SQLite file ``path``, made where it is missing.

        Raises:
            CatalogError: the file is damaged, not ours, not writable, or from a newer version.
        """
        with _translated(str(path.name)):
            path.parent.mkdir(parents=True, exist_ok=True)
            url = URL.create("sqlite+pysqlite", database=str(path))
            engine = create_engine(url, hide_parameters=True)
            _refuse_foreign(engine, path.name)
            event.listen(engine, "connect", _prepare)
            event.listen(engine, "begin", _begin)
            _migrate(engine)
        return cls(engine, path.name)

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for one consistent read."""
        with _translated(self._name), self._engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: all of it is kept, or none."""
        with (
            _translated(self._name),
            self._engine.connect().execution_options(pressmark_write=True) as connection,
            connection.begin(),
        ):
            yield connection

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
                "it away and run `pressmark index` to read the archive again."
            ) from exc
        raise CatalogError(
            f"{what}: the catalog cannot be used ({cause}); "
            "check the disk and the permissions of PRESSMARK_HOME, or restore a copy of it."
        ) from exc
    except OSError as exc:
        raise CatalogError(
            f"{exc.filename or what}: {exc.strerror}; set PRESSMARK_HOME to a folder you may write."
        ) from exc


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


def _refuse_foreign(engine: Engine, name: str) -> None:
    """Leave a database of another program as it is, before anything is set or made in it."""
    names = inspect(engine).get_table_names()
    engine.dispose()
    if names and "meta" not in names:
        raise CatalogError(
            f"{name}: is a database of another program (its tables: {', '.join(names[:3])}); "
            "nothing was changed in it. Move it away, or set another PRESSMARK_HOME."
        )


def _migrate(engine: Engine) -> None:
    if inspect(engine).has_table("meta"):
        with engine.connect() as connection:
            found = connection.scalar(
                select(schema.meta.c.value).where(schema.meta.c.key == "schema")
            )
        if found is not None and int(found) == schema.VERSION:
            return
        raise CatalogError(
            f"the catalog has schema {found}, this program knows {schema.VERSION}; "
            "install the version of Pressmark that wrote it, or set another PRESSMARK_HOME."
        )
    with engine.connect().execution_options(pressmark_write=True) as connection, connection.begin():
        schema.metadata.create_all(connection)
        if connection.scalar(select(schema.meta.c.value)) is None:
            connection.execute(insert(schema.meta).values(key="schema", value=str(schema.VERSION)))
