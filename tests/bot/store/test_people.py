"""People, invitations and budgets in the catalog."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from bot.store import (
    answers,
    budgets,
    chats,
    deliveries,
    feedback,
    invitations,
    moved_groups,
    people,
)
from bot.store.answers import ended
from bot.store.schema import metadata
from bot.store.schema import people as table
from index.catalog.engine import Catalog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

ANN, BEA, DESK = 1001, 1002, -100500


@pytest.fixture
def catalog(either: Path | str) -> Iterator[Catalog]:
    """An empty one."""
    opened = Catalog.open(either, tables=metadata)
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


def test_username_names_whoever_has_it_now(catalog: Catalog) -> None:
    """In any case of letters; who had it before has none."""
    with catalog.write() as connection:
        people.set_username(connection, ANN, "Harbour_Ann")
        people.set_timezone(connection, ANN, "Europe/Kyiv")
        people.set_username(connection, BEA, "harbour_ann")
        found = people.named(connection, "@HARBOUR_ANN")

        assert found is not None
        assert found.id == BEA
        assert people.find(connection, ANN).timezone == "Europe/Kyiv"
        assert people.named(connection, "@nobody") is None


def test_what_was_chosen_for_a_group_follows_it(catalog: Catalog) -> None:
    """To the supergroup that it became."""
    with catalog.write() as connection:
        people.set_language(connection, DESK, "uk", name="Desk")
        people.set_timezone(connection, DESK, "Europe/Kyiv")
        moved_groups.move(connection, DESK, -1001)
        found = people.find(connection, -1001)

        assert (found.language, found.timezone) == ("uk", "Europe/Kyiv")
        assert people.find(connection, DESK) == people.Person(DESK)


def put_traces(connection: Connection, person: int) -> None:
    """Leave a row of somebody in every table that has some."""
    for topic, name in ((0, f"tg:{person}:0:{person}"), (7, ended(f"tg:{DESK}:7:{person}"))):
        answers.store_answer(
            connection,
            answer=f"{person}.{topic}",
            conversation=name,
            question="Who?",
            content={"claims": [], "understood": {"question": "Who?"}},
        )
    by = chats.Seeker(person, datetime.now(UTC), "Europe/Kyiv")
    chats.keep_search(connection, "harbour", by=by)
    chats.keep_card(connection, person, "A", 5)
    feedback.give(connection, "A", person, "up")
    budgets.take(connection, {person: None})
    people.set_language(connection, person, "uk", name="Ann")
    people.set_username(connection, person, "ann")
    done = {"chat": person, "question": 1, "state": "done", "content": {}}
    deliveries.put(connection, f"1:{person}:1", done)


def rows(connection: Connection) -> dict[str, int]:
    """How many rows each table of the bot has, those without any left out."""
    counts = {
        name: connection.scalar(select(func.count()).select_from(each)) or 0
        for name, each in metadata.tables.items()
    }
    return {name: count for name, count in counts.items() if count and name in KEPT}


KEPT = {
    "answers",
    "searches",
    "seekers",
    "cards",
    "feedback",
    "used",
    "people",
    "profiles",
    "deliveries",
}


def test_forget_deletes_every_row_of_a_person_and_no_other(catalog: Catalog) -> None:
    """Also the answers of conversations that were over, in every chat."""
    with catalog.write() as connection:
        put_traces(connection, BEA)
        before = rows(connection)
        put_traces(connection, ANN)
        assert set(rows(connection)) == KEPT
        people.forget(connection, ANN, counts=True)

        assert rows(connection) == before
        assert people.find(connection, ANN) == people.Person(ANN)


def test_forget_leaves_whether_somebody_may_ask_and_what_bounds_them(catalog: Catalog) -> None:
    """By their id alone: nobody is let in again, nor a budget filled, by being forgotten."""
    with catalog.write() as connection:
        put_traces(connection, ANN)
        people.set_state(connection, ANN, "banned")
        people.forget(connection, ANN, counts=False)
        found = people.find(connection, ANN)

        assert (found.state, found.name, found.language, found.username) == (
            "banned",
            "",
            None,
            None,
        )
        assert budgets.asked(connection, ANN) == 1


def test_search_is_seen_from_its_day_where_it_was_made(catalog: Catalog) -> None:
    """Whenever and wherever its pages are turned."""
    at = datetime(2024, 3, 5, 22, 30, tzinfo=UTC)
    with catalog.write() as connection:
        name = chats.keep_search(connection, "x", by=chats.Seeker(ANN, at, "Europe/Kyiv"))
        found = chats.find_search(connection, name)

    assert found is not None
    assert (found[1], found[1].date().isoformat()) == (at, "2024-03-06")


def test_what_has_become_old_is_forgotten_and_citations_stay(catalog: Catalog) -> None:
    """What was asked, sought and judged in chats, and who waited in vain; choices and bans stay."""
    with catalog.write() as connection:
        put_traces(connection, ANN)
        people.knock(connection, BEA, name="Bea")
        answers.store_answer(
            connection, answer="own", conversation="terminal", question="Who?", content={}
        )
        young = people.forget_before(connection, time.time() - 86_400)
        before = rows(connection)
        old = people.forget_before(connection, time.time() + 86_400)

        assert (young, old) == (0, 2)
        assert before["answers"] == 3
        assert rows(connection) == {"answers": 1, "people": 1, "profiles": 1}
        assert people.find(connection, ANN).language == "uk"
        assert people.find(connection, BEA) == people.Person(BEA)
