"""Which passages stand beside another one in its version of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from index.catalog import passages, schema

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from index.models import Passage


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
