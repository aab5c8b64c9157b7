"""Telegram Desktop's exports: what is published becomes articles, what people say does not."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from index.models import Article, Record
from tests.index.archive.support import records, sample

CHANNEL = {"name": "Skelhaven Courier", "type": "public_channel", "id": 1234567890}


def message(number: int, text: object, **fields: object) -> dict[str, Any]:
    """A post of the channel."""
    post = {
        "id": number,
        "type": "message",
        "date": "2024-03-05T10:15:00",
        "date_unixtime": "1709630100",
        "from": "Skelhaven Courier",
        "from_id": "channel1234567890",
        "text": text,
    }
    return post | fields


def export(*messages: dict[str, Any], **fields: object) -> str:
    """A chat with these messages."""
    return json.dumps(CHANNEL | fields | {"messages": messages})


def articles(content: str | bytes, name: str = "result.json") -> list[Article]:
    """The articles of a file."""
    return [record.article for record in records(content, name) if record.article]


def said(found: list[Record]) -> list[str]:
    """The reasons and remarks of records."""
    return [record.reason for record in found if record.reason] + [
        remark.sentence for record in found for remark in record.remarks
    ]


def test_a_clock_is_in_the_zone_that_the_file_shows() -> None:
    """In messages beside it; where none does, a sentence says that it was read as UTC."""
    alone = message(1, "Closed.")
    del alone["date_unixtime"]

    shown = articles(export(alone, message(2, "Open.")))
    (article, told) = records(export(alone), "result.json")

    assert {each.published for each in shown} == {datetime(2024, 3, 5, 9, 15, tzinfo=UTC)}
    assert article.article
    assert article.article.published == datetime(2024, 3, 5, 10, 15, tzinfo=UTC)
    assert [remark.kind for remark in told.remarks] == ["a clock without a zone"]


def test_a_post_is_an_article_of_its_channel_with_its_own_words() -> None:
    """Pieces of a line are joined as they stand; the moment is the one with a zone."""
    first, forwarded, poll = articles(sample("telegram.json"))

    assert first == Article(
        title="The north pier was closed on Tuesday.",
        text="The north pier was closed on Tuesday. Nobody was hurt.",
        source="Skelhaven Courier",
        published=datetime(2024, 3, 5, 9, 15, tzinfo=UTC),
        precision="second",
        url="https://t.me/c/1234567890/2",
        author="Ada Norrby",
        external_id="1234567890/2",
    )
    assert (forwarded.text, forwarded.author) == ("Ferry aground", "Ostrand Post")
    assert poll.text == "Should the pier be rebuilt?"


def test_messages_that_say_nothing_are_counted() -> None:
    """Service messages are no messages of anybody; a picture without a caption is one."""
    assert said(records(sample("telegram.json"))) == ["left out were messages without words: 1."]


def test_a_thousand_messages_are_a_thousand_dated_articles_with_links() -> None:
    """One each, known apart by number."""
    posts = [message(number, f"Notice {number} of the port.") for number in range(1, 1001)]

    found = articles(export(*posts))

    assert len({article.url for article in found}) == 1000
    assert {article.published for article in found} == {datetime(2024, 3, 5, 9, 15, tzinfo=UTC)}


def test_an_edited_message_keeps_its_link() -> None:
    """So that it becomes a version of the same article."""
    (before,) = articles(export(message(2, "The pier is closed.")))
    (after,) = articles(export(message(2, "The pier is open.", edited_unixtime="1709632800")))

    assert (before.url, before.external_id) == (after.url, after.external_id)
    assert after.text == "The pier is open."


def test_an_unknown_piece_of_a_text_is_told_of() -> None:
    """The rest of the message is read."""
    (record,) = records(export(message(2, ["The pier ", {"type": "new"}, "closed."])))

    assert record.article
    assert record.article.text == "The pier closed."
    assert [str(remark) for remark in record.remarks] == [
        "a[1]: a piece of the text could not be read: neither words nor an object of them."
    ]


def test_of_an_account_only_what_is_published_is_read() -> None:
    """Channels and public groups; what people say to each other is counted and left out."""
    people = {"name": "Ada", "type": "personal_chat", "id": 7, "messages": [message(1, "Hi.")]}
    group = {"name": "Harbour talk", "type": "public_supergroup", "id": 9}
    asked = message(3, "When does it open?", **{"from": "Emil", "from_id": "user5"})
    chats = [people, CHANNEL | {"messages": [message(2, "Closed.")]}, group | {"messages": [asked]}]
    account = {
        "about": "Here is the data you requested.",
        "personal_information": {"first_name": "A", "type": "user"},
        "chats": {"about": "All chats.", "list": chats},
        "left_chats": {"list": [people | {"type": "private_group"}]},
    }

    found = records(json.dumps(account), "result.json")

    read = [(a.source, a.author, a.text, a.url) for a in (r.article for r in found) if a]
    assert read == [
        ("Skelhaven Courier", None, "Closed.", "https://t.me/c/1234567890/2"),
        ("Harbour talk", "Emil", "When does it open?", "https://t.me/c/9/3"),
    ]
    assert said(found) == ["left out were chats that are neither channels nor public groups: 2."]


def test_a_private_chat_is_rejected() -> None:
    """Not a word of it is read."""
    found = records(export(message(1, "Hello, Emil."), type="personal_chat", name="Emil"))

    assert said(found) == ["no article text (chats that are neither channels nor public groups: 1)"]


def test_messages_alone_are_read_where_a_channel_sent_them() -> None:
    """A line each, or an array; a broken line costs no other, and people are left out."""
    lines = [message(1, "Closed."), message(2, "Hi.", from_id="user5"), message(3, "Open.")]
    written = [json.dumps(line) for line in lines]

    found = records("\n".join([written[0], '{"id": 2', *written[1:]]))

    assert [r.article.url for r in found if r.article] == [
        "https://t.me/c/1234567890/1",
        "https://t.me/c/1234567890/3",
    ]
    assert said(found)[0].startswith("is not valid JSON (")
    assert said(found)[1].endswith("in a chat that is not named: 1.")
    assert [a.text for a in articles(json.dumps(lines))] == ["Closed.", "Open."]


@pytest.mark.parametrize(
    ("kind", "read"),
    [("public_channel", ["Closed."]), ("private_supergroup", []), (None, [])],
)
def test_a_chat_whose_kind_stands_behind_its_messages_is_looked_up(
    kind: str | None, read: list[str]
) -> None:
    """As programs write it that sort names; a chat of people is left out with its channels."""
    chat = CHANNEL | {"messages": [message(1, "Closed.")], "type": kind}

    written = json.dumps(chat, sort_keys=True)

    assert [article.text for article in articles(written)] == read
    assert [article.source for article in articles(written)] == ["Skelhaven Courier"] * len(read)


def test_a_chat_is_not_read_where_its_kind_cannot_be_looked_up() -> None:
    """A file that is packed is read once."""
    chat = json.dumps(CHANNEL | {"messages": [message(1, "Closed.")]}, sort_keys=True)

    found = records(gzip.compress(chat.encode()), "result.json.gz")

    assert said(found) == [
        "no article text (chats whose kind could not be looked up behind their messages: 1)"
    ]


def test_no_link_is_made_of_a_number_that_is_not_the_channels() -> None:
    """Old versions wrote numbers of their own, groups have none, bots write -100 before it."""
    old = articles(export(message(1, "Closed.", from_id=9884901888), id=9884901888))
    group = articles(export(message(1, "Closed."), type="public_group"))
    bots = articles(export(message(1, "Closed."), id=-1001234567890))

    assert [found[0].url for found in (old, group, bots)] == [
        None,
        None,
        "https://t.me/c/1234567890/1",
    ]


def test_an_export_that_breaks_off_gives_what_is_before_the_break() -> None:
    """Then one record that says so."""
    whole = export(message(1, "Closed."), message(2, "Open."))

    found = records(whole[:-40])

    assert [record.article.text for record in found if record.article] == ["Closed."]
    assert (found[1].reason or "").endswith("; the rest was not read")


def test_an_export_in_html_gives_the_same_articles() -> None:
    """Sender, moment, words of others with their name; pages have no number of the channel."""
    first, forwarded = articles(sample("telegram.html"), "messages.html")

    assert first.text == "The north pier was closed on Tuesday.\nNobody was hurt."
    assert (first.source, first.author) == ("Skelhaven Courier", "Ada Norrby")
    assert first.published == datetime.fromisoformat("2024-03-05T10:15:00+01:00")
    assert (first.external_id, first.url) == ("2", None)
    assert (forwarded.text, forwarded.author) == ("Ferry aground off Cape Gull", "Ostrand Post")
    assert forwarded.published == datetime.fromisoformat("2024-03-06T08:00:00+01:00")


def test_a_conversation_in_html_is_rejected() -> None:
    """More than one person writes in it."""
    page = sample("telegram.html").decode().replace("clearfix joined", "clearfix")
    other = page.replace(
        'title="06.03.2024 08', 'title=""></div><div class="from_name">Emil</div><div title="'
    )

    (found,) = records(other, "messages.html")

    assert (found.reason or "").startswith("is a conversation exported from Telegram")


@pytest.mark.parametrize(
    ("note", "is_sure"),
    [
        ("5 March 2024", False),
        ("Skelhaven Courier pinned this message", False),
        ("Channel «Skelhaven Courier» created", True),
        ('<span class="reaction"><span class="count">2</span></span>', False),
        ('<span class="reaction"><span class="count">3</span></span>', True),
    ],
)
def test_what_is_only_taken_for_a_channel_is_told(note: str, *, is_sure: bool) -> None:
    """Everything on the page is sent under the name of the chat, and nothing more is known."""
    page = sample("telegram.html").decode().replace("5 March 2024", note)

    found = records(page.replace("signature details", "details"), "messages.html")

    assert [bool(record.article) for record in found] == [True, True, False][: 3 - is_sure]
    assert is_sure or str(found[-1].remarks[0]).startswith("messages.html: was taken for a channel")


@pytest.mark.parametrize("name", ["Telegram", "Saved Messages", "Skelhaven Weather Bot", ""])
def test_what_one_side_writes_to_one_reader_is_rejected(name: str) -> None:
    """Telegram's codes, notes to oneself, what programs answer."""
    page = sample("telegram.html").decode().replace("signature details", "details")

    (found,) = records(page.replace("Skelhaven Courier", name), "messages.html")

    assert (found.reason or "").endswith("export it as JSON, which says so")


def test_other_pages_of_an_export_are_no_articles() -> None:
    """The list of chats, and the page that leads to it."""
    page = '<html><body onload="CheckLocation();"><div class="page_wrap">Chats</div></body></html>'

    (found,) = records(page)

    assert found.reason == ("no article text (it is a page of Telegram's export without messages)")
