"""Invitations: links that let so many people in until a certain moment."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from bot.store import people
from bot.store.schema import invitations as table

if TYPE_CHECKING:
    from sqlalchemy import Connection

_CODE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Invitation:
    """How many it still lets in, and until when, in seconds since the epoch."""

    code: str
    left: int
    expires_at: float


def make(connection: Connection, *, uses: int, seconds: float, by: int) -> Invitation:
    """A new invitation, with a code that nobody guesses."""
    made = Invitation(secrets.token_urlsafe(_CODE_BYTES), uses, time.time() + seconds)
    row = {"code": made.code, "left": uses, "expires_at": made.expires_at, "made_by": by}
    connection.execute(insert(table).values(row))
    return made


def accept(connection: Connection, code: str, person: int, *, name: str) -> bool:
    """Let the person in; whether the invitation was good. Who is in already costs no place."""
    known = people.held(connection, person)
    if known.state == "banned":
        return False
    if known.state == "admitted":
        return True
    taken = connection.execute(
        update(table)
        .where(table.c.code == code, table.c.left > 0, table.c.expires_at > time.time())
        .values(left=table.c.left - 1)
    )
    if not taken.rowcount:
        return False
    people.set_state(connection, person, "admitted", name=name)
    return True


def still_good(connection: Connection) -> list[Invitation]:
    """Those that let somebody in, the ones that end first before the others."""
    rows = connection.execute(
        select(table)
        .where(table.c.left > 0, table.c.expires_at > time.time())
        .order_by(table.c.expires_at)
    )
    return [Invitation(row.code, row.left, row.expires_at) for row in rows]
