"""What people think of answers and citations, once a person."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select

from bot.store import schema
from bot.store.schema import feedback as table
from index.catalog.upserts import upsert

if TYPE_CHECKING:
    from sqlalchemy import Connection

Verdict = Literal["up", "down", "unsupported"]
WHOLE = 0
"""In place of a citation's number: the answer as a whole."""


@dataclass(slots=True)
class Judged:
    """An answer's content and what people think of it: thumbs, and the citations they flagged."""

    content: dict[str, object]
    up: int = 0
    down: int = 0
    flagged: Counter[int] = field(default_factory=Counter)


def give(
    connection: Connection, answer: str, person: int, verdict: Verdict, *, n: int = WHOLE
) -> bool:
    """Keep the verdict of a person; whether it takes the place of another."""
    mine = (table.c.answer == answer, table.c.person == person, table.c.n == n)
    before = connection.scalar(select(table.c.verdict).where(*mine))
    row = {"answer": answer, "person": person, "n": n, "verdict": verdict, "at": time.time()}
    upsert(connection, table, [row], keys=["answer", "person", "n"])
    return before is not None and before != verdict


def counts(connection: Connection, *, since: float) -> Counter[str]:
    """How often each verdict was given since a moment, in seconds since the epoch."""
    return Counter(connection.scalars(select(table.c.verdict).where(table.c.at >= since)))


def judged(connection: Connection) -> list[Judged]:
    """The answers that somebody judged, in the order in which they were given."""
    given = defaultdict(list)
    for row in connection.execute(select(table)):
        given[row.answer].append(row)
    answers = schema.answers
    rows = connection.execute(
        select(answers).where(answers.c.id.in_(list(given))).order_by(answers.c.created_at)
    ).all()
    found = []
    for row in rows:
        one = Judged(row.content)
        for said in given[row.id]:
            if said.n != WHOLE:
                one.flagged[said.n] += 1
            elif said.verdict == "up":
                one.up += 1
            else:
                one.down += 1
        found.append(one)
    return found
