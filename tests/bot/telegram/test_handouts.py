"""Answers that leave their chat, over HTTP: shared with another chat, and as documents."""

from __future__ import annotations

import io
import itertools
import re
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document

from .conftest import ANN, BOSS, DESK

if TYPE_CHECKING:
    from tests.fakes.telegram import FakeTelegram, Message, User

_people = itertools.count(ANN + 120)
COD = "What did a kilo of cod cost at the Skelhaven auction in March 2025?"
PEOPLE = "How many people lived in Skelhaven on 1 January 2023?"
MARS = "Who won the race to Mars?"
GONE = "There is no such answer to share"


@pytest.fixture
def ann(tg: FakeTelegram) -> User:
    """Somebody who may ask."""
    return tg.user(id=next(_people), name="Ann", started=True)


@pytest.fixture
def bea(tg: FakeTelegram) -> User:
    """Somebody else who may."""
    return tg.user(id=next(_people), name="Bea", started=True)


def said(user: User, text: str) -> Message:
    """What the bot answers in private."""
    user.send(text)
    return user.wait_for_message()


def query_of(answer: Message, label: str = "↗ Share") -> str:
    """What the button writes behind the name of the bot."""
    return str(answer.button(label)["switch_inline_query"])


def offered(
    tg: FakeTelegram, user: User, query: str
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The results of an inline query, and the button above them."""
    results = user.inline(query)
    return results, tg.calls_of("answerInlineQuery")[-1].params.get("button") or {}


def files(user: User, count: int, *, chat: Any = None) -> list[Message]:
    """The documents that the bot sent, once there are so many."""
    room = chat or user

    def there() -> list[Message]:
        found = [each for each in room.bot_messages if each.file is not None]
        return found if len(found) >= count else []

    return list(user.world.wait(there, 30, "documents"))


def text_of(document: Message) -> str:
    """What a Markdown document says."""
    assert document.file is not None
    return document.file.content.decode()


def test_answer_is_shared_with_its_sources_and_its_passages_open(
    tg: FakeTelegram, ann: User, bea: User
) -> None:
    """The chat is chosen by hand; numbers are deep links, that open for whoever may."""
    stranger = tg.user(id=next(_people) + 4000, name="Mallory", started=True)
    answer = said(ann, COD)
    assert answer.buttons[-3:] == ["↗ Share", "👍", "👎"]
    (result,) = ann.inline(query_of(answer))
    content = result["input_message_content"]

    assert content["message_text"].startswith(f"{COD}\n\n")
    assert "42 crowns" in content["message_text"]
    assert result["title"] == COD
    links = {each["url"] for each in content["entities"] if each["type"] == "text_link"}
    ours = [url for url in links if "?start=c_" in url]
    assert ours
    posted = ann.post(result, chat=tg.group(id=-700_120, title="Elsewhere", members=[ann, bea]))
    assert re.search(r"\n\n1 .+ — .+ · \d+ March 2025$", posted.text)
    bea.open_link(posted, "[1]")
    assert "42 crowns" in bea.wait_for_message().text
    stranger.open_deeplink(ours[0].partition("?start=")[2])
    assert stranger.wait_for_message().text.startswith("You may not ask here.")


def test_only_who_sees_an_answer_may_share_it(tg: FakeTelegram, ann: User, bea: User) -> None:
    """In private who asked, in a group its members; of what is not theirs nobody learns more."""
    desk = tg.group(id=DESK, title="Desk", members=[ann])
    stranger = tg.user(id=next(_people) + 4000, name="Mallory", started=True)
    private = query_of(said(ann, PEOPLE))
    ann.send(f"/ask {PEOPLE}", chat=desk)
    shared = query_of(ann.wait_for_message(chat=desk))

    assert [len(offered(tg, ann, each)[0]) for each in (private, shared)] == [1, 1]
    for query in (private, shared, "answer_nosuchanswer0000"):
        results, button = offered(tg, bea, query)
        assert (results, button["text"]) == ([], GONE)
    assert offered(tg, stranger, private)[0] == []
    assert re.fullmatch(r"answer_[A-Za-z0-9]{16}", private)


def test_refusal_is_not_shared(tg: FakeTelegram, ann: User) -> None:
    """It stands on nothing that could be looked up; nor is an answer that was forgotten."""
    assert "↗ Share" not in said(ann, MARS).buttons
    query = query_of(said(ann, PEOPLE))
    ann.send("/forget")
    ann.tap(ann.wait_for_message(), "Delete").message()

    assert offered(tg, ann, query)[1]["text"] == GONE


def test_answer_that_is_posted_back_is_no_question(ann: User) -> None:
    """In the chat with the bot itself."""
    answer = said(ann, PEOPLE)
    (result,) = ann.inline(query_of(answer))
    ann.post(result)

    ann.expect_silence(0.5)


def test_reply_to_a_shared_answer_is_about_that_answer(
    tg: FakeTelegram, ann: User, bea: User
) -> None:
    """As to the answer itself, whoever posted it."""
    desk = tg.group(id=DESK, title="Desk", members=[ann, bea])
    desk.chat.bot_status = "administrator"
    (result,) = ann.inline(query_of(said(ann, COD)))
    posted = ann.post(result, chat=desk)
    bea.send("@pressmark_bot And a year ago?", chat=desk, reply_to=posted)

    assert "36 crowns" in bea.wait_for_message(chat=desk).text


def test_conversation_is_given_as_markdown_and_as_word(ann: User) -> None:
    """Questions with their times, answers with their markers, quotations, sources, notes."""
    answer = said(ann, COD)
    said(ann, MARS)
    ann.send("/export")
    markdown, word = files(ann, 2)
    said_there = text_of(markdown)

    assert markdown.file is not None
    assert word.file is not None
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\d-What-did-a-kilo-of-cod-cost-at-the-Skelhaven-auction-in\.md",
        markdown.file.name,
    )
    assert word.file.name == markdown.file.name.replace(".md", ".docx")
    assert re.fullmatch(r"Made .+ UTC: 2 answers\.", markdown.text)
    assert f"\n\n## 1. {COD}\n\n*Asked " in said_there
    assert f"\n\n## 2. {MARS}\n\n*Asked " in said_there
    assert "42 crowns" in said_there
    assert "\n\nThe archive does not say.\n\n" in said_there
    for url in answer.links.values():
        assert "?start=" in url or f"<{url}>" in said_there
    assert re.search(r"\n\n\[1\] \*\*.+\*\* — .+ · \d+ March 2025 · <https://.+>\n\n> ", said_there)
    paragraphs = [each.text for each in Document(io.BytesIO(word.file.content)).paragraphs]
    assert f"1. {COD}" in paragraphs


def test_empty_conversation_gets_a_sentence(ann: User) -> None:
    """One that was ended is over."""
    nothing = "There is nothing to export yet. Ask a question first."
    assert said(ann, "/export").text == nothing
    said(ann, PEOPLE)
    said(ann, "/new")

    assert said(ann, "/export").text == nothing


def test_documents_of_a_group_have_what_was_asked_there_and_nothing_else(
    tg: FakeTelegram, ann: User, bea: User
) -> None:
    """By whoever it was; each topic is a conversation of its own."""
    desk = tg.group(id=DESK, title="Desk", members=[ann, bea])
    fish = desk.topic("Fish")
    said(ann, MARS)
    for user, question in ((ann, PEOPLE), (bea, COD)):
        user.send(f"/ask {question}", chat=desk, topic=fish)
        user.wait_for_message(chat=desk)
    ann.send("/ask Who is Gregor Halm?", chat=desk)
    ann.wait_for_message(chat=desk)
    count = len([each for each in desk.bot_messages if each.file])
    bea.send("/export", chat=desk, topic=fish)
    markdown, _ = files(bea, count + 2, chat=desk)[count:]
    asked = re.findall(r"^## \d+\. (.+)$", text_of(markdown), re.MULTILINE)

    assert asked == [PEOPLE, COD]
    assert markdown.thread_id == fish


def test_documents_are_in_the_language_of_who_asks_for_them(ann: User) -> None:
    """Quotations stay as they were printed, notes as they were told."""
    said(ann, "/language uk")
    said(ann, PEOPLE)
    ann.send("/export")
    markdown, _ = files(ann, 2)

    assert text_of(markdown).startswith("# Запитання до архіву, ")
    assert "*Запитання поставлено " in text_of(markdown)


def test_what_was_withdrawn_since_leaves_its_chat_no_more(tg: FakeTelegram, ann: User) -> None:
    """Neither shared nor in a document; which article it was stays."""
    boss = tg.user(id=BOSS, name="Boss", started=True)
    answer = said(ann, PEOPLE)
    claim = answer.text.partition(" [1]")[0]
    for url in [each for each in answer.links.values() if "?start=" not in each]:
        boss.tap(said(boss, f"/remove {url}"), "Remove").message()

    assert offered(tg, ann, query_of(answer))[1]["text"] == GONE
    ann.send("/export")
    document = text_of(files(ann, 2)[0])
    assert claim not in document
    assert "> This article was withdrawn from the archive." in document
    assert "[1] **" in document
