"""What a follower says to the others, and what it lets go of; no server is needed for that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from sqlalchemy import text

from index.catalog import changes, generations
from index.catalog.engine import Catalog
from index.home import Home
from index.replicas import follower as following
from index.replicas.ledger import Ledger
from index.replicas.published import standing_of
from index.replicas.replica import Replica

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.replicas.follower import Follower

EMBEDDER = "test-e-3"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """One with nothing in it."""
    made = Home(tmp_path / "home")
    made.prepare()
    return made


@pytest.fixture
def catalog(home: Home) -> Iterator[Catalog]:
    """One in which a generation answers that has nothing in it yet."""
    opened = Catalog.open(home.catalog)
    answer(opened)
    yield opened
    opened.close()


@pytest.fixture
def replica(home: Home, catalog: Catalog) -> Replica:
    """That of the home, whose server is not asked."""
    return Replica(home, catalog, cast("Any", None))


def answer(catalog: Catalog) -> str:
    """A generation that answers from now on."""
    generation = catalog.change(generations.begin, embedder=EMBEDDER)
    catalog.change(generations.switch, generation)
    return generation


def live(catalog: Catalog) -> str:
    """The one that does."""
    found = catalog.query(generations.live)
    assert found is not None
    return str(found.id)


def log(catalog: Catalog, generation: str, *, upto: int) -> None:
    """Have so many passages come and go."""
    with catalog.write() as connection:
        entry = text("INSERT INTO changes VALUES (:seq, :of, 'p', false, 0) ON CONFLICT DO NOTHING")
        for seq in range(1, upto + 1):
            connection.execute(entry, {"seq": seq, "of": generation})


def steps(of: Follower, count: int = 20) -> None:
    """Follow for as long as there is something to do."""
    for _ in range(count):
        of.step()


def ledger(replica: Replica) -> Ledger:
    """Its own."""
    return Ledger(replica.home.root / "ledger.sqlite")


def test_a_copy_in_the_place_of_a_damaged_one_is_still_waited_for(
    replica: Replica, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Letting go of the damaged one is no word about the generation, which is followed."""
    monkeypatch.setattr(following, "_LEFT", -1.0)
    with replica.follower(cast("Any", None)).begun() as follower:
        steps(follower)
        (first,) = ledger(replica).copies()
        replica.spoil(first.name)
        while first.name in [each.name for each in ledger(replica).copies()]:
            follower.step()  # showing the other waits for a while where that took long

    (second,) = ledger(replica).copies()
    assert second.name != first.name
    assert len(catalog.query(changes.followers, second.generation)) == 1


def test_a_home_is_heard_of_while_it_copies(
    replica: Replica, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the generation that it answers from is taken away."""
    with replica.follower(cast("Any", None)).begun() as follower:
        steps(follower)
    old = live(catalog)
    answer(catalog)
    with catalog.write() as connection:
        connection.execute(text("UPDATE replicas SET seen_at = 0"))
    monkeypatch.setattr(following.Follower, "_advanced", lambda _self, _copy: True)

    with replica.follower(cast("Any", None)).begun() as follower:
        steps(follower)

    (here,) = catalog.query(changes.followers, old)
    assert here.silent < 600


def test_what_was_dropped_behind_a_look_is_not_passed_over(
    replica: Replica, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is not waited for any more may find a log that begins later than it ends here."""
    generation = live(catalog)
    with replica.follower(cast("Any", None)).begun() as follower:
        steps(follower)
        log(catalog, generation, upto=9)
        find = changes.since

        def since(connection: Any, *args: Any) -> Any:
            """As it is when another one has dropped the first of it in between."""
            connection.execute(text("DELETE FROM changes WHERE seq < 5"))
            connection.execute(text("UPDATE generations SET pruned = 4"))
            return find(connection, *args)

        monkeypatch.setattr(changes, "since", since)
        (first,) = ledger(replica).copies()
        follower.step()

        (still,) = ledger(replica).copies()
        assert (still.name, still.position) == (first.name, 0)


def test_a_log_that_ends_before_what_is_here_is_not_followed(
    replica: Replica, catalog: Catalog
) -> None:
    """The database was restored: what it logs next has numbers that are known here."""
    generation = live(catalog)
    log(catalog, generation, upto=9)
    with replica.follower(cast("Any", None)).begun() as follower:
        steps(follower)
    (first,) = ledger(replica).copies()
    assert first.position == 9
    with catalog.write() as connection:
        connection.execute(text("DELETE FROM changes WHERE seq > 4"))

    with replica.follower(cast("Any", None)).begun() as follower:
        steps(follower)

    copy = ledger(replica).of(generation)
    assert copy is not None
    assert (copy.name != first.name, copy.position) == (True, 4)


def test_copies_that_followed_another_log_are_made_anew(
    replica: Replica, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database came from a dump, and has logged as much as before already."""
    with replica.follower(cast("Any", None)).begun() as follower:
        steps(follower)
    (first,) = ledger(replica).copies()
    monkeypatch.setattr(changes, "identity", lambda _connection: "another")

    with replica.follower(cast("Any", None)).begun() as follower:
        steps(follower)

    copy = ledger(replica).of(live(catalog))
    assert copy is not None
    assert copy.name != first.name


def test_columns_are_those_of_the_copy_that_was_named(replica: Replica, catalog: Catalog) -> None:
    """Another one may have begun to answer since; its rows are of other words and vectors."""
    with replica.follower(cast("Any", None)).begun() as follower:
        steps(follower)
        here = replica.answering()
        answer(catalog)
        follower.follow(until=lambda: False)
    (old, new) = ledger(replica).copies()

    assert (old.answers, new.answers) == (False, True)
    assert replica.columns(here).generation == here.name == old.name
    assert replica.columns(standing_of(new)).generation == new.name
