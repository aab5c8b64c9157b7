"""What went wrong in other bots, where no other test here is about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from telegram.ext import MessageHandler, filters

from bot.telegram import failures
from index.errors import CatalogError
from tests.fakes.telegram import FakeTelegram
from tests.fakes_tests.conftest import application, polling

from .carrying import posting, until
from .conftest import ANN, DESK
from .running import RunningBot
from .test_bot_lifecycle import until as wait_until
from .test_bot_process import OTHER_QUESTION, QUESTION

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from index.catalog.engine import Catalog

PLAIN = {
    "getMe",
    "getWebhookInfo",
    "deleteWebhook",
    "getUpdates",
    "setMyCommands",
    "getChatMember",
    "sendChatAction",
    "sendMessage",
    "editMessageText",
    "answerCallbackQuery",
}


def test_text_is_never_parsed_and_never_rich(tg: FakeTelegram) -> None:
    """Entities cannot be parsed wrongly, and every client shows them."""
    ann = tg.user(id=ANN + 150, name="Ann")
    ann.send(QUESTION)
    answer = ann.wait_for_message()
    ann.tap(answer, "1").message()
    ann.tap(answer, "✕ 1 January 2023")
    tg.quiet()

    calls = [call for call in tg.calls if call.params.get("chat_id") == ann.id]
    assert not [call for call in calls if "parse_mode" in call.params]
    assert {call.method for call in calls} <= PLAIN


def test_general_topic_has_no_number(tg: FakeTelegram) -> None:
    """Telegram refuses the one that it has."""
    ann = tg.user(id=ANN + 151, name="Ann")
    desk = tg.group(id=DESK, title="Desk", members=[ann])
    desk.topic("Fish")
    ann.send(f"/ask {OTHER_QUESTION}", chat=desk)
    answer = ann.wait_for_message(chat=desk)

    assert "42 crowns" in answer.text
    calls = [call for call in tg.calls if call.params.get("chat_id") == DESK]
    assert not [call for call in calls if "message_thread_id" in call.params]


def test_token_is_in_no_line_of_the_most_talkative_log(home: Path) -> None:
    """Errors of the network and of the server carry the address that was asked."""
    with FakeTelegram(flood=False) as tg:
        for kind in ("502", "drop", "500", "lost"):
            tg.fail("sendMessage", kind=kind)
        tg.fail("getUpdates", kind="502", nth=2)
        ann = tg.user(id=1001, name="Ann")
        with RunningBot(tg, home, users="everyone", log_level="DEBUG") as bot:
            ann.send(OTHER_QUESTION)
            ann.wait_for_text("42 crowns", 60)
            log = bot.log

        assert len(ann.bot_messages) == 1
    assert "trying again" in log
    assert tg.token not in log
    assert tg.token.partition(":")[2] not in log


def test_tap_that_comes_too_late_is_no_error(home: Path) -> None:
    """Telegram takes no answer to it any more; the card comes all the same."""
    with FakeTelegram(flood=False) as tg:
        tg.allow("query is too old", "unanswered")
        ann = tg.user(id=1001, name="Ann")
        with RunningBot(tg, home, users="everyone"):
            ann.send(OTHER_QUESTION)
            answer = ann.wait_for_message()
        ann.tap(answer, "1", wait=False)
        tg.advance(60)
        with RunningBot(tg, home, users="everyone") as bot:
            card = ann.wait_for_message(30)
            log = bot.log

    assert card.reply_to is answer
    assert "ERROR" not in log


@pytest.mark.anyio
async def test_failure_is_told_once_too(catalog: Catalog) -> None:
    """Also where Telegram does not say whether the sentence arrived."""
    with FakeTelegram() as tg:
        tg.fail("sendMessage", kind="lost")
        ann = tg.user(id=1001, name="Ann")
        async with posting(tg, catalog) as post:
            app = application(tg)
            app.bot_data["courier"] = post.courier
            app.add_handler(MessageHandler(filters.ALL, _break))
            app.add_error_handler(failures.report)
            async with polling(app):
                ann.send("?")
                await until(tg, lambda: len(tg.calls_of("editMessageText")))
                await post.courier.of_question(ann.id, 1)

    assert [message.text.partition(".")[0] for message in ann.bot_messages] == ["That did not work"]


async def _break(update: object, context: Any) -> None:
    del update, context
    raise CatalogError("a disk is full")


def test_catalog_is_read_while_an_answer_is_on_its_way(home: Path) -> None:
    """A send that hangs holds no transaction: others are answered meanwhile."""
    with FakeTelegram(flood=False) as tg:
        held = tg.fail("sendMessage", kind="slow", seconds=4)
        ann, ben = tg.user(id=1001, name="Ann"), tg.user(id=1002, name="Ben")
        with RunningBot(tg, home, users="everyone"):
            ann.send(OTHER_QUESTION)
            wait_until(lambda: held.used)
            ben.send(OTHER_QUESTION)
            ben.wait_for_message(3)

            assert ann.bot_messages == []
            ann.wait_for_message()
