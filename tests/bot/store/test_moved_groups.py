"""What follows a group that became a supergroup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from bot.store import answers, budgets, chats, deliveries, moved_groups, schema
from bot.store.schema import used

if TYPE_CHECKING:
    from sqlalchemy import Connection

OLD, NEW, PERSON = -700, -1_000_000_000_700, 1001


def test_a_move_is_known_afterwards(connection: Connection) -> None:
    """And told twice it is one."""
    moved_groups.move(connection, OLD, NEW)
    moved_groups.move(connection, OLD, NEW)

    assert moved_groups.known(connection) == {OLD: NEW}


def test_questions_of_both_ids_count_together(connection: Connection) -> None:
    """Today's budget is not there anew, and what others asked stays theirs."""
    for who in (OLD, OLD, NEW, PERSON):
        assert budgets.take(connection, {who: None}) is None
    moved_groups.move(connection, OLD, NEW)
    moved_groups.move(connection, OLD, NEW)

    assert budgets.asked_today(connection) == {NEW: 3, PERSON: 1}
    assert connection.execute(select(used).where(used.c.who == OLD)).all() == []


def test_conversations_go_on(connection: Connection) -> None:
    """Those of the group alone, whatever their topic and person."""
    names = [f"tg:{OLD}:0:{PERSON}", f"tg:{OLD}1:0:{PERSON}", f"tg:{PERSON}:0:{OLD}", None]
    for number, name in enumerate(names):
        answers.store_answer(
            connection, answer=str(number), conversation=name, question="?", content={}
        )
    moved_groups.move(connection, OLD, NEW)

    kept = connection.scalars(
        select(schema.answers.c.conversation).order_by(schema.answers.c.id)
    ).all()
    assert kept == [f"tg:{NEW}:0:{PERSON}", *names[1:]]


def test_what_is_owed_goes_to_the_new_group_and_refers_to_no_message_of_the_old(
    connection: Connection,
) -> None:
    """A supergroup numbers its messages from 1; what arrived stays where it is."""
    content = {"thread": 4, "reply": True, "sent": [6], "after": 5, "parts": ["One."], "done": 0}
    for name, state in (("a", "due"), ("b", "done")):
        values = {"chat": OLD, "question": 5, "state": state, "content": content}
        deliveries.put(connection, name, values)
    moved_groups.move(connection, OLD, NEW)

    owed, done = (deliveries.find(connection, name) for name in "ab")
    assert owed is not None
    assert done is not None
    assert (owed.chat, owed.question, done.chat, done.question) == (NEW, 0, OLD, 5)
    assert owed.content == content | {"thread": None, "reply": False, "sent": [], "after": None}
    assert done.content == content


def test_budget_of_a_day_before_follows_too(connection: Connection) -> None:
    """Whatever day it is when the group moves."""
    connection.execute(insert(used).values(day="2024-01-01", who=OLD, questions=2))
    moved_groups.move(connection, OLD, NEW)

    assert connection.execute(select(used)).all() == [("2024-01-01", NEW, 2)]


def test_who_looked_at_the_news_in_a_group_has_done_so_in_the_new_one(
    connection: Connection,
) -> None:
    """Unless they have looked there since."""
    chats.look(connection, OLD, PERSON, 5.0)
    chats.look(connection, OLD, PERSON + 1, 5.0)
    chats.look(connection, NEW, PERSON, 7.0)
    moved_groups.move(connection, OLD, NEW)

    assert chats.last_look(connection, NEW, PERSON) == 7.0
    assert chats.last_look(connection, NEW, PERSON + 1) == 5.0
    assert chats.last_look(connection, OLD, PERSON) is None
