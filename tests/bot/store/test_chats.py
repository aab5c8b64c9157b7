"""Albums and cards: what a chat needs to know again after a start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from bot.store import chats, schema

if TYPE_CHECKING:
    from sqlalchemy import Connection

A, B, C = ({"message_id": n} for n in (1, 2, 3))


def test_parts_wait_for_the_caption_and_later_ones_do_not(connection: Connection) -> None:
    """In the order in which they came, each once, though it be processed again."""
    before = [chats.is_part_wanted(connection, "7", part) for part in (A, B, A)]
    waiting = chats.want_album(connection, "7")

    assert before == [False, False, False]
    assert waiting == [A, B]
    assert chats.is_part_wanted(connection, "7", C)
    assert not chats.is_part_wanted(connection, "8", C)


def test_part_waits_until_it_is_read(connection: Connection) -> None:
    """So that a kill between two parts loses none."""
    for part in (A, B):
        chats.is_part_wanted(connection, "7", part)
    chats.want_album(connection, "7")
    chats.forget_part(connection, "7", A)

    assert chats.want_album(connection, "7") == [B]


def test_album_is_forgotten_after_a_day(connection: Connection) -> None:
    """When another one changes."""
    chats.want_album(connection, "7")
    connection.execute(update(schema.albums).values(changed_at=1.0))
    chats.want_album(connection, "8")

    assert not chats.is_part_wanted(connection, "7", A)


def test_card_is_the_last_message_that_showed_the_answer_in_a_chat(connection: Connection) -> None:
    """Other chats and answers have their own; after half a year it is forgotten."""
    chats.keep_card(connection, 1, "ABC", 5)
    chats.keep_card(connection, 1, "ABC", 6)
    chats.keep_card(connection, 2, "ABC", 7)
    found = [chats.find_card(connection, *key) for key in ((1, "ABC"), (2, "ABC"), (1, "ABD"))]
    connection.execute(update(schema.cards).values(at=1.0))
    chats.keep_card(connection, 3, "ABC", 8)

    assert found == [6, 7, None]
    assert chats.find_card(connection, 1, "ABC") is None


def test_look_is_the_last_of_a_person_in_a_chat(connection: Connection) -> None:
    """Another chat, or another person in it, is another matter."""
    for at in (5.0, 7.0):
        chats.look(connection, -700, 1001, at)

    assert chats.last_look(connection, -700, 1001) == 7.0
    assert chats.last_look(connection, -700, 1002) is None
    assert chats.last_look(connection, -701, 1001) is None
