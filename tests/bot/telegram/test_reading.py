"""Cards that unfold, searches, articles, outlets, forwarded news and inline queries."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest

from .conftest import ANN, DESK

if TYPE_CHECKING:
    from tests.fakes.telegram import FakeTelegram, Message, User

QUESTION = "How many people lived in Skelhaven on 1 January 2023?"
_ids = itertools.count(8000)


@pytest.fixture
def ann(tg: FakeTelegram) -> User:
    """Somebody who may ask."""
    return tg.user(id=ANN, name="Ann")


def searched(user: User, words: str) -> Message:
    """The first page of a search."""
    user.send(f"/search {words}")
    return user.wait_for_message()


def test_card_opens_the_page_at_the_sentence_and_copies_the_quote(ann: User) -> None:
    """The browser marks what the card marks."""
    ann.send(QUESTION)
    card = ann.tap(ann.wait_for_message(), "1").message()
    (quote,) = card.entity_texts("blockquote")

    assert "#:~:text=" in (ann.tap(card, "🔗 Open article").url or "")
    assert ann.tap(card, "📋 Copy quote").copied == quote


def test_card_shows_more_and_less_of_the_article_in_place(ann: User) -> None:
    """The same quote is marked in a longer passage."""
    ann.send(QUESTION)
    card = ann.tap(ann.wait_for_message(), "1").message()
    (short,) = card.entity_texts("expandable_blockquote")
    assert ann.tap(card, "⬍ More context").message() is card
    (long,) = card.entity_texts("expandable_blockquote")

    assert short in long
    assert len(long) > len(short)
    assert card.entity_texts("underline") == card.entity_texts("blockquote")
    ann.tap(card, "⬍ Less").message()
    assert card.entity_texts("expandable_blockquote") == [short]


def test_article_is_read_in_the_chat(ann: User) -> None:
    """In a message of its own, by the button and by its id."""
    ann.send(QUESTION)
    card = ann.tap(ann.wait_for_message(), "1").message()
    (quote,) = card.entity_texts("blockquote")
    article = ann.tap(card, "📄 Read here").message()
    assert article is not card
    assert quote in article.text
    assert article.text.startswith(card.text.splitlines()[0])
    name = card.button("📄 Read here")["callback_data"].split(":")[1]
    ann.send(f"/article {name}")
    assert ann.wait_for_message().text == article.text
    ann.send(f"/article {article.button('🔗 Open article')['url']}")
    assert ann.wait_for_message().text == article.text
    ann.send("/article")
    assert ann.wait_for_message().text.endswith("/article ID")
    ann.send("/article nosuch")

    assert ann.wait_for_message().text.startswith("There is no article with this id or link.")


def test_reply_that_quotes_a_claim_is_answered_about_it(ann: User) -> None:
    """The marked words stand for what the question leaves out."""
    ann.send("What did a kilo of cod cost at the Skelhaven auction in March 2025?")
    answer = ann.wait_for_message()
    claim = answer.text.split(" [1]")[0]
    ann.send("/new")
    ann.wait_for_message()
    ann.send("And a year ago?", reply_to=answer, quote=claim)

    assert "Cod at 42 crowns" in ann.wait_for_message().text


def test_search_shows_passages_and_turns_pages_in_place(ann: User) -> None:
    """Each hit has its headline, outlet, date and a verbatim sentence."""
    page = searched(ann, "ferry to Ostrand")
    first = page.text
    assert first.startswith("🔎 ferry to Ostrand\n\n")
    assert len(page.entity_texts("blockquote")) == 5
    assert re.fullmatch(r"1/\d", page.rows[0][1]["text"])
    assert ann.tap(page, "▶").message() is page
    assert page.text != first
    assert ann.tap(page, "◀").message() is page
    assert page.text == first
    opened = next(label for label in page.buttons if label.startswith("📄"))

    assert ann.tap(page, opened).message() is not page


def test_search_says_what_it_understood_and_what_is_not_there(ann: User) -> None:
    """In one line above the hits."""
    assert "\n\nUnderstood: 2024." in searched(ann, "ferry in 2024").text
    missing = searched(ann, "ferry in May 1999").text
    assert "Nothing in the archive between 1 May 1999 and 31 May 1999;" in missing
    ann.send("/search")

    assert ann.wait_for_message().text.endswith("/search harbour fire")


def test_forged_and_old_page_of_a_search_get_one_sentence(ann: User) -> None:
    """Callback data can be sent without a button."""
    page = searched(ann, "ferry")

    tap = ann.callback(data="s:nosuch:1", message=page)
    assert tap.text == "This search is no longer available. Search again."


def test_outlets_are_listed_with_counts_and_days(ann: User) -> None:
    """All articles of the sample are counted."""
    ann.send("/sources")
    said = ann.wait_for_message()

    counts = [int(found) for found in re.findall(r"— (\d+) articles", said.text)]
    assert re.match(r"\d+ outlets, 4\d articles:\n• ", said.text)
    assert sum(counts) + said.text.count("— one article") == int(said.text.split()[2])
    assert re.search(r"articles, \d+ \w+ 20\d\d – \d+ \w+ 20\d\d", said.text)


def test_forwarded_news_is_looked_for_instead_of_answered(tg: FakeTelegram, ann: User) -> None:
    """Also where it begins like a command."""
    bea = tg.user(id=next(_ids), name="Bea")
    news = bea.send("A kilo of cod cost 42 crowns at the auction in Skelhaven.")
    bea.wait_for_message()
    ann.forward(news)
    found = ann.wait_for_message()
    assert found.text.startswith("What the archive has on this:\n\n")
    assert "cod" in found.text
    ann.forward(bea.send("/new"))

    assert ann.wait_for_message().text.startswith("What the archive has on this:")


@pytest.mark.parametrize(
    ("doubt", "head"),
    [
        ("Is this true?", "What the archive has on this:"),
        ("правда?", "What the archive has on this:"),
        ("Чи це правда?!", "Що про це є в архіві:"),
    ],
)
def test_doubt_about_a_message_looks_that_message_up(ann: User, doubt: str, head: str) -> None:
    """A reply that holds nothing but the doubt, answered in its language where it tells."""
    said = ann.send("A kilo of cod cost 42 crowns at the auction in Skelhaven.")
    ann.wait_for_message()
    ann.send(doubt, reply_to=said)
    found = ann.wait_for_message()

    assert found.text.startswith(head)
    assert "cod" in found.text


def test_doubt_in_a_group_is_looked_up_where_the_bot_is_named(tg: FakeTelegram, ann: User) -> None:
    """Others doubt among themselves."""
    desk = tg.group(id=DESK, title="Desk", members=[ann])
    desk.chat.bot_status = "administrator"  # so that it sees everything
    said = ann.send("A kilo of cod cost 42 crowns at the auction in Skelhaven.", chat=desk)
    ann.send("Is this true?", chat=desk, reply_to=said)
    ann.send("@bea is this true?", chat=desk, reply_to=said)
    ann.expect_silence(0.5, chat=desk)
    ann.send("@pressmark_bot is this true?", chat=desk, reply_to=said)

    assert ann.wait_for_message(chat=desk).text.startswith("What the archive has on this:")


def test_caption_that_names_the_bot_is_a_question_in_a_group(tg: FakeTelegram, ann: User) -> None:
    """As a message that does."""
    desk = tg.group(id=DESK, title="Desk", members=[ann])
    desk.chat.bot_status = "administrator"
    ann.send_photo(b"jpeg", caption=f"@pressmark_bot {QUESTION}", chat=desk)

    assert ann.wait_for_message(chat=desk).rows[0][0]["text"] == "1"


def test_caption_of_a_picture_is_a_question(ann: User) -> None:
    """A picture without words is not."""
    ann.send_photo(b"jpeg", caption=QUESTION)
    assert ann.wait_for_message().rows[0][0]["text"] == "1"
    ann.send_voice(b"ogg")

    assert ann.wait_for_message().text.startswith("I can read text only.")


def test_inline_query_gives_passages_to_send(tg: FakeTelegram, ann: User) -> None:
    """To those who may ask; a stranger gets nothing."""
    results = ann.inline("price of cod in March 2025")
    stranger = tg.user(id=next(_ids), name="Mallory")

    assert len(results) > 1
    for result in results:
        content = result["input_message_content"]
        (quoted,) = [e for e in content["entities"] if e["type"] == "blockquote"]
        assert quoted["offset"] == 0
        assert result["title"]
    assert ann.inline("") == []
    assert stranger.inline("price of cod") == []


def test_article_of_a_group_s_search_opens_in_private(tg: FakeTelegram, ann: User) -> None:
    """No noise in the group."""
    desk = tg.group(id=DESK, title="Desk", members=[ann])
    ann.send("/search ferry", chat=desk)
    page = ann.wait_for_message(chat=desk)
    label = next(each for each in page.buttons if each.startswith("📄"))
    url = ann.tap(page, label).url or ""
    assert url.startswith("https://t.me/pressmark_bot?start=a_")
    ann.open_deeplink(url.partition("start=")[2])

    assert label.removeprefix("📄 ").rstrip("…") in ann.wait_for_message().text


@pytest.mark.parametrize(
    "text",
    [
        "<b>cod</b> &amp; <script>alert(1)</script>?",
        "كم عدد سكان سكيلهافن؟ 😀😀",
        "What about cod? " * 250,
    ],
)
def test_odd_questions_are_answered_too(ann: User, text: str) -> None:
    """HTML, right to left, very long."""
    ann.send(text)

    assert ann.wait_for_message().buttons[-2:] == ["👍", "👎"]
