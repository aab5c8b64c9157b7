"""What databases say when something fails, as a sentence for the operator."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from index.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.catalog.databases.database import Database

_DAMAGED = ("malformed", "not a database")
"""What SQLite says of a file that was overwritten (SQLITE_CORRUPT, SQLITE_NOTADB)."""
_CROSSED = {"40001", "40P01"}
"""What PostgreSQL took back because two transactions wait for each other (SQLSTATE, class 40)."""


@contextlib.contextmanager
def translated(database: Database) -> Iterator[None]:
    """Speak to a database.

    Raises:
        CatalogError: it fails; the sentence says what to do.
    """
    try:
        yield
    except SQLAlchemyError as exc:
        cause = " ".join(str(getattr(exc, "orig", None) or exc).split())
        if any(sign in cause for sign in _DAMAGED):
            raise CatalogError(
                f"{database.name}: the catalog is damaged ({cause}); restore a copy of this file, "
                "or move PRESSMARK_HOME away and run `pressmark index` with what it had read."
            ) from exc
        raise CatalogError(
            f"{database.name}: the catalog cannot be used ({cause}); {database.advice}"
        ) from exc
    except OSError as exc:
        raise CatalogError(
            f"{exc.filename or database.name}: {exc.strerror}; set PRESSMARK_HOME to a folder you "
            "may write."
        ) from exc


def has_crossed(error: BaseException) -> bool:
    """Whether the same may succeed at once: it and another transaction waited for each other."""
    state = getattr(getattr(error.__cause__, "orig", None), "sqlstate", None)
    return isinstance(error, CatalogError) and state in _CROSSED
