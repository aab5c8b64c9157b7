"""A headline that is quoted, and a short answer, on their whole way through a bot and the terminal.

Both are put into the home as the bot itself keeps them, and owed as it owes answers.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.answer.conversation.requests import content_of
from bot.answer.guard.guard import Guard
from bot.models import Answer, Draft, Short, Support, Understood
from bot.store import answers
from bot.store.schema import metadata
from bot.telegram.delivery.outbox import Obligation, Outbox
from bot.telegram.views.answer import render
from index.catalog import schema
from index.catalog.engine import Catalog
from index.catalog.passages import passages
from index.text.sentences import sentences
from tests.bot.contract import check_citation, check_cited
from tests.fakes.telegram import FakeTelegram

from .conftest import ANN
from .running import RunningBot, pressmark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.models import Passage
    from tests.fakes.telegram import Message, User


def last_passage(catalog: Catalog) -> Passage:
    """A passage with a link that does not begin its article."""
    table, of = schema.passages, schema.versions
    ids = select(table.c.id).join(of, of.c.id == table.c.version).order_by(table.c.id)
    later = ids.where(table.c.start > 0, table.c.current, of.c.url.is_not(None)).limit(1)
    with catalog.read() as connection:
        found = list(connection.scalars(later))
        return passages.load(connection, found)[found[0]]


def made(passage: Passage) -> Answer:
    """An answer of a headline, its second word the short answer, and a sentence of its article."""
    guard = Guard({passage.id: passage})
    sentence = sentences(passage.text)[0].of(passage.text)
    guard.admit(
        [
            Draft(passage.card.title, (Support(passage.id),), title=True),
            Draft(sentence, (Support(passage.id, sentence),)),
        ]
    )
    return Answer(
        question="What is new?",
        understood=Understood("What is new?"),
        model="extractive",
        score=0.9,
        claims=guard.claims,
        citations=guard.citations,
        tally=guard.tally,
        id="HeadlineAnswer01",
        short=Short(passage.card.title.split()[1], claim=0),
    )


@pytest.fixture(scope="module")
def home(indexed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An indexed home of one's own."""
    return shutil.copytree(indexed, tmp_path_factory.mktemp("headlines") / "home")


@pytest.fixture(scope="module")
def given(home: Path) -> Answer:
    """The answer, kept and owed; another one is as answers of before were kept."""
    catalog = Catalog.open(home / "catalog.sqlite", tables=metadata)
    answer = made(last_passage(catalog))
    content = content_of(answer)
    old = {name: value for name, value in content.items() if name != "short"}
    old["citations"] = [
        {name: value for name, value in each.items() if name != "in"}
        for each in content["citations"]
    ]
    with catalog.write() as connection:
        answers.store_citations(
            connection, [(each.id, each.passage, each.span) for each in answer.citations]
        )
        for name, kept in ((answer.id, content), ("AnswerOfBefore01", old)):
            answers.store_answer(
                connection, answer=name, conversation=None, question="What is new?", content=kept
            )
    owed = Obligation("1:1:1", ANN, 1).owing(render(answer, username="pressmark_bot"))
    Outbox(catalog).put(owed)
    catalog.close()
    return answer


@pytest.fixture(scope="module")
def tg() -> Iterator[FakeTelegram]:
    """A Telegram of one's own."""
    with FakeTelegram(flood=False) as fake:
        yield fake


@pytest.fixture(scope="module")
def ann(tg: FakeTelegram) -> User:
    """Whom the answer is owed."""
    return tg.user(id=ANN, name="Ann", started=True)


@pytest.fixture(scope="module")
def bot(tg: FakeTelegram, ann: User, home: Path, given: Answer) -> Iterator[RunningBot]:
    """A bot that begins by sending what is owed."""
    assert given.claims
    with RunningBot(tg, home, users=str(ann.id)) as running:
        yield running


@pytest.fixture(scope="module")
def received(bot: RunningBot, ann: User) -> Message:
    """The answer as it arrived."""
    assert bot.tg
    return ann.wait_for_message(20)


def test_short_answer_arrives_bold(received: Message, given: Answer) -> None:
    """Nothing else of the answer is."""
    assert given.short is not None
    assert received.text.startswith(f"{given.claims[0].text} [1]\n\n{given.claims[1].text} [2]")
    assert received.entity_texts("bold") == [given.short.text]


def test_card_of_a_headline_is_opened_paged_and_unfolded(
    ann: User, received: Message, given: Answer
) -> None:
    """It quotes its claim, though a part of it is bold, and has the buttons of every card."""
    title = given.citations[0].quote
    card = ann.tap(received, "1").message()
    (begins,) = card.entity_texts("expandable_blockquote")

    assert card.entity_texts("blockquote") == card.entity_texts("underline") == [title]
    assert card.quote is not None
    assert card.quote["text"] == given.claims[0].text
    assert given.citations[1].quote not in begins
    assert ann.tap(card, "📋 Copy quote").copied == title
    assert ":~:text=" in (ann.tap(card, "🔗 Open article").url or "")
    assert ann.tap(card, "⬍ More context").message() is card
    (more,) = card.entity_texts("expandable_blockquote")
    assert more.startswith(begins)
    assert len(more) > len(begins)
    ann.tap(card, "⬍ Less").message()
    assert card.entity_texts("expandable_blockquote") == [begins]
    assert ann.tap(card, "▶").message() is card
    assert card.entity_texts("blockquote") == [given.citations[1].quote]
    assert ann.tap(card, "◀").message() is card
    assert card.entity_texts("blockquote") == [title]
    article = ann.tap(card, "📄 Read here").message()

    assert article.text.startswith(title)
    assert begins[:200] in article.text


def test_headline_is_opened_by_its_link_and_by_its_id(
    ann: User, received: Message, given: Answer
) -> None:
    """In a message of its own."""
    ann.open_link(received, "[1]")
    linked = ann.wait_for_message()
    ann.send(f"/cite {given.citations[0].id}")
    by_id = ann.wait_for_message()
    assert by_id.text == linked.text
    assert by_id.entity_texts("blockquote") == [given.citations[0].quote]
    assert ann.tap(by_id, "⬍ More context").message() is by_id

    assert len(by_id.text) > len(linked.text)


def test_answer_of_before_is_opened_as_ever(ann: User, received: Message, given: Answer) -> None:
    """It says neither where it quotes nor what the short answer is."""
    assert received.buttons
    for n, citation in enumerate(given.citations, 1):
        ann.open_deeplink(f"c_AnswerOfBefore01_{n}")

        assert ann.wait_for_message().entity_texts("blockquote") == [citation.quote]


def test_cite_shows_a_headline_in_the_terminal(bot: RunningBot, given: Answer) -> None:
    """Marked above the beginning of its article, and in JSON as it is promised."""
    kept = given.as_json()["citations"]
    for citation in kept:
        done = pressmark(["cite", "--json", citation["id"]], bot.home.parent, bot.env)
        cited = json.loads(done.stdout)
        check_citation(citation, cited)
        check_cited(cited)
    shown = pressmark(["cite", kept[0]["id"]], bot.home.parent, bot.env).stdout

    assert [each["in"] for each in kept] == ["title", "text"]
    assert shown.startswith(f"»{given.citations[0].quote}«\n")
    assert given.citations[1].quote not in shown


def test_bot_that_begins_anew_shows_the_same(
    bot: RunningBot, ann: User, received: Message, given: Answer
) -> None:
    """Killed and started: the answer stays as it was sent, its card is found."""
    bot.restart()
    card = ann.tap(received, "2").message()
    assert card.entity_texts("blockquote") == [given.citations[1].quote]
    assert ann.tap(received, "1").message() is card

    assert card.entity_texts("blockquote") == [given.citations[0].quote]
    assert len(received.entity_texts("bold")) == 1
