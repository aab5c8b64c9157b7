"""Groups, clocks and what is stored: what a person or a group chooses, sees and deletes."""

from __future__ import annotations

import itertools
import sqlite3
from typing import TYPE_CHECKING

import pytest

from .conftest import ANN, BOSS, DESK

if TYPE_CHECKING:
    from tests.fakes.telegram import FakeTelegram, Message, User
    from tests.fakes.telegram.rooms import Group

    from .running import RunningBot

_ids = itertools.count(-100_900)
_people = itertools.count(ANN + 60)
QUESTION = "How many people lived in Skelhaven on 1 January 2023?"


@pytest.fixture
def boss(tg: FakeTelegram) -> User:
    """The admin."""
    return tg.user(id=BOSS, name="Boss", started=True)


@pytest.fixture
def ann(tg: FakeTelegram) -> User:
    """Somebody who may ask, and has chosen nothing yet."""
    return tg.user(id=next(_people), name="Ann Oak", started=True)


def said(user: User, text: str) -> str:
    """What the bot answers in private."""
    user.send(text)
    return user.wait_for_message().text


def said_in(group: Group, user: User, text: str, *, reply_to: Message | None = None) -> Message:
    """What the bot answers in a group."""
    count = len(group.bot_messages)
    user.send(text, chat=group, reply_to=reply_to)
    user.world.wait(lambda: len(group.bot_messages) > count, 30, "an answer")
    return group.bot_messages[count]


def test_who_brings_the_bot_into_a_group_reads_how_to_ask_there(
    tg: FakeTelegram, ann: User
) -> None:
    """Once, with what privacy mode means and how the group is let in; as an admin it sees all."""
    news = tg.group(id=next(_ids), title="News", members=[ann])
    news.chat.bot_status = "left"
    news.set_bot_status("member", by=ann)
    greeting = ann.wait_for_text("Good day.", chat=news).text
    news.set_bot_status("administrator", by=ann)
    news.set_bot_status("left", by=ann)
    news.set_bot_status("administrator", by=ann)
    tg.wait_until(lambda: len(news.bot_messages) == 2, what="the second greeting")

    assert "use /ask@pressmark_bot or reply to one of my messages." in greeting
    assert "(privacy mode)" in greeting
    assert f"by its id, {news.id}, in PRESSMARK_USERS." in greeting
    assert "In groups, mention me" in news.bot_messages[1].text


def test_language_of_a_group_is_for_everybody_and_chosen_by_who_leads_it(
    tg: FakeTelegram, boss: User, ann: User
) -> None:
    """In private each goes on in their own."""
    desk = tg.group(id=DESK, title="Desk", members=[boss, ann])
    assert said_in(desk, ann, "/language uk").text.startswith("Only those who lead this group")
    assert said_in(desk, boss, "/language uk").text == "Тепер я говорю українською."
    assert said_in(desk, ann, "/ask").text.startswith("Тут немає запитання.")
    assert said(ann, "/ask").startswith("There is no question in that.")
    boss.tap(said_in(desk, boss, "/language"), "Як у Telegram")

    assert said_in(desk, ann, "/ask").text.startswith("There is no question in that.")


def test_clock_is_chosen_by_a_town_and_taken_back(ann: User) -> None:
    """What is no place changes nothing."""
    assert "UTC (UTC)" in said(ann, "/timezone")
    assert said(ann, "/timezone atlantis").startswith("I know no time zone atlantis.")
    assert "UTC+05:45 (Asia/Kathmandu) from now on." in said(ann, "/timezone kathmandu")
    assert "UTC+05:45 (Asia/Kathmandu);" in said(ann, "/timezone")

    assert "UTC (UTC) from now on." in said(ann, "/timezone auto")


def test_clock_of_a_group_is_for_those_who_chose_none(
    tg: FakeTelegram, boss: User, ann: User
) -> None:
    """A person's own goes before it."""
    desk = tg.group(id=DESK, title="Desk", members=[boss, ann])
    said_in(desk, boss, "/timezone Kyiv")
    assert "(Europe/Kyiv)" in said_in(desk, ann, "/timezone").text
    said(ann, "/timezone Asia/Kathmandu")
    assert "(Asia/Kathmandu)" in said_in(desk, ann, "/timezone").text

    assert "(UTC)" in said_in(desk, boss, "/timezone auto").text


def test_forget_asks_first_and_deletes_what_privacy_says(bot: RunningBot, ann: User) -> None:
    """Numbers under old answers open nothing any more; whoever else taps deletes nothing."""
    other = bot.tg.user(id=next(_people), name="Other", started=True)
    said(ann, QUESTION)
    answer = ann.bot_messages[-1]
    said(ann, "/search cod")
    assert "/forget deletes what is stored of you." in said(ann, "/privacy")
    assert traces(bot, ann) == [1, 1, 1]
    ann.send("/forget")
    asks = ann.wait_for_message()
    assert other.callback(data=f"e:{ann.id}:y", message=asks).text.startswith("Somebody else")
    assert ann.tap(asks, "Not now").message().text == "Nothing was deleted."
    assert traces(bot, ann) == [1, 1, 1]
    ann.send("/forget")
    done = ann.tap(ann.wait_for_message(), "Delete").message()

    assert done.text.startswith("All that was stored of you is deleted.")
    assert traces(bot, ann) == [0, 0, 0]
    assert ann.tap(answer, "1").text.startswith("This answer is no longer available.")


def test_admin_who_is_not_seen_forgets_what_they_asked_in_the_name_of_the_group(
    bot: RunningBot, ann: User
) -> None:
    """They tap under their own name; who does not lead the group is told that it is not theirs."""
    other = bot.tg.user(id=next(_people), name="Other", started=True)
    desk = bot.tg.group(id=DESK, title="Desk", members=[ann, other], admins=[ann])
    ann.speak_for(desk, f"/ask {QUESTION}")
    ann.wait_for_message(chat=desk)
    ann.send(QUESTION)
    ann.wait_for_message()
    ann.speak_for(desk, "/forget")
    asks = ann.wait_for_message(chat=desk)
    assert other.tap(asks, "Delete").text.startswith("Somebody else was asked that.")
    assert answers_of(bot, desk.id) == 1
    ann.tap(asks, "Delete")
    ann.wait_for_text("All that was stored of you is deleted.", chat=desk)

    assert answers_of(bot, desk.id) == 0
    assert answers_of(bot, ann.id) == 1


def answers_of(bot: RunningBot, who: int) -> int:
    """How many answers are stored of who asked under this id."""
    with sqlite3.connect(bot.home / "catalog.sqlite") as connection:
        wanted = "SELECT count(*) FROM answers WHERE conversation LIKE '%:' || ?"
        return int(connection.execute(wanted, [who]).fetchone()[0])


def traces(bot: RunningBot, person: User) -> list[int]:
    """How many answers, searches and names of a person are stored."""
    with sqlite3.connect(bot.home / "catalog.sqlite") as connection:
        counts = (
            "answers WHERE conversation LIKE '%:' || ?",
            "seekers WHERE who = ?",
            "profiles WHERE who = ?",
        )
        return [
            connection.execute(f"SELECT count(*) FROM {each}", [person.id]).fetchone()[0]  # noqa: S608 - ours
            for each in counts
        ]


def test_admin_bans_and_admits_in_reply_and_by_name(
    tg: FakeTelegram, boss: User, ann: User
) -> None:
    """Whoever is replied to, or wrote to the bot before under that name."""
    desk = tg.group(id=DESK, title="Desk", members=[boss, ann])
    said_in(desk, ann, "/ask")
    wrote = next(each for each in desk.messages if each.sender is ann.account)
    assert said_in(desk, boss, "/users ban", reply_to=wrote).text.startswith("Ann Oak (")
    ann.send("/help")
    ann.expect_silence(0.3)
    assert said(boss, "/users unban @ANN_OAK").startswith("Ann Oak")
    assert said(ann, "/help").startswith("Write a question")

    assert said(boss, "/users ban @nobody_knows").startswith("Nobody waits with this")
