"""What the catalog asks of the database that it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


class Database(Protocol):
    """A place for the catalog's tables.

    ``name`` is for people, and never has a password; ``advice`` is what to do where it cannot be
    used. ``fixed``: it can only be read.
    """

    name: str
    advice: str
    fixed: bool

    @property
    def place(self) -> str:
        """Where it is, as exactly as may be told."""
        ...

    @property
    def writable(self) -> bool:
        """Whether tables can be made or changed in it."""
        ...

    def engine(self, *, new: bool) -> Engine:
        """The connections to it; ``new`` says that it may be empty.

        Raises:
            CatalogError: it is gone, or another program's.
        """
        ...

    def columns(self, connection: Connection) -> dict[str, set[str]]:
        """The columns of every table; in one question, as every command asks it."""
        ...

    def settle(self, engine: Engine) -> None:
        """Have tables that were just made on the disk before anything is made from them."""
        ...
