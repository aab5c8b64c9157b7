"""Questions that a headline answers, from the archive to the quotation."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.answer.answerer import Answerer
from bot.store import answers
from tests.bot.contract import check_answer

if TYPE_CHECKING:
    from index.library import Library
    from tests.conftest import World

RESIGNS = "Mayor Ilse Krag resigns over the quarry lease"
FILES = {
    "krag.md": f"# {RESIGNS}\n\nThe council of Orrin met on Monday evening. "
    "It was a short session. A successor will be chosen in the spring.\n",
    "ferry.md": "# Ferry sails again\n\nThe ferry to Lunnay sails again from Monday. It was away "
    "for repairs. Tickets cost 52 crowns.\n",
    "bakery.md": "# A prize for rye bread\n\nThe jury praised the crust. The bakery opened in 1987 "
    "and employs nine people.\n",
}


@pytest.fixture
def paper(world: World) -> World:
    """Three articles; of one the headline says more than its text."""
    world.index_files(FILES)
    return world


def ask(world: World, question: str) -> dict[str, Any]:
    """The object of one answer, its citations looked up."""
    answer = asyncio.run(Answerer(world.library).answer(question)).as_json()

    def cite(citation: str) -> dict[str, Any]:
        """The object of `cite`."""
        with world.library.catalog.read() as connection:
            return answers.cited(connection, citation).as_json()

    check_answer(answer, cite)
    return answer


@pytest.mark.parametrize(
    "question",
    ["Which mayor resigns over the quarry lease?", "Does Mayor Ilse Krag resign over the lease?"],
)
def test_headline_that_answers_is_quoted(paper: World, question: str) -> None:
    """Whole, as it stands, and said to be the headline."""
    answer = ask(paper, question)
    first = answer["citations"][0]

    assert answer["claims"][0]["text"] == first["quote"] == first["title"] == RESIGNS
    assert first["in"] == "title"
    assert (first["start"], first["end"]) == (0, len(RESIGNS))


def test_sentence_that_answers_is_quoted_from_the_text(paper: World) -> None:
    """A headline does not stand in its way."""
    answer = ask(paper, "How many people does the bakery employ?")

    assert "nine people" in answer["claims"][0]["text"]
    assert answer["citations"][0]["in"] == "text"


def test_bare_topic_is_answered_by_the_headline_and_more(paper: World) -> None:
    """The article's leading points."""
    answer = ask(paper, "Ilse Krag")

    assert not answer["refused"]
    assert answer["claims"][0]["text"] == RESIGNS
    assert {each["title"] for each in answer["citations"]} == {RESIGNS}
    assert answer["short"] is None


def test_story_says_who_denies_what_is_told(library: Library) -> None:
    """An accusation does not stand there alone, though nobody asked for the other side."""
    story = asyncio.run(Answerer(library).answer("tell me about the dock strike ambulance"))

    disputed = [note for note in story.notes if note.kind == "dispute"]
    assert len(story.claims) > 1
    assert [note.claim for note in disputed] == [0]
    assert "union" in disputed[0].text
