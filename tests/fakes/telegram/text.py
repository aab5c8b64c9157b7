"""UTF-16 arithmetic: the unit in which the Bot API counts texts and entities."""

from __future__ import annotations


def units(text: str) -> int:
    """The number of UTF-16 code units."""
    return len(text) + sum(char > "\uffff" for char in text)


def cut(text: str, offset: int, length: int) -> str:
    """The part of the text given in UTF-16 code units; halves of a pair become U+FFFD."""
    raw = text.encode("utf-16-le")[2 * offset : 2 * (offset + length)]
    return raw.decode("utf-16-le", errors="replace")


def positions(text: str) -> dict[int, int]:
    """UTF-16 offset → index of the character that begins there, the end of the text included."""
    found: dict[int, int] = {}
    offset = 0
    for index, char in enumerate(text):
        found[offset] = index
        offset += units(char)
    found[offset] = len(text)
    return found


def byte_offset(text: str, index: int) -> int:
    """The UTF-8 offset of a character, the unit of Telegram's parse errors."""
    return len(text[:index].encode())
