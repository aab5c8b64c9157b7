"""What was asked and how it went, read from the kept answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

_MOST_CITED = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer as it counts: when, whether it was refused, how long it took (seconds)."""

    at: float
    question: str
    refused: bool
    seconds: float
    cited: tuple[tuple[str, str], ...] = ()

    @property
    def day(self) -> date:
        """The day in UTC."""
        return datetime.fromtimestamp(self.at, UTC).date()


@dataclass(frozen=True, slots=True)
class Figures:
    """What many answers come to; ``cited`` are titles with how many answers cite them."""

    questions: int
    refused: int
    median: float
    late: float
    slowest: Asked | None
    by_day: dict[date, tuple[int, int]] = field(default_factory=dict)
    cited: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Missed:
    """A question that was refused: in its newest wording, and how often."""

    question: str
    count: int
    at: float


def asked_since(connection: Connection, moment: float) -> list[Asked]:
    """Every answer since a moment, in seconds since the epoch, oldest first."""
    table = schema.answers
    rows = connection.execute(
        select(table).where(table.c.created_at >= moment).order_by(table.c.created_at)
    )
    return [_asked(row.created_at, row.question, row.content) for row in rows]


def missed(connection: Connection) -> list[Missed]:
    """The refused questions, newest first; one that was asked in the same words counts once."""
    found: dict[str, Missed] = {}
    for each in asked_since(connection, 0.0):
        if each.refused:
            key = " ".join(each.question.casefold().split())
            before = found.get(key)
            found[key] = Missed(each.question, 1 + (before.count if before else 0), each.at)
    return sorted(found.values(), key=lambda each: -each.at)


def figures(answers: Sequence[Asked]) -> Figures:
    """What the answers come to; by day the answered and the refused, days without any left out."""
    times = sorted(each.seconds for each in answers)
    by_day: dict[date, tuple[int, int]] = {}
    for each in answers:
        answered, refused = by_day.get(each.day, (0, 0))
        by_day[each.day] = (answered + (not each.refused), refused + each.refused)
    return Figures(
        questions=len(answers),
        refused=sum(each.refused for each in answers),
        median=_quantile(times, 0.5),
        late=_quantile(times, 0.95),
        slowest=max(answers, key=lambda each: each.seconds, default=None),
        by_day=by_day,
        cited=_most_cited(answers),
    )


def _most_cited(answers: Iterable[Asked]) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    titles: dict[str, str] = {}
    for answer in answers:
        for article, title in dict(answer.cited).items():
            counts[article] += 1
            titles[article] = title
    return tuple((titles[article], count) for article, count in counts.most_common(_MOST_CITED))


def _quantile(ordered: Sequence[float], share: float) -> float:
    """The smallest value that so large a share of all does not exceed; 0 of none."""
    if not ordered:
        return 0.0
    return ordered[max(-(-len(ordered) * int(share * 100) // 100) - 1, 0)]


def _asked(at: float, question: str, content: dict[str, Any]) -> Asked:
    return Asked(
        at=at,
        question=question,
        refused=bool(content.get("refused")),
        seconds=float(content.get("ms", {}).get("answer", 0.0)) / 1000,
        cited=tuple((each["article"], each["title"]) for each in content.get("citations", ())),
    )
