"""What people see and wait for: edits, deletions, quotes, silence, files, odd requests."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.fakes.telegram import FakeTelegram, User

from .messages import button, html, keyed

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Client


def test_waiting_sees_edits_and_texts(ann: User, bot: Client) -> None:
    """An answer that grows by edits can be waited for."""
    place = {"chat_id": ann.id}
    place["message_id"] = bot.result("sendMessage", **place, text="…")["message_id"]
    message = ann.wait_for_message()
    with ThreadPoolExecutor() as pool:
        edited = pool.submit(ann.wait_for_edit, message, edits=0)
        done = pool.submit(ann.wait_for_text, "done")
        bot.result("editMessageText", **place, text="half")
        bot.result("editMessageText", **place, text="done")

        assert edited.result(5) is done.result(5) is message
    with pytest.raises(AssertionError, match="'more' in 1001"):
        ann.wait_for_text("more", timeout=0.01)
    ann.expect_silence(0.01)
    bot.result("sendMessage", chat_id=ann.id, text="noise")
    with pytest.raises(AssertionError, match="the bot wrote 'noise'"):
        ann.expect_silence(0.01)


def test_deleted_message_is_gone(ann: User, bot: Client) -> None:
    """It cannot be tapped, edited or seen any more."""
    markup = keyed(button(callback_data="a"))
    number = bot.result("sendMessage", chat_id=ann.id, **markup)["message_id"]
    message = ann.wait_for_message()
    bot.result("deleteMessage", chat_id=ann.id, message_id=number)

    assert ann.bot_messages == []
    with pytest.raises(AssertionError, match="deleted"):
        ann.tap(message, "b")


def test_people_cannot_do_what_clients_do_not_offer(tg: FakeTelegram, ann: User) -> None:
    """A test that asks for the impossible is told so."""
    bob = tg.user(id=1002, name="Bob")
    message = ann.send("x")
    desk = tg.group(id=-100, title="Desk", members=[ann])

    with pytest.raises(AssertionError, match="themselves"):
        bob.edit(message, "y")
    with pytest.raises(AssertionError, match="not a member"):
        bob.send("x", chat=desk)
    with pytest.raises(AssertionError, match="no button"):
        ann.tap(message, "1")
    with pytest.raises(AssertionError, match="not linked"):
        ann.open_link(message, "[1]")
    with pytest.raises(AssertionError, match="deep link"):
        ann.open_deeplink("c:1")
    with pytest.raises(AssertionError, match="draft"):
        ann.stop_generation()


def test_copy_button_gives_its_text(ann: User, bot: Client) -> None:
    """Copying happens in the client; the bot hears nothing."""
    markup = keyed(button(copy_text={"text": "the quote"}))
    bot.result("sendMessage", chat_id=ann.id, **markup)

    assert ann.tap(ann.wait_for_message(), "b").copied == "the quote"
    assert bot.result("getUpdates") == []


def test_all_html_entities_are_understood(ann: User, bot: Client) -> None:
    """Rarer tags, references and attributes in all quotings."""
    source = (
        "<tg-time unix='1700000000' format='d'>then</tg-time> <tg-spoiler>s</tg-spoiler> "
        "<span class=tg-spoiler>t</span> <a href='https://a.b?c=1&amp;d=2'>l</a> "
        "<tg-emoji emoji-id='5'>👍</tg-emoji> &#8211;&#x2013;&unknown; "
        "<blockquote>q</blockquote><pre><code class='language-py'>c</code></pre>"
    )
    bot.result("sendMessage", chat_id=ann.id, **html(source))

    message = ann.wait_for_message()
    assert message.text == "then s t l 👍 ––&unknown; qc"
    assert message.links == {"l": "https://a.b?c=1&d=2"}
    assert message.entities[0]["unix_time"] == 1_700_000_000
    assert message.entities[-1]["language"] == "py"
    assert [e["type"] for e in message.entities[1:]] == [
        "spoiler",
        "spoiler",
        "text_link",
        "custom_emoji",
        "blockquote",
        "pre",
    ]


def test_transcript_and_page_show_replies_groups_and_files(
    tg: FakeTelegram, ann: User, bot: Client, tmp_path: Path
) -> None:
    """Quotes, joins, files, actions, drafts, reactions and deletions leave a line each."""
    bob = tg.user(id=1002, name="Bob")
    desk = tg.group(id=-100, title="Desk", members=[ann])
    bob.join(desk)
    number = bot.result("sendMessage", chat_id=desk.id, **html("a <b>claim</b>"))["message_id"]
    answer = desk.bot_messages[0]
    ann.send("why?", chat=desk, reply_to=answer, quote="claim")
    ann.send_document("notes.txt", b"x", chat=desk)
    bot.result("sendChatAction", chat_id=desk.id, action="typing")
    reaction = [{"type": "emoji", "emoji": "👍"}]
    bot.result("setMessageReaction", chat_id=desk.id, message_id=number, reaction=reaction)
    page = tg.save_page(tmp_path / "page.html").read_text()
    bot.result("deleteMessage", chat_id=desk.id, message_id=number)
    transcript = tg.transcript()

    for line in (
        "Bob in Desk: message #1",
        "Ann in Desk: message #3, a reply to #2 “claim”",
        "<document notes.txt>",
        "Bot in Desk: action typing",
        "Bot in Desk: reaction #2 👍",
        "Bot in Desk: delete #2",
    ):
        assert line in transcript
    assert "Bob: new_chat_members" in page
    assert "📎 notes.txt" in page
    assert "👍" in page
    assert "a <b>claim</b>" in page


def test_page_of_chosen_chats_has_their_headings_and_unfolds_quotations(
    tg: FakeTelegram, ann: User, bot: Client, tmp_path: Path
) -> None:
    """Nothing is hidden in a picture, and no other chat is in it."""
    other = tg.user(id=1002, name="Bob", started=True)
    quote = html("<blockquote expandable>one</blockquote>")
    bot.result("sendMessage", chat_id=ann.id, **quote)
    bot.result("sendMessage", chat_id=other.id, text="elsewhere")
    whole = tg.save_page(tmp_path / "whole.html").read_text()
    chosen = tg.save_page(tmp_path / "some.html", headings={ann.id: "Answers"}).read_text()

    assert "elsewhere" in whole
    assert "checked>" not in whole
    assert "<h2>Answers</h2>" in chosen
    assert "checked><span>one" in chosen
    assert "elsewhere" not in chosen


def test_failing_test_shows_the_transcript() -> None:
    """A failure inside the block carries what happened as a note."""
    with pytest.raises(ZeroDivisionError) as failure, FakeTelegram() as tg:  # noqa: PT012
        tg.user(id=1, name="Ann").send("hello there")
        _ = 1 / 0

    assert "hello there" in "".join(failure.value.__notes__)


def test_odd_requests_are_refused(tg: FakeTelegram, ann: User, bot: Client) -> None:
    """Broken bodies, empty files, unknown paths, and calls after logOut."""
    tg.allow("refused")
    upload = {"document": ("a.txt", b"")}

    def describe(method: str, **request: object) -> str:
        response = bot.http.post(f"{bot.base}/{method}", **request)  # type: ignore[arg-type]
        return str(response.json()["description"])

    kind = {"Content-Type": "application/json"}
    broken = "Bad Request: can't parse request JSON object"
    assert describe("getMe", content="{", headers=kind) == broken
    assert describe("getMe", content="[]", headers=kind) == f"{broken}: Object expected"
    empty = describe("sendDocument", data={"chat_id": ann.id}, files=upload)
    assert empty == "Bad Request: file must be non-empty"
    assert bot.http.get(f"{tg.url}/file/bot{tg.token}/files/x/y").status_code == 404
    bot.result("logOut")
    assert bot.refused("getMe") == "Logged out"


def test_command_menu_of_an_unknown_chat_is_nobodys_fault(tg: FakeTelegram, bot: Client) -> None:
    """A bot cannot know whether its admins have started it."""
    tg.user(id=1001, name="Ann")
    scope = {"type": "chat", "chat_id": 1001}
    refusal = bot.refused("setMyCommands", commands=[], scope=scope)

    assert refusal == "Bad Request: chat not found"
    assert tg.violations == []
