"""How updates reach the bot: polls, confirmation, conflicts, privacy, webhooks."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from .conftest import Client

if TYPE_CHECKING:
    from tests.fakes.telegram import FakeTelegram, User


def texts(updates: list[dict[str, Any]]) -> list[str]:
    """The texts of messages in updates."""
    return [update["message"]["text"] for update in updates]


def test_updates_come_again_until_confirmed(ann: User, bot: Client) -> None:
    """Only an offset beyond an update forgets it; limit and negative offsets work."""
    for word in ("a", "b", "c"):
        ann.send(word)
    updates = bot.result("getUpdates", limit=2)

    assert texts(updates) == ["a", "b"]
    assert texts(bot.result("getUpdates")) == ["a", "b", "c"]
    assert texts(bot.result("getUpdates", offset=updates[0]["update_id"] + 1)) == ["b", "c"]
    assert texts(bot.result("getUpdates", offset=-1)) == ["c"]
    assert texts(bot.result("getUpdates")) == ["c"]


def test_long_poll_wakes_up_for_an_update(ann: User, bot: Client) -> None:
    """A waiting poll ends as soon as somebody writes."""
    with ThreadPoolExecutor() as pool:
        poll = pool.submit(bot.result, "getUpdates", timeout=8)
        ann.world.wait(lambda: ann.world.updates.polls, 5, "the poll")
        ann.send("x")

        assert texts(poll.result(2)) == ["x"]


def test_duplicate_update_has_the_same_id(tg: FakeTelegram, ann: User, bot: Client) -> None:
    """A redelivered update is the same update."""
    tg.duplicate_next_update()
    ann.send("x")
    first, second = bot.result("getUpdates")

    assert first == second


def test_older_poller_gets_the_conflict(tg: FakeTelegram, bot: Client) -> None:
    """Of two polls the older one fails with 409, in Telegram's words."""
    tg.allow("conflict")
    other = Client(tg)
    with ThreadPoolExecutor() as pool:
        older = pool.submit(bot.call, "getUpdates", timeout=8)
        tg.wait_until(lambda: tg.world.updates.polls == 1, 5)
        newer = pool.submit(other.call, "getUpdates", timeout=1)
        refused, served = older.result(5), newer.result(5)
    other.http.close()

    assert refused == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    }
    assert served["ok"]
    assert [v.kind for v in tg.world.violations] == ["conflict"]


def test_poll_of_a_killed_process_is_forgotten(tg: FakeTelegram, ann: User, bot: Client) -> None:
    """A bot that is killed during a poll leaves neither a conflict nor a lost update."""
    script = "import sys, httpx; httpx.post(sys.argv[1], json={'timeout': 30}, timeout=60)"
    with subprocess.Popen([sys.executable, "-c", script, f"{bot.base}/getUpdates"]) as killed:
        tg.wait_until(lambda: tg.world.updates.polls, 10)
        killed.kill()
    ann.send("x")

    assert texts(bot.result("getUpdates", timeout=1)) == ["x"]
    assert tg.violations == []


def test_held_poll_is_never_answered(tg: FakeTelegram, ann: User, bot: Client) -> None:
    """A zombie poll hangs although there are updates; a new poll works without conflict."""
    tg.fail("getUpdates", kind="hold")
    ann.send("x")
    with pytest.raises(httpx.ReadTimeout):
        bot.http.post(f"{bot.base}/getUpdates", timeout=0.2)

    assert texts(bot.result("getUpdates")) == ["x"]


def test_reactions_and_joins_follow_allowed_updates(
    tg: FakeTelegram, ann: User, bot: Client
) -> None:
    """Reactions come only when asked for; what is not asked for does not come."""
    message = ann.send("x")
    ann.react(message, "👍")
    bot.result("getUpdates", allowed_updates=["message_reaction"])
    ann.send("unseen")
    ann.react(message, "👎")
    kinds = [set(u) - {"update_id"} for u in bot.result("getUpdates")]

    assert kinds == [{"message"}, {"message_reaction"}]
    assert tg.calls[-1].ok


def test_privacy_mode_hides_small_talk(tg: FakeTelegram, ann: User, bot: Client) -> None:
    """In groups the bot sees commands for it, replies to it and service messages."""
    bob = tg.user(id=1002, name="Bob")
    desk = tg.group(id=-100, title="Desk", members=[ann])
    bot.result("sendMessage", chat_id=desk.id, text="hello")
    for text in ("lunch?", "/ask a", "/ask@pressmark_bot b", "/ask@other_bot c"):
        ann.send(text, chat=desk)
    ann.send("reply", chat=desk, reply_to=desk.bot_messages[0])
    bob.join(desk)
    bob.leave(desk)
    desk.set_bot_status("administrator", by=ann)
    ann.send("seen now", chat=desk)
    updates = bot.result("getUpdates")

    seen = [u.get("message", {}).get("text") for u in updates]
    assert seen == ["/ask a", "/ask@pressmark_bot b", "reply", None, None, None, "seen now"]
    assert "my_chat_member" in updates[5]


class Hook(BaseHTTPRequestHandler):
    """A webhook that fails once."""

    requests: list[tuple[str | None, bytes]]

    def do_POST(self) -> None:
        """Records the secret and the body."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.requests.append((self.headers["X-Telegram-Bot-Api-Secret-Token"], body))
        self.send_response(500 if len(self.requests) == 1 else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def test_webhook_is_retried_until_it_answers(tg: FakeTelegram, ann: User, bot: Client) -> None:
    """Updates are posted with the secret, again after an error, and polling is refused."""
    tg.allow("conflict")
    Hook.requests = []
    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/hook"
        bot.result("setWebhook", url=url, secret_token="s3cret")
        ann.send("x")
        tg.wait_until(lambda: tg.world.updates.webhook.delivered, 5)
        info = bot.result("getWebhookInfo")
        conflict = bot.refused("getUpdates")
        server.shutdown()
    bot.result("deleteWebhook")

    assert [secret for secret, _ in Hook.requests] == ["s3cret", "s3cret"]
    assert Hook.requests[0] == Hook.requests[1]
    assert info["last_error_message"] == (
        "Wrong response from the webhook: 500 Internal Server Error"
    )
    assert conflict == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    assert bot.result("getUpdates") == []


class Talkative(Hook):
    """A webhook that answers posts with words."""

    def do_POST(self) -> None:
        """Takes it and says so."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.requests.append((None, body))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"thanks")


def test_webhook_gets_each_chat_in_order_and_raw_updates_as_they_are(
    tg: FakeTelegram, ann: User, bot: Client
) -> None:
    """What it says is read as a call of a method, which nobody meant."""
    tg.allow("read as a call of a method")
    Hook.requests = []
    bob = tg.user(id=1002, name="Bob")
    for word in ("a", "b"):
        ann.send(word)
        bob.send(word)
    number = tg.put_raw('{ "update_id":$id}')
    with HTTPServer(("127.0.0.1", 0), Talkative) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        bot.result("setWebhook", url=f"http://127.0.0.1:{server.server_port}/hook")
        tg.wait_until(lambda: len(tg.world.updates.webhook.delivered) == 5, 5)
        server.shutdown()
    said = [json.loads(body) for _, body in Hook.requests]
    texts_of = {
        who.id: [
            each["message"]["text"]
            for each in said
            if "message" in each and each["message"]["chat"]["id"] == who.id
        ]
        for who in (ann, bob)
    }

    assert texts_of == {ann.id: ["a", "b"], bob.id: ["a", "b"]}
    assert f'{{ "update_id":{number}}}'.encode() in [body for _, body in Hook.requests]
    assert tg.world.violations
