"""What language models cost a day, in the catalog, so that all processes on a home count together.

A day in UTC is one small value among the others of the home: a row a day needs no table.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from index.catalog import schema
from index.catalog.locks import one_at_a_time
from index.catalog.upserts import insert_new

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from index.library import Library


@dataclass(frozen=True, slots=True)
class Spent:
    """Requests to a model, tokens that it read and wrote, and money where prices were set."""

    requests: int = 0
    prompt: int = 0
    completion: int = 0
    cost: float | None = None

    def __add__(self, other: Spent) -> Spent:
        costs = [each.cost for each in (self, other) if each.cost is not None]
        return Spent(
            self.requests + other.requests,
            self.prompt + other.prompt,
            self.completion + other.completion,
            sum(costs) if costs else None,
        )


def spent(connection: Connection, day: date) -> Spent:
    """What was spent on a day, requests that are going on included."""
    key = schema.meta.c.key == _key(day)
    found = connection.scalar(select(schema.meta.c.value).where(key))
    return Spent(**json.loads(found)) if found else Spent()


def hold(connection: Connection, day: date) -> None:
    """Keep others from spending on a day until the end of the transaction."""
    one_at_a_time(connection, _key(day))


def spend(connection: Connection, day: date, more: Spent) -> None:
    """Add to a day, in a transaction that writes; what is negative is given back."""
    hold(connection, day)
    nothing = json.dumps(asdict(Spent()))
    insert_new(connection, schema.meta, [{"key": _key(day), "value": nothing}])
    value = json.dumps(asdict(spent(connection, day) + more))
    connection.execute(
        update(schema.meta).where(schema.meta.c.key == _key(day)).values(value=value)
    )


def of_today(library: Library) -> dict[str, Any]:
    """What was spent today in UTC, as `as_json` tells it; nothing where there is no home yet."""
    if not library.exists:
        return as_json(Spent())
    return as_json(library.catalog.query(spent, datetime.now(UTC).date()))


def as_json(spent: Spent) -> dict[str, Any]:
    """The part of ``status`` that tells what was spent today."""
    return {
        "requests": spent.requests,
        "prompt_tokens": spent.prompt,
        "completion_tokens": spent.completion,
        "cost": None if spent.cost is None else max(0.0, round(spent.cost, 6)),
    }


def _key(day: date) -> str:
    return f"spent/{day.isoformat()}"
