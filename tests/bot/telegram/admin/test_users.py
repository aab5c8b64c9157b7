"""Who may ask besides those in the settings: invitations, codes, bans, budgets."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest

from tests.bot.telegram.conftest import ANN, BOSS, DESK
from tests.bot.telegram.running import RunningBot
from tests.fakes.telegram import FakeTelegram

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fakes.telegram import User

_ids = itertools.count(9000)
LET_IN = "You are let in. Write your question."
OVER = "This invitation is used up or too old. Ask whoever gave it to you for another."


@pytest.fixture
def boss(tg: FakeTelegram) -> User:
    """The admin."""
    return tg.user(id=BOSS, name="Boss", started=True)


def somebody(tg: FakeTelegram, name: str = "Mallory") -> User:
    """Somebody new who may not ask."""
    return tg.user(id=next(_ids), name=name)


def said(user: User, text: str) -> str:
    """What the bot answers."""
    user.send(text)
    return user.wait_for_message().text


def invitation(boss: User, numbers: str = "") -> str:
    """The parameter of an invitation link."""
    found = re.search(r"start=(inv_[\w-]+)$", said(boss, f"/invite {numbers}"))
    assert found
    return found[1]


def test_invitation_lets_as_many_in_as_it_says(tg: FakeTelegram, boss: User) -> None:
    """Who is in already costs no place, and stays in."""
    link = invitation(boss, "2 7")
    first, second, third = (somebody(tg) for _ in range(3))
    for user, expected in ((first, LET_IN), (first, LET_IN), (second, LET_IN), (third, OVER)):
        user.open_deeplink(link)
        assert user.wait_for_message().text == expected

    assert said(first, "/help").startswith("Write a question")
    assert said(third, "/help").startswith("You may not ask here.")
    house = said(boss, "/users")
    assert f"({first.id})" in house
    assert f"({second.id})" in house


@pytest.mark.parametrize("numbers", ["0", "2 0", "x", "5 7 9", "5000", "1 9999"])
def test_invitation_needs_sensible_numbers(boss: User, numbers: str) -> None:
    """What is meant is said."""
    assert said(boss, f"/invite {numbers}").startswith("Write /invite, or /invite PEOPLE DAYS")


def test_forged_invitation_lets_nobody_in(tg: FakeTelegram) -> None:
    """Codes are random."""
    stranger = somebody(tg)
    stranger.open_deeplink("inv_AAAAAAAAAAAAAAAAAAAAAA")

    assert stranger.wait_for_message().text == OVER
    assert said(stranger, "/help").startswith("You may not ask here.")


def test_code_of_a_stranger_lets_an_admin_let_them_in(tg: FakeTelegram, boss: User) -> None:
    """By the code or by a button; the stranger is told."""
    walter, wanda = somebody(tg, "Walter"), somebody(tg, "Wanda")
    found = re.search(r"within an hour: (\d{6})$", said(walter, "hello"))
    assert found
    assert said(walter, "hello again").endswith(found[1])
    assert said(boss, "/users let 000000").startswith("Nobody waits with this code or id.")
    assert said(boss, f"/users let {found[1]}") == f"Walter ({walter.id}) may ask from now on."
    assert walter.wait_for_message().text == LET_IN
    assert said(walter, "/help").startswith("Write a question")
    said(wanda, "hello")
    boss.send("/users")
    house = boss.wait_for_message()
    assert boss.tap(house, "Let in: Wanda").text == f"Wanda ({wanda.id}) may ask from now on."

    assert wanda.wait_for_message().text == LET_IN
    assert said(boss, f"/users out {wanda.id}") == f"Wanda ({wanda.id}) is no longer let in."
    assert said(wanda, "/help").startswith("You may not ask here.")


def test_banned_person_is_answered_nowhere(tg: FakeTelegram, boss: User) -> None:
    """Not in private, not in the listed group, not by taps, links, invitations and inline."""
    mallory, ann = somebody(tg), tg.user(id=ANN, name="Ann")
    desk = tg.group(id=DESK, title="Desk", members=[mallory, ann])
    ann.send("How many people lived in Skelhaven on 1 January 2023?")
    answer = ann.wait_for_message()
    mallory.send("/ask", chat=desk)
    mallory.wait_for_message(chat=desk)
    assert "is banned" in said(boss, f"/users ban {mallory.id}")
    link = invitation(boss)

    mallory.send("/ask What happened?", chat=desk)
    mallory.send("/help")
    mallory.open_deeplink(link)
    mallory.open_deeplink(answer.button("1")["callback_data"].replace(":", "_"))
    mallory.expect_silence(0.5)
    mallory.expect_silence(0.1, chat=desk)
    assert mallory.inline("cod") == []
    tap = mallory.callback(data=answer.button("1")["callback_data"], message=answer)
    assert tap.text.startswith("You may not open this.")
    assert "is not banned any more" in said(boss, f"/users unban {mallory.id}")
    mallory.send("/ask", chat=desk)
    assert mallory.wait_for_message(chat=desk).text.startswith("There is no question in that.")


def test_admins_cannot_be_banned_and_nobody_else_may_steer(tg: FakeTelegram, boss: User) -> None:
    """In messages and in forged taps."""
    ann = tg.user(id=ANN, name="Ann")
    assert said(boss, f"/users ban {BOSS}").startswith("Admins cannot be banned")
    for command in (
        "/users",
        f"/users let {ANN}",
        "/invite",
        "/stats",
        "/missed",
        "/feedback",
        "/add https://a.example/b",
        "/remove x",
    ):
        ann.send(command)
        refusal = ann.wait_for_message()
        assert refusal.text.startswith("Only admins may do this.")
    for data in (f"g:let:{ANN}", "r:AAAA:y"):
        assert ann.callback(data=data, message=refusal).text.startswith("Only admins may do this.")


def test_budgets_count_questions_by_person_and_by_group(home: Path) -> None:
    """Asking anew costs, searching and an edit that changes no word do not.

    An admin has the budget of the group alone.
    """
    with FakeTelegram(flood=False) as tg:
        boss = tg.user(id=BOSS, name="Boss", started=True)
        ann, bea = tg.user(id=ANN, name="Ann"), tg.user(id=1002, name="Bea")
        desk = tg.group(id=DESK, title="Desk", members=[boss, ann, bea])
        settings = {
            "admins": str(BOSS),
            "users": "everyone",
            "daily_questions": "2",
            "daily_group_questions": "2",
        }
        with RunningBot(tg, home, **settings):
            asked = ann.send("What did the Ostrand Post report about the ferry in May 1999?")
            answer = ann.wait_for_message()
            ann.edit(asked, f"{asked.text} ")
            assert ann.tap(answer, "✕ May 1999").message() is answer
            spent = "You have asked your 2 questions of today. Tomorrow (UTC) there are new ones;"
            assert said(ann, "Who won the race to Mars?").startswith(spent)
            tap = ann.tap(answer, "↺ Undo")
            assert (tap.text[:30], tap.alert) == (spent[:30], True)
            assert said(ann, "/search cod").startswith("🔎 cod")
            for user in (boss, bea):
                user.send("/ask Who won the race to Mars?", chat=desk)
                assert user.wait_for_message(chat=desk).text.startswith("The archive does not")
            boss.send("/ask Who won the race to Mars?", chat=desk)
            refused = boss.wait_for_text("This group has asked", chat=desk)
        assert refused.text.startswith("This group has asked its 2 questions of today.")
        with RunningBot(tg, home, **settings):
            assert said(ann, "Who won the race to Mars?").startswith(spent)
