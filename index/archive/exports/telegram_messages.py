"""A message of a Telegram channel, as Telegram Desktop exports it, as an article.

https://core.telegram.org/import-export: the fields of ``result.json``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from index.archive.record.fields import to_record
from index.archive.record.text_entities import put_together

if TYPE_CHECKING:
    from index.models import Record

PUBLISHED = frozenset(("public_channel", "private_channel", "public_supergroup", "public_group"))
"""Chats that are read: what is published, not what people say to each other.

A private channel is published to its subscribers, and only one of them can have exported it.
"""
_MOST_DIGITS = 12
"""Seconds since 1970 have ten, the ids of channels ten and eleven."""
_MOMENTS = re.compile(r'"date"\s*:\s*"([^"]{10,40})",\s*"date_unixtime"\s*:\s*"(\d{1,11})"')
_WIDEST_ZONE = timedelta(hours=14)
_QUARTER = timedelta(minutes=15)


@dataclass(slots=True)
class Chat:
    """What an export says of a chat before its messages; None where it says nothing."""

    name: str | None = None
    kind: str | None = None
    number: int | None = None

    def admits(self, message: dict[str, Any]) -> bool:
        """Whether a message of this chat may be read.

        Messages that stand alone are, where the sender is a channel and no person.
        """
        if self.kind is not None:
            return self.kind in PUBLISHED
        return str(message.get("from_id", "")).startswith("channel")

    def note(self, name: str, value: Any) -> None:
        """Take one of the fields of the chat."""
        if name == "name" and isinstance(value, str):
            self.name = value
        elif name == "type" and isinstance(value, str):
            self.kind = value
        elif name == "id" and isinstance(value, int):
            self.number = _bare(value)


class Clock:
    """How far the clock of whoever exported is from UTC, as the messages of a file show it.

    ``head`` is the beginning of the file; later messages, past a change of the clock, correct it.
    """

    def __init__(self, head: str) -> None:
        self._zone: timezone | None = None
        self.is_missed = False
        """Whether a moment was needed that no message of the file had shown the zone of."""
        for date, seconds in _MOMENTS.findall(head):
            self._zone = self._zone or _zone(date, seconds)

    def moment(self, message: dict[str, Any]) -> Any:
        """The moment of a message with its zone, or what is written where none is known."""
        date, seconds = message.get("date"), str(message.get("date_unixtime") or "")
        if seconds.isdecimal() and len(seconds) < _MOST_DIGITS:
            self._zone = _zone(date, seconds) or self._zone
            return datetime.fromtimestamp(int(seconds), UTC)
        local = _local(date)
        if local is None:
            return date
        if self._zone is None:
            self.is_missed = True
            return date
        return local.replace(tzinfo=self._zone)


def _local(date: Any) -> datetime | None:
    """A date with a clock and no zone."""
    try:
        moment = datetime.fromisoformat(date) if isinstance(date, str) else None
    except ValueError:
        return None
    is_clock = moment is not None and moment.tzinfo is None and "T" in str(date)
    return moment if is_clock else None


def _zone(date: Any, seconds: str) -> timezone | None:
    """What lies between a clock and the same moment in UTC, where that can be a zone."""
    local = _local(date)
    if local is None:
        return None
    between = local.replace(tzinfo=UTC) - datetime.fromtimestamp(int(seconds), UTC)
    is_zone = abs(between) <= _WIDEST_ZONE and between % _QUARTER == timedelta(0)
    return timezone(between) if is_zone else None


def message_record(
    message: dict[str, Any], chat: Chat, clock: Clock, *, where: str
) -> Record | None:
    """The article that a message is; None where it says nothing (service, pictures alone).

    Its link is the one for subscribers, https://core.telegram.org/api/links#message-links: an
    export has the number of a channel, never its public name.
    """
    if message.get("type", "message") != "message":
        return None
    pieces = put_together(message.get("text") or message.get("text_entities") or "")
    text = "\n\n".join(filter(None, (pieces.text.strip(), _question(message))))
    if not any(map(str.isalnum, text)):
        return None
    own = _channel(message, chat)
    number = message["id"] if isinstance(message.get("id"), int) else None
    channel = chat.name if chat.kind else message.get("from")
    fields = {
        "body": text,
        "published": clock.moment(message),
        "source": channel,
        "author": _author(message, channel),
        "url": f"https://t.me/c/{own}/{number}" if own and number else None,
        "id": f"{own or channel}/{number}" if number else None,
    }
    record = to_record(fields, where=where)
    return replace(record, remarks=record.remarks + pieces.remarks(where=where))


def _channel(message: dict[str, Any], chat: Chat) -> int | None:
    """The number of the channel or supergroup, if it has one that links name.

    Old groups have none; where the sender is a number, an old version wrote numbers of its own.
    """
    if chat.kind is None:
        digits = str(message.get("from_id", "")).removeprefix("channel")
        return int(digits) if digits.isdecimal() and len(digits) < _MOST_DIGITS else None
    if chat.kind == "public_group" or isinstance(message.get("from_id"), int):
        return None
    return chat.number


def _bare(number: int) -> int | None:
    """The number as it stands in links: bots write -100 before it."""
    digits = str(number)
    bare = int(digits[4:] or 0) if digits.startswith("-100") else number
    return bare if 0 < bare < 10**_MOST_DIGITS else None


def _author(message: dict[str, Any], channel: Any) -> Any:
    """Whose words they are: of whom they were forwarded from, who signed, or who wrote."""
    names = (message.get(name) for name in ("forwarded_from", "author", "from"))
    name = next(filter(None, names), None)
    return name if isinstance(name, str) and name != channel else None


def _question(message: dict[str, Any]) -> str:
    """What a poll asks."""
    poll = message.get("poll")
    return put_together(poll.get("question") or "").text if isinstance(poll, dict) else ""
