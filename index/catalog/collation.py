"""Text in columns: the same order, length and case in either database.

PostgreSQL sorts by the language that a database was made for and cuts off what is too long, SQLite
sorts by code points and takes any length. Both do as SQLite does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, Text

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

_POSTGRESQL = Text(collation="C")


def word(length: int) -> TypeEngine[str]:
    """Text that is about so long at most."""
    return String(length).with_variant(_POSTGRESQL, "postgresql")


def prose() -> TypeEngine[str]:
    """Text of any length."""
    return Text().with_variant(_POSTGRESQL, "postgresql")
