"""The order of hits once they were read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answer.reading.candidates import page
from bot.answer.reading.reordering import READ, reordered, search
from index.errors import EmbedderError
from index.models import Query
from index.reader.cross_encoder import Reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.models import Hit
    from tests.conftest import World

BUSY = "Tickets for the ferry to Lunnay have a new machine at the quay, which opens in May."
DEARER = "Ferry to Lunnay gets dearer"
FARE = "Whoever wants to cross pays 52 crowns from May on."
QUESTION = "What does a ferry ticket to Lunnay cost from May?"


@pytest.fixture
def ferries(world: World) -> World:
    """An article that has all the words, and one that answers."""
    world.index_files(
        {
            "busy.md": f"# Ferry tickets and ferry fares\n\n{BUSY}\n",
            "fare.md": f"# {DEARER}\n\n{FARE}\n",
            "bread.md": "# A prize for rye bread\n\nThe jury praised the crust.\n",
        }
    )
    return world


def test_passage_that_answers_goes_first(ferries: World) -> None:
    """Of those that are found with equal reason; ranks and scores go with the order."""
    library = ferries.library
    found = [replace(hit, score=0.5) for hit in library.retriever.search(Query(QUESTION))]
    found.sort(key=lambda hit: hit.passage.card.title)
    verdicts = library.readers.english.judge(QUESTION, list(map(page, found)))

    hits = reordered(found, verdicts, library.readers.english.name)

    assert len(found) > 1
    assert found[-1].passage.card.title == hits[0].passage.card.title == DEARER
    check(hits)


def test_the_same_passages_are_found(ferries: World) -> None:
    """Only their order is another one."""
    read = search(Query(QUESTION), library=ferries.library)
    plain = ferries.library.retriever.find(Query(QUESTION))

    assert {hit.passage.id for hit in read.hits} == {hit.passage.id for hit in plain.hits}
    assert replace(read, hits=()) == replace(plain, hits=())
    check(read.hits)


@pytest.mark.parametrize(
    "question", ["Сколько стоит билет на паром в Lunnay?", "Квиток на пором до Lunnay?"]
)
def test_what_is_not_read_stays_as_it_was(ferries: World, question: str) -> None:
    """A question in another language than the reader's."""
    found = search(Query(question), library=ferries.library)

    assert list(found.hits) == ferries.library.retriever.search(Query(question))


@pytest.mark.parametrize("words", ["ferry Lunnay", "ferry ticket machine quay prices May"])
def test_mere_words_are_read_as_a_question_is(ferries: World, words: str) -> None:
    """Scores are those of the reader."""
    found = search(Query(words), library=ferries.library)

    assert list(found.hits) != ferries.library.retriever.search(Query(words))


def test_best_passage_does_not_depend_on_how_many_are_wanted(ferries: World) -> None:
    """One of ten or the only one."""
    [best] = search(Query(QUESTION, k=1), library=ferries.library).hits

    assert best == search(Query(QUESTION), library=ferries.library).hits[0]


def test_passages_are_shown_as_found_where_the_reader_cannot_be_run(
    ferries: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search does without it."""

    def fail(*_: object) -> None:
        raise EmbedderError("model.onnx: the file is damaged.")

    monkeypatch.setattr(Reader, "judge", fail)

    found = search(Query(QUESTION), library=ferries.library)

    assert list(found.hits) == ferries.library.retriever.search(Query(QUESTION))


def test_only_the_first_hits_are_read(world: World) -> None:
    """The rest follows, no more likely than the last that was read."""
    world.index_files(
        {
            f"{n}.md": f"# Storm {n} over town {n}\n\nStorm {n} took the roof of house {n}.\n"
            for n in range(READ + 4)
        }
    )

    hits = search(Query("Which storm took a roof?", k=READ + 4), library=world.library).hits

    assert len(hits) == READ + 4
    check(hits)


def check(hits: Sequence[Hit]) -> None:
    """Ranks count from 1, and scores fall."""
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert sorted((hit.score for hit in hits), reverse=True) == [hit.score for hit in hits]
    assert all(0 < hit.score < 1 for hit in hits)
