"""What came in since a moment: searchable, each version looked at, nothing passed over."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from index.catalog import generations
from index.catalog.articles import arrivals
from index.catalog.passages import passages

if TYPE_CHECKING:
    from index.catalog.articles.arrivals import Arrivals
    from tests.conftest import World


def since(world: World, begun: float, looked: float | None = None) -> Arrivals:
    """What came after ``begun``, of that what is new since somebody ``looked``."""
    with world.library.catalog.read() as connection:
        live = generations.live(connection)
        assert live is not None
        looked = begun if looked is None else looked
        return arrivals.since(connection, live.id, begun=begun, looked=looked)


def test_articles_after_the_beginning_come_with_their_newest_versions(world: World) -> None:
    """Those before it never do, whatever becomes of them."""
    world.index_files({"old.txt": "Ice in the harbour."})
    begun = time.time()
    world.index_files({"old.txt": "Ice in the harbour, again.", "new.txt": "Cod is dear."})
    first = since(world, begun)
    world.index_files({"new.txt": "Cod is very dear."})
    second = since(world, begun, first.until)

    assert len(first.passages) == len(second.passages) == 1
    assert [*first.passages.values()] == [*second.passages.values()]
    assert first.passages.keys() != second.passages.keys()
    assert begun < first.until < second.until


def test_what_cannot_be_searched_yet_is_not_passed_over(world: World) -> None:
    """It comes once it can be."""
    world.index_files({"old.txt": "Ice in the harbour."})
    begun = time.time()
    world.index_files({"new.txt": "Cod is dear."})
    (passage,) = since(world, begun).passages
    catalog = world.library.catalog
    live = catalog.query(generations.live)
    assert live is not None
    catalog.change(passages.unmark_indexed, [passage], generation=live.id)
    waiting = since(world, begun)
    catalog.change(passages.mark_indexed, [passage], generation=live.id)

    assert (waiting.passages, waiting.until > begun) == ({}, True)
    assert [*since(world, begun, waiting.until).passages] == [passage]
