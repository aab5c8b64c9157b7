"""Which passages stand beside another one in its version of an article."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import select

from index.catalog import schema
from index.catalog.passages import passages

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from index.models import Passage

_SAMPLE = 1000
"""Passages that are looked at: enough to be within three per cent of the share of all."""


def around(connection: Connection, passage: str, *, before: int, after: int) -> list[Passage]:
    """The passages next to this one in its version, as they stand in the text, without itself.

    None where the article is not live, or where the passage is not of the present splitter.
    """
    mine, near = schema.passages.alias("mine"), schema.passages
    ids = connection.scalars(
        select(near.c.id)
        .join(mine, mine.c.version == near.c.version)
        .where(mine.c.id == passage, mine.c.current, near.c.current, near.c.id != passage)
        .where(near.c.ordinal.between(mine.c.ordinal - before, mine.c.ordinal + after))
        .order_by(near.c.ordinal)
    ).all()
    shown = passages.load(connection, ids)
    return [shown[each] for each in ids if each in shown]


def main_language(connection: Connection) -> str | None:
    """The language (ISO 639-1) of more than half of the passages; ``None`` where none has so many.

    Ids are digests, so the first thousand in their order are drawn at random, by the index alone.
    """
    table = schema.passages
    drawn = select(table.c.language).where(table.c.current).order_by(table.c.id).limit(_SAMPLE)
    found = Counter(connection.scalars(drawn))
    language, count = max(found.items(), key=lambda each: each[1], default=("", 0))
    return language if 2 * count > found.total() else None
