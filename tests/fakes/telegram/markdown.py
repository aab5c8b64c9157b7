"""Parse mode MarkdownV2: reserved characters must be escaped, every entity must end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .errors import ApiError, bad
from .text import byte_offset, units

if TYPE_CHECKING:
    from .models import Json

RESERVED = "_*[]()~`>#+-=|{}.!"
MARKS = {
    "||": "spoiler",
    "__": "underline",
    "*": "bold",
    "_": "italic",
    "~": "strikethrough",
}
NAMES = {
    "spoiler": "Spoiler",
    "underline": "Underline",
    "bold": "Bold",
    "italic": "Italic",
    "strikethrough": "Strikethrough",
    "text_link": "TextUrl",
}
FENCE = re.compile(r"```(?:([^\s`]+)\n)?((?:\\.|[^`\\])*)```", re.DOTALL)
CODE = re.compile(r"`((?:\\.|[^`\\])+)`", re.DOTALL)
LINK_END = re.compile(r"\]\(((?:\\.|[^)\\])*)\)")


def parse(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities.

    Raises:
        ApiError: "can't parse entities", with the reason.
    """
    parser = _Parser(source)
    while parser.index < len(source):
        parser.step()
    parser.end_quote()
    if parser.open:
        kind, _, at = parser.open[-1]
        raise _cannot(f"Can't find end of {NAMES[kind]} entity at byte offset {at}")
    return "".join(parser.parts), parser.entities


class _Parser:
    """Reads one mark or character a step."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.index = 0
        self.size = 0  # of the plain text, in UTF-16 code units
        self.parts: list[str] = []
        self.open: list[tuple[str, int, int]] = []  # kind, offset in the text, byte offset
        self.quote: tuple[str, int] | None = None
        self.entities: list[Json] = []

    def step(self) -> None:
        if self.at_line_start() and self.quote_mark():
            return
        char = self.source[self.index]
        if char == "\\" and self.source[self.index + 1 : self.index + 2]:
            self.add(self.source[self.index + 1], self.index + 2)
        elif char == "`":
            self.code()
        elif char == "]" and self.open and self.open[-1][0] == "text_link":
            self.end_link()
        elif char == "[":
            self.begin("text_link", self.index + 1)
        elif mark := next((m for m in MARKS if self.source.startswith(m, self.index)), None):
            self.mark(mark)
        elif char in RESERVED:
            raise _cannot(
                f"Character '{char}' is reserved and must be escaped with the preceding '\\'"
            )
        else:
            self.add(char, self.index + 1)

    def at_line_start(self) -> bool:
        return self.index == 0 or self.source[self.index - 1] == "\n"

    def quote_mark(self) -> bool:
        """Consumes ``>`` or ``**>`` at a line's beginning; a line without one ends the quote."""
        expandable = self.source.startswith("**>", self.index)
        if not expandable and not self.source.startswith(">", self.index):
            self.end_quote()
            return False
        if expandable:
            self.end_quote()
        if self.quote is None:
            self.quote = ("expandable_blockquote" if expandable else "blockquote", self.size)
        self.index += 3 if expandable else 1
        return True

    def end_quote(self) -> None:
        if self.quote is not None:
            kind, begin = self.quote
            self.entity(kind, begin)
            self.quote = None

    def add(self, text: str, index: int) -> None:
        self.parts.append(text)
        self.size += units(text)
        self.index = index

    def entity(self, kind: str, begin: int, **fields: str) -> None:
        if self.size > begin:
            entity: Json = {"type": kind, "offset": begin, "length": self.size - begin}
            self.entities.append(entity | fields)

    def begin(self, kind: str, index: int) -> None:
        self.open.append((kind, self.size, byte_offset(self.source, self.index)))
        self.index = index

    def mark(self, mark: str) -> None:
        after, kind = self.index + len(mark), MARKS[mark]
        if self.open and self.open[-1][0] == kind:
            self.entity(kind, self.open.pop()[1])
            self.index = after
        elif mark == "||" and self.quote and self.source[after : after + 1] in ("", "\n"):
            self.quote = ("expandable_blockquote", self.quote[1])
            self.index = after
        else:
            self.begin(kind, after)

    def code(self) -> None:
        fenced = self.source.startswith("```", self.index)
        found = (FENCE if fenced else CODE).match(self.source, self.index)
        if found is None:
            at = byte_offset(self.source, self.index)
            raise _cannot(
                f"Can't find end of {'Pre' if fenced else 'Code'} entity at byte offset {at}"
            )
        begin = self.size
        self.add(re.sub(r"\\(.)", r"\1", found[found.lastindex or 0]), found.end())
        language = {"language": found[1]} if fenced and found[1] else {}
        self.entity("pre" if fenced else "code", begin, **language)

    def end_link(self) -> None:
        found = LINK_END.match(self.source, self.index)
        if found is None:
            raise _cannot("Character ']' is reserved and must be escaped with the preceding '\\'")
        _, begin, _ = self.open.pop()
        self.entity("text_link", begin, url=re.sub(r"\\(.)", r"\1", found[1]))
        self.index = found.end()


def _cannot(reason: str) -> ApiError:
    return bad(f"can't parse entities: {reason}")
