"""Messages that are to be articles."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot.telegram.admin.posts import Post, linked, post
from tests.bot.telegram.transport.messages import CHANNEL, GROUP, ORIGIN, message

SENT = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
STORY = "A bell was stolen in Brenna on Tuesday, the keeper said. " * 8


def hidden(text: str, words: str) -> dict[str, object]:
    """The mark of a link behind words."""
    begin = text.index(words)
    url = "https://t.me/courier_subscribe"
    return {"type": "text_link", "url": url, "offset": begin, "length": len(words)}


def test_forwarded_post_is_its_text_at_its_place_in_the_channel() -> None:
    """The link behind "Subscribe" leads elsewhere."""
    text = "Bell stolen. Subscribe"
    found = message(text, forward_origin=ORIGIN, entities=[hidden(text, "Subscribe")])

    assert post(found) == Post(text, "https://t.me/courier/12", "Courier", SENT)


def test_post_of_a_private_channel_has_the_link_of_its_members() -> None:
    """The id without what marks it as a channel's."""
    own = {"id": -1001234, "type": "channel", "title": "Inside"}
    found = post(message("Bell stolen.", forward_origin=ORIGIN | {"chat": own}))

    assert found is not None
    assert found.url == "https://t.me/c/1234/12"


def test_channel_that_writes_in_a_group_is_the_source() -> None:
    """The group is public, so its messages have links."""
    public = GROUP | {"username": "desk"}
    found = post(message("Bell stolen.", chat=public, sender_chat=CHANNEL))

    assert found == Post("Bell stolen.", "https://t.me/desk/7", "Courier", SENT)


def test_text_with_a_link_written_out_has_it_as_its_own() -> None:
    """A long one: it says more than what the link leads to."""
    found = post(message(f"{STORY} https://courier.example/bell"))

    assert found is not None
    assert found.url == "https://courier.example/bell"


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("https://courier.example/bell", "", ["https://courier.example/bell"]),
        ("Bell stolen courier.example/bell", "", ["https://courier.example/bell"]),
        ("Read here", "Read here", ["https://t.me/courier_subscribe"]),
        ("Bell stolen. Subscribe", "Subscribe", []),
        (f"{STORY} https://courier.example/bell", "", []),
    ],
)
def test_message_points_at(text: str, words: str, expected: list[str]) -> None:
    """A link that is written out beside few words, or that is behind all of them."""
    found = message(text, entities=[hidden(text, words)]) if words else message(text)

    assert linked(found) == expected


def test_record_has_the_text_as_it_was_written() -> None:
    """Stars and hashes are no marks, and what is not known is not there."""
    assert json.loads(Post("*Bell*\n# 1").record) == {"text": "*Bell*\n# 1"}
