"""Texts, captions, quotes, entities, edits: what is taken, and what is lost silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.telegram.models import Upload
from tests.fakes.telegram.text import units

if TYPE_CHECKING:
    from tests.fakes.telegram import FakeTelegram, User

    from .conftest import Client

from .messages import Params, button, html, keyed

BOLD_LETTERS = [{"type": "bold", "offset": i, "length": 1} for i in range(101)]


def test_caption_is_limited_and_may_be_empty(tg: FakeTelegram, ann: User, bot: Client) -> None:
    """A caption has 1024 UTF-16 code units at most."""
    tg.allow("refused")
    files = {"document": ("a.txt", b"x")}
    body = {"chat_id": str(ann.id), "caption": "x" * 1025}
    response = bot.http.post(f"{bot.base}/sendDocument", data=body, files=files).json()

    assert response["description"] == "Bad Request: message caption is too long"
    assert bot.http.post(f"{bot.base}/sendDocument", data={"chat_id": "1001"}, files=files).json()[
        "ok"
    ]


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"quote": "reopened."}, None),
        ({"quote": "x" * 1025}, "Bad Request: QUOTE_TEXT_INVALID"),
        ({"quote": "closed"}, "Bad Request: QUOTE_TEXT_INVALID"),
        ({"quote": "The bridge"}, "Bad Request: QUOTE_TEXT_INVALID"),
        (
            {"quote": "The bridge", "quote_entities": [{"type": "bold", "offset": 4, "length": 6}]},
            None,
        ),
    ],
)
def test_quote_is_an_exact_part_with_its_formatting(
    tg: FakeTelegram, ann: User, bot: Client, parameters: Params, description: str | None
) -> None:
    """A reply's quote repeats text and style, or the reply fails."""
    tg.allow("refused")
    text = {"text": "The <b>bridge</b> reopened.", "parse_mode": "HTML"}
    number = bot.result("sendMessage", chat_id=ann.id, **text)["message_id"]
    reply = {"message_id": number, **parameters}
    body = bot.call("sendMessage", chat_id=ann.id, text="ok", reply_parameters=reply)

    assert body.get("description") == description


def test_reply_to_a_lost_message_may_be_allowed(ann: User, bot: Client) -> None:
    """allow_sending_without_reply turns the reply into a plain message."""
    lost = {"message_id": 99, "allow_sending_without_reply": True}
    message = bot.result("sendMessage", chat_id=ann.id, text="x", reply_parameters=lost)

    assert "reply_to_message" not in message


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"text": "x" * 101, "entities": BOLD_LETTERS}, "101 entities"),
        (html("<blockquote>a<blockquote>b</blockquote></blockquote>"), "cannot stand inside"),
        (html("<b>a<code>b</code></b>"), "cannot stand inside"),
        (html("<a href='https://t.me/b?start=c:1'>x</a>"), "start parameter"),
        (keyed(button(url="https://t.me/b?start=" + "x" * 65)), "start parameter"),
        ({**html("x"), "entities": [{"type": "bold", "offset": 0, "length": 1}]}, "are ignored"),
    ],
)  # fmt: skip
def test_what_telegram_drops_silently_is_a_violation(
    tg: FakeTelegram, ann: User, bot: Client, params: Params, complaint: str
) -> None:
    """Lost formatting and dead links do not fail the call, but the test."""
    bot.result("sendMessage", chat_id=ann.id, **params)

    assert [v.kind for v in tg.violations] == ["content"]
    assert complaint in str(tg.violations[0])
    tg.allow("content")


def test_text_is_trimmed_and_entities_move_with_it(ann: User, bot: Client) -> None:
    """Outer white space goes, offsets stay right, code may stand in quotes."""
    text = "\n <blockquote expandable>👋 <b>a</b> <code>c</code></blockquote> "
    bot.result("sendMessage", chat_id=ann.id, text=text, parse_mode="HTML")

    message = ann.bot_messages[0]
    assert message.text == "👋 a c"
    assert message.entity_texts("bold") == ["a"]
    assert message.entity_texts("code") == ["c"]
    assert message.entity_texts("expandable_blockquote") == ["👋 a c"]


def test_markdown_gives_entities(ann: User, bot: Client) -> None:
    """MarkdownV2 has bold, links, code, spoilers and quotes."""
    source = "*b _i_* [\\[1\\]](https://a.b/c) `x\\`y` ||s||\n>q1\n>q2||\nend\\."
    bot.result("sendMessage", chat_id=ann.id, text=source, parse_mode="MarkdownV2")

    message = ann.bot_messages[0]
    assert message.text == "b i [1] x`y s\nq1\nq2\nend."
    kinds = ["bold", "italic", "text_link", "code", "spoiler", "expandable_blockquote"]
    assert [message.entity_texts(kind)[0] for kind in kinds] == [
        "b i", "i", "[1]", "x`y", "s", "q1\nq2\n",
    ]  # fmt: skip


def test_longest_texts_are_taken(ann: User, bot: Client) -> None:
    """The limits themselves are allowed."""
    message = bot.result("sendMessage", chat_id=ann.id, text="👋" * 2048)
    bot.result("sendMessage", chat_id=ann.id, **keyed(button(callback_data="ж" * 32)))

    assert units(message["text"]) == 4096


def test_edit_changes_and_keeps_versions(ann: User, bot: Client) -> None:
    """Text, keyboard and history follow edits; a keyboard alone is a change."""
    number = bot.result("sendMessage", chat_id=ann.id, **keyed(button(callback_data="a")))[
        "message_id"
    ]
    bot.result("editMessageReplyMarkup", chat_id=ann.id, message_id=number)
    bot.result("editMessageText", chat_id=ann.id, message_id=number, text="y")

    message = ann.bot_messages[0]
    assert (message.text, message.buttons) == ("y", [])
    assert [version.text for version in message.versions] == ["x", "x"]


def test_caption_of_a_file_is_edited_and_its_text_is_not(
    tg: FakeTelegram, ann: User, bot: Client
) -> None:
    """And the other way round; the file stays."""
    tg.allow("refused")
    text = bot.result("sendMessage", chat_id=ann.id, text="x")["message_id"]
    file = ann.world.store(Upload("a.md", b"A"), "BQAC")
    document = bot.result("sendDocument", chat_id=ann.id, document=file, caption="a")["message_id"]
    bot.result("editMessageCaption", chat_id=ann.id, message_id=document, caption="b")

    wrong = bot.refused("editMessageText", chat_id=ann.id, message_id=document, text="y")
    assert wrong == "Bad Request: there is no text in the message to edit"
    wrong = bot.refused("editMessageCaption", chat_id=ann.id, message_id=text, caption="y")
    assert wrong == "Bad Request: there is no caption in the message to edit"
    assert [each.text for each in ann.bot_messages] == ["x", "b"]


def test_form_and_query_parameters_are_typed(ann: User, bot: Client) -> None:
    """Form values are decoded as the method's types say."""
    form = {
        "chat_id": str(ann.id),
        "text": "123",
        "disable_notification": "true",
        "entities": '[{"type":"bold","offset":0,"length":3}]',
    }

    assert bot.http.post(f"{bot.base}/sendMessage", data=form).json()["ok"]
    assert bot.http.get(f"{bot.base}/sendmessage?chat_id=1001&text=q").json()["ok"]
    assert ann.bot_messages[0].entity_texts("bold") == ["123"]
