"""Checks and trims formatted text as Telegram does before it stores it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiogram.enums import MessageEntityType

from . import urls
from .errors import bad
from .text import byte_offset, cut, positions, units

if TYPE_CHECKING:
    from .models import Json

KINDS = frozenset(kind.value for kind in MessageEntityType)
# The server finds these by itself and ignores given ones (Client.cpp, get_text_entity_type).
DETECTED = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
)
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
CODES = frozenset({"code", "pre"})
EXCLUSIVE = CODES | {"text_link", "text_mention", "date_time"}
MOST_ENTITIES = 100  # the surplus loses its formatting without an error
NEEDED = {
    "text_link": "url",
    "text_mention": "user",
    "custom_emoji": "custom_emoji_id",
    "date_time": "unix_time",
}
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")  # core.telegram.org/bots/features#deep-linking


@dataclass(slots=True)
class Checked:
    """Text and entities as stored, and complaints about what Telegram dropped silently."""

    text: str
    entities: list[Json]
    complaints: list[str] = field(default_factory=list)


def check(text: str, entities: list[Json]) -> Checked:
    """The text without outer white space, with the entities that survive.

    Raises:
        ApiError: an entity has an unknown type, leaves the text, halves a character, or
            lacks or has a wrong URL.
    """
    known = positions(text)
    kept = [entity for entity in entities if _check_one(entity, text, known)]
    complaints = [c for e in kept if e["type"] == "text_link" for c in link_complaints(e["url"])]
    kept = _without_bad_nesting(sorted(kept, key=_order), complaints)
    if len(kept) > MOST_ENTITIES:
        complaints.append(f"{len(kept)} entities, Telegram drops all after {MOST_ENTITIES}")
    text, kept = _trim(text, kept[:MOST_ENTITIES])
    return Checked(text, kept, complaints)


def check_url(url: str, what: str) -> None:
    """Refuses URLs that Telegram refuses: a host without a dot, a port that is none, and more.

    Raises:
        ApiError: the URL is one of those.
    """
    wrong = urls.fault(url)
    if wrong is not None:
        raise bad(f"{what} '{url}' is invalid: {wrong}")
    if len(url.encode()) > urls.LONGEST_URL:
        raise bad("BUTTON_URL_INVALID" if "button" in what else "ENTITY_TEXTURL_INVALID")


def link_complaints(url: str) -> list[str]:
    """What is wrong with a deep link; Telegram would open the chat without the parameter."""
    start = start_parameter(url)
    if start is None or START_PARAMETER.fullmatch(start):
        return []
    return [f"deep link {url}: the start parameter must be 1-64 of A-Z a-z 0-9 _ -"]


def start_parameter(url: str) -> str | None:
    """The value of ``start`` in a t.me link, as it stands in the URL."""
    parts = urlsplit(url)
    if parts.netloc.lower() not in ("t.me", "telegram.me"):
        return None
    found = re.search(r"(?:^|&)start=([^&]*)", parts.query)
    return found[1] if found else None


def _order(entity: Json) -> tuple[int, int]:
    return entity["offset"], -entity["length"]


def _check_one(entity: Json, text: str, known: dict[int, int]) -> bool:
    """Whether the entity is kept; entities of detected types are not."""
    kind = entity["type"]
    if kind not in KINDS:
        raise bad("can't parse MessageEntity: Unsupported type specified")
    if kind in DETECTED:
        return False
    if (needed := NEEDED.get(kind)) and not entity.get(needed):
        raise bad(f"can't parse MessageEntity: Can't find field \"{needed}\"")
    _check_bounds(entity["offset"], entity["length"], text, known)
    if kind == "text_link":
        check_url(entity["url"], "entity URL")
    return True


def _check_bounds(begin: int, length: int, text: str, known: dict[int, int]) -> None:
    """Raises with the words of TDLib's clean_input_string_with_entities."""
    end, size = begin + length, units(text)
    if begin < 0:
        raise bad(f"receive an entity with incorrect offset {begin}")
    if length < 0:
        raise bad(f"receive an entity with incorrect length {length}")
    if begin > size:
        raise bad(f"entity begins after the end of the text at UTF-16 offset {begin}")
    if begin not in known:
        at = byte_offset(text, known[begin + 1])
        raise bad(f"entity begins in a middle of a UTF-16 symbol at byte offset {at}")
    subject = f"entity beginning at UTF-16 offset {begin} ends"
    if end > size:
        raise bad(f"{subject} after the end of the text at UTF-16 offset {end}")
    if end not in known:
        at = byte_offset(text, known[end + 1])
        raise bad(f"{subject} in a middle of a UTF-16 symbol at byte offset {at}")


def _without_bad_nesting(entities: list[Json], complaints: list[str]) -> list[Json]:
    """Drops what Telegram cannot nest: quotes in quotes, styles on code, links in links."""
    kept: list[Json] = []
    for entity in entities:
        clash = next((other for other in kept if _clash(other, entity)), None)
        if clash is None:
            kept.append(entity)
        else:
            what = f"{entity['type']} at {entity['offset']}"
            complaints.append(f"{what} cannot stand inside or across {clash['type']}")
    return kept


def _clash(one: Json, two: Json) -> bool:
    if two["offset"] >= one["offset"] + one["length"]:
        return False
    pair = {one["type"], two["type"]}
    # A quote may hold code; no style may share characters with it (Bot API, formatting options).
    styled_code = bool(pair & CODES) and not pair & QUOTES
    return styled_code or pair <= QUOTES or pair <= EXCLUSIVE


def _trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Text without outer white space and entities moved accordingly; empty ones vanish."""
    stripped = text.strip()
    lead = units(text[: len(text) - len(text.lstrip())])
    size = units(stripped)
    moved: list[Json] = []
    for entity in entities:
        begin = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, size)
        if begin < end and cut(stripped, begin, end - begin).strip():
            moved.append(entity | {"offset": begin, "length": end - begin})
    return stripped, moved
