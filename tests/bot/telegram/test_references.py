"""What a message belongs to, what is no question, and who is speaking: over HTTP."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from tests.fakes.telegram import FakeTelegram

from .conftest import ANN, BOSS, DESK
from .running import RunningBot

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fakes.telegram import Group, User

COD = "What did a kilo of cod cost at the Skelhaven auction in March 2025?"
CLAIM = "Cod at 42 crowns"
NEWS = "A kilo of cod cost 42 crowns at the Skelhaven fish auction on Thursday."
FOUND = "What the archive has on this:"
_ids = itertools.count(9000)


@pytest.fixture
def ann(tg: FakeTelegram) -> User:
    """Somebody who may ask."""
    return tg.user(id=ANN, name="Ann")


@pytest.fixture
def mel(tg: FakeTelegram) -> User:
    """Somebody who may ask in the listed group only."""
    return tg.user(id=next(_ids), name="Mel")


@pytest.fixture
def desk(tg: FakeTelegram, ann: User, mel: User) -> Group:
    """The listed group, where the bot sees everything."""
    group = tg.group(id=DESK, title="Desk", members=[ann, mel])
    group.chat.bot_status = "administrator"
    return group


def test_reply_is_about_the_answer_that_it_replies_to(ann: User, mel: User, desk: Group) -> None:
    """Whoever asked for it, and whatever they asked since."""
    ann.send(f"/ask {COD}", chat=desk)
    answer = ann.wait_for_message(chat=desk)
    mel.send("/ask How many people lived in Skelhaven on 1 January 2023?", chat=desk)
    mel.wait_for_text("residents", chat=desk)
    mel.send("And a year ago?", chat=desk, reply_to=answer)

    assert CLAIM in mel.wait_for_message(chat=desk).text


def test_reply_is_about_the_card_or_the_search_that_it_replies_to(ann: User) -> None:
    """A card is about what it quotes, a search about its words."""
    ann.send(COD)
    card = ann.tap(ann.wait_for_message(), "1").message()
    ann.send("/search harbour of Skelhaven")
    page = ann.wait_for_message()
    ann.send("/new")
    ann.wait_for_message()
    ann.send("And how much was it a year ago?", reply_to=card)
    of_card = ann.wait_for_message().text
    ann.send("/new")
    ann.wait_for_message()
    ann.send("Why?", reply_to=page)

    assert "36 crowns" in of_card
    assert "harbour" in ann.wait_for_message().text.lower()


def test_mention_in_reply_to_somebody_reads_what_they_wrote(
    ann: User, mel: User, desk: Group
) -> None:
    """The bot does not answer what was not said to it, but it is asked about that."""
    said = ann.send("A kilo of cod at the Skelhaven auction is dearer than ever.", chat=desk)
    ann.expect_silence(0.3, chat=desk)
    mel.send("@pressmark_bot how much was it in March 2025?", chat=desk, reply_to=said)

    assert CLAIM in mel.wait_for_message(chat=desk).text


def test_forward_with_its_comment_is_one_request(tg: FakeTelegram, ann: User) -> None:
    """One answer, about both."""
    room = tg.group(id=-100900, title="Elsewhere", members=[ann])
    news = ann.send(NEWS, chat=room)
    ann.send("Is this true?")
    ann.forward(news)
    answer = ann.wait_for_message()
    ann.expect_silence(1.2)

    assert answer.text.startswith(FOUND)
    assert CLAIM in answer.text


def test_album_with_a_question_is_answered_once(ann: User) -> None:
    """The other pictures are no messages of their own."""
    for caption in ("", COD, ""):
        ann.send_photo(b"x", caption=caption, album="77")
    answer = ann.wait_for_message()
    ann.expect_silence(1.2)

    assert CLAIM in answer.text


def test_text_that_telegram_split_is_answered_once(ann: User) -> None:
    """The question stands at the end of the second part."""
    ann.send("a" * 4096)
    ann.send(f" {COD}")
    ann.wait_for_message()

    ann.expect_silence(1.2)


def test_inline_result_that_is_posted_is_not_answered(ann: User, desk: Group) -> None:
    """The bot wrote it."""
    result = ann.inline("cod")[0]
    for room in (ann, desk):
        ann.post(result, chat=room)
        ann.expect_silence(0.5, chat=room)


def test_link_to_an_article_opens_it(ann: User) -> None:
    """Another is said not to be there."""
    ann.send("https://quayside-weekly.example/2025/cod-price")
    opened = ann.wait_for_message().text
    ann.send("https://quayside-weekly.example/2025/no-such")

    assert opened.startswith(CLAIM)
    assert ann.wait_for_message().text.startswith("The archive has no article at this link.")


def test_unknown_payload_is_a_welcome(ann: User) -> None:
    """Somebody may have put it into a link."""
    ann.open_deeplink("ref_newsletter")

    assert ann.wait_for_message().text.startswith("I answer questions from a news archive")


def test_search_keeps_the_language_of_who_searched(tg: FakeTelegram, ann: User) -> None:
    """Whoever turns its pages, in a group."""
    oksana = tg.user(id=ANN + 1, name="Oksana", language="uk")
    desk = tg.group(id=DESK, title="Desk", members=[ann, oksana])
    oksana.send("/search ferry in 2024", chat=desk)
    page = oksana.wait_for_message(chat=desk)
    before = page.text
    for label in ("▶", "◀"):
        ann.tap(page, label).message()

    assert "\n\nЗрозуміло: " in before
    assert page.text == before


def test_only_questions_cost_and_each_who_speaks_has_their_own(home: Path) -> None:
    """A person, the admins of a group who are not seen, and another group have one each."""
    with FakeTelegram(flood=False) as tg:
        ann = tg.user(id=ANN, name="Ann")
        desk, night = (tg.group(id=each, title="D", members=[ann]) for each in (DESK, DESK - 1))
        with RunningBot(tg, home, users="everyone", admins=str(BOSS), daily_questions="1"):
            for free in ("Hello!", "Thanks a lot", "What can you do?", "/search cod", "/ask"):
                ann.send(free)
                assert "questions of today" not in ann.wait_for_message().text
            ann.send_photo(b"x", caption="/search cod")
            assert ann.wait_for_message().text.startswith("🔎 cod")
            ann.send(COD)
            assert CLAIM in ann.wait_for_message().text
            for room in (desk, night):
                ann.speak_for(room, f"/ask {COD}")
                assert CLAIM in ann.wait_for_message(chat=room).text
                ann.speak_for(room, f"/ask {COD}")
                assert "one question of today" in ann.wait_for_message(chat=room).text
            ann.send(COD)

            assert "one question of today" in ann.wait_for_message().text


def test_account_costs_as_a_question_does(home: Path) -> None:
    """Also by the button under an answer; its pages and its picture cost nothing."""
    with FakeTelegram(flood=False) as tg:
        ann, bea = (tg.user(id=ANN + n, name=name) for n, name in enumerate(("Ann", "Bea")))
        with RunningBot(tg, home, users="everyone", daily_questions="1"):
            for free in ("/timeline", "/quotes"):
                ann.send(free)
                assert "questions of today" not in ann.wait_for_message().text
            ann.send("/timeline Lady Ingrid ferry")
            page = ann.wait_for_message()
            ann.tap(page, "▶").message()
            assert ann.tap(page, "📊 Coverage over time").message().extra["photo"]
            for spent in ("/timeline ferry", "/quotes Karin Holt", "/latest", "/digest", COD):
                ann.send(spent)
                assert "one question of today" in ann.wait_for_message().text
            bea.send("What happened to the Lady Ingrid?")
            answer = bea.wait_for_message()
            cat = tg.user(id=ANN + 2, name="Cat")
            for data in ("y:nosuch", "x:nosuch:1"):
                gone = cat.callback(data=data, message=cat.send("/help")).text
                assert gone.startswith("This answer is no longer available.")

            assert "one question of today" in bea.tap(answer, "🕒 Timeline").text
