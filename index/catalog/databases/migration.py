"""Brings the tables of a catalog to this version: made, changed in steps, or refused.

``meta`` holds the version, so that any command sees it at once, and programs of before refuse it;
``alembic_version`` holds the same for Alembic, which takes the steps. All of it is one transaction
of one process: of two that start at once, the second finds it done.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, MetaData, String, Table, insert, select, update

from index.catalog import schema
from index.catalog.locks import one_at_a_time
from index.errors import CatalogError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from index.catalog.databases.database import Database

STEPS = Path(__file__).parent / "migrations"
_FIRST = 5
"""The first version from which there are steps."""
_KEY = "schema"
_stamp = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
"""As Alembic makes it."""


def bring_up_to_date(engine: Engine, database: Database, more: MetaData) -> None:
    """Make the tables where there are none, change those of an earlier version, add what lacks.

    ``more`` are tables of others; those that are not there yet are made, empty.

    Raises:
        CatalogError: it is of a later version, of one without steps to this, or of none.
    """
    with engine.connect() as connection:
        version, lacking = _state(connection, database, more)
    if version == schema.VERSION and not (lacking and database.writable):
        return
    if not database.writable:
        raise CatalogError(
            f"{database.place} was made by an earlier version of Pressmark and can only be read "
            "here; copy it to where it can be written."
        )
    writer = engine.connect().execution_options(pressmark_write=True)
    with writer as connection, connection.begin():
        one_at_a_time(connection, _KEY)
        version, lacking = _state(connection, database, more)
        if version is None:
            _make(connection, more)
        else:
            _take_steps(connection, version)
            more.create_all(connection, lacking)
            _refuse_other_columns(connection, database, more)
    if version is None:
        database.settle(engine)


def _state(
    connection: Connection, database: Database, more: MetaData
) -> tuple[int | None, list[Table]]:
    """The version of what is there, None where nothing is, and which tables of others it lacks.

    Raises:
        CatalogError: it cannot be brought to this version.
    """
    found = database.columns(connection)
    if schema.meta.name not in found:
        return None, []
    mark = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == _KEY))
    version = int(mark) if mark and mark.isdecimal() else 0
    if version > schema.VERSION:
        raise CatalogError(
            f"{database.place} was made by a later version of Pressmark (its tables have version "
            f"{version}, this one knows {schema.VERSION}); install that version again, or restore "
            "a copy of before."
        )
    if version < _FIRST:
        raise _other_version(database)
    if version == schema.VERSION:
        _refuse_other_columns(connection, database, more)
    return version, [table for table in more.tables.values() if table.name not in found]


def _refuse_other_columns(connection: Connection, database: Database, more: MetaData) -> None:
    """Refuse tables that are not quite ours: a state between two versions has the number of one."""
    found = database.columns(connection)
    own, others = schema.metadata.tables.values(), more.tables.values()
    wanted = [*own, *(table for table in others if table.name in found)]
    if any(found.get(table.name) != set(table.c.keys()) for table in wanted):
        raise _other_version(database)


def _other_version(database: Database) -> CatalogError:
    return CatalogError(
        f"{database.place} was made by another version of Pressmark; move PRESSMARK_HOME away and "
        "run `pressmark index` with what it had read (citations and withdrawals of the old "
        "home stay in it)."
    )


def _make(connection: Connection, more: MetaData) -> None:
    if connection.dialect.name == "postgresql":
        for index in (each for table in schema.metadata.sorted_tables for each in table.indexes):
            index.dialect_kwargs.update(index.info)
    schema.metadata.create_all(connection)
    more.create_all(connection)
    connection.execute(insert(schema.meta).values(key=_KEY, value=str(schema.VERSION)))
    _mark(connection, schema.VERSION)


def _mark(connection: Connection, version: int) -> None:
    """Tell Alembic where it stands, which is not loaded for that."""
    _stamp.create(connection, checkfirst=True)
    connection.execute(insert(_stamp).values(version_num=str(version)))


def _take_steps(connection: Connection, version: int) -> None:
    if version == schema.VERSION:
        return
    from alembic.operations import Operations  # noqa: PLC0415 - a tenth of a second, once a version
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 - as above
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    steps = ScriptDirectory(str(STEPS), version_locations=[str(STEPS)])

    def to_this(revision: Any, _context: MigrationContext) -> Any:
        """The steps from a revision on; so Alembic's own documentation asks for them."""
        return steps._upgrade_revs(str(schema.VERSION), revision)  # noqa: SLF001

    if version == _FIRST:
        _mark(connection, version)
    context = MigrationContext.configure(connection, opts={"fn": to_this})
    with Operations.context(context):
        context.run_migrations()
    meta = schema.meta
    mark = update(meta).where(meta.c.key == _KEY).values(value=str(schema.VERSION))
    connection.execute(mark)
