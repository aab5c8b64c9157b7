"""What is said about a claim besides it."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from bot.answer.answerer import Answerer
from bot.answer.guard.guard import Guard
from bot.answer.writing.context import choose, count_tokens
from bot.models import Draft, Note, Support
from bot.notes.claim_notes import dates_in, notes_about
from bot.notes.phrases import plain, told
from bot.store import answers
from bot.telegram.views.answer import render
from bot.telegram.views.card import render_card
from bot.terminal import answer_view
from index.catalog.articles import versions
from index.models import Span
from tests.bot.contract import check_answer
from tests.bot.made import hits, in_language

if TYPE_CHECKING:
    from bot.models import Answer
    from bot.store.answers import CitedPassage
    from tests.conftest import World

FACT = "The new bridge over the Orm is 640 metres long and cost nine million crowns."
CORRECTION = "Correction: an earlier version of this article said the bridge was 460 metres long."
QUESTION = "How long is the new bridge over the Orm in metres?"
WORK = "Work on the tunnel below the Orm began last spring, the ministry of transport said."


def write(
    world: World, text: str, *, title: str = "Bridge opens", date: str = "2024-11-19"
) -> None:
    """Index one article of the Courier."""
    line = {"id": "1", "source": "Courier", "title": title, "body": text, "date": date}
    world.index_files({"a.jsonl": json.dumps(line) + "\n"})


def ask(world: World, question: str) -> Answer:
    """An answer that keeps the contract."""
    answer = asyncio.run(Answerer(world.library).answer(question))
    check_answer(
        json.loads(json.dumps(answer.as_json())), lambda each: cited(world, each).as_json()
    )
    return answer


def cited(world: World, citation: str) -> CitedPassage:
    """What stands behind a citation now."""
    with world.library.catalog.read() as connection:
        return answers.cited(connection, citation)


def test_a_correction_is_told_with_the_claim(world: World) -> None:
    """In the answer, under the claim in Telegram, and in the terminal with its number."""
    write(world, f"{FACT}\n\n{CORRECTION}")

    answer = ask(world, QUESTION)

    assert [claim.text for claim in answer.claims] == [FACT]
    assert answer.notes == (Note("correction", CORRECTION, 0),)
    assert f"{FACT} [1]\n{CORRECTION}" in render(answer, username="b")[0].content.text


def test_the_terminal_tells_it_too(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """With an answer, a citation and a hit."""
    write(world, f"{FACT}\n\n{CORRECTION}")
    answer = ask(world, QUESTION)
    hit = world.search("bridge")[0]
    card = {"rank": 1, "passage": hit.passage.id, "article": "a", "title": "T", "source": None}
    shown = card | {"published": None, "url": None, "text": "…", "also_in": []}

    answer_view.show_answer(answer)
    answer_view.show_citation(cited(world, answer.citations[0].id))
    answer_view.show_hits([shown], world.library.remarks([hit.passage.id]))

    out = capsys.readouterr().out
    assert f"\nnote on [1]: {CORRECTION}\n" in out
    assert out.count(f"\n{CORRECTION}\n") >= 2


def test_a_card_tells_it_outside_its_quotations(world: World) -> None:
    """Also where the correction came after the answer, with a newer version."""
    write(world, FACT)
    citation = ask(world, QUESTION).citations[0].id
    before = render_card(cited(world, citation)).text
    write(world, f"{FACT}\n\n{CORRECTION}")

    card = render_card(cited(world, citation))

    assert CORRECTION not in before
    assert card.text.count(CORRECTION) == 1
    quoted = [each for each in card.entities if "blockquote" in each.type]
    start = card.text.index(CORRECTION)
    assert all(start < each.offset or start >= each.offset + each.length for each in quoted)


@pytest.mark.parametrize(
    ("title", "line", "kind", "text"),
    [
        ("KILL: Bridge opens", "", "withdrawal", "KILL: Bridge opens"),
        (
            "Bridge opens",
            "This story has been withdrawn.",
            "withdrawal",
            "This story has been withdrawn.",
        ),
        ("Bridge, 2nd Ld-Writethru", "", "wire", "Wire version 2 of this story."),
        ("Bridge opens", "Clarification: at low tide.", "clarification", None),
        ("Bridge opens", "Editor's note: one name was changed.", "note", None),
        ("Bridge opens", "Updated at 14.30 GMT", "update", None),
    ],
)
def test_every_kind_of_notice_is_told(
    world: World, title: str, line: str, kind: str, text: str | None
) -> None:
    """A withdrawn story supports no claim without saying so."""
    write(world, f"{FACT}\n\n{line}".strip(), title=title)

    assert ask(world, QUESTION).notes == (Note(kind, text or line, 0),)


def test_a_notice_is_no_answer_unless_the_question_is_about_notices(world: World) -> None:
    """The sentence with the old figure must not be said as news."""
    write(world, f"{FACT}\n\n{CORRECTION}")

    plain = ask(world, "Was the bridge over the Orm 460 metres long in an earlier version?")
    about = ask(world, "What did the correction of the article about the bridge say?")

    assert all(CORRECTION not in claim.text for claim in plain.claims)
    assert CORRECTION in [claim.text for claim in about.claims]
    assert CORRECTION not in [note.text for note in about.notes if note.claim == 0]


def test_the_news_behind_an_update_can_answer(world: World) -> None:
    """Only the sentence that announces it is left out."""
    write(world, f"The bridge was closed.\n\nUpdate: the wind has dropped by now. {FACT}")

    assert [claim.text for claim in ask(world, QUESTION).claims] == [FACT]


@pytest.mark.parametrize(
    ("date", "notes"),
    [
        ("2024-11-19", [Note("date", "last spring: spring 2024", 0)]),
        ("", []),
    ],
)
def test_a_relative_date_is_resolved_by_the_day_of_the_article(
    world: World, date: str, notes: list[Note]
) -> None:
    """Without that day nothing is said."""
    write(world, f"{FACT}\n\n{WORK}", date=date)

    answer = ask(world, "When did work on the tunnel below the Orm begin?")

    assert answer.claims[0].text == WORK
    assert [note for note in answer.notes if note.kind == "date"] == notes


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", "прошлой весной: весна 2024"),
        ("uk", "прошлой весной: весна 2024"),
        ("en", "прошлой весной: spring 2024"),
    ],
)
def test_a_date_is_resolved_in_the_language_of_the_reader(
    world: World, language: str, said: str
) -> None:
    """The expression stays as it stands; JSON has English."""
    text = "Работы в тоннеле под рекой Орм начались прошлой весной, сообщило министерство."
    write(world, text, title="Тоннель")

    answer = ask(world, "Когда начались работы в тоннеле под рекой Орм?")

    (note,) = answer.notes
    assert note.text == "прошлой весной: spring 2024"
    assert in_language(language, told, note) == said


def test_a_year_named_before_in_the_paragraph_unsettles_a_month(world: World) -> None:
    """The paragraph is read from its beginning, though only the quotation is resolved."""
    text = "The storm of 2019 was long. It ended in March.\n\nThe bridge opened in March."
    write(world, text, date="2024-05-02")
    with world.library.catalog.read() as connection:
        passage = world.search("storm")[0].passage
        version = versions.load(connection, [passage.version])[passage.version]

    def dates(sentence: str) -> list[str]:
        start = text.index(sentence)
        return [plain(each) for each in dates_in(version, Span(start, start + len(sentence)))]

    assert dates("It ended in March.") == []
    assert dates("The bridge opened in March.") == ["March: March 2024"]


def test_a_model_reads_the_dates_within_its_budget(world: World) -> None:
    """Behind the headline, and counted like every other word."""
    write(world, WORK)
    passage = world.search("tunnel")[0].passage
    found = choose(hits(passage)).render()
    tokens = count_tokens(found.replace(passage.id[:4], passage.id))

    assert "Courier · 2024-11-19 · Bridge opens (last spring: spring 2024)\n" in found
    assert list(choose(hits(passage), budget=tokens).passages.values()) == [passage]
    assert choose(hits(passage), budget=tokens - 1).passages == {}


def test_a_quoted_headline_has_notices_and_no_dates_or_persons(world: World) -> None:
    """It stands in no paragraph that says when; what the article says about itself is told."""
    text = f"Mayor Ida Holm opened it. She spoke in the evening. {FACT}\n\n{CORRECTION}"
    write(world, text, title="She opens bridge last spring")
    passage = world.search("bridge")[0].passage
    guard = Guard({passage.id: passage})
    guard.admit(
        [
            Draft(passage.card.title, (Support(passage.id),), title=True),
            Draft("She spoke in the evening.", (Support(passage.id),)),
        ]
    )
    texts = world.library.catalog.query(versions.load, {passage.version})

    found = notes_about(guard.claims, guard.citations, texts)

    assert [(note.kind, note.claim) for note in found] == [
        ("correction", 0),
        ("correction", 1),
        ("person", 1),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "Work on the tunnel below the Orm began in spring 2024, the ministry of transport said.",
        "Work on the tunnel below the Orm began in 2024.",
        "Work on the tunnel below the Orm began last spring (spring 2024).",
    ],
)
def test_a_resolved_date_may_not_be_written_as_if_it_were_quoted(
    world: World, written: str
) -> None:
    """The archive's own sentence takes its place, or nothing."""
    write(world, WORK)
    passage = world.search("tunnel")[0].passage
    guard = Guard({passage.id: passage})

    guard.admit([Draft(written, (Support(passage.id, WORK),))])

    assert all(claim.text == WORK for claim in guard.claims)
    assert guard.tally.kept == 0
