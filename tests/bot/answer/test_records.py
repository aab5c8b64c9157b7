"""What is kept of an answer, told again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot import texts
from bot.answer import records
from bot.answer.guard.guard import Guard
from bot.messages import Day
from bot.models import Answer, Draft, Short, Support, Understood
from bot.notes.phrases import noted
from bot.store import answers
from index.catalog import schema
from index.catalog.articles import withdrawal
from index.catalog.passages import passages
from index.errors import NotFoundError
from index.text.sentences import sentences

if TYPE_CHECKING:
    from index.library import Library
    from index.models import Passage

ASKED = datetime(2024, 3, 5, 9, 30, tzinfo=UTC)
HERE = "tg:-100:0:7"


def two_passages(library: Library) -> list[Passage]:
    """Passages of two articles."""
    table = schema.passages
    first = select(table.c.id).where(table.c.start == 0).order_by(table.c.id).limit(2)
    with library.catalog.read() as connection:
        ids = list(connection.scalars(first))
        found = passages.load(connection, ids)
        return [found[each] for each in ids]


def answered(library: Library, name: str = "Answer0000000001") -> Answer:
    """An answer of a sentence of each, with notes and a short answer."""
    found = two_passages(library)
    said = [sentences(each.text)[0].of(each.text) for each in found]
    guard = Guard({each.id: each for each in found})
    guard.admit(
        Draft(sentence, (Support(each.id, sentence),))
        for each, sentence in zip(found, said, strict=True)
    )
    return Answer(
        question="What is new?",
        understood=Understood("What is new?", asked=ASKED),
        model="extractive",
        score=0.9,
        claims=guard.claims,
        citations=guard.citations,
        notes=(
            noted("reach", "note-reach", day=Day("2025-03-05")),
            noted("date", "note-wire", 0, number="2"),
            noted("date", "note-wire", 1, number="3"),
        ),
        short=Short(guard.claims[0].text.split()[0], 0),
        id=name,
    )


def kept(library: Library, name: str = "Answer0000000001") -> records.Kept:
    """What is known of an answer by its id."""
    return records.find(library.catalog, name)


def test_answer_is_told_again_as_it_was(sample: Library) -> None:
    """With its notes in the language in which they were told, whoever asks."""
    given = answered(sample)
    texts.speak("uk")
    records.keep(sample.catalog, given, conversation=HERE)
    texts.speak("en")

    found = kept(sample)

    assert found.answer.as_json()["claims"] == given.as_json()["claims"]
    assert found.answer.as_json()["citations"] == given.as_json()["citations"]
    assert found.answer.as_json()["short"] == given.as_json()["short"]
    assert [note.text for note in found.answer.notes] == [
        "Найновіша стаття архіву – за 5 березня 2025.",
        "Версія 2 цього повідомлення агентства.",
        "Версія 3 цього повідомлення агентства.",
    ]
    assert (found.asked, found.language, found.owner) == (ASKED, "uk", HERE)
    assert found.says_something


def test_answer_of_an_earlier_state_has_its_notes_in_english(sample: Library) -> None:
    """Nothing was kept of how they were told, nor of when it was asked."""
    given = answered(sample)
    with sample.catalog.write() as connection:
        content = {**given.as_json(), "citations": []}
        answers.store_answer(
            connection, answer="Old", conversation=None, question="?", content=content
        )
    found = kept(sample, "Old")

    assert found.answer.notes[1].text == "Wire version 2 of this story."
    assert (found.language, found.owner) == (None, None)


def test_what_was_withdrawn_is_not_told_again(sample: Library) -> None:
    """Neither the claim nor its quote, notes or short answer, nor notes about the whole."""
    given = answered(sample)
    records.keep(sample.catalog, given, conversation=HERE)
    sample.catalog.change(withdrawal.withdraw, given.citations[0].card.article)
    found = kept(sample)

    assert [
        claim.text.startswith("This article was withdrawn") for claim in found.answer.claims
    ] == [
        True,
        False,
    ]
    assert [bool(each.quote) for each in found.answer.citations] == [False, True]
    assert found.answer.citations[0].card.title == given.citations[0].card.title
    assert [note.claim for note in found.answer.notes] == [1]
    assert found.answer.short is None
    assert found.says_something
    sample.catalog.change(withdrawal.withdraw, given.citations[1].card.article)
    assert not kept(sample).says_something


def test_refusal_names_no_article_that_was_withdrawn(sample: Library) -> None:
    """What is nearest stays for the others."""
    cards = tuple(each.card for each in two_passages(sample))
    given = replace(answered(sample), claims=(), citations=(), notes=(), short=None, nearest=cards)
    records.keep(sample.catalog, given)
    sample.catalog.change(withdrawal.withdraw, cards[0].article)

    assert [each.article for each in kept(sample).answer.nearest] == [cards[1].article]


def test_conversation_is_that_of_a_chat_or_topic(sample: Library) -> None:
    """Whoever asked, oldest first, the last so many; what was ended is not in it."""
    given = answered(sample)
    for number, where in enumerate((HERE, "tg:-100:0:8", "tg:-100:5:7", "tg:-1001:0:7", HERE)):
        one = replace(given, id=f"A{number}")
        records.keep(sample.catalog, one, conversation=where)
    whole = records.of_chat(sample.catalog, -100, None, most=9)
    topic = records.of_chat(sample.catalog, -100, 5, most=9)
    last = records.of_chat(sample.catalog, -100, None, most=2)
    sample.catalog.change(answers.forget_conversation, HERE)
    left = records.of_chat(sample.catalog, -100, None, most=9)

    assert [[each.answer.id for each in some] for some in (whole, topic, last, left)] == [
        ["A0", "A1", "A4"],
        ["A2"],
        ["A1", "A4"],
        ["A1"],
    ]


def test_answer_that_there_never_was_is_not_found(sample: Library) -> None:
    """An id is not to be guessed."""
    assert len({records.random_id() for _ in range(99)}) == 99

    with pytest.raises(NotFoundError, match="there is no such answer"):
        kept(sample)
