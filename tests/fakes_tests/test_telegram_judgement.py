"""What the fake says in the end: violations, transcript, page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.telegram import FakeTelegram, User

from .conftest import Client

if TYPE_CHECKING:
    from pathlib import Path


def test_violations_fail_the_test_on_leaving() -> None:
    """Refusals, open taps, drafts and unused faults are listed with the transcript."""
    fake = FakeTelegram()
    with pytest.raises(AssertionError) as failure, fake as tg:  # noqa: PT012 - leaving is the point
        ann, bot = tg.user(id=1001, name="Ann"), Client(tg)
        tg.fail("getMe", kind="500")
        ann.send("What happened?")
        bot.call("sendMessage", chat_id=ann.id, text="")
        markup = {"inline_keyboard": [[{"text": "1", "callback_data": "c"}]]}
        bot.result("sendMessage", chat_id=ann.id, text="answer", reply_markup=markup)
        ann.tap(ann.wait_for_message(), "1", wait=False)
        bot.result("sendMessageDraft", chat_id=ann.id, draft_id=1, text="wait")
        bot.http.close()

    kinds = [violation.kind for violation in fake.violations]
    assert kinds == ["refused", "unanswered", "draft", "unused fault"]
    assert "message text is empty" in str(failure.value)
    assert "What happened?" in str(failure.value)


def test_allowed_violations_pass() -> None:
    """What the test names does not fail it."""
    with FakeTelegram() as tg:
        tg.allow("CHAT NOT FOUND")
        bot = Client(tg)
        bot.call("sendMessage", chat_id=1, text="x")
        bot.http.close()


def test_draft_that_vanished_before_the_message_is_a_violation(
    tg: FakeTelegram, ann: User, bot: Client
) -> None:
    """A draft lives thirty seconds without a frame."""
    bot.result("sendMessageDraft", chat_id=ann.id, draft_id=1, text="")
    tg.advance(29)
    bot.result("sendMessageDraft", chat_id=ann.id, draft_id=1, text="so far")
    tg.advance(40)
    bot.result("sendMessage", chat_id=ann.id, text="done")

    assert [v.kind for v in tg.violations] == ["draft"]
    tg.allow("draft")


def test_transcript_and_page_show_what_people_saw(
    tg: FakeTelegram, ann: User, bot: Client, tmp_path: Path
) -> None:
    """Formatting, links, quotes, buttons and edits are readable."""
    ann.send("/ask bridge <b>")
    source = (
        "The <b>bridge</b> reopened. <a href='https://t.me/pressmark_bot?start=c_a_1'>[1]</a>\n"
        "<blockquote expandable>one\ntwo</blockquote>"
    )
    row = [{"text": "1", "callback_data": "c:a:1"}, {"text": "↗", "url": "https://a.b"}]
    markup = {"inline_keyboard": [row]}
    answer = {"chat_id": ann.id, "text": source, "parse_mode": "HTML", "reply_markup": markup}
    bot.result("sendMessage", **answer)
    message = ann.wait_for_message()
    assert ann.tap(message, "↗").url == "https://a.b"
    assert ann.open_link(message, "[1]").endswith("c_a_1")
    bot.result("editMessageText", chat_id=ann.id, message_id=message.id, text="changed")
    transcript = tg.transcript()
    page = tg.save_page(tmp_path / "page.html").read_text()

    assert "The **bridge** reopened. [1](https://t.me/pressmark_bot?start=c_a_1)" in transcript
    assert ">> one\n" in transcript
    assert ">> two" in transcript
    assert "[1] [↗ → https://a.b]" in transcript
    assert "/start c_a_1" in transcript
    assert "changed" in transcript
    assert "</a> bridge &lt;b&gt;" in page
    assert "changed" in page


def test_waiting_names_what_did_not_come(tg: FakeTelegram, ann: User) -> None:
    """A wait that fails says what it waited for."""
    with pytest.raises(AssertionError, match="a message in 1001"):
        ann.wait_for_message(timeout=0.01)
    with pytest.raises(AssertionError, match="call 1 of getMe"):
        tg.wait_for_call("getMe", timeout=0.01)
    tg.quiet(0.01)
