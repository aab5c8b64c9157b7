"""The list of people, page by page, and those who are told that they are let in."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest
from telegram import Bot, Chat, Message, MessageEntity, Update, User

from bot.store import people
from bot.store.schema import metadata
from bot.telegram.admin.users import Guests
from bot.telegram.delivery.courier import Courier
from bot.telegram.delivery.occasions import Incoming
from bot.telegram.delivery.outbox import Outbox
from bot.telegram.people.access import Access
from bot.telegram.transport.threads import Threads
from index.library import Library
from index.settings import IndexSettings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from telegram import InlineKeyboardMarkup

PEOPLE = 2000


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A home in which nobody is known yet."""
    opened = Library(IndexSettings(home=tmp_path / "home"), tables=metadata)
    yield opened
    opened.close()


class Named:
    """What is read of the bot: its name."""

    username = "pressbot"


def guests(library: Library) -> Guests:
    """The handlers of one admin."""
    access = Access("admins", frozenset({1}), frozenset())
    return Guests(library, access, Courier(Bot("1:T"), Outbox(library.catalog), Threads()))


def labels(keyboard: InlineKeyboardMarkup | None) -> list[str]:
    """The labels of all buttons."""
    return [each.text for row in keyboard.inline_keyboard for each in row] if keyboard else []


def test_list_of_two_thousand_people_is_paged_and_lacks_nobody(library: Library) -> None:
    """Each page fits into a message; those who wait come first, and have buttons."""
    with library.catalog.write() as connection:
        for number in range(PEOPLE):
            state: people.State = "waiting" if number % 100 == 0 else "admitted"
            people.set_state(connection, 5000 + number, state, name=f"{'Long' * 20} {number}")
    house = guests(library)

    pages = [asyncio.run(house._list(n)) for n in range(1, 51)]
    found = [int(each) for text, _ in pages for each in re.findall(r"\((\d+)\)", text.text)]
    assert sorted(found) == list(range(5000, 5000 + PEOPLE))
    assert all(text.fits for text, _ in pages)
    assert labels(pages[0][1])[-3:] == ["◀", "1/50", "▶"]
    assert len(labels(pages[0][1])) == 2 * 5 + 3
    assert labels(pages[49][1]) == ["◀", "50/50", "▶"]
    assert asyncio.run(house._list(99))[0].text == pages[49][0].text


def test_who_is_let_in_is_owed_a_word_in_their_language_once(library: Library) -> None:
    """Written with the change itself; who is in already hears nothing."""
    library.catalog.change(people.set_language, 7001, "uk", name="Olena")
    house = guests(library)
    olena = library.catalog.query(people.find, 7001)
    for update in (11, 11, 12):
        house._decide(update, olena, "let")

    (owed,) = Outbox(library.catalog).due()
    assert (owed.id, owed.chat) == ("let:11:7001", 7001)
    assert owed.part(0).content.text == "Вас впустили. Напишіть запитання."


@pytest.mark.parametrize(
    ("words", "person"),
    [
        ("ban", 7001),
        ("ban 7002", 7002),
        ("ban @OLENA", 7003),
        ("ban @nobody", None),
    ],
)
def test_person_is_named_by_reply_id_or_username(
    library: Library, words: str, person: int | None
) -> None:
    """What is named goes before what is replied to."""
    library.catalog.change(people.set_username, 7003, "Olena")
    replied = Message(1, None, Chat(-5, Chat.SUPERGROUP), from_user=User(7001, "A", is_bot=False))  # type: ignore[arg-type]
    message = Message(2, None, replied.chat, text=f"/users {words}", reply_to_message=replied)  # type: ignore[arg-type]

    found = guests(library)._whom(Incoming(Update(1, message=message), message, Named()))  # type: ignore[arg-type]
    assert (found.id if found else None) == person


def test_person_without_a_username_is_named_by_a_mention(library: Library) -> None:
    """Which has the person in it; a bot is nobody."""
    bea = User(7004, "Bea", is_bot=False)
    entity = MessageEntity(MessageEntity.TEXT_MENTION, 11, 3, user=bea)
    chat = Chat(-5, Chat.SUPERGROUP)
    message = Message(2, None, chat, text="/users ban Bea", entities=[entity])  # type: ignore[arg-type]
    robot = Message(1, None, chat, from_user=User(9, "R", is_bot=True))  # type: ignore[arg-type]
    answer = Message(3, None, chat, text="/users ban", reply_to_message=robot)  # type: ignore[arg-type]
    house = guests(library)

    found = house._whom(Incoming(Update(1), message, Named()))  # type: ignore[arg-type]
    assert (found.id, found.name) == (7004, "Bea") if found else False
    assert house._whom(Incoming(Update(1), answer, Named())) is None  # type: ignore[arg-type]
