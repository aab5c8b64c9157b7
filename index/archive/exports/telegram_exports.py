"""Telegram Desktop's ``result.json``: a chat, an account with all its chats, messages alone.

People's conversations are not read, in whichever way they got into the archive.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from contextlib import suppress
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from index.archive.content.charsets import as_utf8, decoded, line_stream, line_text
from index.archive.content.parsers import explained, translated
from index.archive.content.streams import MOST_RECORD, Blob, Metered
from index.archive.exports.telegram_messages import PUBLISHED, Chat, Clock, message_record
from index.errors import ArchiveError
from index.models import Record, Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Found = tuple[Chat, dict[str, Any] | str]

_CHATS = ("", "chats.list.item", "left_chats.list.item")
"""Where chats stand in a file: it is one, or holds those of an account."""
_MESSAGES = frozenset(f"{chat}.messages.item".lstrip(".") for chat in _CHATS) | {"item"}
_UNKNOWN = "unknown"
"""The kind of a chat that a file does not name; none that is published."""
_SCALARS = frozenset(("string", "number", "boolean", "null"))
_CHAT = re.compile(
    r'"type"\s*:\s*"(?:(?:public|private)_(?:channel|(?:super)?group)|(?:personal|bot)_chat'
    r'|saved_messages|replies|verification_codes)"'
)
_MESSAGE = re.compile(r'"type"\s*:\s*"(?:message|service)"')
_SENDER = re.compile(r'"(?:date_unixtime|from_id|actor_id|text_entities)"\s*:')

_LEFT_OUT = {
    "private chats": "chats that are neither channels nor public groups",
    "chats in another order": "chats whose kind could not be looked up behind their messages",
    "messages of people": "messages whose sender is no channel, in a chat that is not named",
    "silent messages": "messages without words",
}
"""What is not read, by the kind that a run counts."""
_NO_ZONE = "no message before them shows the zone of some clocks, which were read as UTC."


def is_telegram(text: str) -> bool:
    """Whether JSON that begins with ``text`` was exported by Telegram Desktop."""
    if '"personal_information"' in text and re.match(r'\s*\{\s*"about"', text):
        return True
    has_messages = bool(_MESSAGE.search(text) and _SENDER.search(text))
    return has_messages or ('"messages"' in text and bool(_CHAT.search(text)))


def read_telegram(blob: Blob) -> Iterator[Record]:
    """One record for each message of channels and public groups that says something.

    At the end one says how many chats were left out, and how many messages say nothing.
    """
    tally: Counter[str] = Counter()
    clock = Clock(decoded(blob.head, declared=blob.charset))
    number = 0
    try:
        for chat, message in _lines(blob) if _is_lines(blob) else _streamed(blob, tally):
            number += 1
            yield from _taken(message, chat, clock, tally, where=f"{blob.name}[{number}]")
    except ArchiveError as exc:
        yield Record(f"{blob.name}[{number + 1}]", reason=f"{exc}; the rest was not read")
    yield from _left_out(tally, name=blob.name)
    if clock.is_missed:
        remark = Remark(blob.name, "a clock without a zone", _NO_ZONE)
        yield Record(blob.name, remarks=(remark,))


def _taken(
    message: dict[str, Any] | str, chat: Chat, clock: Clock, tally: Counter[str], *, where: str
) -> Iterator[Record]:
    if isinstance(message, str):
        yield Record(where, reason=message)
        return
    is_service = message.get("type", "message") != "message"
    if not chat.admits(message):
        tally["messages of people"] += not is_service
    elif record := message_record(message, chat, clock, where=where):
        tally["read"] += 1
        yield record
    else:
        tally["silent messages"] += not is_service


def _left_out(tally: Counter[str], *, name: str) -> Iterator[Record]:
    """What was not read; a file of which nothing was read is rejected."""
    told = {kind: sentence for kind, sentence in _LEFT_OUT.items() if tally[kind]}
    if not tally["read"]:
        said = "; ".join(f"{sentence}: {tally[kind]}" for kind, sentence in told.items())
        yield Record(name, reason=f"no article text ({said or 'service messages alone'})")
        return
    for kind, sentence in told.items():
        remark = Remark(name, f"{kind} of Telegram", f"left out were {sentence}: {tally[kind]}.")
        yield Record(name, remarks=(remark,))


def _streamed(blob: Blob, tally: Counter[str]) -> Iterator[Found]:
    """The messages of a file that is one JSON value, or an array of them."""
    metered = Metered(as_utf8(blob), brackets=True)
    account = _Account(tally, partial(_chats, blob))
    for prefix, event, value in _events(metered):
        if prefix in _MESSAGES:
            account.open(prefix, event)
        account.take(prefix, event, value)
        if prefix in _MESSAGES and event == "end_map":
            metered.restart()
            if (message := account.closed()) is not None:
                yield account.chat, message


def _events(stream: Metered) -> Iterator[tuple[str, str, Any]]:
    import ijson  # noqa: PLC0415 - only JSON needs it

    with translated("export of Telegram"):
        yield from ijson.parse(stream, multiple_values=True)


def _chats(blob: Blob) -> list[Chat]:
    """What a file says of its chats wherever it says so; nothing where it is read only once.

    A chat that breaks off, or whose kind is never named, is none whose messages may be read.
    """
    if blob.file is None:
        return []
    found: list[Chat] = []
    open_: dict[str, Chat] = {}
    place = blob.file.tell()
    blob.file.seek(0)
    again = Blob.of(blob.name, blob.file, charset=blob.charset)
    with suppress(ArchiveError):
        for prefix, event, value in _events(Metered(as_utf8(again))):
            if prefix in _CHATS and event == "start_map":
                open_[prefix] = Chat()
                found.append(open_[prefix])
            chat, _, name = prefix.rpartition(".")
            if event in _SCALARS and chat in open_:
                open_[chat].note(name, value)
    blob.file.seek(place)
    return found


class _Account:
    """Follows the events of an export: the chat that is open, and the message in it.

    ``chats`` looks up what the file says of all of them; asked where messages come before it.
    """

    def __init__(self, tally: Counter[str], chats: Callable[[], list[Chat]]) -> None:
        self.chat = Chat()
        self._message: Any = None
        self._tally = tally
        self._number = 0
        self._chats = cache(chats)

    def open(self, prefix: str, event: str) -> None:
        """Begin a message, unless its chat is one of people."""
        from ijson import ObjectBuilder  # noqa: PLC0415 - only JSON needs it

        if self.chat.kind is None and prefix != "item":
            self._look_up()
        if event == "start_map" and self.chat.kind in {None, *PUBLISHED}:
            self._message = ObjectBuilder()

    def _look_up(self) -> None:
        chats = self._chats()
        if self._number <= len(chats):
            self.chat = chats[self._number - 1]
        self._tally["chats in another order"] += self.chat.kind is None
        self.chat.kind = self.chat.kind or _UNKNOWN

    def take(self, prefix: str, event: str, value: Any) -> None:
        """Look at one event."""
        if self._message is not None:
            self._message.event(event, value)
        elif prefix in _CHATS and event == "start_map":
            self.chat = Chat()
            self._number += 1
        elif event in _SCALARS:
            place, _, name = prefix.rpartition(".")
            if place in _CHATS:
                self.chat.note(name, value)
                self._tally["private chats"] += name == "type" and self.chat.kind not in PUBLISHED

    def closed(self) -> dict[str, Any] | None:
        """The message that has ended, if it is read at all."""
        message, self._message = self._message, None
        return None if message is None else message.value


def _is_lines(blob: Blob) -> bool:
    """Whether a message stands in each line."""
    try:
        first = json.loads(blob.head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and not {"messages", "chats", "about"} & first.keys()


def _lines(blob: Blob) -> Iterator[Found]:
    """The message of each line, or what is wrong with it."""
    stream, encoding = line_stream(blob)
    while line := stream.readline(MOST_RECORD):
        text = line_text(line, encoding=encoding).strip("\ufeff \t\r\n")
        if text:
            yield Chat(), _message(text)


def _message(text: str) -> dict[str, Any] | str:
    try:
        message = json.loads(text)
    except (ValueError, RecursionError) as exc:
        return f"is not valid JSON ({explained(exc)})"
    return message if isinstance(message, dict) else "is not an object of JSON"
