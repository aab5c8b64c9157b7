"""Flood limits and injected faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.fakes.telegram import FakeTelegram, User
from tests.fakes.telegram.errors import ApiError
from tests.fakes.telegram.flood import Flood

from .conftest import Client

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def strict() -> Iterator[FakeTelegram]:
    """A fake with flood limits."""
    with FakeTelegram() as fake:
        yield fake


def test_private_chat_takes_a_burst_then_one_a_second(strict: FakeTelegram) -> None:
    """Who goes on while refused waits longer; patience helps."""
    strict.allow("flood")
    ann, bot = strict.user(id=1001, name="Ann", started=True), Client(strict)
    for number in range(5):
        bot.result("sendMessage", chat_id=ann.id, text=str(number))
    first, second = (bot.call("sendMessage", chat_id=ann.id, text="x") for _ in range(2))
    strict.advance(2)
    bot.result("sendMessage", chat_id=ann.id, text="y")
    bot.http.close()

    assert first["parameters"] == {"retry_after": 1}
    assert first["description"] == "Too Many Requests: retry after 1"
    assert second["parameters"] == {"retry_after": 2}
    assert [v.kind for v in strict.world.violations] == ["flood", "flood"]


def test_group_takes_twenty_messages_and_edits_a_minute(strict: FakeTelegram) -> None:
    """Edits count as messages do."""
    strict.allow("flood")
    ann, bot = strict.user(id=1001, name="Ann"), Client(strict)
    desk = strict.group(id=-100, title="Desk", members=[ann])
    number = bot.result("sendMessage", chat_id=desk.id, text="0")["message_id"]
    place = {"chat_id": desk.id, "message_id": number}
    for text in range(1, 20):
        bot.result("editMessageText", **place, text=str(text))
    refused = bot.call("editMessageText", **place, text="20")
    bot.http.close()

    assert refused["parameters"]["retry_after"] in (59, 60)


def test_drafts_and_actions_share_a_budget(strict: FakeTelegram) -> None:
    """Twenty calls in five seconds, forty in thirty."""
    strict.allow("flood")
    ann, bot = strict.user(id=1001, name="Ann", started=True), Client(strict)
    action = {"chat_id": ann.id, "action": "typing"}
    for _ in range(20):
        bot.result("sendChatAction", **action)
    short = bot.call("sendMessageDraft", chat_id=ann.id, draft_id=1, text="x")
    strict.advance(6)
    for _ in range(20):
        bot.result("sendChatAction", **action)
    strict.advance(6)
    long = bot.call("sendChatAction", **action)
    bot.http.close()

    assert short["parameters"]["retry_after"] in (4, 5)
    assert long["parameters"]["retry_after"] in (17, 18)


def test_all_chats_together_take_thirty_a_second() -> None:
    """The overall limit holds across chats."""
    flood = Flood()
    for chat in range(1, 31):
        flood.message(chat, 0.0)
    with pytest.raises(ApiError, match="retry after 1"):
        flood.message(31, 0.5)
    flood.message(32, 1.1)

    assert list(flood.until) == [31]


def test_injected_wait_must_be_kept(strict: FakeTelegram) -> None:
    """An injected 429 is nobody's fault; coming back too early is."""
    ann, bot = strict.user(id=1001, name="Ann", started=True), Client(strict)
    strict.fail("sendMessage", kind="429", retry_after=3)
    injected = bot.call("sendMessage", chat_id=ann.id, text="x")
    assert strict.violations == []
    early = bot.call("sendMessage", chat_id=ann.id, text="x")
    strict.advance(5)
    bot.result("sendMessage", chat_id=ann.id, text="x")
    bot.http.close()

    assert (injected["error_code"], early["error_code"]) == (429, 429)
    assert [v.kind for v in strict.violations] == ["flood"]
    strict.allow("flood")


@pytest.mark.parametrize(
    ("kind", "status", "messages"),
    [("500", 500, 0), ("502", 502, 0), ("400", 400, 0), ("malformed", 200, 1), ("slow", 200, 1)],
)
def test_fault_comes_at_the_nth_call(
    tg: FakeTelegram, ann: User, bot: Client, kind: Any, status: int, messages: int
) -> None:
    """A fault spares the calls before and after it, and carries out what it says."""
    tg.fail("sendMessage", kind=kind, nth=2, seconds=0.05)

    def send() -> httpx.Response:
        body = {"chat_id": ann.id, "text": "x"}
        return bot.http.post(f"{bot.base}/sendMessage", json=body)

    before, broken = send(), send()
    assert (before.status_code, broken.status_code) == (200, status)
    assert len(ann.bot_messages) == 1 + messages
    assert send().json()["ok"]
    assert tg.calls[1].fault == kind
    assert tg.violations == []


@pytest.mark.parametrize(("kind", "messages"), [("drop", 0), ("lost", 1)])
def test_connection_is_cut(
    tg: FakeTelegram, ann: User, bot: Client, kind: Any, messages: int
) -> None:
    """``drop`` loses the call, ``lost`` only the response."""
    tg.fail("sendMessage", kind=kind)
    with pytest.raises(httpx.TransportError):
        bot.call("sendMessage", chat_id=ann.id, text="x")

    assert len(ann.bot_messages) == messages
    assert tg.violations == []
