"""Turns text and entities into marked-up text; the style decides the marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from .text import positions

if TYPE_CHECKING:
    from .models import Json

Marks = Callable[["Json", str], tuple[str, str]]
Escape = Callable[[str], str]

INLINE = {
    "bold": "**",
    "italic": "_",
    "underline": "__",
    "strikethrough": "~~",
    "spoiler": "||",
    "code": "`",
}
# Control characters stand for quotes until whole lines can be marked.
QUOTE, EXPANDABLE, END = "\x01", "\x02", "\x03"


def marked_up(text: str, entities: list[Json], marks: Marks, escape: Escape) -> str:
    """The text with marks around every entity, properly nested also where entities cross."""
    index = positions(text)
    spans = [(index[e["offset"]], index[e["offset"] + e["length"]], e) for e in entities]
    spans.sort(key=lambda span: (span[0], -span[1]))
    borders = sorted({0, len(text), *(p for begin, end, _ in spans for p in (begin, end))})
    parts: list[str] = []
    stack: list[tuple[Json, str]] = []
    for begin, end in zip(borders, [*borders[1:], len(text)], strict=True):
        active = [e for low, high, e in spans if low <= begin < high]
        _switch(parts, stack, active, lambda e: marks(e, _covered(text, spans, e)))
        parts.append(escape(text[begin:end]))
    _switch(parts, stack, [], lambda _: ("", ""))
    return "".join(parts)


def plain(text: str, entities: list[Json]) -> str:
    """For people: ``**bold**``, ``[1](link)``, ``> quote``, ``>> expandable quote``."""
    return _quoted(marked_up(text, entities, _plain_marks, lambda part: part))


def _covered(text: str, spans: list[tuple[int, int, Json]], entity: Json) -> str:
    return next(text[low:high] for low, high, other in spans if other is entity)


def _switch(
    parts: list[str],
    stack: list[tuple[Json, str]],
    active: list[Json],
    marks: Callable[[Json], tuple[str, str]],
) -> None:
    """Closes and opens marks so that exactly the active entities are open."""
    same = 0
    while same < min(len(stack), len(active)) and stack[same][0] is active[same]:
        same += 1
    while len(stack) > same:
        parts.append(stack.pop()[1])
    for entity in active[same:]:
        begin, end = marks(entity)
        parts.append(begin)
        stack.append((entity, end))


def _plain_marks(entity: Json, covered: str) -> tuple[str, str]:
    kind = entity["type"]
    if kind in INLINE:
        return INLINE[kind], INLINE[kind]
    if kind == "text_link":
        bracketed = covered.startswith("[") and covered.endswith("]")
        return ("", f"({entity['url']})") if bracketed else ("[", f"]({entity['url']})")
    if kind == "pre":
        return f"```{entity.get('language', '')}\n", "\n```"
    if kind == "blockquote":
        return QUOTE, END
    return (EXPANDABLE, END) if kind == "expandable_blockquote" else ("", "")


def _quoted(text: str) -> str:
    def lines(found: re.Match[str]) -> str:
        mark = "> " if found[1] == QUOTE else ">> "
        return "\n".join(mark + line for line in found[2].split("\n"))

    text = re.sub(f"(?<=[^\n])(?=[{QUOTE}{EXPANDABLE}])", "\n", text)
    text = re.sub(f"\n?{END}(?=[^\n])", f"{END}\n", text)
    return re.sub(f"([{QUOTE}{EXPANDABLE}])(.*?){END}", lines, text, flags=re.DOTALL)
