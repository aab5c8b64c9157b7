"""Parse mode HTML, as strict as Telegram: only its tags, all of them closed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .errors import ApiError, bad
from .text import byte_offset, units

if TYPE_CHECKING:
    from .models import Json

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TAG = re.compile(r"<(/?)([^\s>/]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d+)|#x([0-9a-fA-F]+));")


def parse(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities.

    Raises:
        ApiError: "can't parse entities", with the reason and the byte offset.
    """
    parser = _Parser(source)
    while parser.index < len(source):
        parser.step()
    if parser.open:
        name = parser.open[-1][0]
        raise _cannot(f'Can\'t find end tag corresponding to start tag "{name}"')
    return "".join(parser.parts), parser.entities


class _Parser:
    """Reads one tag, reference or character a step."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.index = 0
        self.size = 0  # of the plain text, in UTF-16 code units
        self.parts: list[str] = []
        self.open: list[tuple[str, int, dict[str, str]]] = []
        self.entities: list[Json] = []

    def step(self) -> None:
        char = self.source[self.index]
        if char == "<":
            self.tag()
        elif char == "&" and (found := REFERENCE.match(self.source, self.index)):
            self.add(_character(found), found.end())
        else:
            self.add(char, self.index + 1)

    def add(self, text: str, index: int) -> None:
        self.parts.append(text)
        self.size += units(text)
        self.index = index

    def tag(self) -> None:
        found = TAG.match(self.source, self.index)
        at = byte_offset(self.source, self.index)
        if found is None:
            raise _cannot(f"Unclosed start tag at byte offset {at}")
        name = found[2].lower()
        if found[1]:
            self.close(name, at)
        else:
            self.begin(name, found[3], at)
        self.index = found.end()

    def begin(self, name: str, rest: str, at: int) -> None:
        values = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in ATTRIBUTE.finditer(rest)}
        spoiler = name != "span" or values.get("class") == "tg-spoiler"
        if name not in KINDS or not spoiler:
            raise _cannot(f'Unsupported start tag "{name}" at byte offset {at}')
        self.open.append((name, self.size, values))

    def close(self, name: str, at: int) -> None:
        if not self.open:
            raise _cannot(f"Unexpected end tag at byte offset {at}")
        expected, begin, values = self.open.pop()
        if name != expected:
            raise _cannot(
                f"Unmatched end tag at byte offset {at}, "
                f'expected "</{expected}>", found "</{name}>"'
            )
        if name == "code" and self.open and self.open[-1][0] == "pre":
            self.open[-1][2]["language"] = values.get("class", "").removeprefix("language-")
        elif self.size > begin:
            self.entities.append(_entity(name, begin, self.size - begin, values))


def _entity(name: str, offset: int, length: int, values: dict[str, str]) -> Json:
    entity: Json = {"type": KINDS[name], "offset": offset, "length": length}
    if name == "a":
        entity["url"] = REFERENCE.sub(_character, values.get("href", ""))
    elif name == "pre" and values.get("language"):
        entity["language"] = values["language"]
    elif name == "blockquote" and "expandable" in values:
        entity["type"] = "expandable_blockquote"
    elif name == "tg-emoji":
        entity["custom_emoji_id"] = values.get("emoji-id", "")
    elif name == "tg-time":
        entity["unix_time"] = int(values.get("unix", "0"))
        entity["date_time_format"] = values.get("format", "")
    return entity


def _character(found: re.Match[str]) -> str:
    if found[1]:
        return CHARACTERS[found[1]]
    return chr(int(found[2]) if found[2] else int(found[3], 16))


def _cannot(reason: str) -> ApiError:
    return bad(f"can't parse entities: {reason}")
