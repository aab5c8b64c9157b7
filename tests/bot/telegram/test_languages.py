"""Everybody is spoken to in their own language."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING

import pytest

from .conftest import BOSS, DESK

if TYPE_CHECKING:
    from tests.fakes.telegram import FakeTelegram, User

_ids = itertools.count(1010)
REFUSED = "Who won the race to Mars?"


@pytest.fixture
def oksana(tg: FakeTelegram) -> User:
    """Somebody whose Telegram is Ukrainian."""
    return tg.user(id=1002, name="Oksana", language="uk")


@pytest.fixture
def ivan(tg: FakeTelegram) -> User:
    """Somebody whose Telegram is Russian."""
    return tg.user(id=1003, name="Ivan", language="ru-RU")


def test_language_is_that_of_telegram_until_another_is_chosen(oksana: User) -> None:
    """By the command or by a tap; it is kept, and can be left to Telegram again."""
    oksana.send(REFUSED)
    refusal = oksana.wait_for_message()
    assert refusal.text.startswith(
        "В архіві про це не сказано.\n\nУ жодній статті архіву не згадано: «Mars».\n\n"
        "Найближчі статті:\n• "
    )
    oksana.send("/language en")
    assert oksana.wait_for_message().text == "I speak English from now on."
    oksana.send(REFUSED)
    assert oksana.wait_for_message().text.startswith("The archive does not say.")
    oksana.send("/language")
    choice = oksana.wait_for_message()
    assert choice.buttons == ["English", "Русский", "Українська", "As in Telegram"]
    tap = oksana.tap(choice, "Русский")
    assert tap.text == "Теперь я говорю по-русски."
    assert tap.message() is choice
    assert choice.text == "Теперь я говорю по-русски."
    assert oksana.tap(choice, "Как в Telegram").message() is choice
    oksana.send("/nonsense")

    assert oksana.wait_for_message().text.startswith("Я не знаю такої команди.")


def test_notes_chips_and_dates_are_translated_and_quotations_are_not(ivan: User) -> None:
    """What the archive printed stays as it is."""
    ivan.send("What did the Ostrand Post report about the ferry in May 1999?")
    answer = ivan.wait_for_message()

    assert "В архиве ничего нет от Ostrand Post с 1 мая 1999 по 31 мая 1999;" in answer.text
    assert "✕ май 1999" in answer.buttons


def test_member_of_a_group_is_answered_in_their_own_language(
    tg: FakeTelegram, oksana: User, ivan: User
) -> None:
    """Each of them; the group has none."""
    desk = tg.group(id=DESK, title="Desk", members=[oksana, ivan])
    oksana.send("/ask", chat=desk)
    assert oksana.wait_for_message(chat=desk).text.startswith("Тут немає запитання.")
    ivan.send("/ask", chat=desk)

    assert "Здесь нет вопроса." in ivan.wait_for_text("Здесь", chat=desk).text


def test_stranger_is_refused_in_their_language(tg: FakeTelegram) -> None:
    """In messages and taps; any other language than ours is answered in English."""
    olena = tg.user(id=7001, name="Olena", language="uk")
    hans = tg.user(id=7002, name="Hans", language="de")
    olena.send("Привіт")
    refusal = olena.wait_for_message()
    hans.send("Hallo")

    assert refusal.text.startswith("Вам не можна тут запитувати. Ваш номер у Telegram – 7001;")
    tap = olena.callback(data="c:AAAA:1", message=refusal)
    assert tap.text.startswith("Вам не можна це відкрити. Ваш номер у Telegram – 7001;")
    assert hans.wait_for_message().text.startswith("You may not ask here.")


def test_menus_are_set_by_language_and_role(tg: FakeTelegram) -> None:
    """Everybody's, that of groups, and that of an admin, in three languages each."""
    boss = tg.user(id=BOSS, name="Boss", started=True)
    boss.send("/start")
    boss.wait_for_message()

    def menus() -> dict[tuple[str, int | None, str], list[str]]:
        """The descriptions, by kind of scope, chat and language."""
        found = {}
        for key, commands in tg.commands.items():
            scope, language = json.loads(key)
            named = (scope["type"], scope.get("chat_id"), language or "")
            found[named] = [each["description"] for each in commands]
        return found

    tg.wait_until(lambda: ("chat", BOSS, "uk") in menus(), what="the menu of the admin")
    assert menus()["default", None, "uk"][0] == "Запитати архів"
    assert menus()["all_private_chats", None, ""][0] == "Ask the archive"
    assert menus()["all_group_chats", None, "ru"] == [
        "Спросить архив",
        "Найти статьи и отрывки",
        "Издания архива",
        "Что я умею",
    ]
    assert len(menus()["chat", BOSS, "uk"]) == 28


def test_who_sets_no_language_is_answered_in_that_of_the_question(tg: FakeTelegram) -> None:
    """Many have their Telegram in English; going over to English goes back to it."""
    anna = tg.user(id=next(_ids), name="Anna", language="en")
    anna.send("Хто виграв перегони на Марс?")
    refusal = anna.wait_for_message()
    nearest = next(each for each in refusal.buttons if not each.startswith("👁"))
    card = anna.tap(refusal, nearest).message()
    anna.send("/search пожар, который случился в порту")
    found = anna.wait_for_message()
    anna.send(REFUSED)

    assert refusal.text.startswith("В архіві про це не сказано.")
    assert "Архів здебільшого англійською" in refusal.text
    assert "Найближчі статті:" in refusal.text
    assert "вересня 2024" in card.text
    assert " июля 2024" in found.text
    assert anna.wait_for_message().text.startswith("The archive does not say.")


def test_what_is_forwarded_says_nothing_about_who_forwards_it(tg: FakeTelegram, ivan: User) -> None:
    """Nor does English, which is asked because the archive is in it."""
    other = tg.user(id=next(_ids), name="Olha", language="uk")
    ivan.forward(other.send("Хто виграв перегони на Марс?"))
    assert ivan.wait_for_message().text.startswith("Что об этом есть в архиве:")
    ivan.send(REFUSED)

    assert ivan.wait_for_message().text.startswith("В архиве об этом не сказано.")
