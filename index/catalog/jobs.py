"""Jobs in the catalog: a row a run, written by whoever asks, worked off by the owner."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import insert, select, update

from index.catalog import schema
from index.catalog.locks import one_at_a_time
from index.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Connection, Row

Kind = Literal["index", "full", "add", "sync", "repair", "doctor"]
KINDS: frozenset[Kind] = frozenset({"index", "full", "add", "sync", "repair", "doctor"})
"""What a run does: read and index; read and build anew; read, remove nothing, and index; index what
the catalog has; build anew from the catalog; check and, where needed, build anew."""
TIDYING: frozenset[Kind] = frozenset({"sync"})
"""Runs that read nothing."""
READING: frozenset[Kind] = frozenset({"index", "full", "add"})
State = Literal["queued", "running", "done", "failed", "cancelled"]
ENDED: frozenset[State] = frozenset({"done", "failed", "cancelled"})
Asked = tuple[Kind, tuple[str, ...], bool]
"""Kind of a run, its locations, and whether they are the archive setting."""
_AS_STORED = (
    *("id", "kind", "state", "configured", "phase", "done", "total"),
    *("error", "started_at", "finished_at"),
)


@dataclass(frozen=True, slots=True)
class Job:
    """One indexing run. ``locations`` are absolute, and empty once it has ended.

    ``configured`` says that they are the archive setting of whoever asked.
    ``rate`` (things a second) and ``left`` (seconds) are of the phase that is going on.
    """

    id: int
    kind: Kind
    state: State
    locations: tuple[str, ...]
    configured: bool = False
    phase: str | None = None
    done: int = 0
    total: int = 0
    result: dict[str, Any] | None = None
    error: str | None = None
    started_at: float | None = None
    finished_at: float | None = None
    rate: float | None = None
    left: float | None = None

    @property
    def whole_archive(self) -> bool:
        """Whether it reads the configured archive."""
        return self.kind in READING and self.configured

    @property
    def words(self) -> str:
        """``index of 2 locations``, for people."""
        count = len(self.locations)
        return f"{self.kind} of {count} location{'s' * (count != 1)}" if count else self.kind

    @property
    def asked(self) -> Asked:
        """What it is for: one run does what all are for that ask the same."""
        return self.kind, self.locations, self.configured

    @property
    def ended(self) -> bool:
        """Whether nothing will change about it any more."""
        return self.state in ENDED


def enqueue(
    connection: Connection,
    kind: Kind,
    locations: Sequence[str] = (),
    *,
    configured: bool = False,
) -> int:
    """Ask for a run; its number."""
    row = connection.execute(
        insert(schema.jobs).values(
            kind=kind,
            state="queued",
            locations=list(locations),
            configured=configured,
            crashes=0,
            done=0,
            total=0,
            cancel=False,
            created_at=time.time(),
        )
    )
    key = row.inserted_primary_key
    return int(key[0]) if key else 0


def join(
    connection: Connection,
    kind: Kind,
    locations: Sequence[str] = (),
    *,
    configured: bool = False,
) -> tuple[int, bool]:
    """Ask for a run, unless one waits that does the very same.

    Its number, or that of the oldest such one, and whether it is new.
    """
    one_at_a_time(connection, "jobs")
    same = waiting(connection, (kind, tuple(locations), configured))
    if same:
        return same[0], False
    return enqueue(connection, kind, locations, configured=configured), True


def waiting(connection: Connection, asked: Asked) -> list[int]:
    """Queued runs that ask for the very same thing; whoever runs one of them does theirs too."""
    return [
        job.id for job in unfinished(connection) if job.state == "queued" and job.asked == asked
    ]


def finish(
    connection: Connection,
    job: int,
    state: State,
    *,
    result: dict[str, Any] | None = None,
    error: str | None = None,
) -> None:
    """End a run; its locations are forgotten, they may be absolute paths."""
    change(
        connection,
        job,
        state=state,
        result=result,
        error=error,
        locations=[],
        owner=None,
        lease=None,
        finished_at=time.time(),
    )


def ask_to_cancel(connection: Connection, job: int) -> None:
    """Ask the owner to stop at its next batch border; a queued run is cancelled at once."""
    change(connection, job, cancel=True)
    connection.execute(
        update(schema.jobs)
        .where(schema.jobs.c.id == job, schema.jobs.c.state == "queued")
        .values(state="cancelled", locations=[], finished_at=time.time())
    )


def get(connection: Connection, job: int) -> Job:
    """The run with this number.

    Raises:
        NotFoundError: there is none.
    """
    row = connection.execute(select(schema.jobs).where(schema.jobs.c.id == job)).first()
    if row is None:
        raise NotFoundError(f"there is no job {job}.")
    return _job(row)


def unfinished(connection: Connection) -> list[Job]:
    """Runs that are queued or running, oldest first."""
    rows = connection.execute(
        select(schema.jobs)
        .where(schema.jobs.c.state.in_(["queued", "running"]))
        .order_by(schema.jobs.c.id)
    )
    return [_job(row) for row in rows]


def is_queued(connection: Connection, kinds: Collection[Kind]) -> bool:
    """Whether a run of these kinds waits."""
    return any(job.state == "queued" and job.kind in kinds for job in unfinished(connection))


def readings(connection: Connection) -> list[Job]:
    """Those of them that read articles, oldest first."""
    return [job for job in unfinished(connection) if job.kind in READING]


def last_failed(connection: Connection) -> Job | None:
    """The newest run that came to an end of its own, if it failed."""
    row = _newest(connection, schema.jobs.c.state.in_(["done", "failed"]))
    return _job(row) if row and row.state == "failed" else None


def last_read(connection: Connection) -> Job | None:
    """The newest run that read articles and came to an end of its own."""
    ended = schema.jobs.c.state.in_(["done", "failed"])
    row = _newest(connection, ended, schema.jobs.c.kind.in_(READING))
    return _job(row) if row else None


def last_done(connection: Connection) -> float | None:
    """When the newest run that read articles to the end did, in seconds since the epoch."""
    done = schema.jobs.c.state == "done"
    row = _newest(connection, done, schema.jobs.c.kind.in_(READING))
    return None if row is None else float(row.finished_at)


def verdict(connection: Connection) -> bool | None:
    """What the newest check said, if nothing was built anew since: whether all is well."""
    done = schema.jobs.c.state == "done"
    row = _newest(connection, done, schema.jobs.c.kind.in_(["doctor", "full", "repair"]))
    if row is None or row.kind != "doctor":
        return None
    return bool((row.result or {}).get("healthy", True))


def _newest(connection: Connection, *conditions: ColumnElement[bool]) -> Row[Any] | None:
    table = schema.jobs
    newest = select(table).where(*conditions).order_by(table.c.id.desc()).limit(1)
    return connection.execute(newest).first()


def change(connection: Connection, job: int, **values: Any) -> None:
    """Write down what has become of a run."""
    connection.execute(update(schema.jobs).where(schema.jobs.c.id == job).values(**values))


def _job(row: Row[Any]) -> Job:
    ended = row.state in ENDED
    pace = (row.result or {}) if row.state == "running" else {}
    return Job(
        **{name: getattr(row, name) for name in _AS_STORED},
        locations=tuple(row.locations or ()),
        result=row.result if ended else None,
        rate=pace.get("rate"),
        left=pace.get("left"),
    )
