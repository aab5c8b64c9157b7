"""Moves a home into another database: every row as it is, and the index beside it.

All rows go in one transaction, vectors that a Chroma server is to have before it, and the files
before its end: a move that was killed has moved nothing, and is begun again.
"""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING

from index.catalog import leases, schema
from index.catalog.articles import locations
from index.catalog.crew import workers
from index.catalog.databases import session_locks
from index.catalog.databases.transfer import copy_rows, refuse_full
from index.catalog.engine import Catalog, Tables
from index.errors import BusyError, NotFoundError, SettingsError
from index.home import Home, writing_in
from index.ownership import Ownership
from index.progress import silent
from index.shared_runs.carried_vectors import carry
from index.stores.chroma_server import ChromaServer
from index.stores.damage import has_index

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from index.library import Library
    from index.progress import Progress

_FOLDERS = ("models", "eval", "added")
_INDEX = ("generations", "vectors")
"""What lies in a home beside its catalog; machines that share an index have no use for that."""
_MARK = "copy-unfinished"


def relocate(library: Library, source: Path, *, progress: Progress = silent) -> dict[str, int]:
    """Move what is in the home ``source`` to where the settings say; how many rows, by table.

    The home stays as it is, but for its tables, which are brought to this version.

    Raises:
        NotFoundError: there is no such home.
        SettingsError: the settings name that very catalog, or a home with another index in it.
        CatalogError: the database is not empty, or one of both cannot be used.
        StoreAwayError: the Chroma server of the settings does not answer.
        BusyError: a process works on either.
    """
    old = Home(source)
    if not old.catalog.is_file():
        raise NotFoundError(
            f"{source}: there is no catalog.sqlite in it; name a folder that PRESSMARK_HOME was."
        )
    same = old.root.resolve() == library.home.root.resolve()
    if same and library.settings.database_url is None:
        raise SettingsError(
            f"{source} is where the settings say that the catalog is; set PRESSMARK_DATABASE to "
            "where it is to go."
        )
    shared, more = library.settings.shared, library.tables or Tables()
    with contextlib.ExitStack() as stack:
        before = _opened(stack, library, old.catalog)
        stack.enter_context(Ownership(old, lambda: before).held())
        if not same:
            stack.enter_context(library.home.owned())
            _refuse_other_index(library.home)
        after = _opened(stack, library, library.database)
        stack.enter_context(after.owned("index"))
        after.query(refuse_full, more)
        _refuse_company(after)
        if library.settings.chroma != "embedded":
            carry(old, before, ChromaServer(library.settings, after), progress=progress)
        reader, writer = stack.enter_context(before.read()), after.write(brief=False)
        with writer as connection:
            without = {schema.vectors.name} if shared else set[str]()
            counts = copy_rows(reader, connection, more, without=without, progress=progress)
            locations.move(connection, old=old.root, new=library.home.root)
            leases.put_back(connection)
            if not same:
                folders = _FOLDERS if shared else (*_FOLDERS, *_INDEX)
                _copy_files(old.root, library.home.root, folders)
        (library.home.root / _MARK).unlink(missing_ok=True)
    return counts


def _refuse_company(catalog: Catalog) -> None:
    """Leave a database alone with which somebody works; the rows of the dead are nobody.

    Raises:
        BusyError: somebody does.
    """
    if not catalog.shared:
        return
    with catalog.read() as connection:
        there = [
            f"{each.kind} {each.place}"
            for each in workers.present(connection)
            if session_locks.is_taken(connection, workers.lock_of(each.name))
        ]
    if there:
        raise BusyError(f"{', '.join(there)} works with the {catalog.name}; stop it first")


def _opened(stack: contextlib.ExitStack, library: Library, where: Path | str) -> Catalog:
    """A catalog that is closed at the end."""
    catalog = Catalog.open(where, new=where == library.database, tables=library.tables)
    stack.callback(catalog.close)
    return catalog


def _refuse_other_index(home: Home) -> None:
    """Leave an index as it is that no copy before has begun to write."""
    if has_index(home, served=False) and not (home.root / _MARK).exists():
        raise SettingsError(
            f"PRESSMARK_HOME={home.root} holds another index; set it to an empty folder, or to "
            "the one that is copied."
        )


def _copy_files(old: Path, new: Path, folders: Sequence[str]) -> None:
    with writing_in(new):
        (new / _MARK).touch()
        for name in folders:
            shutil.rmtree(new / name, ignore_errors=True)
            if (old / name).is_dir():
                shutil.copytree(old / name, new / name)
