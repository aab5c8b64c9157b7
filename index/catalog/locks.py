"""One after the other: for a change that depends on what was read before it.

SQLite has one writer at a time. PostgreSQL has many, and each sees what was committed when its
statement began: whoever reads, decides and writes takes a lock first, by the name of what it
decides about. The database gives it back at the end of the transaction. Moments that several
machines compare are the database's, too.
"""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

from sqlalchemy import Float, cast, extract, func, literal, text

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

_TAKE = text("SELECT pg_advisory_xact_lock(:key)")


def one_at_a_time(connection: Connection, *what: object) -> None:
    """Wait until no other transaction changes ``what``, and keep others waiting from then on.

    Whoever takes several takes them in one order, the wider one first.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_TAKE, {"key": key_of(*what)})


def now(connection: Connection) -> ColumnElement[float]:
    """The moment by the clock that all share that use the database, in seconds."""
    if connection.dialect.name == "postgresql":
        return cast(extract("epoch", func.clock_timestamp()), Float)
    return literal(time.time())


def key_of(*what: object) -> int:
    """The number by which PostgreSQL knows a lock, 64 bits with a sign."""
    named = "/".join(("pressmark", *map(str, what))).encode()
    return int.from_bytes(hashlib.blake2b(named, digest_size=8).digest(), signed=True)
