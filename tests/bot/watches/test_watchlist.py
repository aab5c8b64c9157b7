"""Watches in the catalog: how many, and the same words once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.store.schema import metadata
from bot.watches import watchlist
from bot.watches.watchlist import MOST, Wish
from index.catalog.engine import Catalog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection


@pytest.fixture
def connection(either: Path | str) -> Iterator[Connection]:
    """A transaction on an empty catalog."""
    opened = Catalog.open(either, tables=metadata)
    with opened.write() as connection:
        yield connection
    opened.close()


def test_the_same_words_are_one_watch_at_the_hour_named_last(connection: Connection) -> None:
    """In one place; in a topic beside it they are another."""
    first = watchlist.make(connection, Wish(1, 1, "Harbour  fire", "en"))
    again = watchlist.make(connection, Wish(1, 1, "harbour fire", "en", hour=9))
    kept = watchlist.make(connection, Wish(1, 1, "harbour fire", "en"))
    beside = watchlist.make(connection, Wish(1, 1, "harbour fire", "en", thread=4))

    assert first
    assert again
    assert kept
    assert beside
    assert (first[0].words, first[1]) == ("Harbour fire", True)
    assert (again[0].id, again[0].hour, again[1]) == (first[0].id, 9, False)
    assert kept[0].hour == 9
    assert beside[0].id != first[0].id


def test_a_person_and_a_chat_have_so_many_at_most(connection: Connection) -> None:
    """Wherever the person watches, and whoever does in the chat."""
    for number in range(MOST):
        assert watchlist.make(connection, Wish(-5 - number % 2, 1, f"topic {number}", "en"))
    assert watchlist.make(connection, Wish(1, 1, "one more", "en")) is None
    for number in range(MOST // 2):
        assert watchlist.make(connection, Wish(-5, 2, f"another {number}", "en"))
    assert watchlist.make(connection, Wish(-5, 3, "one more", "en")) is None

    watchlist.end(connection, [watchlist.of_chat(connection, -5)[0].id])
    assert watchlist.make(connection, Wish(-5, 3, "one more", "en"))
