"""What a chat remembers: answers, their cards, searches and pages, looks at what is new, albums.

Each is kept for as long as somebody may tap on it or send the rest, a look for good.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from bot import clock
from bot.store.schema import albums, answers, cards, looks, searches, seekers
from index.catalog.locks import one_at_a_time
from index.catalog.upserts import upsert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row

_TAPS_SECONDS = 180 * 86_400.0
"""A card that is older comes anew at the next tap; pages of older searches are not turned."""
_ALBUM_SECONDS = 86_400.0
"""Parts of an album come within seconds, or within the day for which Telegram keeps updates."""
_ID_BYTES = 9


def keep_card(connection: Connection, chat: int, answer: str, message: int) -> None:
    """The card of an answer in a chat is this message from now on."""
    now = time.time()
    connection.execute(delete(cards).where(cards.c.at < now - _TAPS_SECONDS))
    row = {"chat": chat, "answer": answer, "message": message, "at": now}
    upsert(connection, cards, [row], keys=["chat", "answer"])


def find_card(connection: Connection, chat: int, answer: str) -> int | None:
    """The message that is the card of an answer in a chat."""
    mine = (cards.c.chat == chat, cards.c.answer == answer)
    found = connection.scalar(select(cards.c.message).where(*mine))
    return None if found is None else int(found)


@dataclass(frozen=True, slots=True)
class Seeker:
    """Who searches, and when, in a time zone of the IANA database."""

    who: int
    at: datetime
    timezone: str


def keep_search(
    connection: Connection, query: str, *, prefix: str = "", by: Seeker | None = None
) -> str:
    """Keep the words of a search; its id, which begins with ``prefix``."""
    name = prefix + secrets.token_urlsafe(_ID_BYTES)
    now = time.time()
    old = select(searches.c.id).where(searches.c.asked_at < now - _TAPS_SECONDS)
    connection.execute(delete(seekers).where(seekers.c.search.in_(old)))
    connection.execute(delete(searches).where(searches.c.asked_at < now - _TAPS_SECONDS))
    at = by.at.timestamp() if by else now
    connection.execute(insert(searches).values(id=name, query=query, asked_at=at))
    if by is not None:
        row = {"search": name, "who": by.who, "timezone": by.timezone}
        connection.execute(insert(seekers).values(row))
    return name


def find_search(connection: Connection, search: str) -> tuple[str, datetime] | None:
    """The words of a search, and when it was made where it was, if there is one with this id."""
    row = connection.execute(select(searches).where(searches.c.id == search)).first()
    if row is None:
        return None
    mine = select(seekers.c.timezone).where(seekers.c.search == search)
    at = datetime.fromtimestamp(row.asked_at, UTC)
    return row.query, clock.at_home(at, connection.scalar(mine) or clock.DEFAULT)


def last_look(connection: Connection, chat: int, person: int) -> float | None:
    """When somebody was last shown what is new in a chat, in seconds since the epoch."""
    mine = (looks.c.chat == chat, looks.c.person == person)
    found = connection.scalar(select(looks.c.at).where(*mine))
    return None if found is None else float(found)


def look(connection: Connection, chat: int, person: int, at: float) -> None:
    """They are shown it at that moment."""
    upsert(connection, looks, [{"chat": chat, "person": person, "at": at}], keys=["chat", "person"])


def answered(
    connection: Connection, chat: int, thread: int | None, *, most: int
) -> Sequence[Row[Any]]:
    """The last answers of a chat, or of its topic, whose conversations go on; oldest first."""
    here = answers.c.conversation.startswith(f"tg:{chat}:{thread or 0}:", autoescape=True)
    found = select(answers).where(here).order_by(answers.c.created_at.desc(), answers.c.id)
    return connection.execute(found.limit(most)).all()[::-1]


def want_album(connection: Connection, album: str) -> list[dict[str, Any]]:
    """Have the album read, what comes of it later too; the parts that came before and wait."""
    _, waiting = _album(connection, album)
    _keep_album(connection, album, wanted=True, waiting=waiting)
    return waiting


def is_part_wanted(connection: Connection, album: str, part: dict[str, Any]) -> bool:
    """Whether this part is to be read; if not, it waits until the album is wanted."""
    wanted, waiting = _album(connection, album)
    if not wanted and part not in waiting:
        _keep_album(connection, album, wanted=False, waiting=[*waiting, part])
    return wanted


def forget_part(connection: Connection, album: str, part: dict[str, Any]) -> None:
    """This part was read and waits no longer."""
    wanted, waiting = _album(connection, album)
    left = [each for each in waiting if each != part]
    _keep_album(connection, album, wanted=wanted, waiting=left)


def _album(connection: Connection, album: str) -> tuple[bool, list[dict[str, Any]]]:
    one_at_a_time(connection, "album", album)
    row = connection.execute(select(albums).where(albums.c.id == album)).first()
    return (False, []) if row is None else (row.wanted, list(row.waiting))


def _keep_album(
    connection: Connection, album: str, *, wanted: bool, waiting: list[dict[str, Any]]
) -> None:
    now = time.time()
    connection.execute(delete(albums).where(albums.c.changed_at < now - _ALBUM_SECONDS))
    row = {"id": album, "wanted": wanted, "waiting": waiting, "changed_at": now}
    upsert(connection, albums, [row], keys=["id"])
