"""What is said of a question that the archive does not answer."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.answer.gaps import (
    naming,
    notes_on_language,
    notes_on_missing,
    notes_on_reach,
    notes_on_words,
    unsaid,
)
from bot.models import Citation, Note
from index.models import ArticleCard, Span
from index.planning.planner import Outlets, Plan, plan
from tests.bot.answer.asking import Plain
from tests.bot.made import hits, passage


def planned(question: str) -> Plan:
    """``question`` as an archive with one outlet plans it."""
    return plan(question, asked=datetime(2025, 1, 1, tzinfo=UTC), outlets=Outlets(["The Post"]))


def said(question: str, *unknown: str, text: str = "The ferry sank.") -> list[str]:
    """The notes, where the archive has all words but these, and one passage nearby."""
    notes = notes_on_missing(planned(question), hits(passage(text)), Plain(*unknown))
    assert {note.kind for note in notes} <= {"missing"}
    return [note.text for note in notes]


def test_name_that_stands_nowhere_is_named() -> None:
    """As the question writes it."""
    assert said("When was the Blue Zeppelin built?", "zeppelin") == [
        "No article of the archive names “Blue Zeppelin”."
    ]


def test_name_that_no_article_nearby_has_is_named() -> None:
    """The archive has it, but not with the rest of the question."""
    assert said("What did Karin Holt say about the ferry?") == [
        "None of the nearest articles names “Karin Holt”."
    ]


def test_figure_and_outlet_that_nobody_has_are_named() -> None:
    """Each in a sentence of its own."""
    assert said("Who paid the 4711 crowns for the ferry?", "4711") == [
        "No article of the archive has the figure “4711”."
    ]
    assert "The archive has no outlet called “Daily Moon”." in said(
        "Who owned the ferry, as reported by Daily Moon?"
    )


def test_words_of_a_story_that_nobody_has_are_named() -> None:
    """As they were written, each once; nothing is said of those that somebody has."""
    notes = notes_on_words("The Zeppelin's ferry, zeppelin’s Quartz!", Plain("zeppelin", "quartz"))

    assert [note.text for note in notes] == [
        "No article of the archive has “Zeppelin's”, “zeppelin’s” or “Quartz”."
    ]
    assert notes_on_words("the ferry", Plain()) == ()


def test_hits_that_name_somebody_are_those_with_the_whole_name_else_the_surname() -> None:
    """A first name that many have is nobody's."""
    found = hits(passage("Karin Holt came."), passage("Ask left."), passage("Karin, by ferries."))

    def named(person: str) -> list[str]:
        """What they say."""
        return [hit.passage.text for hit in naming(person, found)]

    assert named("Karin Holt") == ["Karin Holt came."]
    assert named("runa ask") == ["Ask left."]
    assert named("Bill Aground") == []
    assert named("Karin Nilsson") == []
    assert named("Karin") == ["Karin Holt came.", "Karin, by ferries."]
    assert named("") == []


def test_reach_is_said_unless_the_newest_article_is_cited() -> None:
    """Its day stands in the sources then; what else is said is said still."""
    notes = (*notes_on_reach(planned("What is the fare today?"), date(2024, 5, 3)), Note("x", "y"))
    citations = [
        Citation(1, "c1", "p1", "v1", Span(0, 1), "x", ArticleCard("a1", "T", published=day))
        for day in ("2024-05-03T00:00:00+00:00", "2024-05-02", None)
    ]

    assert unsaid(notes, citations) == notes[1:]
    assert unsaid(notes, citations[1:]) == notes


def test_nothing_is_said_where_nothing_is_missing() -> None:
    """The words are there, only the answer is not."""
    assert said("When was the ferry built?") == []


def test_question_about_now_is_told_how_far_the_archive_reaches() -> None:
    """Another question is not, nor where no article has a date."""
    newest = date(2024, 5, 3)

    assert [note.text for note in notes_on_reach(planned("What is the fare today?"), newest)] == [
        "The newest article of the archive is of 2024-05-03."
    ]
    assert notes_on_reach(planned("What was the fare?"), newest) == ()
    assert notes_on_reach(planned("What is the fare today?"), None) == ()


@pytest.mark.parametrize(
    ("question", "archive", "known", "told"),
    [
        ("Кто украл колокол?", "en", {"en"}, True),
        ("Who stole the bell?", "ru", {"en"}, True),
        ("Кто украл колокол?", "en", {"en", "ru"}, False),
        ("Кто украл колокол?", "ru", {"en"}, False),
        ("Who stole the bell?", "en", {"en"}, False),
        ("Кто украл колокол?", None, {"en"}, False),
        ("Skelhaven?", "ru", {"en"}, False),
    ],
)
def test_question_in_another_language_than_the_archive_is_told_so(
    question: str, archive: str | None, known: set[str], *, told: bool
) -> None:
    """Unless the embedder knows the meaning of both, or no language has most of the archive."""
    notes = notes_on_language([question], archive, known, cited=())

    assert bool(notes) == told
    assert {note.kind for note in notes} <= {"language"}


def test_language_of_the_archive_is_told_once_a_conversation() -> None:
    """A refusal always says why."""
    asked = ["Кто украл колокол?", "Когда его нашли?"]

    assert notes_on_language(asked[:1], "en", {"en"}, cited={"en"})
    assert notes_on_language(["Who is it?", asked[1]], "en", {"en"}, cited={"en"})
    assert not notes_on_language(asked, "en", {"en"}, cited={"en"})
    assert notes_on_language(asked, "en", {"en"}, cited=())


def test_language_of_the_archive_is_not_told_where_the_answer_is_in_that_of_the_question() -> None:
    """It was found without English."""
    asked = ["Кто украл колокол?"]

    assert not notes_on_language(asked, "en", {"en"}, cited={"ru"})
    assert not notes_on_language(asked, "en", {"en"}, cited={"en", "ru"})
    assert notes_on_language(asked, "en", {"en"}, cited={"uk"})
