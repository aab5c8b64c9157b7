"""What a question may have meant whose words are misspelt."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.answer.answerer import Answerer
from bot.answer.gaps import notes_on_slips
from bot.answer.reading.reordering import search
from index.models import Query

if TYPE_CHECKING:
    from index.library import Library


def corrected(library: Library, question: str) -> str | None:
    """The question without its slips, its own hits being near."""
    retriever = library.retriever
    return retriever.corrected(question, retriever.find(Query(question, k=10)).hits)


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Who stoel the bel of st brena?", "Who stole the bell of st Brenna?"),
        ("Waht hapened to the bel?", "What happened to the bell?"),
        (
            "When did the fery Lady Ingird run aground?",
            "When did the ferry Lady Ingrid run aground?",
        ),
        ("Who is Karen Holt?", "Who is Karin Holt?"),
        ("How much is a ticket to Lunny?", "How much is a ticket to Lunnay?"),
        ("teh flod wal", "the flood wall"),
        ("wich mayer", "which mayor"),
        ("adn hte bel, thw ferry", "and the bell, the ferry"),
        ("wo stol teh bel", "wo stole the bell"),
        ("hose prises", "hose prices"),
        ("Skelhaven Curier", "Skelhaven Courier"),
        ("Коли відкрився маяг на мисі Чайок?", None),
        ("Когда открыли маяк на мысе Чаяк?", "Когда открыли маяк на мысе Чаек?"),
    ],
)
def test_misspelt_words_are_replaced_by_those_of_the_archive(
    library: Library, question: str, meant: str | None
) -> None:
    """Letters left out, put in, changed or swapped; small words, and capitals as it has them."""
    assert corrected(library, question) == meant


@pytest.mark.parametrize(
    "question",
    [
        "Who stole the bell?",
        "Who won the Nobel prize in chemistry in 1998?",
        "Who is Zaphod Beeblebrox?",
        "Who stoel the bel of Beeblebrox?",
        "When was the airport built?",
        "Which manufacturer supplied the glass panels?",
        "2024?",
        "",
    ],
)
def test_what_is_no_slip_is_left_alone(library: Library, question: str) -> None:
    """Words of English that the archive lacks, and words that are like none of it."""
    assert corrected(library, question) is None


def test_question_that_may_be_meant_is_offered_where_the_archive_answers_it(
    library: Library,
) -> None:
    """In the refusal; not where it is refused without the slips, too."""

    def meant(question: str) -> list[str]:
        """What is offered."""
        answer = asyncio.run(Answerer(library).answer(question))
        assert answer.refused
        return [note.text for note in answer.notes if note.kind == "meant"]

    assert meant("Who stoel the bel of st brena?") == [
        "Did you mean: “Who stole the bell of st Brenna?”"
    ]
    assert meant("What is Karen Holt's favourite colour?") == []


def test_search_offers_its_words_without_slips_where_more_is_found(library: Library) -> None:
    """Beside what it found."""

    def meant(words: str) -> list[str]:
        """What is offered."""
        query = Query(words, k=10)
        found = search(query, library=library)
        return [note.text for note in notes_on_slips(query, found, library)]

    assert meant("flod wal") == ["Did you mean: “flood wall”"]
    assert meant("flood wall") == []
    assert meant("the library of Beeblebrox") == []
    assert meant("When did Elon Musk visit Skelhaven?") == []
