"""What a replica has, in a small SQLite file beside it: its copies, and where vectors stand.

A copy is made of one generation, beside the one that answers. Whatever is written to its indexes
is noted here afterwards, so that a process that was killed anywhere does it once more.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.catalog.portions import portions
from index.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_PATIENCE = 30.0
"""Seconds for which another process may write."""
_TABLES = """
CREATE TABLE IF NOT EXISTS copies (
    name TEXT PRIMARY KEY, generation TEXT NOT NULL, embedder TEXT NOT NULL,
    position INTEGER NOT NULL, filled INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0, published INTEGER NOT NULL DEFAULT -1,
    stamp INTEGER NOT NULL DEFAULT 0, updated REAL, least INTEGER NOT NULL DEFAULT 0,
    answers INTEGER NOT NULL DEFAULT 0, damaged INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS vectors (
    embedder TEXT NOT NULL, digest TEXT NOT NULL, row INTEGER NOT NULL,
    PRIMARY KEY (embedder, digest)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS looks (one INTEGER PRIMARY KEY, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS logs (one INTEGER PRIMARY KEY, name TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a generation; its indexes lie in the folder ``name``.

    All that was there when it was begun is in it once it is ``filled``, of which ``done`` of
    ``total`` are; then every change up to ``position``. Questions see those up to ``published``;
    each time they are shown more, ``stamp`` rises. ``updated`` is the generation's moment that
    they see, ``least`` how many passages the lexical index has at any time.
    """

    name: str
    generation: str
    embedder: str
    position: int
    filled: bool
    done: int
    total: int
    published: int
    stamp: int
    updated: float | None
    least: int
    answers: bool
    damaged: bool


class Ledger:
    """The file; safe to use from several threads and processes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def prepare(self) -> None:
        """Make it where it is missing.

        Raises:
            StoreError: it is damaged, or cannot be written.
        """
        with self._opened() as connection:
            connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise self._damaged(found)

    @property
    def _is_there(self) -> bool:
        """Whether there are tables: another process may just have made the file."""
        return self._path.exists() and self._path.stat().st_size > 0

    def copies(self) -> list[Copy]:
        """Every copy, in the order in which they were begun; none where nothing was."""
        if not self._is_there:
            return []
        found = self._all("SELECT * FROM copies ORDER BY rowid")
        flags = ("filled", "answers", "damaged")
        return [Copy(**{**row, **{name: bool(row[name]) for name in flags}}) for row in found]

    def answering(self) -> Copy | None:
        """The copy that questions are answered from."""
        return next((copy for copy in self.copies() if copy.answers), None)

    def of(self, generation: str) -> Copy | None:
        """The copy of a generation that is gone on with."""
        fit = (each for each in self.copies() if each.generation == generation)
        return next((each for each in fit if not each.damaged), None)

    def begin(self, name: str, generation: str, *, embedder: str, position: int) -> Copy:
        """A copy that is to be filled; what changes behind ``position`` comes later."""
        self._change(
            "INSERT INTO copies (name, generation, embedder, position) VALUES (?, ?, ?, ?)",
            (name, generation, embedder, position),
        )
        return next(copy for copy in self.copies() if copy.name == name)

    def fill(self, name: str, done: int, total: int) -> None:
        """So many passages of a copy that is being filled are written."""
        self._change("UPDATE copies SET done = ?, total = ? WHERE name = ?", (done, total, name))

    def end_filling(self, name: str) -> None:
        """All are."""
        self._change("UPDATE copies SET filled = 1, done = total WHERE name = ?", (name,))

    def advance(self, name: str, position: int) -> None:
        """Every change up to ``position`` is written."""
        self._change("UPDATE copies SET position = ? WHERE name = ?", (position, name))

    def lower(self, name: str, least: int) -> None:
        """The lexical index may be left with so few passages."""
        self._change(
            "UPDATE copies SET least = min(least, ?) WHERE name = ?", (max(0, least), name)
        )

    def publish(self, copy: Copy, *, updated: float | None, count: int) -> None:
        """Answer from ``count`` passages of a copy as it is written, and from no other."""
        shown = (copy.position, copy.stamp + 1, updated, count, copy.name)
        with self._opened() as connection:
            connection.execute("UPDATE copies SET answers = 0 WHERE name != ?", (copy.name,))
            connection.execute(
                "UPDATE copies SET answers = 1, published = ?, stamp = ?, updated = ?, least = ? "
                "WHERE name = ?",
                shown,
            )

    def spoil(self, name: str) -> None:
        """A copy is damaged: another one is made of its generation, until which it answers."""
        self._change("UPDATE copies SET damaged = 1 WHERE name = ?", (name,))

    def drop(self, name: str) -> None:
        """A copy is gone."""
        self._change("DELETE FROM copies WHERE name = ?", (name,))

    def rows(self, embedder: str, digests: Sequence[str] | None = None) -> dict[str, int]:
        """Where the vectors of texts stand, by digest; of all that are there, or of these."""
        if digests is None:
            found = self._all("SELECT digest, row FROM vectors WHERE embedder = ?", (embedder,))
            return {row["digest"]: row["row"] for row in found}
        known: dict[str, int] = {}
        for part in portions(digests):
            marks = ", ".join("?" * len(part))
            found = self._all(
                f"SELECT digest, row FROM vectors WHERE embedder = ? AND digest IN ({marks})",  # noqa: S608 - question marks alone
                (embedder, *part),
            )
            known.update((row["digest"], row["row"]) for row in found)
        return known

    def keep_rows(self, embedder: str, digests: Sequence[str], *, first: int) -> None:
        """The vectors of these texts stand in the rows from ``first`` on."""
        rows = [(embedder, digest, first + offset) for offset, digest in enumerate(digests)]
        with self._opened() as connection:
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def forget_rows(self, embedder: str, rows: Sequence[int] | None = None) -> None:
        """What stands in these rows is no vector; nothing is, if none are named."""
        with self._opened() as connection:
            if rows is None:
                connection.execute("DELETE FROM vectors WHERE embedder = ?", (embedder,))
                return
            connection.executemany(
                "DELETE FROM vectors WHERE embedder = ? AND row = ?",
                [(embedder, int(row)) for row in rows],
            )

    def embedders(self) -> list[str]:
        """Whose vectors there are."""
        return [row["embedder"] for row in self._all("SELECT DISTINCT embedder FROM vectors")]

    def follows(self, log: str) -> None:
        """Positions are those of this ``log``; copies that followed another one are damaged."""
        with self._opened() as connection:
            known = connection.execute("SELECT name FROM logs").fetchone()
            if known and known["name"] != log:
                connection.execute("UPDATE copies SET damaged = 1")
            connection.execute("INSERT OR REPLACE INTO logs VALUES (1, ?)", (log,))

    def look(self) -> None:
        """Somebody follows, and has just looked for changes."""
        self._change("INSERT OR REPLACE INTO looks VALUES (1, ?)", (time.time(),))

    def looked(self) -> float | None:
        """How many seconds ago that was; None: never."""
        if not self._is_there:
            return None
        found = self._all("SELECT at FROM looks")
        return max(0.0, time.time() - found[0]["at"]) if found else None

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        with self._opened() as connection:
            return [dict(row) for row in connection.execute(statement, values)]

    def _change(self, statement: str, values: Sequence[Any]) -> None:
        with self._opened() as connection:
            connection.execute(statement, values)

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            with contextlib.closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as connection:
                connection.row_factory = sqlite3.Row
                with connection:
                    yield connection
        except sqlite3.Error as exc:
            raise self._damaged(str(exc)) from exc

    def _damaged(self, why: str) -> StoreError:
        return StoreError(
            f"{self._path.parent.name}/{self._path.name}: the replica's list cannot be used "
            f"({why}); `pressmark doctor` makes the replica anew."
        )
