"""What admins do to the archive from a chat: add, remove, and see how it goes."""

from __future__ import annotations

import io
import json
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from bot.evaluation.question_file import read_questions
from bot.store.schema import metadata
from index.catalog.engine import Catalog
from index.catalog.jobs import enqueue, finish
from tests.fakes.telegram import FakeTelegram

from .conftest import ANN, BOSS
from .running import RunningBot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fakes.telegram import Message, User

QUESTION = "What happened to the bell of St Brenna in December 2023?"
DISPUTED = "Did striking dockers hold up an ambulance?"
REFUSED = "Who won the race to Mars?"
TEXT = (
    "The lighthouse of Vardoy was painted green on Tuesday. The keeper, Tove Brun, said that "
    "eleven buckets of paint were needed. Ships are asked to look twice for some days. "
)


@pytest.fixture
def boss(tg: FakeTelegram) -> User:
    """The admin."""
    return tg.user(id=BOSS, name="Boss", started=True)


@pytest.fixture
def ann(tg: FakeTelegram) -> User:
    """Somebody who may ask."""
    return tg.user(id=ANN, name="Ann")


def record(title: str, **fields: str) -> bytes:
    """A JSON Lines file with one article."""
    article = {"title": title, "text": f"{title}. {TEXT}", "source": "Vardoy News", **fields}
    return json.dumps(article).encode()


def said(user: User, text: str) -> str:
    """What the bot answers."""
    user.send(text)
    return user.wait_for_message().text


def added(boss: User, count: int = 1) -> Message:
    """The message of a run that read so many articles, when it has ended."""
    number = "one article" if count == 1 else f"{count} articles"
    return boss.wait_for_text(f"Added to the archive: {number} read", 150)


def test_document_with_the_caption_is_read_and_can_be_asked_about(boss: User) -> None:
    """And its file is not kept for longer than the run."""
    boss.send_document("green.jsonl", record("Lighthouse turns green"), caption="/add")
    message = added(boss)
    assert message.text.startswith("Added to the archive: one article read (1 added),")
    assert "eleven buckets" in said(boss, "How many buckets of paint did Vardoy need?")


def test_zip_is_opened_and_its_bad_records_are_given_as_a_file(boss: User) -> None:
    """The first five are in the message."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("good.jsonl", record("Zipped lighthouse"))
        archive.writestr("bad.jsonl", "\n".join('{"title": "No text"}' for _ in range(7)))
    boss.send_document("all.zip", packed.getvalue(), caption="/add")
    message = boss.wait_for_text("… and 2 more.", 150)
    boss.tap(message, "⬇ All 7 as a file")
    sent = boss.wait_for_message()

    assert sent.file is not None
    assert sent.file.name.startswith("rejected-")
    assert len(sent.file.content.decode().splitlines()) == 7


def test_album_is_added_whole_wherever_its_caption_stands(boss: User) -> None:
    """Telegram sends its parts one by one, and one of them has the caption."""
    boss.send_document("a.jsonl", record("Album article one"), album="7")
    boss.send_document("b.jsonl", record("Album article two"), album="7", caption="/add")
    boss.send_document("c.jsonl", record("Album article three"), album="7")
    messages = [boss.wait_for_message() for _ in range(3)]

    boss.world.wait(
        lambda: all(message.text.startswith("Added") for message in messages), 30, "the runs"
    )
    found = said(boss, "/search Album article")
    for name in ("one", "two", "three"):
        assert f"Album article {name}" in found


def test_reply_adds_the_document_or_the_text_that_it_replies_to(boss: User) -> None:
    """A text becomes an article of its own."""
    file = boss.send_document("late.jsonl", record("Late lighthouse"))
    boss.wait_for_message()
    boss.send("/add", reply_to=file)
    added(boss)
    text = boss.send(f"Harbour master resigns\n\n{TEXT.replace('Vardoy', 'Nesby')}")
    boss.wait_for_message()
    boss.send("/add", reply_to=text)
    boss.wait_for_message()
    boss.world.wait(lambda: boss.bot_messages[-1].text.startswith("Added"), 30, "the run")

    assert "Late lighthouse" in said(boss, "/search late lighthouse")
    assert "Harbour master resigns" in said(boss, "/search Nesby")


def test_what_cannot_be_added_is_said(boss: User) -> None:
    """Nothing behind the command, a link that does not answer, a file that is too large."""
    assert said(boss, "/add").startswith("There is nothing to add in that.")
    boss.send("/add http://127.0.0.1:9/news")
    boss.wait_for_text("Not all of the archive was readable", 150)
    boss.send_document("huge.jsonl", b"x" * 21_400_000, caption="/add")

    assert boss.wait_for_text("huge.jsonl").text.startswith(
        "huge.jsonl has 21 MB; Telegram lets bots fetch at most 20 MB."
    )


def test_remove_asks_first_and_takes_the_article_out_of_every_answer(boss: User) -> None:
    """By its id, by its link, or in reply to where it is shown; adding brings it back."""
    url = "https://vardoy.example/goes"
    boss.send_document("goes.jsonl", record("Article that goes", url=url), caption="/add")
    added(boss)
    boss.send(f"/article {url}")
    shown = boss.wait_for_message()
    boss.send("/search Article that goes")
    page = boss.wait_for_message()
    name = page.button("📄 Article that goes")["callback_data"].split(":")[1]

    for boss_says, target in (
        ("/remove", page),
        (f"/remove {url}", None),
        (f"/remove {name}", None),
    ):
        boss.send(boss_says, reply_to=target)
        question = boss.wait_for_message()
        if target is not None and len([b for b in page.buttons if b.startswith("📄")]) > 1:
            assert question.text.startswith("There is no article in that.")
            continue
        assert question.text.startswith("Article that goes — Vardoy News")
        assert boss.tap(question, "Not now").message().text == "Nothing was removed."
    boss.send(f"/remove {url}")
    assert boss.tap(boss.wait_for_message(), "Remove").message().text == (
        "Withdrawn: Article that goes"
    )
    assert "withdrawn already" in said(boss, f"/remove {url}")
    assert "Its text is not shown any more." in said(boss, f"/article {url}")
    assert TEXT[:30] in shown.text
    assert said(boss, "/remove nosuch").startswith("There is no article with this id or link.")
    boss.send_document("goes.jsonl", record("Article that goes", url=url), caption="/add")
    boss.wait_for_message()
    boss.world.wait(lambda: boss.bot_messages[-1].text.startswith("Added"), 30, "the run")

    assert TEXT[:30] in said(boss, f"/article {url}")


def test_thumbs_and_flags_are_kept_once_a_person_and_exported(
    boss: User, ann: User, tmp_path: Path
) -> None:
    """The file is one that ``eval`` reads; a flagged quote is no evidence."""
    ann.send(DISPUTED)
    answer = ann.wait_for_message()
    assert ann.tap(answer, "👎").text == "Thank you, that is noted."
    assert ann.tap(answer, "👍").text == "Changed, thank you."
    assert ann.tap(answer, "👍").text == "Thank you, that is noted."
    card = ann.tap(answer, "2").message()
    assert ann.tap(card, "⚑ Does not support it").text.startswith("Thank you: noted")
    ann.send(REFUSED)
    refusal = ann.wait_for_message()
    assert boss.tap(refusal, "👍").text == "Thank you, that is noted."
    assert ann.callback(data="f:nosuch:u", message=answer).text.startswith("This answer is no")
    forged = answer.button("👍")["callback_data"].replace("f:", "u:").replace(":u", ":99")
    assert ann.callback(data=forged, message=card).text.startswith("This answer is no")
    boss.send("/feedback")
    sent = boss.wait_for_message()

    assert sent.file is not None
    path = tmp_path / sent.file.name
    path.write_bytes(sent.file.content)
    lines = {each["question"]: each for each in map(json.loads, path.read_text().splitlines())}
    (quote,) = card.entity_texts("blockquote")
    facts = [each["fact"] for each in lines[DISPUTED]["evidence"]]
    assert lines[DISPUTED]["answerable"]
    assert facts
    assert quote not in facts
    assert lines[REFUSED] == {"question": REFUSED, "answerable": False}
    assert {each.text for each in read_questions([path]).each} >= {DISPUTED, REFUSED}


def test_figures_come_with_a_picture_and_missed_questions_are_listed(boss: User, ann: User) -> None:
    """A question in the same words counts once."""
    for question in (QUESTION, REFUSED, REFUSED.lower()):
        ann.send(question)
        ann.wait_for_message()
    boss.send("/stats")
    figures, picture = boss.wait_for_message(), boss.wait_for_message()

    assert figures.text.startswith("The last 30 days: ")
    assert "Most cited:\n• " in figures.text
    assert picture.file is not None
    assert picture.file.content.startswith(b"\x89PNG")
    missed = said(boss, "/missed").splitlines()
    assert missed[0] == "What the archive could not answer, newest first:"
    assert missed[1].startswith("• who won the race to mars? — asked ")
    assert sum("race to mars" in line.casefold() for line in missed) == 1


@pytest.fixture
def alone(home: Path) -> Iterator[tuple[FakeTelegram, Path]]:
    """A Telegram for a bot of one's own."""
    with FakeTelegram(flood=False) as tg:
        yield tg, home


def test_run_that_fails_by_itself_is_told_to_admins_once(
    alone: tuple[FakeTelegram, Path],
) -> None:
    """In their language; a run from before the first start is not."""
    tg, home = alone
    boss = tg.user(id=BOSS, name="Boss", started=True, language="uk")
    _failed_run(home, "old trouble.")
    with RunningBot(tg, home, admins=str(BOSS)):
        boss.send("/language uk")
        boss.wait_for_message()
        tg.quiet(1)
        _failed_run(home, "the disk is full.")
        notice = boss.wait_for_message(30)
    with RunningBot(tg, home, admins=str(BOSS)):
        boss.expect_silence(1)

    assert notice.text == "⚠ Читання, що почалося само, не вдалося: the disk is full."


def _failed_run(home: Path, error: str) -> None:
    """Have the catalog say that a run has just failed."""
    catalog = Catalog.open(home / "catalog.sqlite", tables=metadata)
    with catalog.write() as connection:
        finish(connection, enqueue(connection, "index"), "failed", error=error)
    catalog.close()
    time.sleep(0.01)
