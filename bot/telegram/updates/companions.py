"""Messages that are one request: a forward with its comment, an album, a text that Telegram split.

They come one by one, within a moment. So a message that may have companions is held until they are
there, and all of them are handled as one. What is held is in the inbox: after a kill it comes
again, and is put together again.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.answer.conversation.ellipsis import leaning
from bot.telegram.transport.addressing import doubts
from bot.telegram.updates.arrivals import Arrival
from bot.telegram.updates.turns import turn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Content = dict[str, Any]
    Key = tuple[int, int, int]

_PATIENCE_SECONDS = 1.0
"""How long companions are waited for where there will hardly be none."""
_GLANCE_SECONDS = 0.3
"""The same behind a question that stands alone: a forward is sent in the same breath."""
_TOGETHER_SECONDS = 2
"""By how much the times of companions may differ; they are whole seconds."""
_LONGEST, _LONG = 4096, 3500
"""UTF-16 units of a message (Bot API, sendMessage), and of one that may have been cut there."""

_WITH_A_REPLY = frozenset({"/add", "/ask", "/search"})
"""Commands that are about what they reply to."""


class Companions:
    """Holds messages, and hands on what is complete; ``joined`` hears which updates went into one.

    The order of what one person writes in a chat stays.
    """

    def __init__(
        self,
        hand_on: Callable[[Arrival], None],
        joined: Callable[[int, Sequence[int]], None],
        patience: Callable[[Content], float] | None = None,
    ) -> None:
        self._hand_on = hand_on
        self._joined = joined
        self._patience = patience or seconds_for
        self._held: dict[Key, _Held] = {}

    def add(self, arrival: Arrival) -> None:
        """Hold an update, or hand it on behind what is held of the same person."""
        key, message = turn(arrival.update), _sound(arrival.content.get("message"))
        if arrival.update.message is None and arrival.update.edited_message is None:
            self._hand_on(arrival)  # a tap overtakes
            return
        held = self._held.get(key)
        if held and held.last and message and are_together(held.last, message):
            held.parts.append(arrival)
        else:
            self._release(key)
            held = _Held([arrival])
        seconds = self._patience(message) if message else 0.0
        held.wait(seconds, lambda: self._release(key))
        self._held[key] = held
        if not seconds:
            self._release(key)

    def release(self) -> None:
        """Hand on everything that is held."""
        for key in list(self._held):
            self._release(key)

    def _release(self, key: Key) -> None:
        held = self._held.pop(key, None)
        if held is None:
            return
        held.stop()
        first, *others = held.parts
        whole = (
            first.with_content(as_one([each.content for each in held.parts])) if others else None
        )
        if isinstance(whole, Arrival):
            self._joined(first.number, [each.number for each in others])
            self._hand_on(whole)
        else:
            for each in held.parts:
                self._hand_on(each)


@dataclass(slots=True)
class _Held:
    """Messages that belong together so far, and when that is over."""

    parts: list[Arrival]
    timer: asyncio.TimerHandle | None = field(default=None)

    @property
    def last(self) -> Content | None:
        """The last message, where it can have companions."""
        return _sound(self.parts[-1].content.get("message"))

    def wait(self, seconds: float, over: Callable[[], None]) -> None:
        """Wait anew."""
        self.stop()
        self.timer = asyncio.get_running_loop().call_later(seconds, over)

    def stop(self) -> None:
        """Wait no longer."""
        if self.timer is not None:
            self.timer.cancel()


def seconds_for(message: Content) -> float:
    """How long companions of a message are waited for; files for the archive have none."""
    if "document" in message and "forward_origin" not in message:
        return 0.0
    if {"media_group_id", "forward_origin"} & message.keys() or _is_long(message):
        return _PATIENCE_SECONDS
    if not _is_comment(message):
        return 0.0
    text = message["text"]
    leans = _is_bare_command(text) or doubts(text) or leaning(text) is not None
    return _PATIENCE_SECONDS if leans else _GLANCE_SECONDS


def are_together(one: Content, two: Content) -> bool:
    """Whether ``two``, which one person sent after ``one``, belongs to the same request."""
    if abs(two["date"] - one["date"]) > _TOGETHER_SECONDS:
        return False
    if "forward_origin" in two:
        return "forward_origin" in one or _is_comment(one)
    if "document" in two:
        return False
    album = two.get("media_group_id")
    if album is not None:
        return bool(album == one.get("media_group_id"))
    return _is_long(one) and _is_text(two) and not two["text"].startswith("/")


def as_one(updates: Sequence[Content]) -> Content:
    """The first update with all that they say; what a comment is about is what it replies to."""
    messages = [each["message"] for each in updates]
    first, rest = messages[0], messages[1:]
    own = [each for each in rest if "forward_origin" in each]
    if "forward_origin" not in first and own:
        begin = [first, *(each for each in rest if "forward_origin" not in each)]
        target = {k: v for k, v in _joined(own).items() if k != "reply_to_message"}
        return {**updates[0], "message": {**_joined(begin), "reply_to_message": target}}
    return {**updates[0], "message": _joined(messages)}


def _joined(messages: Sequence[Content]) -> Content:
    """The first message with the words and the marks of all."""
    kind = "text" if "text" in messages[0] else "caption"
    text, marks = "", list[dict[str, Any]]()
    for each in messages:
        words, found = _words(each)
        if not words:
            continue
        text += "" if not text or _units(text) % _LONGEST == 0 else "\n"
        begin = _units(text)
        marks += [mark | {"offset": mark["offset"] + begin} for mark in found]
        text += words
    said = {kind: text, "entities" if kind == "text" else "caption_entities": marks}
    return messages[0] | {name: value for name, value in said.items() if value}


def _sound(message: Any) -> Content | None:
    """A message whose words and times are what they should be; of others nothing is made."""
    if not isinstance(message, dict) or type(message.get("date")) is not int:
        return None
    texts = all(isinstance(message.get(name, ""), str) for name in ("text", "caption"))
    marks = [message.get(name, []) for name in ("entities", "caption_entities")]
    listed = all(isinstance(each, list) for each in marks) and all(
        isinstance(mark, dict) and type(mark.get("offset")) is int
        for each in marks
        for mark in each
    )
    return message if texts and listed else None


def _words(message: Content) -> tuple[str, list[Content]]:
    if "text" in message:
        return message["text"], message.get("entities", [])
    return message.get("caption", ""), message.get("caption_entities", [])


def _is_text(message: Content) -> bool:
    return "text" in message and not {"forward_origin", "via_bot"} & message.keys()


def _is_comment(message: Content) -> bool:
    """Whether a forward may follow that it is about."""
    if not _is_text(message) or "reply_to_message" in message:
        return False
    return not message["text"].startswith("/") or _is_bare_command(message["text"])


def _is_bare_command(text: str) -> bool:
    return text.partition("@")[0].strip() in _WITH_A_REPLY


def _is_long(message: Content) -> bool:
    return _is_text(message) and _units(message["text"]) > _LONG


def _units(text: str) -> int:
    """Its length in UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
