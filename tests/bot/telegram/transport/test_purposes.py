"""What a message is for."""

from __future__ import annotations

from typing import Any

import pytest

from bot.telegram.transport.purposes import Purpose, asks, costs, purpose

from .messages import ANN, BOT, CHANNEL, GROUP, ORIGIN, OTHERS, OURS, content, message

PICTURE = {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]}
ANSWER = content("The bell was stolen [1].", group=True, **{"from": OURS})
POST = content("A bell was stolen in Brenna.", group=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello", "greeting"),
        ("hi there!", "greeting"),
        ("Hey bot 👋", "greeting"),
        ("Good morning, everyone.", "greeting"),
        ("Привет!", "greeting"),
        ("Добрый день", "greeting"),
        ("Вітаю", "greeting"),
        ("thanks", "thanks"),
        ("Thank you very much!", "thanks"),
        ("thx a lot", "thanks"),
        ("Ok, thanks", "thanks"),
        ("Спасибо большое!", "thanks"),
        ("Дуже дякую", "thanks"),
        ("Дякую за відповідь", "thanks"),
        ("help", "help"),
        ("Help!", "help"),
        ("What can you do?", "help"),
        ("Hi, what can you do?", "help"),
        ("Что ты умеешь?", "help"),
        ("Що ви вмієте?", "help"),
        ("👍", "empty"),
        ("...", "empty"),
        ("\u200b", "empty"),
        ("???", "empty"),
        ("2024?", "question"),
        ("https://courier.example/ice", "link"),
        ("courier.example/ice", "link"),
        ("What does https://courier.example/ice say?", "question"),
        ("Hi, what happened in Vardoy?", "question"),
        ("Help came to whom in Vardoy?", "question"),
        ("Thanks to whom was the bell found?", "question"),
        ("What's new?", "question"),
        ("новости", "question"),
        ("Is this true?", "question"),
        ("/start", "command"),
        ("/nosuch", "command"),
        ("/start@PressBot x", "command"),
        ("/start@weatherbot", "nothing"),
    ],
)
def test_private_text_is_for(text: str, expected: Purpose) -> None:
    """All of a text that is polite, or asks about the bot, is no question; a part of it is."""
    assert purpose(message(text), BOT) == expected


@pytest.mark.parametrize(
    ("text", "fields", "expected"),
    [
        ("", PICTURE, "wordless"),
        ("", PICTURE | {"caption": "/ask What burned?"}, "command"),
        ("", PICTURE | {"caption": "Who is this?"}, "question"),
        ("", PICTURE | {"caption": "Thanks!"}, "thanks"),
        ("A bell was stolen.", {"forward_origin": ORIGIN}, "forward"),
        ("/ask Who?", {"forward_origin": ORIGIN}, "forward"),
        ("A bell was stolen.", {"via_bot": OURS}, "nothing"),
        ("A bell was stolen.", {"via_bot": OTHERS}, "forward"),
        ("Is this true?", {"reply_to_message": POST}, "doubt"),
        ("", {"pinned_message": POST}, "nothing"),
        ("", {"message_auto_delete_timer_changed": {"message_auto_delete_time": 9}}, "nothing"),
        ("", {"never_heard_of": {}}, "nothing"),
    ],
)
def test_private_message_is_for(text: str, fields: dict[str, Any], expected: Purpose) -> None:
    """What Telegram itself says, and what the bot gave to post, is for nobody."""
    assert purpose(message(text, **fields), BOT) == expected


@pytest.mark.parametrize(
    ("text", "fields", "expected"),
    [
        ("What happened?", {}, "nothing"),
        ("@pressbot what happened?", {}, "question"),
        ("@PressBot", {"reply_to_message": POST}, "question"),
        ("@pressbot", {}, "empty"),
        ("@pressbot hello", {}, "greeting"),
        ("@pressbot is it true?", {"reply_to_message": POST}, "doubt"),
        ("and when?", {"reply_to_message": ANSWER}, "question"),
        ("???", {"reply_to_message": ANSWER}, "question"),
        ("👍", {"reply_to_message": ANSWER}, "nothing"),
        ("@pressbot ???", {"reply_to_message": POST}, "question"),
        ("thank you", {"reply_to_message": ANSWER}, "thanks"),
        ("thank you", {"reply_to_message": POST}, "nothing"),
        ("/weather@weatherbot Oslo", {"reply_to_message": ANSWER}, "nothing"),
        ("/ask Who?", {}, "command"),
        ("@pressbot says so", {"forward_origin": ORIGIN}, "nothing"),
        ("@pressbot says so", {"is_automatic_forward": True, "sender_chat": CHANNEL}, "nothing"),
        ("@pressbot who?", {"from": OTHERS}, "nothing"),
        ("@pressbot who?", {"from": OTHERS, "sender_chat": GROUP}, "question"),
        ("@pressbot who?", {"via_bot": OURS}, "nothing"),
        ("", {"new_chat_members": [ANN], "reply_to_message": ANSWER}, "nothing"),
        (
            "who?",
            {"reply_to_message": ANSWER | {"forum_topic_created": {"name": "x", "icon_color": 1}}},
            "nothing",
        ),
    ],
)
def test_group_message_is_for(text: str, fields: dict[str, Any], expected: Purpose) -> None:
    """Only what is said to the bot: a topic that it opened is no message of its own."""
    assert purpose(message(text, group=True, **fields), BOT) == expected


@pytest.mark.parametrize(
    ("text", "fields", "expected"),
    [
        ("What happened?", {}, True),
        ("/ask What happened?", {}, True),
        ("/ask", {}, False),
        ("/ask", {"reply_to_message": POST}, True),
        ("/search bell", {}, False),
        ("", PICTURE | {"caption": "/search bell"}, False),
        ("", PICTURE | {"caption": "/ask@weatherbot What?"}, False),
        ("Hello", {}, False),
        ("https://courier.example/ice", {}, False),
        ("Is this true?", {"reply_to_message": POST}, False),
    ],
)
def test_question_alone_costs_one(text: str, fields: dict[str, Any], *, expected: bool) -> None:
    """In whatever form it comes."""
    assert asks(message(text, **fields), BOT) is expected
    assert costs(message(text, **fields), BOT) is expected


@pytest.mark.parametrize(
    ("text", "fields", "expected"),
    [
        ("/timeline ferry", {}, True),
        ("/timeline", {}, False),
        ("/timeline", {"reply_to_message": POST}, True),
        ("/quotes Karin Holt", {}, True),
        ("/quotes", {}, False),
        ("/latest", {}, True),
        ("/digest@pressbot harbour", {}, True),
        ("/digest@weatherbot", {}, False),
        ("/export", {}, False),
        ("/search ferry", {}, False),
    ],
)
def test_account_costs_as_an_answer_does(
    text: str, fields: dict[str, Any], *, expected: bool
) -> None:
    """It is one, though no question; where the words are missing nothing is told."""
    assert costs(message(text, **fields), BOT) is expected
    assert not asks(message(text, **fields), BOT)
