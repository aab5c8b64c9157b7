"""Text with formatting as Telegram wants it: entities with offsets in UTF-16 code units.

Sent as ``text`` and ``entities`` without a parse mode, so that nothing can be parsed wrongly.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv6Address
from typing import TYPE_CHECKING, Self

from telegram import MessageEntity

from index.text.characters import unbroken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from telegram import InlineKeyboardMarkup

LONGEST_TEXT = 4096
"""Of a message, in UTF-16 code units (Bot API, sendMessage)."""
MOST_ENTITIES = 100
"""Of a message; the surplus is dropped silently (Bot API, limits of formatting)."""
_LONGEST_URL = 2048
"""Bytes; a longer one is refused as ``BUTTON_URL_INVALID``."""
_HIGHEST_PORT = 65535
_NOT_IN_URL = re.compile(r"[\s\x00-\x1f\x7f<>\"]")
_NAME = r"(?:[\w.!$,~*'();&+=\x80-\U0010ffff-]|%[\da-f]{2})"
_URL = re.compile(
    rf"https?://(?:(?:{_NAME}|:)*@)?(?:(?P<host>{_NAME}+)|\[(?P<six>[\da-f:.]+)\])"
    r"(?::0*(?P<port>[1-9]\d{0,4}))?(?:[/?#].*)?",
    re.IGNORECASE | re.ASCII,
)
"""What Telegram reads as an address (TDLib, ``parse_url`` in HttpUrl.cpp)."""


def units(text: str) -> int:
    """Length of ``text`` in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, most: int) -> str:
    """``text`` on one line, at most ``most`` UTF-16 units, with an ellipsis where it is cut."""
    line = " ".join(text.split())
    if units(line) <= most:
        return line
    return beginning(line, most - 1).rstrip() + "…"


def beginning(text: str, most: int) -> str:
    """As much of ``text`` as ``most`` UTF-16 units hold; no emoji is cut, however it is made."""
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * max(most, 0)]
    return text[: unbroken(text, len(kept.decode("utf-16-le", "ignore")))]


def usable_url(url: str | None) -> str | None:
    """``url`` if Telegram accepts it in links and buttons; it refuses the whole message else.

    A host has a dot or is an IPv6 address, a port is one (TDLib, ``LinkManager::check_link``).
    """
    if not url or len(url.encode("utf-8", "replace")) > _LONGEST_URL or _NOT_IN_URL.search(url):
        return None
    found = _URL.fullmatch(url)
    if found is None or int(found["port"] or 0) > _HIGHEST_PORT:
        return None
    known = _is_ipv6(found["six"]) if found["six"] else "." in found["host"].strip(".")
    return url if known else None


def _is_ipv6(host: str) -> bool:
    try:
        return bool(IPv6Address(host))
    except ValueError:
        return False


class Rich:
    """A text that grows, with its entities."""

    def __init__(self) -> None:
        self.text = ""
        self.length = 0
        self.entities: list[MessageEntity] = []

    def add(self, text: str, *kinds: str, url: str | None = None) -> Self:
        """Append ``text``, formatted as all of ``kinds``, linked where there is a ``url``."""
        begin = self.length
        self.text += text
        self.length += units(text)
        for kind in kinds:
            self._mark(kind, begin)
        if url:
            self._mark(MessageEntity.TEXT_LINK, begin, url=url)
        return self

    @contextmanager
    def within(self, kind: str) -> Iterator[None]:
        """Format as ``kind`` whatever is added inside the block."""
        begin = self.length
        yield
        self._mark(kind, begin)

    def extend(self, other: Rich) -> Self:
        """Append another text with its formatting."""
        shift = self.length
        self.text += other.text
        self.length += other.length
        self.entities += [
            MessageEntity(each.type, each.offset + shift, each.length, url=each.url)
            for each in other.entities
        ]
        return self

    @property
    def fits(self) -> bool:
        """Whether this can be one message."""
        return self.length <= LONGEST_TEXT and len(self.entities) <= MOST_ENTITIES

    def _mark(self, kind: str, begin: int, *, url: str | None = None) -> None:
        if self.length > begin:
            self.entities.append(MessageEntity(kind, begin, self.length - begin, url=url))


def join(parts: Iterable[Rich], separator: str) -> Rich:
    """All ``parts`` in one, ``separator`` between them."""
    whole = Rich()
    for part in parts:
        if whole.text:
            whole.add(separator)
        whole.extend(part)
    return whole


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that a message carries, or a picture that it shows."""

    name: str
    content: bytes
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One message; that of an enclosure has its text as a caption."""

    content: Rich
    keyboard: InlineKeyboardMarkup | None = None
    enclosure: Enclosure | None = None

    @classmethod
    def enclosing(
        cls, name: str, content: bytes, *, caption: str = "", shown: bool = False
    ) -> Self:
        """A message with a file of this name, or with a picture that is ``shown``."""
        return cls(Rich().add(caption), enclosure=Enclosure(name, content, shown))


def first_words(text: str, most: int) -> str:
    """The beginning of ``text``, at most ``most`` UTF-16 units, whole words where it has some."""
    if units(text) <= most:
        return text
    found = beginning(text, most)
    space = max(found.rfind(" "), found.rfind("\n"))
    return found[:space] if space > 0 else found
