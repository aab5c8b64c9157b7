"""The log of what is indexed, on a real PostgreSQL server."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from index.catalog import changes, generations
from index.catalog.engine import Catalog
from index.catalog.passages import passages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection


@pytest.fixture
def catalog(database: str) -> Iterator[Catalog]:
    """A catalog whose rows need not lead anywhere."""
    opened = Catalog.open(database)
    with opened.write() as connection:
        connection.execute(text("ALTER TABLE indexed DROP CONSTRAINT indexed_passage_fkey"))
    yield opened
    opened.close()


@pytest.fixture
def generation(catalog: Catalog) -> str:
    """One that is begun."""
    return catalog.change(generations.begin, embedder="e")


def read(catalog: Catalog, generation: str, seq: int = 0) -> list[tuple[str, bool]]:
    """The passages of the log behind ``seq``, and whether each came or went."""
    found = catalog.query(changes.since, generation, seq, 100)
    return [(each.passage, each.added) for each in found]


def test_what_is_marked_and_unmarked_is_logged_in_its_order(
    catalog: Catalog, generation: str
) -> None:
    """Each generation for itself, in portions."""
    other = catalog.change(generations.begin, embedder="other")
    catalog.change(passages.mark_indexed, ["a", "b"], generation=generation)
    catalog.change(passages.mark_indexed, ["c"], generation=other)
    catalog.change(passages.unmark_indexed, ["a"], generation=generation)

    log = catalog.query(changes.since, generation, 0, 2)

    assert [(each.passage, each.added) for each in log] == [("a", True), ("b", True)]
    assert read(catalog, generation, log[-1].seq) == [("a", False)]
    assert read(catalog, other) == [("c", True)]
    assert read(catalog, generation, catalog.query(changes.newest, generation)) == []


def test_what_is_rolled_back_is_not_logged(catalog: Catalog, generation: str) -> None:
    """The log and the set are changed together."""

    def fails(connection: Connection) -> None:
        passages.mark_indexed(connection, ["a"], generation=generation)
        raise KeyError

    with pytest.raises(KeyError):
        catalog.change(fails)

    assert read(catalog, generation) == []
    assert catalog.query(generations.count_indexed, generation) == 0


def test_no_entry_appears_before_one_that_was_seen(catalog: Catalog, generation: str) -> None:
    """Whoever marks while another one does waits for its end."""
    order: list[str] = []

    def second() -> None:
        catalog.change(passages.mark_indexed, ["b"], generation=generation)
        order.append("second")

    with catalog.write() as connection:
        passages.mark_indexed(connection, ["a"], generation=generation)
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.3)
        seen = read(catalog, generation)
        order.append("first")
    thread.join(60)

    assert seen == []
    assert order == ["first", "second"]
    assert read(catalog, generation) == [("a", True), ("b", True)]


def test_lag_is_counted_and_timed_by_the_first_that_is_lacking(
    catalog: Catalog, generation: str
) -> None:
    """None where nothing is."""
    catalog.change(passages.mark_indexed, ["a"], generation=generation)
    first = catalog.query(changes.newest, generation)
    catalog.change(passages.mark_indexed, ["b", "c"], generation=generation)
    with catalog.write() as connection:
        connection.execute(text("UPDATE changes SET at = at - 40 WHERE passage = 'b'"))

    count, seconds = catalog.query(changes.behind, generation, first)

    assert count == 2
    assert 40 <= seconds < 100
    last = catalog.query(changes.newest, generation)
    assert catalog.query(changes.behind, generation, last) == (0, 0.0)


def test_log_is_kept_for_the_one_that_is_furthest_behind(catalog: Catalog, generation: str) -> None:
    """Whoever was before what was dropped can tell; followers of another one do not count."""
    catalog.change(passages.mark_indexed, ["a"], generation=generation)
    first = catalog.query(changes.newest, generation)
    catalog.change(passages.mark_indexed, ["b"], generation=generation)
    last = catalog.query(changes.newest, generation)
    catalog.change(changes.follow, "slow", generation, first)
    catalog.change(changes.follow, "fast", generation, last)
    catalog.change(changes.follow, "elsewhere", "old", 0)

    gone = catalog.change(changes.prune, generation)

    assert gone == 1
    assert read(catalog, generation) == [("b", True)]
    assert catalog.query(changes.is_whole, generation, first)
    assert not catalog.query(changes.is_whole, generation, first - 1)
    catalog.change(changes.leave, "slow")
    assert catalog.change(changes.prune, generation) == 1
    assert catalog.query(changes.newest, generation) == last
    assert [each.home for each in catalog.query(changes.followers, generation)] == ["fast"]


def test_log_is_not_kept_for_one_that_is_away_for_long(catalog: Catalog, generation: str) -> None:
    """Its disk may be gone for good."""
    catalog.change(changes.follow, "lost", generation, 0)
    catalog.change(passages.mark_indexed, ["a"], generation=generation)
    kept = catalog.change(changes.prune, generation)
    with catalog.write() as connection:
        connection.execute(text("UPDATE replicas SET seen_at = seen_at - 700000"))

    assert (kept, catalog.change(changes.prune, generation)) == (0, 1)


def test_nothing_is_logged_where_one_machine_has_all(tmp_path: Path) -> None:
    """A file is nobody else's."""
    catalog = Catalog.open(tmp_path / "catalog.sqlite")
    generation = catalog.change(generations.begin, embedder="e")

    catalog.change(changes.record, generation, ["a"], added=True)

    assert read(catalog, generation) == []
    catalog.close()


def test_a_log_that_was_brought_back_is_another_one(catalog: Catalog) -> None:
    """As from a dump: its numbers are given again."""
    before = catalog.query(changes.identity)
    with catalog.write() as connection:
        connection.execute(text("CREATE TABLE restored (LIKE changes INCLUDING ALL)"))
        connection.execute(text("INSERT INTO restored SELECT * FROM changes"))
        connection.execute(text("ALTER TABLE changes RENAME TO old"))
        connection.execute(text("ALTER TABLE restored RENAME TO changes"))

    assert before
    assert before not in {catalog.query(changes.identity), ""}
