"""Articles whose addresses Telegram takes no link to: an intranet archive is fully usable."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING

import pytest

from tests.fakes.telegram import FakeTelegram

from .conftest import ANN
from .running import RunningBot, environment, pressmark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.telegram import Message, User

PLACES = {
    "Malt": "http://cms/malt.html",
    "Vollum": "http://localhost:8080/vollum",
    "Ostrand": "http://paper.example:99999/ostrand",
    "Tarn": "https://paper.example/" + "t" * 2048,
    "Brenna": "https://paper.example/brenna",
}
"""Towns, and the addresses of the articles about them; only the last can be a link."""
OPEN, COPY, MORE, READ = "🔗 Open article", "📋 Copy quote", "⬍ More context", "📄 Read here"
REFUSALS = [
    "Bad Request: BUTTON_URL_INVALID",
    "Bad Request: inline keyboard button URL 'https://x.example' is invalid: Wrong HTTP URL",
    "Bad Request: entity URL 'https://x.example' is invalid: Wrong HTTP URL",
]
_anns = itertools.count(ANN)


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBot]:
    """A bot over an archive of these articles, in long texts of which a passage is a part."""
    folder = tmp_path_factory.mktemp("intranet")
    archive = folder / "archive.jsonl"
    archive.write_text("".join(map(record, PLACES)), encoding="utf-8")
    home = folder / "home"
    done = pressmark("index", folder, environment(home, archive=str(archive)))
    assert done.returncode == 0, done.stderr
    with FakeTelegram(flood=False) as tg:
        users = ",".join(map(str, range(ANN, ANN + 100)))
        with RunningBot(tg, home, users=users, archive=str(archive)) as running:
            yield running


@pytest.fixture
def tg(bot: RunningBot) -> FakeTelegram:
    """Its Telegram."""
    return bot.tg


@pytest.fixture
def ann(tg: FakeTelegram) -> User:
    """Somebody new who may ask."""
    return tg.user(id=next(_anns), name="Ann", started=True)


def record(town: str) -> str:
    """A line of the archive."""
    day = 1 + list(PLACES).index(town)
    text = f"The pier of {town} was closed on {day} May. " + " ".join(
        f"Neighbour {n} of the pier in {town} told the paper what the winter of 19{n} was like."
        for n in range(40, 80)
    )
    fields = {"title": f"Pier of {town} closed", "body": text, "source": "Courier"}
    return json.dumps(fields | {"published": f"2024-05-0{day}", "url": PLACES[town]}) + "\n"


def answered(user: User, town: str) -> Message:
    """The answer about the pier of a town."""
    user.send(f"When was the pier of {town} closed?")
    return user.wait_for_message()


def card_of(user: User, town: str) -> Message:
    """The card of the first citation of that answer."""
    return user.tap(answered(user, town), "1").message()


@pytest.mark.parametrize("town", ["Malt", "Vollum", "Ostrand"])
def test_address_that_can_be_no_link_stands_as_words_in_card_and_article(
    ann: User, town: str
) -> None:
    """The card has all other buttons, unfolds, and leads to the article."""
    card = card_of(ann, town)

    assert card.text.splitlines()[2] == PLACES[town]
    assert f"closed on {list(PLACES).index(town) + 1} May" in (ann.tap(card, COPY).copied or "")
    assert OPEN not in card.buttons
    assert {COPY, MORE, READ} <= set(card.buttons)
    assert ann.tap(card, MORE).message() is card
    assert PLACES[town] in card.text
    article = ann.tap(card, READ).message()
    assert article.text.splitlines()[2] == PLACES[town]
    assert OPEN not in article.buttons
    ann.send(f"/article {PLACES[town]}")
    assert ann.wait_for_message().text == article.text


def test_address_that_is_too_long_is_left_out(ann: User) -> None:
    """In part it would lead nowhere."""
    card = card_of(ann, "Tarn")

    assert OPEN not in card.buttons
    assert "paper.example" not in card.text
    assert {COPY, MORE, READ} <= set(card.buttons)


def test_address_that_can_be_a_link_is_a_button_and_no_words(ann: User) -> None:
    """As ever."""
    card = card_of(ann, "Brenna")

    assert (ann.tap(card, OPEN).url or "").startswith(PLACES["Brenna"] + "#:~:text=")
    assert PLACES["Brenna"] not in card.text


def test_answers_and_searches_link_only_what_telegram_takes(ann: User) -> None:
    """Everything else of them is as ever."""
    answer = answered(ann, "Malt")
    ann.send("/search pier closed")
    found = ann.wait_for_message()

    assert "Pier of Malt closed — Courier" in answer.text
    assert not set(answer.links.values()) & set(PLACES.values())
    assert next(iter(answer.links)) == "[1]"
    assert set(found.links.values()) == {PLACES["Brenna"]}


def test_inline_results_of_an_intranet_have_their_addresses_as_words(ann: User) -> None:
    """They are read where no card is."""
    (first, *_) = ann.inline("pier of Malt closed")

    said = first["input_message_content"]
    assert said["message_text"].endswith(f"\n{PLACES['Malt']}")
    assert [each["type"] for each in said["entities"]] == ["blockquote"]
    assert "url" not in first


@pytest.mark.parametrize("why", REFUSALS)
def test_card_whose_link_is_refused_comes_with_the_address_as_words(
    tg: FakeTelegram, ann: User, why: str
) -> None:
    """And with all buttons that lead nowhere outside."""
    answer = answered(ann, "Brenna")
    tg.fail("sendMessage", kind="400", description=why)
    card = ann.tap(answer, "1").message()

    assert OPEN not in card.buttons
    assert {COPY, MORE, READ} <= set(card.buttons)
    assert card.text.endswith(f"\n\n{PLACES['Brenna']}")
    assert card.entity_texts("underline") == card.entity_texts("blockquote")
    assert card.reply_to is answer
    assert card.quote is not None


def test_card_that_is_changed_loses_a_refused_link_and_nothing_else(
    tg: FakeTelegram, ann: User
) -> None:
    """It stays where it is."""
    card = card_of(ann, "Brenna")
    tg.fail("editMessageText", kind="400", description=REFUSALS[0])
    assert ann.tap(card, MORE).message() is card

    assert card.text.endswith(f"\n\n{PLACES['Brenna']}")
    assert OPEN not in card.buttons
    assert "⬍ Less" in card.buttons


def test_answer_whose_link_is_refused_keeps_its_numbers(tg: FakeTelegram, ann: User) -> None:
    """Links to its own cards stay, too."""
    tg.fail("sendMessage", kind="400", description=REFUSALS[2])
    answer = answered(ann, "Brenna")

    assert set(answer.links) == {f"[{n}]" for n in range(1, len(answer.links) + 1)}
    assert answer.buttons[0] == "1"
    assert answer.entity_texts("expandable_blockquote")


def test_formatting_goes_where_it_is_refused_without_links_too(tg: FakeTelegram, ann: User) -> None:
    """The words of the card come in any case."""
    answer = answered(ann, "Brenna")
    tg.fail("sendMessage", kind="400", times=2, description=REFUSALS[0])
    card = ann.tap(answer, "1").message()

    assert card.text.startswith("Pier of Brenna closed\nCourier")
    assert card.text.endswith(f"\n\n{PLACES['Brenna']}")
    assert card.entities == []
    assert card.buttons == []


def test_inline_results_that_are_refused_are_given_as_words(tg: FakeTelegram, ann: User) -> None:
    """Rather than nothing."""
    tg.fail("answerInlineQuery", kind="400", description=REFUSALS[2])
    (first, *_) = ann.inline("pier of Brenna closed")

    said = first["input_message_content"]
    assert said["message_text"].endswith("\nPier of Brenna closed — Courier · 5 May 2024")
    assert "entities" not in said


@pytest.mark.parametrize(("label", "times"), [("1", 2), (READ, 1)])
def test_tap_that_fails_is_answered_in_a_message(
    tg: FakeTelegram, ann: User, label: str, times: int
) -> None:
    """Its spinner ended before the failure; a card is tried without its quotation of the claim."""
    answer = answered(ann, "Brenna")
    tapped = answer if label == "1" else ann.tap(answer, "1").message()
    tg.fail("sendMessage", kind="400", times=times, description="Bad Request: CHAT_RESTRICTED")
    said = ann.tap(tapped, label).message()

    assert said.text.startswith("That did not work.")
    assert said.reply_to is tapped


def test_tap_whose_message_cannot_be_changed_is_answered_below(tg: FakeTelegram, ann: User) -> None:
    """With the card that it should have become."""
    card = card_of(ann, "Malt")
    tg.fail("editMessageText", kind="400", description="Bad Request: message can't be edited")
    below = ann.tap(card, MORE).message()

    assert below is not card
    assert "⬍ Less" in below.buttons
