"""Which language most of the archive is in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import select

from index.catalog import schema

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SAMPLE = 1000
"""Passages that are looked at: enough to be within three per cent of the share of all."""


def main_language(connection: Connection) -> str | None:
    """The language (ISO 639-1) of more than half of the passages; ``None`` where none has so many.

    Ids are digests, so the first thousand in their order are drawn at random, by the index alone.
    """
    table = schema.passages
    drawn = select(table.c.language).where(table.c.current).order_by(table.c.id).limit(_SAMPLE)
    found = Counter(connection.scalars(drawn))
    language, count = max(found.items(), key=lambda each: each[1], default=("", 0))
    return language if 2 * count > found.total() else None
