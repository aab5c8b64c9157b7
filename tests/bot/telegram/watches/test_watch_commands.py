"""Watches over HTTP: begun by words and by buttons, told, asked about, listed and ended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.store.schema import metadata
from bot.telegram.watches import watch_commands
from bot.watches import watchlist
from bot.watches.watchlist import MOST, Wish
from index.catalog.engine import Catalog
from tests.bot.telegram.conftest import ANN, BOSS, DESK
from tests.bot.telegram.test_bot_lifecycle import until
from tests.bot.telegram.test_kills import rows
from tests.bot.watches.values import story

if TYPE_CHECKING:
    from tests.bot.telegram.running import RunningBot
    from tests.fakes.telegram import FakeTelegram, Message, User

KIM = 1064
KEEPER = story(
    "Ostrand Post",
    "2024-05-06",
    "Lighthouse keeper Runa Tveit retires",
    "Runa Tveit, the last lighthouse keeper of Lunnay, has retired after forty years. Her lamp is "
    "lit by a clock from now on.",
)
COMET = story(
    "Ostrand Post",
    "2024-05-07",
    "Comet to be seen above the fjord",
    "A comet called Aslaug will be seen above the fjord on Sunday, astronomers say.",
)


@pytest.mark.parametrize("hour", ["24", "99", "60"])
def test_tap_with_an_hour_that_no_clock_has_is_no_tap_of_ours(hour: str) -> None:
    """Anybody can send such data; kept, it would stop all watches."""
    assert re.fullmatch(watch_commands._HOUR, "k:h:abc:0:23")
    assert not re.fullmatch(watch_commands._HOUR, f"k:h:abc:0:{hour}")


@pytest.fixture
def ann(tg: FakeTelegram) -> User:
    """Somebody who may ask."""
    return tg.user(id=ANN, name="Ann")


@pytest.fixture
def boss(tg: FakeTelegram) -> User:
    """Whoever adds articles."""
    return tg.user(id=BOSS, name="Boss", started=True)


def said(user: User, text: str) -> Message:
    """What the bot answers."""
    user.send(text)
    return user.wait_for_message()


def labels(message: Message) -> list[list[str]]:
    """The buttons of a message."""
    return [[button["text"] for button in row] for row in message.rows]


def test_watch_is_told_of_an_article_once_and_asks_about_it(
    tg: FakeTelegram, ann: User, boss: User
) -> None:
    """Within seconds of its coming; the same article anew is no news."""
    made = said(ann, "/watch lighthouse keeper")
    assert made.text == (
        "👁 Watched from now on: lighthouse keeper\n"
        "You are told as soon as an article about it comes in."
    )
    assert labels(made) == [["🕘 Daily at 9:00", "✕ End"]]
    boss.send_document("keeper.md", KEEPER.encode(), caption="/add")
    notice = ann.wait_for_text("👁 New on: lighthouse keeper")
    boss.wait_for_text("one article read")
    boss.send_document("keeper.md", KEEPER.replace("forty", "40").encode(), caption="/add")
    run = boss.wait_for_message()
    answer = ann.tap(notice, "💬 Ask about this: Lighthouse keeper Runa Tveit retires").message()
    ann.send("When did she retire?", reply_to=notice)
    followed = ann.wait_for_message()
    tg.wait_until(lambda: "one article read" in run.text, 60)

    assert "Lighthouse keeper Runa Tveit retires — Ostrand Post · 6 May 2024" in notice.text
    assert notice.entity_texts("blockquote") == [
        "Runa Tveit, the last lighthouse keeper of Lunnay, has retired after forty years."
    ]
    assert "Runa Tveit" in answer.text
    assert labels(answer)[0][0] == "1"
    assert "Runa Tveit" in followed.text
    ann.expect_silence(3.0)
    assert ann.tap(notice, "✕ End this watch").text == "Watched no more: lighthouse keeper"


def test_what_a_refusal_lacks_is_watched_by_its_button(ann: User, boss: User) -> None:
    """So is what a search looked for, found or not."""
    refusal = said(ann, "When will the comet Aslaug be seen?")
    assert refusal.text.startswith("The archive does not say.")
    made = ann.tap(refusal, "👁 Watch this").message()
    assert made.text.startswith("👁 Watched from now on: When will the comet Aslaug be seen?\n")
    searched = said(ann, "/search comet Aslaug")
    assert (
        ann.tap(searched, "👁 Watch this")
        .message()
        .text.startswith("👁 Watched from now on: comet Aslaug\n")
    )
    boss.send_document("comet.md", COMET.encode(), caption="/add")

    assert "Comet to be seen above the fjord" in ann.wait_for_text("👁 New on:").text
    ann.send("/forget")
    ann.tap(ann.wait_for_message(), "Delete").message()
    assert said(ann, "/watches").text.startswith("What shall I tell you of?")


def test_watches_are_listed_by_pages_changed_and_ended(tg: FakeTelegram) -> None:
    """By buttons; the hours are those of the chat."""
    eve = tg.user(id=ANN + 61, name="Eve")
    said(eve, "/timezone Kyiv")
    for number in range(5):
        said(eve, f"/watch topic number {number}")
    said(eve, "/watch harbour fire daily 18")
    page = said(eve, "/watches")
    assert page.text.startswith("6 things are watched here\n\n1. topic number 0\nYou are told as")
    eve.tap(page, "▶").message()
    assert page.text == (
        "6 things are watched here\n\n6. harbour fire\n"
        "You are told once a day at 18:00 (Europe/Kyiv), if anything came in."
    )
    eve.tap(page, "⚡ At once").message()
    assert page.text.endswith("You are told as soon as an article about it comes in.")
    ended = eve.tap(page, "✕ harbour fire")
    assert ended.text == "Watched no more: harbour fire"
    assert ended.message() is page
    assert page.text.startswith("5 things are watched here\n\n1. topic number 0\n")

    gone = eve.callback(data="k:e:nosuch:1", message=page)
    assert gone.text == "This is not watched any more. /watches shows what is."


def test_watch_of_a_group_is_ended_by_whoever_began_it_or_leads(tg: FakeTelegram) -> None:
    """Others who may write there see it and may begin their own."""
    ann, bob = tg.user(id=ANN, name="Ann"), tg.user(id=ANN + 62, name="Bob")
    desk = tg.group(id=DESK, title="Desk", members=[ann, bob])
    ann.send("/watch harbour fire", chat=desk)
    made = ann.wait_for_message(chat=desk)
    stranger = tg.user(id=6677, name="Stranger")

    assert bob.tap(made, "✕ End").text.startswith("Only whoever began this watch ends or changes")
    assert stranger.callback(data="k:p:1", message=made).text.startswith("You may not open this.")
    assert ann.tap(made, "✕ End").text == "Watched no more: harbour fire"


def test_what_cannot_be_watched_gets_one_sentence(ann: User) -> None:
    """That says what to do."""
    assert said(ann, "/watch").text.startswith("What shall I tell you of?")
    assert said(ann, "/watch the latest news").text.startswith("There is no topic in that.")
    assert said(ann, f"/watch {'harbour ' * 40}").text.startswith("That is too long")


def test_there_is_a_most_and_a_chat_that_blocks_the_bot_watches_nothing(
    bot: RunningBot, tg: FakeTelegram
) -> None:
    """Whoever comes back begins anew."""
    kim = tg.user(id=KIM, name="Kim")
    catalog = Catalog.open(bot.home / "catalog.sqlite", tables=metadata)
    for number in range(MOST):
        catalog.change(watchlist.make, Wish(KIM, KIM, f"topic number {number}", "en"))
    catalog.close()
    assert said(kim, "/watch one topic more").text == (
        "20 things are watched already, as many as may be. End one first: /watches"
    )
    tg.block(kim)

    until(lambda: not rows(bot.home, "SELECT id FROM watches WHERE chat = 1064"))
