"""Those who ask, as the catalog knows them: what they chose, and whether they may.

Groups have a language and a time zone too; their ids are below 0.
"""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import delete, or_, select, update

from bot.store import schema
from bot.store.answers import ended
from bot.store.schema import people as table
from bot.store.schema import profiles
from index.catalog.locks import one_at_a_time
from index.catalog.upserts import upsert

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

State = Literal["admitted", "waiting", "banned"]
CODE_DIGITS = 6
CODE_SECONDS = 3600.0
"""How long a code lets in whoever waits with it."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who wrote to the bot, or a group. ``state``: ``None`` if the settings decide."""

    id: int
    name: str = ""
    language: str | None = None
    state: State | None = None
    code: str | None = None
    changed_at: float = 0.0
    username: str | None = None
    timezone: str | None = None


def find(connection: Connection, person: int) -> Person:
    """The person with this id; one who is not known is nobody in particular."""
    row = connection.execute(select(table).where(table.c.id == person)).first()
    known = _person(row) if row else Person(person)
    profile = connection.execute(select(profiles).where(profiles.c.who == person)).first()
    if profile is None:
        return known
    return replace(known, username=profile.username, timezone=profile.timezone)


def held(connection: Connection, person: int) -> Person:
    """The same, whom nobody else changes until the end of the transaction."""
    one_at_a_time(connection, "person", person)
    return find(connection, person)


def in_state(connection: Connection, state: State) -> list[Person]:
    """Those in a state, the latest first."""
    rows = connection.execute(
        select(table).where(table.c.state == state).order_by(table.c.changed_at.desc(), table.c.id)
    )
    return [_person(row) for row in rows]


def set_language(connection: Connection, person: int, language: str | None, *, name: str) -> None:
    """Speak this language to a person from now on; ``None``: the one that Telegram says."""
    known = held(connection, person)
    _keep(connection, person, name=name, language=language, state=known.state, code=known.code)


def set_timezone(connection: Connection, who: int, timezone: str | None) -> None:
    """Count the days of a person or group in a zone; ``None``: in that of the settings."""
    _keep_profile(connection, replace(held(connection, who), timezone=timezone))


def set_username(connection: Connection, who: int, username: str | None) -> None:
    """Know somebody by the name that they have in Telegram now; nobody else has it any more."""
    folded = username.casefold() if username else None
    if folded:
        same = profiles.c.username == folded
        connection.execute(update(profiles).where(same).values(username=None))
    _keep_profile(connection, replace(held(connection, who), username=folded))


def _keep_profile(connection: Connection, known: Person) -> None:
    row = {"who": known.id, "username": known.username, "timezone": known.timezone}
    upsert(connection, profiles, [row], keys=["who"])


def follow(connection: Connection, old: int, new: int) -> None:
    """Have what was chosen for a group hold for the one that it became."""
    known = held(connection, old)
    if known.language is not None:
        set_language(connection, new, known.language, name=known.name)
    if known.timezone is not None:
        set_timezone(connection, new, known.timezone)
    _forget_choices(connection, old)


def forget(connection: Connection, person: int, *, counts: bool) -> None:
    """Forget what somebody asked, looked for, watched, judged and chose, and their names.

    Whether they may ask stays, by their id, and without ``counts`` how much they asked today.
    """
    answers, sought = schema.answers, schema.seekers
    named = answers.c.conversation
    asked = named.startswith("tg:") | named.startswith(ended("tg:"))
    connection.execute(delete(answers).where(asked, named.endswith(f":{person}")))
    mine = select(sought.c.search).where(sought.c.who == person)
    connection.execute(delete(schema.searches).where(schema.searches.c.id.in_(mine)))
    connection.execute(delete(sought).where(sought.c.who == person))
    given, owed = schema.feedback, schema.deliveries
    connection.execute(delete(given).where(given.c.person == person))
    connection.execute(delete(schema.cards).where(schema.cards.c.chat == person))
    connection.execute(delete(schema.looks).where(schema.looks.c.person == person))
    watched, told = schema.watches, schema.told
    mine = select(watched.c.id).where(or_(watched.c.person == person, watched.c.chat == person))
    connection.execute(delete(told).where(told.c.watch.in_(mine)))
    connection.execute(delete(watched).where(watched.c.id.in_(mine)))
    over = owed.c.state.in_(["done", "refused"])
    connection.execute(delete(owed).where(owed.c.chat == person, over))
    if counts:
        connection.execute(delete(schema.used).where(schema.used.c.who == person))
    _forget_choices(connection, person)


def forget_before(connection: Connection, moment: float) -> int:
    """Forget what was asked, looked for and judged in chats before a moment; how many answers.

    Seconds since the epoch. Citations stay, by their ids: they name nobody, and what somebody
    passed on can still be looked up. So do choices, and whether somebody may ask.
    """
    answers, sought, found = schema.answers, schema.seekers, schema.searches
    named = answers.c.conversation
    asked = named.startswith("tg:") | named.startswith(ended("tg:"))
    count = connection.execute(delete(answers).where(asked, answers.c.created_at < moment)).rowcount
    old = select(found.c.id).where(found.c.asked_at < moment)
    connection.execute(delete(sought).where(sought.c.search.in_(old)))
    connection.execute(delete(found).where(found.c.asked_at < moment))
    for each in (schema.feedback, schema.cards, schema.looks):
        connection.execute(delete(each).where(each.c.at < moment))
    owed, used = schema.deliveries, schema.used
    over = owed.c.state.in_(["done", "refused"])
    connection.execute(delete(owed).where(over, owed.c.created_at < moment))
    day = datetime.fromtimestamp(moment, UTC).date().isoformat()
    connection.execute(delete(used).where(used.c.day < day))
    waits = (table.c.state == "waiting") & (table.c.changed_at < moment)
    connection.execute(delete(table).where(waits))
    return count


def _forget_choices(connection: Connection, person: int) -> None:
    one_at_a_time(connection, "person", person)
    connection.execute(delete(profiles).where(profiles.c.who == person))
    stays = table.c.state.in_(["admitted", "banned"])
    connection.execute(delete(table).where(table.c.id == person, stays.is_not(True)))
    nothing = {"name": "", "language": None, "code": None}
    connection.execute(update(table).where(table.c.id == person).values(nothing))


def set_state(connection: Connection, person: int, state: State | None, *, name: str = "") -> None:
    """Admit, ban, or leave a person to what the settings say."""
    known = held(connection, person)
    _keep(connection, person, name=name or known.name, language=known.language, state=state)


def knock(connection: Connection, person: int, *, name: str) -> str:
    """The code with which somebody waits to be let in; the same for an hour."""
    known = held(connection, person)
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
    """Who waits with this code, has this id, or this ``@username``.

    The id of a group or channel is below 0.
    """
    if name.startswith("@"):
        mine = profiles.c.username == name[1:].casefold()
        who = connection.scalar(select(profiles.c.who).where(mine))
        return None if who is None else find(connection, who)
    waiting = waiting_with(connection, name)
    if waiting is not None:
        return waiting
    known = re.fullmatch(r"-?\d{1,15}", name) and find(connection, int(name))
    if not known or (known.state is None and len(name) == CODE_DIGITS):
        return None  # a code that is over, not the id of somebody
    return known
