"""Entities that Telegram finds in what humans write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .text import units

if TYPE_CHECKING:
    from .models import Json

PATTERNS = {
    "bot_command": re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?(?!\w)"),
    "url": re.compile(r"https?://[^\s<>]+"),
    "mention": re.compile(r"(?<![\w/@])@[A-Za-z][A-Za-z0-9_]{3,31}"),
    "hashtag": re.compile(r"(?<![\w/#])#\w+"),
}


def detected(text: str) -> list[Json]:
    """Commands, URLs, mentions and hashtags, in order and without overlap."""
    found = [(m.start(), m[0], kind) for kind, p in PATTERNS.items() for m in p.finditer(text)]
    entities: list[Json] = []
    end = 0
    for begin, covered, kind in sorted(found, key=lambda hit: (hit[0], -len(hit[1]))):
        if begin >= end:
            offset, length = units(text[:begin]), units(covered)
            entities.append({"type": kind, "offset": offset, "length": length})
            end = begin + len(covered)
    return entities
