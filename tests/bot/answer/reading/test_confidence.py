"""How sure it is that the archive answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.reading.candidates import read
from bot.answer.reading.confidence import SIGNALS, signals, stored
from bot.answer.reading.question import understand
from index.models import Query

if TYPE_CHECKING:
    from index.library import Library


def of(library: Library, question: str) -> dict[str, float]:
    """The signals of a question."""
    hits = library.retriever.search(Query(question, k=8))
    found = read(question, hits, retriever=library.retriever, embedder=library.bundled)
    return signals(found.asked, found.ranked, library.retriever, library.bundled)


def test_stored_model_has_a_weight_for_every_signal() -> None:
    """A signal without a weight would count nothing, a weight without one stop every answer."""
    assert set(stored().model.weights) == set(SIGNALS)
    assert 0 < stored().threshold < 1


def test_no_candidates_are_refused(library: Library) -> None:
    """Nothing found is no reason to answer."""
    found = signals(
        understand("Who sank?", library.retriever), [], library.retriever, library.bundled
    )

    assert stored().score(found) < stored().threshold


def test_signals_are_shares(library: Library) -> None:
    """Each is in [0, 1], but the score of the best sentence, which is open."""
    found = of(library, "How much is an adult single ticket to Lunnay from 1 May?")

    del found["rank_score"]
    assert all(0 <= value <= 1.0001 for value in found.values()), found


def test_what_the_archive_has_scores_above_what_it_has_not(library: Library) -> None:
    """The threshold is between a question of the archive and one of the wide world."""
    inside = of(library, "How much is an adult single ticket to Lunnay from 1 May?")
    outside = of(library, "Who won the Nobel prize in chemistry in 1998?")

    assert stored().score(outside) < stored().threshold < stored().score(inside)


def test_part_of_a_question_that_nothing_is_near_counts_for_all(library: Library) -> None:
    """Both sides of a comparison have to be there."""
    both = "What did Agda Norrby say about the ferry and what did {} say about {}?"
    near = of(library, both.format("Ulrika Sandby", "the pump of Lady Ingrid"))
    far = of(library, both.format("Tim Cook", "the price of iPhones in China"))

    assert far["nearest_part"] < near["nearest_part"]
    assert stored().score(far) < stored().score(near)


def test_word_of_a_question_that_nothing_in_the_passage_is_like_is_a_warning(
    library: Library,
) -> None:
    """What is asked about the ticket beside its price is nowhere."""
    question = "How much is an adult single ticket to Lunnay from 1 May{}?"
    near, far = of(library, question.format("")), of(library, question.format(" in bitcoin"))

    assert far["word"] < near["word"]
    assert stored().model.weights["word"] > 0


def test_name_that_is_nowhere_is_a_warning(library: Library) -> None:
    """The archive cannot say what a stranger did."""
    stranger = of(library, "When did the ferry of Captain Zebedee sink?")

    assert stranger["unknown"] == 1
    assert of(library, "When did the ferry Lady Ingrid sink?")["unknown"] == 0
    assert stored().score(stranger) < stored().score(stranger | {"unknown": 0.0})
