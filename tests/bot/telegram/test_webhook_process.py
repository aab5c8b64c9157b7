"""The bot as a process that Telegram posts to."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from bot.web.site import MOST_BYTES, SECRET_HEADER
from tests.fakes.telegram import FakeTelegram

from .conftest import ANN
from .running import RunningBot, free_address, pressmark
from .test_bot_process import OTHER_QUESTION, QUESTION, REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fakes.telegram import User

_anns = itertools.count(ANN)


@pytest.fixture(scope="module")
def address() -> str:
    """Where it listens."""
    return free_address()


@pytest.fixture(scope="module")
def bot(
    indexed: Path, tmp_path_factory: pytest.TempPathFactory, address: str
) -> Iterator[RunningBot]:
    """A bot with a webhook, and with pages."""
    home = shutil.copytree(indexed, tmp_path_factory.mktemp("posted") / "home")
    web = {"http": address, "webhook_url": f"http://{address}/posts", "pages": "https://x.example"}
    with (
        FakeTelegram(flood=False) as tg,
        RunningBot(tg, home, users="everyone", **web) as running,
    ):
        yield running


@pytest.fixture
def tg(bot: RunningBot) -> FakeTelegram:
    """Its Telegram."""
    return bot.tg


@pytest.fixture
def ann(tg: FakeTelegram) -> User:
    """Somebody new."""
    return tg.user(id=next(_anns), name="Ann")


@pytest.fixture
def web(address: str) -> Iterator[httpx.Client]:
    """Somebody who looks from outside."""
    with httpx.Client(base_url=f"http://{address}", timeout=20) as client:
        yield client


def secret_of(tg: FakeTelegram) -> dict[str, str]:
    """The header with which Telegram posts."""
    return {SECRET_HEADER: str(tg.world.updates.webhook.secret)}


def figures(web: httpx.Client) -> dict[str, float]:
    """Every sample of the metrics."""
    lines = web.get("/metrics").text.splitlines()
    return {
        name: float(value)
        for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    }


def settled(web: httpx.Client) -> dict[str, float]:
    """The same once nothing is owed to anybody: an answer is seen before it is crossed out."""
    until = time.monotonic() + 60
    while (found := figures(web))['pressmark_queue{of="deliveries"}'] and time.monotonic() < until:
        time.sleep(0.05)
    return found


def test_what_is_posted_is_answered_and_nothing_is_polled(
    bot: RunningBot, tg: FakeTelegram, ann: User, address: str
) -> None:
    """Telegram is told where, with which secret, which kinds; what waits there is kept."""
    ann.send(OTHER_QUESTION)
    answer = ann.wait_for_message()

    (told,) = tg.calls_of("setWebhook")
    assert "42 crowns" in answer.text
    assert tg.calls_of("getUpdates", "deleteWebhook") == []
    assert told.params["url"] == f"http://{address}/posts"
    assert len(told.params["secret_token"]) == 43
    assert "message" in told.params["allowed_updates"]
    assert "drop_pending_updates" not in told.params
    assert told.params["secret_token"] not in bot.log


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: "x" * 43}])
def test_post_without_the_secret_is_refused(
    tg: FakeTelegram, ann: User, web: httpx.Client, headers: dict[str, str]
) -> None:
    """Whatever it says."""
    message = {"message_id": 1, "date": 1, "chat": {"id": ann.id, "type": "private"}, "text": "x"}
    refused = web.post("/posts", json={"update_id": 7, "message": message}, headers=headers)

    assert refused.status_code == 403
    tg.quiet(0.3)
    assert ann.bot_messages == []


def test_update_that_is_posted_twice_is_answered_once(tg: FakeTelegram, ann: User) -> None:
    """Telegram repeats what it believes lost."""
    tg.duplicate_next_update()
    ann.send(OTHER_QUESTION)
    ann.wait_for_message()

    ann.expect_silence(0.5)
    assert tg.world.updates.pending == []


def test_post_that_is_too_large_is_refused(tg: FakeTelegram, web: httpx.Client) -> None:
    """Also where it does not say how large it is."""
    body = b'{"update_id": 8, "x": "' + b"x" * MOST_BYTES + b'"}'
    whole = web.post("/posts", content=body, headers=secret_of(tg))
    pieces = web.post("/posts", content=iter([body]), headers=secret_of(tg))

    assert (whole.status_code, pieces.status_code) == (413, 413)


def test_post_that_cannot_be_read_is_set_aside_and_the_next_is_answered(
    bot: RunningBot, tg: FakeTelegram, ann: User, web: httpx.Client
) -> None:
    """It is kept as it was written, and Telegram need not send it again."""
    assert web.post("/posts", content=b"\xff{", headers=secret_of(tg)).status_code == 200
    tg.put_raw('{"update_id": $id, "message": {"message_id": "seven"}}')
    ann.send("/help")
    ann.wait_for_message()
    done = pressmark("status --json", bot.home.parent, bot.env)

    found = json.loads(done.stdout)["telegram"]
    assert (found["state"], found["aside"]) == ("listening", 2)
    assert found["webhook"]["host"] == "127.0.0.1"


def test_bot_is_alive_and_ready(web: httpx.Client, ann: User) -> None:
    """Each check has a word; after a question the index is loaded."""
    ann.send(OTHER_QUESTION)
    ann.wait_for_message()
    alive, ready = web.get("/healthz"), web.get("/readyz")

    checks = ready.json()["checks"]
    assert (alive.status_code, alive.json()) == (200, {"alive": True})
    assert (ready.status_code, ready.json()["ready"]) == (200, True)
    assert list(checks) == ["database", "index", "chroma", "archive", "telegram"]
    assert checks["index"] == {"ok": True, "detail": "is loaded"}
    assert re.fullmatch(r"heard \d+ s ago, the last update \d+ s ago", checks["telegram"]["detail"])
    assert ready.headers["cache-control"] == "no-store"


def test_metrics_count_questions_refusals_posts_and_errors_of_telegram(
    tg: FakeTelegram, ann: User, web: httpx.Client
) -> None:
    """From one question to the next."""
    before = settled(web)
    tg.fail("sendMessage", kind="500")
    for question in (OTHER_QUESTION, REFUSED):
        ann.send(question)
        ann.wait_for_message()
    after = settled(web)

    def more(name: str) -> float:
        """By how much it grew."""
        return after[f"pressmark_{name}"] - before.get(f"pressmark_{name}", 0.0)

    assert (more("questions_total"), more("refusals_total")) == (2, 1)
    assert more('guard_claims_total{verdict="kept"}') >= 1
    assert more('stage_seconds_count{stage="retrieve"}') == 2
    assert more('stage_seconds_count{stage="store"}') == 2
    assert more('webhook_posts_total{status="200"}') == 2
    assert more('telegram_errors_total{error="NetworkError",method="sendMessage"}') == 1
    assert more("loop_lag_seconds_count") > 0
    assert after["pressmark_articles"] == 48
    assert after['pressmark_queue{of="deliveries"}'] == 0
    assert after['pressmark_jobs{state="running"}'] == 0


def test_status_says_that_it_listens(bot: RunningBot) -> None:
    """As `test_heartbeat` has it."""
    shown = pressmark("status", bot.home.parent, bot.env).stdout

    assert "the bot listens at its webhook; last heard from Telegram" in shown


def test_answer_is_a_page_for_whoever_has_its_link(web: httpx.Client, ann: User) -> None:
    """A button below the answer opens it, above the thumbs."""
    ann.send(OTHER_QUESTION)
    answer = ann.wait_for_message()
    *_, name = answer.button("🔗 Open as a page")["url"].rpartition("https://x.example/a/")
    page, other = web.get(f"/a/{name}"), web.get(f"/a/{name[::-1]}")

    assert answer.buttons[-4:] == ["🔗 Open as a page", "↗ Share", "👍", "👎"]
    assert page.status_code == 200
    assert "<mark>A kilo of cod cost 42 crowns" in page.text
    assert other.status_code == 404


def test_switched_and_killed_it_answers_everything_once(indexed: Path, tmp_path: Path) -> None:
    """From polls to posts, killed when a post was confirmed, and back to polls."""
    home, address = shutil.copytree(indexed, tmp_path / "home"), free_address()
    with FakeTelegram(flood=False) as tg:
        ann, ben, cyd = (tg.user(id=1001 + n, name=name) for n, name in enumerate("ABC"))
        with RunningBot(tg, home, users="everyone", http=address):
            ann.send(OTHER_QUESTION)
            ann.wait_for_message()
            assert httpx.get(f"http://{address}/healthz", timeout=20).status_code == 200
            assert httpx.post(f"http://{address}/posts", timeout=20).status_code == 404
        ben.send(QUESTION)
        hook = {"http": address, "webhook_url": f"http://{address}/posts"}
        posted = RunningBot(tg, home, users="everyone", **hook)
        posted.start()
        ben.wait_for_message()
        cyd.send(OTHER_QUESTION)
        tg.wait_until(lambda: len(tg.world.updates.webhook.delivered) == 2, 30)
        posted.kill()
        with RunningBot(tg, home, users="everyone") as polled:
            cyd.wait_for_message()
            tg.quiet(1.0, 30)
            log = polled.log

    assert [len(each.bot_messages) for each in (ann, ben, cyd)] == [1, 1, 1]
    assert "the webhook of this bot at 127.0.0.1 is removed; this program polls." in log


def test_stopped_with_posts_on_their_way_it_ends_in_time_and_loses_none(
    indexed: Path, tmp_path: Path
) -> None:
    """What is posted while it ends is refused, and comes again after the next start."""
    home, address = shutil.copytree(indexed, tmp_path / "home"), free_address()
    hook = {"http": address, "webhook_url": f"http://{address}/"}
    with FakeTelegram(flood=False) as tg:
        people = [tg.user(id=1001 + n, name=f"P{n}") for n in range(6)]
        with RunningBot(tg, home, users="everyone", **hook) as bot:
            for person in people:
                person.send(OTHER_QUESTION)
            begun = time.monotonic()
            bot.stop()
            took = time.monotonic() - begun
        with RunningBot(tg, home, users="everyone", **hook):
            for person in people:
                person.wait_for_message()
            tg.quiet(1.0, 30)

    assert took < 10
    assert [len(person.bot_messages) for person in people] == [1] * 6
