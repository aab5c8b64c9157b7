"""People, invitations and budgets in the catalog."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from bot.store import budgets, invitations, people
from bot.store.schema import metadata
from bot.store.schema import people as table
from index.catalog.engine import Catalog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANN, BEA, DESK = 1001, 1002, -100500


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    """An empty one."""
    opened = Catalog.open(tmp_path / "catalog.sqlite", tables=metadata)
    yield opened
    opened.close()


def test_somebody_new_is_nobody_in_particular(catalog: Catalog) -> None:
    """The settings decide."""
    with catalog.read() as connection:
        assert people.find(connection, ANN) == people.Person(ANN)


def test_language_and_state_are_kept_side_by_side(catalog: Catalog) -> None:
    """Choosing one leaves the other."""
    with catalog.write() as connection:
        people.set_state(connection, ANN, "banned", name="Ann")
        people.set_language(connection, ANN, "uk", name="Ann B.")
        people.set_state(connection, ANN, "admitted")
        found = people.find(connection, ANN)

    assert (found.name, found.language, found.state) == ("Ann B.", "uk", "admitted")


def test_code_is_valid_for_an_hour(catalog: Catalog) -> None:
    """The same until then, another afterwards."""
    with catalog.write() as connection:
        code = people.knock(connection, ANN, name="Ann")
        assert people.knock(connection, ANN, name="Ann") == code
        waiting = people.waiting_with(connection, code)
        assert waiting is not None
        assert waiting.id == ANN
        connection.execute(update(table).values(changed_at=time.time() - people.CODE_SECONDS - 1))

        assert people.waiting_with(connection, code) is None


def test_code_of_two_people_lets_in_neither(catalog: Catalog) -> None:
    """Six digits may meet by chance."""
    with catalog.write() as connection:
        for person in (ANN, BEA):
            people.knock(connection, person, name="?")
        connection.execute(update(table).values(code="123456"))

        assert people.waiting_with(connection, "123456") is None


def test_invitation_ends_with_its_places_and_with_its_time(catalog: Catalog) -> None:
    """And never lets a banned person in."""
    with catalog.write() as connection:
        one = invitations.make(connection, uses=1, seconds=60, by=1)
        late = invitations.make(connection, uses=1, seconds=-1, by=1)
        people.set_state(connection, BEA, "banned")

        assert not invitations.accept(connection, late.code, ANN, name="Ann")
        assert not invitations.accept(connection, one.code, BEA, name="Bea")
        assert [each.code for each in invitations.still_good(connection)] == [one.code]
        assert invitations.accept(connection, one.code, ANN, name="Ann")
        assert invitations.accept(connection, one.code, ANN, name="Ann")
        assert not invitations.accept(connection, one.code, 1003, name="Cid")
        assert invitations.still_good(connection) == []


def test_budget_that_refuses_counts_for_nobody(catalog: Catalog) -> None:
    """A person's question in a group costs both, or neither."""
    with catalog.write() as connection:
        assert budgets.take(connection, {ANN: 2, DESK: 1}) is None
        assert budgets.take(connection, {ANN: 2, DESK: 1}) == DESK
        assert budgets.asked_today(connection) == {ANN: 1, DESK: 1}
        assert budgets.take(connection, {ANN: 2}) is None
        assert budgets.take(connection, {ANN: 2}) == ANN
        assert budgets.take(connection, {BEA: None}) is None
        assert budgets.asked(connection, BEA) == 1
