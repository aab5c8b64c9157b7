"""Every rule on other calls refuses in Telegram's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.fakes.telegram import FakeTelegram, User

    from .conftest import Client

from .messages import Params, button, keyed

CALLS: list[tuple[str, Params, str]] = [
    ("sendMessage", {"text": "x"}, "Bad Request: chat_id is empty"),
    ("sendMessage", {"chat_id": 5, "text": "x"}, "Bad Request: chat not found"),
    ("sendMessage", {"chat_id": "@nobody", "text": "x"}, "Bad Request: chat not found"),
    (
        "sendMessage",
        {"chat_id": 1003, "text": "x"},
        "Forbidden: bot can't initiate conversation with a user",
    ),
    (
        "editMessageText",
        {"chat_id": 1001, "message_id": 99, "text": "x"},
        "Bad Request: message to edit not found",
    ),
    (
        "editMessageText",
        {"chat_id": 1001, "message_id": 1, "text": "x"},
        "Bad Request: message can't be edited",
    ),
    (
        "editMessageText",
        {"chat_id": 1001, "message_id": 2, "text": "mine"},
        (
            "Bad Request: message is not modified: specified new message content and reply markup "
            "are exactly the same as a current content and reply markup of the message"
        ),
    ),
    (
        "editMessageReplyMarkup",
        {"chat_id": 1001, "message_id": 99},
        "Bad Request: message to edit not found",
    ),
    (
        "editMessageText",
        {"text": "x", "chat_id": 1001},
        "Bad Request: message identifier is not specified",
    ),
    (
        "deleteMessage",
        {"chat_id": 1001, "message_id": 99},
        "Bad Request: message to delete not found",
    ),
    ("deleteMessage", {"chat_id": 1001}, 'Bad Request: parameter "message_id" is required'),
    (
        "answerCallbackQuery",
        {"callback_query_id": "9"},
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    (
        "sendMessageDraft",
        {"chat_id": 1001, "draft_id": 0},
        "Bad Request: draft_id must be non-zero",
    ),
    ("sendMessageDraft", {"chat_id": -100, "draft_id": 1}, "Bad Request: TEXTDRAFT_PEER_INVALID"),
    (
        "sendChatAction",
        {"chat_id": 1001, "action": "thinking"},
        "Bad Request: wrong parameter action in request",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "Ask", "description": "x"}]},
        "Bad Request: BOT_COMMAND_INVALID",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "ask", "description": "x" * 257}]},
        "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "a", "description": "x"}] * 101},
        "Bad Request: BOT_COMMANDS_TOO_MUCH",
    ),
    (
        "setMyCommands",
        {"commands": [], "language_code": "english"},
        "Bad Request: invalid language code specified",
    ),
    ("setMyDescription", {"description": "x" * 513}, "Bad Request: description is too long"),
    (
        "setMyShortDescription",
        {"short_description": "x" * 121},
        "Bad Request: short_description is too long",
    ),
    ("getChat", {"chat_id": 5}, "Bad Request: chat not found"),
    ("getChatMember", {"chat_id": 1001, "user_id": 5}, "Bad Request: member not found"),
    ("getFile", {"file_id": "nope"}, "Bad Request: invalid file_id"),
    (
        "sendDocument",
        {"chat_id": 1001, "document": "https://a.b/c"},
        "Bad Request: failed to get HTTP URL content",
    ),
    (
        "sendDocument",
        {"chat_id": 1001, "document": "attach://f"},
        "Bad Request: there is no file f in the request",
    ),
    (
        "setMessageReaction",
        {"chat_id": 1001, "message_id": 99},
        "Bad Request: message to react not found",
    ),
    ("leaveChat", {"chat_id": 1001}, "Bad Request: can't leave private chats"),
    (
        "setWebhook",
        {"url": "http://example.org/"},
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
    ),
    (
        "setWebhook",
        {"url": "https://example.org:8080/"},
        "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
    ),
    (
        "setWebhook",
        {"url": "https://example.org/", "max_connections": 101},
        "Bad Request: bad webhook: max_connections must be between 1 and 100",
    ),
    (
        "setWebhook",
        {"url": "https://a.b", "secret_token": "a b"},
        "Bad Request: secret token contains unallowed characters",
    ),
    ("sendDice", {"chat_id": 1001}, "Bad Request: the fake does not carry out sendDice"),
    ("sendMesage", {"chat_id": 1001, "text": "x"}, "Not Found"),
]


@pytest.mark.parametrize(("method", "params", "description"), CALLS)
def test_call_is_refused(
    tg: FakeTelegram, ann: User, bot: Client, method: str, params: Params, description: str
) -> None:
    """Each rule on other calls has its own sentence."""
    tg.allow("refused")
    tg.user(id=1003, name="Cy")
    tg.group(id=-100, title="Desk", members=[ann])
    ann.send("hers")
    bot.result("sendMessage", chat_id=ann.id, text="mine")

    assert bot.refused(method, **params) == description
    assert len(tg.violations) == 0
    assert len(tg.world.violations) == 1


def test_wrong_token_is_unauthorized(tg: FakeTelegram, bot: Client) -> None:
    """A wrong token is refused with 401, for methods and files."""
    tg.allow("unauthorized")
    response = bot.http.post(f"{tg.url}/bot1:X/getMe")

    assert (response.status_code, response.json()["description"]) == (401, "Unauthorized")
    assert bot.http.get(f"{tg.url}/file/bot1:X/files/a/b").status_code == 401


def test_inline_answer_is_checked(tg: FakeTelegram, ann: User, bot: Client) -> None:
    """Results have unique ids of 1 to 64 bytes and valid texts."""
    tg.allow("refused", "unanswered")
    with pytest.raises(AssertionError, match="waited"):
        ann.inline("bridge", timeout=0.01)
    query = bot.result("getUpdates")[0]["inline_query"]["id"]

    def results(*ids: str, text: str = "x") -> list[Params]:
        content = {"message_text": text}
        return [
            {"type": "article", "id": i, "title": "t", "input_message_content": content}
            for i in ids
        ]

    def answer(given: list[Params]) -> str:
        return bot.refused("answerInlineQuery", inline_query_id=query, results=given)

    assert answer(results("a", "a")) == "Bad Request: RESULT_ID_DUPLICATE"
    assert answer(results("x" * 65)) == "Bad Request: RESULT_ID_INVALID"
    assert answer(results(*map(str, range(51)))) == "Bad Request: RESULTS_TOO_MUCH"
    assert answer(results("a", text="x" * 4097)) == "Bad Request: message is too long"


def test_callback_answers_are_checked(tg: FakeTelegram, ann: User, bot: Client) -> None:
    """A tap is answered once, in time, with at most 200 characters or a link to the bot."""
    tg.allow("refused", "unanswered")
    bot.result("sendMessage", chat_id=ann.id, **keyed(button(callback_data="a")))
    ann.tap(ann.bot_messages[0], "b", wait=False)
    ann.callback(data="forged", message=ann.bot_messages[0], wait=False)
    first, second = [u["callback_query"]["id"] for u in bot.result("getUpdates")]
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"

    def refused(query: str, **params: Any) -> str:
        return bot.refused("answerCallbackQuery", callback_query_id=query, **params)

    assert refused(first, text="x" * 201) == "Bad Request: MESSAGE_TOO_LONG"
    assert refused(first, url="https://a.b") == "Bad Request: URL_INVALID"
    assert refused(first, url="t.me/pressmark_bot?start=c:1") == "Bad Request: URL_INVALID"
    bot.result("answerCallbackQuery", callback_query_id=first, url="t.me/pressmark_bot?start=c_1")
    assert refused(first) == too_old
    tg.advance(16)
    assert refused(second) == too_old


def test_topics_and_rights_in_groups(tg: FakeTelegram, ann: User, bot: Client) -> None:
    """Topics are known by id, others' messages cannot be deleted, a lost group refuses."""
    tg.allow("refused")
    desk = tg.group(id=-100, title="Desk", members=[ann])
    topic = desk.topic("Bridges")
    hers = ann.send("/ask", chat=desk, topic=topic)
    reply = {"message_id": hers.id}
    mine = bot.result("sendMessage", chat_id=desk.id, text="x", reply_parameters=reply)

    assert mine["message_thread_id"] == topic
    assert (
        bot.refused("deleteMessage", chat_id=desk.id, message_id=hers.id)
        == "Bad Request: message can't be deleted"
    )
    bot.result("leaveChat", chat_id=desk.id)
    assert (
        bot.refused("sendMessage", chat_id=desk.id, text="x")
        == "Forbidden: bot was kicked from the supergroup chat"
    )
