"""What a poll brought: each update by itself, readable or not.

A poll is one JSON text with up to a hundred updates. Read as a whole, one number with too many
digits or one value nested too deep would make all of it unreadable. So it is cut into the texts of
its updates without being parsed, and each of them is read alone.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram import Update

from bot.telegram.transport.speakers import speaker
from bot.telegram.updates.turns import turn
from bot.telegram.updates.values import check_values

if TYPE_CHECKING:
    from telegram import Bot

_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_TOKEN = re.compile(rf"{_STRING}|[\[\]{{}},]", re.DOTALL)
_MEMBER = re.compile(rf"\s*({_STRING})\s*:(.*)", re.DOTALL)
_NUMBER = re.compile(r"[1-9][0-9]{0,15}")
_MOST_NUMBER = 2**52
"""Identifiers have at most 52 significant bits (Bot API, available types); they are positive."""
_DEEPEST = 100
"""Telegram's updates are a dozen levels deep; each takes some frames of Python's thousand."""
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update that can be taken: its id, its JSON object, and what the library makes of it."""

    number: int
    content: dict[str, Any]
    update: Update
    bot: Bot | None = None

    def with_content(self, content: dict[str, Any]) -> Arrival | Aside:
        """The same update with another content, for the same bot."""
        return read(json.dumps(content), self.bot)


@dataclass(frozen=True, slots=True)
class Aside:
    """An update that cannot be taken, as it was written.

    ``number`` is its id; where it has none that can be used it is negative, and follows from the
    text. ``kind`` is the kind of error alone; ``reason`` may quote what somebody wrote.
    """

    number: int
    raw: str
    kind: str
    reason: str

    @classmethod
    def of(cls, number: int, raw: str, error: Exception) -> Aside:
        """Set aside because of an error."""
        kind = type(error).__name__
        return cls(number, raw, kind, f"{kind}: {error}"[:_LONGEST_REASON])


def results(payload: bytes) -> list[str]:
    """The texts of what a call brought, in order; none is parsed.

    Raises:
        ValueError: it is no response, or has no list of results.
    """
    found = _members(payload.decode("utf-8", "replace")).get("result", "")
    if not found.startswith("["):
        raise ValueError("there is no list of results")
    return _parts(found)


def read(raw: str, bot: Bot | None) -> Arrival | Aside:
    """An update from its text; never raises."""
    number = _number(raw)
    if number is None:
        return Aside.of(_stand_in(raw), raw, ValueError("there is no usable update_id"))
    try:
        if _depth(raw) > _DEEPEST:
            raise ValueError(f"it is nested more than {_DEEPEST} levels deep")  # noqa: TRY301
        content = json.loads(raw)
        return Arrival(number, content, _update(content, bot), bot)
    except Exception as exc:  # noqa: BLE001 - one that nobody can read must not stop the next
        return Aside.of(number, raw, exc)


def read_again(content: dict[str, Any], bot: Bot | None) -> Arrival | Aside:
    """An update that was stored; a later version of the library may not read it any more."""
    return read(json.dumps(content), bot)


def chat_of(content: dict[str, Any]) -> int:
    """The chat of an update, or the person where it is of none; 0 where it is of neither."""
    for part in content.values():
        if not isinstance(part, dict):
            continue
        message = part.get("message")
        inner = message.get("chat") if isinstance(message, dict) else None
        for found in (part.get("chat"), inner, part.get("from"), part.get("user")):
            if isinstance(found, dict) and type(found.get("id")) is int:
                return int(found["id"])
    return 0


def _update(content: dict[str, Any], bot: Bot | None) -> Update:
    """What the library makes of it, with the ids that we keep order by.

    Raises:
        Exception: any; the library trusts that what comes is as the Bot API says.
    """
    update = Update.de_json(content, bot)
    message = update.effective_message
    parts = (update.effective_chat, update.effective_user, speaker(update))
    ids = [part.id for part in parts if part] + ([message.message_id] if message else [])
    if not all(type(each) is int for each in (*ids, *turn(update))):
        raise TypeError("an id is no whole number")
    check_values(update)
    return update


def _number(raw: str) -> int | None:
    """The id of an update, also where the rest of it cannot be parsed; ``None``: has none."""
    try:
        given = _members(raw).get("update_id", "")
    except ValueError:
        return None
    number = int(given) if _NUMBER.fullmatch(given) else 0
    return number if 0 < number < _MOST_NUMBER else None


def _stand_in(raw: str) -> int:
    """A negative number that the same text always gets."""
    return -1 - int.from_bytes(hashlib.sha256(raw.encode()).digest()[:6])


def _members(text: str) -> dict[str, str]:
    """The members of an object, their values as they are written.

    Raises:
        ValueError: it is no object.
    """
    if not text.lstrip().startswith("{"):
        raise ValueError("there is no object")
    found = [_MEMBER.fullmatch(part) for part in _parts(text)]
    return {json.loads(member[1]): member[2].strip() for member in found if member}


def _parts(text: str) -> list[str]:
    """What stands between the commas of an array or an object, as it is written.

    Raises:
        ValueError: it does not end, or something stands behind its end.
    """
    depth, begin, found = 0, 0, list[str]()
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in "[{":
            depth += 1
            begin = token.end() if depth == 1 else begin
        elif sign in "]}":
            depth -= 1
        if (sign == "," and depth == 1) or (sign in "]}" and depth == 0):
            found.append(text[begin : token.start()].strip())
            begin = token.end()
        if depth == 0:
            break
    if depth or text[begin:].strip():
        raise ValueError("the text does not end where it should")
    return found if found != [""] else []


def _depth(text: str) -> int:
    """How deep it is nested; or, where it cannot be deep, a number that is not smaller."""
    most = text.count("[") + text.count("{")
    if most <= _DEEPEST:
        return most
    depth = deepest = 0
    for token in _TOKEN.finditer(text):
        depth += (token[0] in "[{") - (token[0] in "]}")
        deepest = max(deepest, depth)
    return deepest
