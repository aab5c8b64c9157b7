"""Messages that are one request."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.telegram.transport.threads import Threads
from bot.telegram.updates.arrivals import Arrival, read
from bot.telegram.updates.companions import Companions, as_one, seconds_for
from bot.telegram.updates.inbox import Inbox, UpdateQueue
from tests.bot.telegram.transport.messages import GROUP, ORIGIN, content

if TYPE_CHECKING:
    from index.catalog.engine import Catalog

pytestmark = pytest.mark.anyio
PICTURE: dict[str, Any] = {
    "photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
}
FORWARD: dict[str, Any] = {"forward_origin": ORIGIN}


def arrival(number: int, text: str = "", **fields: Any) -> Arrival:
    """An update with a message of that number."""
    sent = {"update_id": number, "message": content(text, message_id=number, **fields)}
    found = read(json.dumps(sent), None)
    assert isinstance(found, Arrival)
    return found


class Desk:
    """What was handed on, and what went into one."""

    def __init__(self) -> None:
        self.handed: list[Arrival] = []
        self.joined: dict[int, list[int]] = {}
        self.companions = Companions(
            self.handed.append, lambda one, others: self.joined.update({one: [*others]})
        )

    def take(self, *arrivals: Arrival) -> list[dict[str, Any]]:
        """The messages that are handed on when these have come and nothing follows."""
        for each in arrivals:
            self.companions.add(each)
        self.companions.release()
        return [each.content["message"] for each in self.handed]


async def test_forward_is_what_its_comment_replies_to() -> None:
    """Whose text it is stands in the message that is replied to."""
    desk = Desk()
    (found,) = desk.take(arrival(1, "Is this true?"), arrival(2, "Bell stolen.", **FORWARD))

    assert found["text"] == "Is this true?"
    assert found["reply_to_message"]["text"] == "Bell stolen."
    assert desk.joined == {1: [2]}


async def test_several_forwards_are_one_text() -> None:
    """With the comment in front of them, or without one."""
    forwards = [arrival(n, text, **FORWARD) for n, text in ((2, "Bell stolen."), (3, "Found."))]
    (alone,) = Desk().take(*forwards)
    (about,) = Desk().take(arrival(1, "Who?"), *forwards)

    assert alone["text"] == "Bell stolen.\nFound."
    assert about["reply_to_message"]["text"] == "Bell stolen.\nFound."


async def test_album_has_the_words_below_any_of_its_pictures() -> None:
    """They are one message to whoever sent them."""
    parts = [PICTURE | {"media_group_id": "9"} | extra for extra in ({}, {"caption": "Who?"}, {})]
    (found,) = Desk().take(*(arrival(n, **part) for n, part in enumerate(parts, start=1)))

    assert (found["message_id"], found["caption"]) == (1, "Who?")


async def test_text_that_telegram_split_is_whole_again() -> None:
    """With its marks: cut in a word where it is full, else between two lines."""
    first, end = "a" * 4096, "bc https://x.example/"
    (full,) = Desk().take(arrival(1, first), arrival(2, end))
    (lines,) = Desk().take(arrival(1, "a" * 4000), arrival(2, end))

    assert full["text"] == first + end
    assert lines["text"] == f"{'a' * 4000}\n{end}"
    assert [mark["offset"] for mark in full["entities"]] == [4099]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("Who?", {}), ("When?", {})),
        (("/start", {}), ("Bell stolen.", FORWARD)),
        (("a" * 4096, {}), ("/new", {})),
        (("Who?", {}), ("Bell stolen.", FORWARD | {"date": 1700000009})),
        (("Who?", {}), ("Bell stolen.", FORWARD | {"chat": GROUP})),
        (("", PICTURE | {"media_group_id": "1"}), ("", PICTURE | {"media_group_id": "2"})),
    ],
)
async def test_others_stay_two(
    one: tuple[str, dict[str, Any]], two: tuple[str, dict[str, Any]]
) -> None:
    """Two questions, a command, another album, another chat, a later minute; in order."""
    found = Desk().take(arrival(1, one[0], **one[1]), arrival(2, two[0], **two[1]))

    assert [each["message_id"] for each in found] == [1, 2]


async def test_bare_command_is_about_the_forward_behind_it() -> None:
    """As if it had been a reply."""
    (found,) = Desk().take(arrival(1, "/add"), arrival(2, "Bell stolen.", **FORWARD))

    assert (found["text"], found["reply_to_message"]["message_id"]) == ("/add", 2)


@pytest.mark.parametrize(
    ("text", "fields", "seconds"),
    [
        ("/help", {}, 0.0),
        ("/add", {}, 1.0),
        ("Is it true?", {}, 1.0),
        ("Was he hurt?", {}, 1.0),
        ("Who stole the bell of St Brenna?", {}, 0.3),
        ("Bell stolen.", FORWARD, 1.0),
        ("a" * 4096, {}, 1.0),
        ("", PICTURE | {"media_group_id": "1"}, 1.0),
        ("", PICTURE, 0.0),
        ("", {"document": {"file_id": "f", "file_unique_id": "u"}, "media_group_id": "1"}, 0.0),
    ],
)
def test_message_waits_for(text: str, fields: dict[str, Any], seconds: float) -> None:
    """As long as companions are likely."""
    assert seconds_for(content(text, **fields)) == seconds


async def test_message_is_handed_on_when_nobody_comes() -> None:
    """By itself, after its time."""
    handed: list[Arrival] = []
    companions = Companions(handed.append, lambda _one, _others: None, lambda _message: 0.01)
    companions.add(arrival(1, "Who?"))
    before = len(handed)
    await asyncio.sleep(0.05)

    assert (before, len(handed)) == (0, 1)


async def test_what_is_held_comes_again_after_a_kill_and_ends_as_one(catalog: Catalog) -> None:
    """It is in the inbox before it is held, and nothing of it is left when it was answered."""
    parts = [arrival(1, "Is this true?"), arrival(2, "Bell stolen.", **FORWARD)]
    killed = Inbox(catalog)
    for each in parts:
        await UpdateQueue(killed, Threads()).take(each)
    inbox = Inbox(catalog)
    queue = UpdateQueue(inbox, Threads())
    for left in inbox.unfinished():
        await queue.take_again(read(json.dumps(left), None))
    queue.release()
    update: Any = queue.get_nowait()
    inbox.finish(update.update_id)

    assert queue.empty()
    assert update.message.reply_to_message.text == "Bell stolen."
    assert inbox.unfinished() == []


def test_one_message_is_itself() -> None:
    """Nothing is made of it."""
    sent = {"update_id": 1, "message": content("Who?")}

    assert as_one([sent]) == sent


@pytest.mark.parametrize("odd", [{"text": 5}, {"entities": 7}, {"entities": [{"offset": "1"}]}])
async def test_odd_message_is_handed_on_alone(odd: dict[str, Any]) -> None:
    """Telegram sends none; what else comes must stop nobody."""
    sent = {"update_id": 1, "message": content("Who?") | odd}
    desk = Desk()
    taken = desk.take(Arrival(1, sent, arrival(1, "Who?").update), arrival(2, "B", **FORWARD))

    assert [each["message_id"] for each in taken] == [7, 2]
