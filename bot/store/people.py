"""Those who ask, as the catalog knows them: language, and whether they were let in or banned."""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import select

from bot.store.schema import people as table
from index.catalog.upserts import upsert

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

State = Literal["admitted", "waiting", "banned"]
CODE_DIGITS = 6
CODE_SECONDS = 3600.0
"""How long a code lets in whoever waits with it."""
_MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who wrote to the bot. ``state`` is ``None`` where the settings alone decide."""

    id: int
    name: str = ""
    language: str | None = None
    state: State | None = None
    code: str | None = None
    changed_at: float = 0.0


def find(connection: Connection, person: int) -> Person:
    """The person with this id; one who is not known is nobody in particular."""
    row = connection.execute(select(table).where(table.c.id == person)).first()
    return _person(row) if row else Person(person)


def in_state(connection: Connection, state: State) -> list[Person]:
    """Those in a state, the latest first; fifty at most."""
    rows = connection.execute(
        select(table)
        .where(table.c.state == state)
        .order_by(table.c.changed_at.desc())
        .limit(_MOST_LISTED)
    )
    return [_person(row) for row in rows]


def set_language(connection: Connection, person: int, language: str | None, *, name: str) -> None:
    """Speak this language to a person from now on; ``None``: the one that Telegram says."""
    known = find(connection, person)
    _keep(connection, person, name=name, language=language, state=known.state, code=known.code)


def set_state(connection: Connection, person: int, state: State | None, *, name: str = "") -> None:
    """Admit, ban, or leave a person to what the settings say."""
    known = find(connection, person)
    _keep(connection, person, name=name or known.name, language=known.language, state=state)


def knock(connection: Connection, person: int, *, name: str) -> str:
    """The code with which somebody waits to be let in; the same for an hour."""
    known = find(connection, person)
    if known.state == "waiting" and known.code and _is_fresh(known):
        return known.code
    code = f"{secrets.randbelow(900_000) + 100_000}"
    _keep(connection, person, name=name, language=known.language, state="waiting", code=code)
    return code


def waiting_with(connection: Connection, code: str) -> Person | None:
    """Who waits with this code, if it is still valid."""
    rows = connection.execute(
        select(table).where(table.c.state == "waiting", table.c.code == code)
    ).all()
    fresh = [person for person in map(_person, rows) if _is_fresh(person)]
    return fresh[0] if len(fresh) == 1 else None


def _is_fresh(person: Person) -> bool:
    return time.time() - person.changed_at < CODE_SECONDS


def _keep(
    connection: Connection,
    person: int,
    *,
    name: str,
    language: str | None,
    state: State | None,
    code: str | None = None,
) -> None:
    row = {
        "id": person,
        "name": name,
        "language": language,
        "state": state,
        "code": code,
        "changed_at": time.time(),
    }
    upsert(connection, table, [row], keys=["id"])


def _person(row: Row[Any]) -> Person:
    return Person(row.id, row.name, row.language, row.state, row.code, row.changed_at)


def named(connection: Connection, name: str) -> Person | None:
    """Who waits with this code, or the person with this id; of a group or channel it is below 0."""
    waiting = waiting_with(connection, name)
    if waiting is not None:
        return waiting
    known = re.fullmatch(r"-?\d{1,15}", name) and find(connection, int(name))
    if not known or (known.state is None and len(name) == CODE_DIGITS):
        return None  # a code that is over, not the id of somebody
    return known
